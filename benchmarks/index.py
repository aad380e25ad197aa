"""How fast the index writes and answers: `python -m benchmarks.index [--engine URL] [--listings N] [--hashes N] [--vectors N]`.

Synthetic listings of about 300 characters, half Chinese; goods words stand in some of them. Prints JSON Lines.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from indexers.index import Index, Query
from tidewaiter.identity import listing_id
from tidewaiter.model import Listing, Photo, Price, Seller

GOODS = ("象牙", "玳瑁", "花胶", "ivory", "pangolin", "沉香", "红油")
BATCH = 500


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", default="embedded")
    parser.add_argument("--listings", type=int, default=20_000)
    parser.add_argument("--hashes", type=int, default=100_000)
    parser.add_argument("--vectors", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        index = opened(options.engine, Path(folder))
        measure(index, options.listings, options.hashes, options.vectors)
        index.close()


def opened(engine: str, folder: Path) -> Index:
    """An empty index."""
    if engine == "embedded":
        from indexers.embedded import EmbeddedIndex

        return EmbeddedIndex(folder / "index.sqlite")
    from indexers.elastic import ElasticIndex

    return ElasticIndex(engine, prefix=f"benchmark-{random.randrange(10**9)}")


def measure(index: Index, listings: int, hashes: int, vectors: int) -> None:
    """Writes, then asks."""
    for name, made in (("listings", synthetic(listings)), ("photos", with_photos(hashes))):
        batches = list(batched(made))
        seconds = timed(lambda batches=batches: [index.write_listings(batch) for batch in batches])  # type: ignore[misc]
        report(f"write {name}", seconds, per_second=round(sum(map(len, batches)) / seconds))
    if vectors:
        index.set_text_model("synthetic", 512)
        batches = list(batched(with_vectors(vectors)))
        seconds = timed(lambda: [index.write_listings(batch) for batch in batches])
        report("write vectors", seconds, per_second=round(vectors / seconds))
        vector = batches[0][0].vector
        assert vector is not None
        for note in ("first", "again"):
            report(f"near_vectors, {note}", timed(lambda: index.near_vectors(vector)))
    report("info", timed(index.info), bytes=index.info()["bytes"])
    report("optimize", timed(index.optimize))
    for word in GOODS[:4]:
        query = Query(word, mode="text", facets=("source", "goods"))
        report("goods query", median(lambda query=query: index.search(query)), word=word, total=index.search(query).total)  # type: ignore[misc]
    common = Query("common", mode="text")
    report("common word", median(lambda: index.search(common)), total=index.search(common).total)
    hash = next(with_photos(1)).photos[0]
    for kind, radius in (("phash", 8), ("pdq", 31)):
        value = getattr(hash, kind)
        report(f"near_photos {kind}, first", timed(lambda: index.near_photos(value, kind=kind, radius_bits=radius)))  # noqa: B023
        report(f"near_photos {kind}", median(lambda: index.near_photos(value, kind=kind, radius_bits=radius)))  # noqa: B023


def synthetic(count: int) -> Iterator[Listing]:
    """Listings without photos."""
    chance = random.Random(1)
    han = [chr(0x4E00 + n) for n in range(3000)]
    latin = [f"word{n}" for n in range(20_000)]
    for n in range(count):
        words = ["".join(chance.choices(han, k=chance.randint(4, 20))) for _ in range(8)] + chance.choices(latin, k=25)
        if n % 50 == 0:
            words.append(chance.choice(GOODS))
        if n % 12 == 0:
            words.append("common")
        chance.shuffle(words)
        yield Listing(
            id=listing_id(f"http://s{n % 20}.example/{n}"), source=f"s{n % 20}.example", url=f"http://s{n % 20}.example/{n}",
            title=" ".join(words[:4]), text=" ".join(words[4:]), price=Price(amount=float(n % 900)),
            seller=Seller(id=str(n % 997)),
            first_seen=f"2026-{n % 12 + 1:02}-01T00:00:00Z", keys=[f"wechat:a{n % 5000}", f"seller:{n % 997}"],
        )  # fmt: skip


def with_photos(count: int) -> Iterator[Listing]:
    """Listings with four photos each, no text."""
    chance = random.Random(2)
    for n in range(max(count // 4, 1)):
        photos = [Photo(sha256=f"{chance.getrandbits(256):064x}", phash=f"{chance.getrandbits(64):016x}",
                        pdq=f"{chance.getrandbits(256):064x}") for _ in range(4)]  # fmt: skip
        yield Listing(id=f"photo-{n}", source="photos.example", photos=photos)


def with_vectors(count: int) -> Iterator[Listing]:
    """Listings with a vector of 512 numbers, no text."""
    rng = np.random.default_rng(3)
    for n in range(count):
        vector = rng.normal(size=512).astype(np.float32)
        yield Listing(id=f"vector-{n}", source="vectors.example", vector=vector / np.linalg.norm(vector))


def batched(listings: Iterator[Listing]) -> Iterator[list[Listing]]:
    """In parts as a crawl writes them."""
    batch: list[Listing] = []
    for listing in listings:
        batch.append(listing)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def timed(work: Callable[[], object]) -> float:
    """Seconds that it takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def median(work: Callable[[], object]) -> float:
    """Seconds that it takes, the middle one of nine."""
    return sorted(timed(work) for _ in range(9))[4]


def report(what: str, seconds: float, **more: object) -> None:
    """One line."""
    print(json.dumps({"what": what, "ms": round(seconds * 1000, 1), **more}, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
