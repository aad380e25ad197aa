"""Photos known again after they were altered: recall at no false match, beside pHash-256 and PDQ.

    python -m benchmarks.photos [--every N]
    python -m benchmarks.photos --references 100000    # what one look-up costs, and nothing else
    python -m benchmarks.photos --pairs [--every N] [--keep FOLDER]    # false matches over all pairs, and nothing else
    python -m benchmarks.photos --overlays [--keep FOLDER]             # of photos under the same marks, frames and screens

Copies are made by `../shared/data/photos/transform.py` and by `benchmarks/photo_alterations.py` in a temporary folder.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.photo_alterations import ALTERATIONS, OTHERS_SHOWN, altered, same_table
from benchmarks.photo_cost import lookup_cost
from benchmarks.photo_overlays import OVERLAYS, overlaid
from benchmarks.photo_pairs import ROWS, Item, count_false
from benchmarks.photo_sets import is_aside
from indexers.embedded import EmbeddedIndex
from matchers.photos import features_of, near, print_of, same_photo
from tidewaiter.model import ReferencePrint

PHOTOS = Path(__file__).parents[2] / "shared" / "data" / "photos"
OTHERS = (7, 19, 31)
SEED = 20240601
"""The default of transform.py; the further alterations have no seed."""
DRAWN = 2000
"""Pairs of copies of each row of like things that are compared in full."""
PEERS = {"pHash-256": 256, "PDQ": 256}


@dataclass
class Copy:
    """One altered copy: of which photo, and what else it shows."""

    kind: str
    transform: str
    photo: str
    shows: frozenset[str]
    data: bytes


@dataclass
class Tally:
    """Scores of right and of wrong photos, by measure (higher is nearer)."""

    right: dict[str, list[tuple[Copy, float]]] = field(default_factory=lambda: defaultdict(list))
    wrong: dict[str, float] = field(default_factory=lambda: defaultdict(lambda: -1e9))
    pairs: int = 0
    false: list[str] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="take every n-th photo's copies only")
    parser.add_argument("--references", type=int, help="measure one look-up among so many reference photos")
    parser.add_argument("--pairs", action="store_true", help="count false matches over all pairs of photos and copies")
    parser.add_argument("--overlays", action="store_true", help="count them over photos under the same marks and frames")
    parser.add_argument("--seed", type=int, default=SEED, help="of transform.py")
    parser.add_argument("--keep", type=Path, help="folder of --pairs and --overlays: a stopped run goes on there")
    parser.add_argument("--workers", type=int, default=2, help="processes for --pairs")
    given = parser.parse_args()
    import cv2

    cv2.setNumThreads(1)
    photos = {path.stem: path.read_bytes() for path in sorted((PHOTOS / "images").glob("*.jpg"))}
    with tempfile.TemporaryDirectory() as folder:
        if given.references is not None:
            lookup_cost(photos, Path(folder), given.references)
            return
        if given.pairs or given.overlays:
            items = _overlaid(photos) if given.overlays else _items(photos, Path(folder), given.every, given.seed)
            kept = given.keep or Path(folder)
            kept.mkdir(parents=True, exist_ok=True)
            count_false(items, kept, workers=given.workers, drawn=0 if given.overlays else DRAWN)
            return
        index = EmbeddedIndex(Path(folder) / "index.db")
        features = {photo: features_of(data) for photo, data in photos.items()}
        index.put([print_of(photo, one, ReferencePrint) for photo, one in features.items()])
        tally = Tally()
        spent: list[float] = []
        for copy in copies_of(photos, Path(folder), given.every, given.seed):
            _measure(index, photos, copy, tally, spent)
        _report(tally)
        print(f"features: {1 / np.mean(spent):.1f} photos a second of processor time, {np.mean(spent) * 1000:.0f} ms")
        _tables(photos)
        index.close()


def _items(photos: dict[str, bytes], folder: Path, every: int, seed: int) -> list[Item]:
    """All photos, all copies of those in the rows of like things, and every n-th copy of the others."""
    items = [Item(f"as it is/{photo}", photo, frozenset([photo]), data) for photo, data in photos.items()]
    for at, copy in enumerate(copies_of(photos, folder, 1, seed)):
        if at % every == 0 or copy.photo.startswith(tuple(ROWS.values())):
            items.append(Item(f"{copy.transform}/{copy.photo}", copy.photo, copy.shows, copy.data))
    return items


def _overlaid(photos: dict[str, bytes]) -> list[Item]:
    items = [Item(f"as it is/{photo}", photo, frozenset([photo]), data) for photo, data in photos.items()]
    for photo, data in photos.items():
        image = Image.open(io.BytesIO(data)).convert("RGB")
        shows = frozenset([photo])
        items += [Item(f"{name}/{photo}", photo, shows, _jpeg(overlaid(name, image, photo))) for name in OVERLAYS]
    return items


def copies_of(photos: dict[str, bytes], folder: Path, every: int, seed: int = SEED) -> Iterator[Copy]:
    """All altered copies of every n-th photo."""
    import csv

    command = [sys.executable, PHOTOS / "transform.py", PHOTOS / "images", folder / "copies", "--seed", str(seed)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    names = list(photos)
    wanted = set(names[::every])
    with (folder / "copies" / "manifest.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["photo"] in wanted:
                shows = frozenset([row["photo"], *row["also_shows"].split()])
                data = (folder / "copies" / row["path"]).read_bytes()
                yield Copy(row["kind"], row["transform"], row["photo"], shows, data)
    images = {photo: Image.open(io.BytesIO(data)).convert("RGB") for photo, data in photos.items()}
    for transform in ALTERATIONS:
        for at, photo in enumerate(names):
            if photo in wanted:
                others = [names[(at + step) % len(names)] for step in OTHERS]
                image = altered(transform, images[photo], photo, [images[other] for other in others])
                out = io.BytesIO()
                image.save(out, "JPEG", quality=90)
                shows = frozenset([photo, *others[: OTHERS_SHOWN.get(transform, 0)]])
                yield Copy("further", transform, photo, shows, out.getvalue())


def _measure(index: EmbeddedIndex, photos: dict[str, bytes], copy: Copy, tally: Tally, spent: list[float]) -> None:
    begun = time.process_time()
    features = features_of(copy.data)
    spent.append(time.process_time() - begun)
    found = {one.sha256: one.link.probability for one in near(index, features, kind=ReferencePrint)}
    tally.pairs += len(photos)
    tally.right["ours"].append((copy, found.get(copy.photo, -1.0)))
    for photo, probability in found.items():
        if photo not in copy.shows:
            tally.wrong["ours"] = max(tally.wrong["ours"], probability)
            tally.false.append(f"{copy.transform}/{copy.photo} as {photo}: {probability}")
    for peer in PEERS:
        bits = _peer(peer, copy.data)
        for photo, data in photos.items():
            score = -float((bits != _known(peer, photo, data)).sum())
            if photo == copy.photo:
                tally.right[peer].append((copy, score))
            elif photo not in copy.shows:
                tally.wrong[peer] = max(tally.wrong[peer], score)


_KNOWN: dict[tuple[str, str], np.ndarray] = {}


def _known(peer: str, photo: str, data: bytes) -> np.ndarray:
    if (peer, photo) not in _KNOWN:
        _KNOWN[peer, photo] = _peer(peer, data)
    return _KNOWN[peer, photo]


def _peer(peer: str, data: bytes) -> np.ndarray:
    import imagehash
    import pdqhash

    image = Image.open(io.BytesIO(data)).convert("RGB")
    if peer == "PDQ":
        return np.asarray(pdqhash.compute(np.asarray(image))[0], bool)
    return imagehash.phash(image, hash_size=16).hash.ravel()


def _report(tally: Tally) -> None:
    print(f"{tally.pairs} pairs of a copy and a photo; {len(tally.false)} false matches of ours")
    for line in tally.false[:20]:
        print(f"  {line}")
    for measure, scores in tally.right.items():
        print(f"{measure}: recall above the likeliest false match")
        threshold = max(tally.wrong[measure], -0.5 if measure == "ours" else -1e9)
        for kind in ("all of transform.py", "classic", "seller", "further"):
            row = []
            for part in ("all", "tuned", "aside"):
                hit = [
                    score > threshold
                    for copy, score in scores
                    if (kind == copy.kind or (kind.startswith("all") and copy.kind != "further"))
                    and (part == "all" or is_aside(copy.photo) == (part == "aside"))
                ]
                row.append(f"{part} {np.mean(hit):.3f}" if hit else f"{part} -")
            print(f"  {kind:<20} {'   '.join(row)}")
        by_transform: dict[str, list[bool]] = defaultdict(list)
        for copy, score in scores:
            by_transform[copy.transform].append(score > threshold)
        print("  " + "  ".join(f"{name} {np.mean(hits):.2f}" for name, hits in by_transform.items()))


def _tables(photos: dict[str, bytes]) -> None:
    """Two things on one table, a hundred times: how many pairs are called one photo."""
    images = [Image.open(io.BytesIO(data)).convert("RGB") for data in photos.values()]
    called = 0
    for at, table in enumerate(images):
        pair = same_table(table, images[(at + 13) % len(images)], images[(at + 57) % len(images)], np.random.default_rng(at))
        first, second = (features_of(_jpeg(image)) for image in pair)
        called += same_photo(first, second) is not None
    print(f"two things on one table: {called} of {len(images)} pairs called one photo")


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88)
    return out.getvalue()


if __name__ == "__main__":
    main()
