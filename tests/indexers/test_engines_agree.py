"""The same listings in both engines: words, filters and hashes give identical sets, ranked top twenties overlap."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexers.index import Index, Query
from tests.indexers.samples import DIMENSIONS, FILLERS, WORDS, samples
from tidewaiter.model import Listing, Match, Target

pytestmark = pytest.mark.elastic

LISTINGS = samples(1500)
FACETS = ("source", "goods", "case", "language", "country", "status")


@pytest.fixture(scope="module")
def engines(elasticsearch_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Index, Index]]:
    from elasticsearch import Elasticsearch

    from indexers.elastic import ElasticIndex
    from indexers.embedded import EmbeddedIndex

    prefix = f"test-{secrets.token_hex(6)}"
    embedded = EmbeddedIndex(Path(tmp_path_factory.mktemp("agree")) / "index.sqlite")
    elastic = ElasticIndex(elasticsearch_url, prefix=prefix)
    for index in (embedded, elastic):
        index.set_text_model("model", DIMENSIONS)
        index.write_listings(LISTINGS)
        index.write_listings(LISTINGS[:100])
        index.delete_listings([listing.id for listing in LISTINGS[100:150]])
        index.put([Match(LISTINGS[n].id, Target("goods", f"g{n % 3}"), -2.0, n % 10 / 10) for n in range(0, 700, 7)])
        index.put([Match(LISTINGS[n].id, Target("case", f"c{n % 2}"), -2.0, n % 10 / 10) for n in range(0, 700, 11)])
    yield embedded, elastic
    for index in (embedded, elastic):
        index.close()
    with Elasticsearch(elasticsearch_url) as node:
        for name in node.indices.get(index=f"{prefix}-*"):
            node.indices.delete(index=name)


word = st.sampled_from([*WORDS, *FILLERS[:20], "象牙手镯", "a.b", "!"])
part = st.builds(lambda minus, quote, words: minus + (f'"{" ".join(words)}"' if quote else words[0]),
                 st.sampled_from(["", "", "", "-"]), st.booleans(), st.lists(word, min_size=1, max_size=2))  # fmt: skip
some = {"max_size": 2}
queries = st.builds(
    Query,
    text=st.lists(part, max_size=3).map(" ".join),
    mode=st.just("text"),
    sources=st.lists(st.sampled_from(["shop0.example", "shop1.example"]), **some).map(tuple),  # type: ignore[arg-type]
    goods=st.lists(st.sampled_from(["elephant-ivory", "g1", "g2"]), **some).map(tuple),  # type: ignore[arg-type]
    cases=st.sampled_from([(), (), ("c0",)]),
    languages=st.sampled_from([(), ("zh", "vi")]),
    countries=st.sampled_from([(), ("CN",)]),
    sellers=st.sampled_from([(), ("shop0.example/3",)]),
    keys=st.sampled_from([(), ("wechat:account3", "wechat:account5")]),
    status=st.sampled_from([None, None, "live"]),
    since=st.sampled_from([None, "2026-03-01T00:00:00Z"]),
    until=st.sampled_from([None, "2026-08-01T00:00:00Z"]),
    price_low=st.sampled_from([None, 500.0]),
    price_high=st.sampled_from([None, 2500.0]),
    near=st.sampled_from([None, None, (22.0, 106.5, 60.0), (21.0, 105.9, 100.0)]),
    has_photo=st.booleans(),
    min_probability=st.sampled_from([0.1, 0.5, 0.9]),
    order=st.sampled_from(["relevance", "newest", "oldest", "cheapest", "dearest"]),
    limit=st.just(2000),
    facets=st.just(FACETS),
)


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(query=queries)
def test_words_filters_and_facets_give_identical_sets(engines: tuple[Index, Index], query: Query) -> None:
    one, other = (index.search(query) for index in engines)

    assert one.total == other.total == len(one.hits)
    assert {hit.listing.id for hit in one.hits} == {hit.listing.id for hit in other.hits}
    assert one.facets == other.facets
    if query.order != "relevance":
        assert [hit.listing.id for hit in one.hits] == [hit.listing.id for hit in other.hits]


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    kind=st.sampled_from(["phash", "pdq"]),
    number=st.integers(0, len(LISTINGS) - 1),
    part=st.integers(0, 20),
    limit=st.sampled_from([1, 7, 50, 5000]),
)
def test_hashes_give_identical_answers(engines: tuple[Index, Index], kind: str, number: int, part: int, limit: int) -> None:
    photo = next(photo for listing in LISTINGS[number:] + LISTINGS for photo in listing.photos)
    hash = getattr(photo, kind)
    radius = part * len(hash) * 4 // 64

    one, other = (index.near_photos(hash, kind=kind, radius_bits=radius, limit=limit) for index in engines)  # type: ignore[arg-type]

    assert one == other
    assert one == brute_force(kind, hash, radius)[:limit]


def brute_force(kind: str, hash: str, radius: int) -> list[object]:
    from indexers.index import PhotoHit

    hits = [
        PhotoHit(listing.id, photo.sha256 or "", bits)
        for listing in LISTINGS[:100] + LISTINGS[150:]
        for photo in listing.photos
        if (bits := (int(getattr(photo, kind), 16) ^ int(hash, 16)).bit_count()) <= radius
    ]
    return sorted(hits, key=lambda hit: (hit.bits, hit.listing, hit.sha256))


def test_keys_give_identical_answers(engines: tuple[Index, Index]) -> None:
    keys = [f"wechat:account{n}" for n in range(12)]

    one, other = ((index.with_keys(keys, limit=20), index.key_counts(keys)) for index in engines)

    assert one == other


def overlap(one: list[str], other: list[str]) -> float:
    return len(set(one) & set(other)) / max(len(one), 1)


@pytest.mark.parametrize("mode", ["text", "meaning", "hybrid"])
def test_ranked_top_twenties_overlap_by_nine_tenths(engines: tuple[Index, Index], mode: str) -> None:
    rng = np.random.default_rng(5)
    texts = [
        "象牙",
        "手镯",
        "ivory",
        "bracelet carved",
        "花胶",
        "红油 -ivory",
        "shark fin",
        '"k1"',
        "voi ngà",
        *FILLERS[20:60:4],
    ]
    overlaps = []
    for text in texts:
        vector = rng.normal(size=DIMENSIONS).astype(np.float32)
        query = Query(text, vector=vector / np.linalg.norm(vector), mode=mode, limit=20)  # type: ignore[arg-type]
        one, other = ([hit.listing.id for hit in index.search(query).hits] for index in engines)
        overlaps.append(overlap(one, other))

    assert sum(overlaps) / len(overlaps) >= 0.9, dict(zip(texts, overlaps, strict=True))


def test_both_walk_through_the_same_listings(engines: tuple[Index, Index]) -> None:
    one, other = ([without_vector(listing) for listing in index.all_listings(vectors=True)] for index in engines)

    assert one == other


def without_vector(listing: Listing) -> Listing:
    assert listing.vector is not None
    listing.vector = None
    return listing
