"""Searching Elasticsearch: queries built by pure functions, hybrid ranking fused here (the free tier has none)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from indexers.elastic_client import Client, document_id
from indexers.elastic_listings import MOST_NEIGHBOURS, by_ids
from indexers.elastic_schema import vector_field
from indexers.index import Found, Hit, Query
from indexers.queries import WINDOW, Words, fuse, mode_of, why, words_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Clause = dict[str, Any]

NOTHING: Clause = {"match_none": {}}
CANDIDATES = 1_000
"""Neighbours that the graph is searched for, at least: the more, the fewer are missed."""
_BY_ID: list[Clause] = [{"id": "asc"}]
ORDERS: dict[str, list[Clause]] = {
    "newest": [{"time": {"order": "desc", "missing": "_last"}}, {"id": "asc"}],
    "oldest": [{"time": {"order": "asc", "missing": "_last"}}, {"id": "asc"}],
    "cheapest": [{"price_low": {"order": "asc", "missing": "_last"}}, {"id": "asc"}],
    "dearest": [{"price_high": {"order": "desc", "missing": "_last"}}, {"id": "asc"}],
}


def search(client: Client, query: Query, dimensions: int | None) -> Found:
    """Runs a query. dimensions: of the vectors of the index, None while it has none."""
    words = words_of(query.text)
    mode = mode_of(query, words)
    passing = filters(query, words)
    by_words: Clause = {"bool": {"must": [phrase(tokens) for tokens in words.wanted]}} if words.wanted else NOTHING
    near: dict[str, float] = {}
    if mode in ("meaning", "hybrid") and query.vector is not None:
        near = dict(nearest(client, query.vector, max(WINDOW, query.offset + query.limit), dimensions, passing))
    among: Clause = {"terms": {"_id": [document_id(id) for id in near]}}
    part: Clause = {
        "filter": {"match_all": {}},
        "text": by_words,
        "meaning": among,
        "hybrid": {"bool": {"should": [by_words, among], "minimum_should_match": 1}},
    }[mode]
    found: Clause = {"bool": {"filter": [*passing, part]}}
    answer = client.node.search(
        index=client.name("listings"),
        query=found,
        size=0,
        track_total_hits=True,
        aggs={facet: _facet(facet, query) for facet in query.facets},
    )
    facets = {facet: _counts(client, facet, query, found, answer["aggregations"][facet]) for facet in query.facets}
    page = _page(client, query, mode, found, by_words, passing, near)
    listings = by_ids(client, [id for id, _ in page], dimensions=None)
    with_words = _having(client, list(listings), by_words) if words.wanted else set()
    hits = [
        Hit(listings[id], score, why(words, by_words=id in with_words, cosine=near.get(id)))
        for id, score in page
        if id in listings  # deleted since
    ]
    return Found(hits, answer["hits"]["total"]["value"], facets)


def filters(query: Query, words: Words) -> list[Clause]:
    """The filters of a query and what its words exclude."""
    clauses: list[Clause] = []
    for field, wanted in (("source", query.sources), ("language", query.languages), ("country", query.countries),
                          ("seller", query.sellers), ("keys", query.keys),
                          ("status", (query.status,) if query.status else ())):  # fmt: skip
        if wanted:
            clauses.append({"terms": {field: list(wanted)}})
    if query.goods:
        clauses.append({"bool": {"should": [goods_clause(id, query.min_probability) for id in query.goods]}})
    if query.cases:
        clauses.append({"bool": {"should": [matched_clause("case", id, query.min_probability) for id in query.cases]}})
    for field, bound, value in (("time", "gte", query.since), ("time", "lte", query.until),
                                ("price_high", "gte", query.price_low), ("price_low", "lte", query.price_high)):  # fmt: skip
        if value is not None:
            clauses.append({"range": {field: {bound: value}}})
    if query.has_photo:
        clauses.append({"term": {"has_photo": True}})
    if query.near:
        lat, lon, km = query.near
        clauses.append({"geo_distance": {"distance": f"{km}km", "points": {"lat": lat, "lon": lon}}})
    if words.unwanted:
        clauses.append({"bool": {"must_not": [phrase(tokens) for tokens in words.unwanted]}})
    return clauses


def phrase(tokens: Sequence[str]) -> Clause:
    """Listings with the tokens in this order."""
    return {"term": {"words": tokens[0]}} if len(tokens) == 1 else {"match_phrase": {"words": " ".join(tokens)}}


def goods_clause(id: str, probability: float) -> Clause:
    """Listings that carry a word of the goods, or match them."""
    return {"bool": {"should": [{"term": {"goods": id}}, matched_clause("goods", id, probability)]}}


def matched_clause(kind: str, id: str, probability: float) -> Clause:
    """Listings that match goods or a case with at least the probability."""
    must: list[Clause] = [
        {"term": {"matched.kind": kind}},
        {"term": {"matched.id": id}},
        {"range": {"matched.probability": {"gte": probability}}},
    ]
    return {"nested": {"path": "matched", "query": {"bool": {"filter": must}}}}


def nearest(
    client: Client, vector: npt.NDArray[np.float32], count: int, dimensions: int | None, passing: Sequence[Clause]
) -> list[tuple[str, float]]:
    """Ids of the listings nearest in meaning with their cosine, best first: by the graph, then by the vectors themselves."""
    import numpy as np

    if dimensions is None or count <= 0 or vector.shape != (dimensions,) or not np.any(vector):
        return []
    count = min(count, MOST_NEIGHBOURS)
    field = vector_field(dimensions)
    asked = min(max(2 * count, 100), MOST_NEIGHBOURS)
    knn = {
        "field": field,
        "query_vector": [float(number) for number in vector],
        "k": asked,
        "num_candidates": max(asked, CANDIDATES),
        "filter": list(passing),
    }
    answer = client.node.search(
        index=client.name("listings"),
        knn=knn,
        size=asked,
        source_includes=["id", field],
        source_exclude_vectors=False,
        track_total_hits=False,
    )
    hits = answer["hits"]["hits"]
    if not hits:
        return []
    vectors = np.asarray([hit["_source"][field] for hit in hits], np.float32)
    unit = np.asarray(vector, np.float32) / float(np.linalg.norm(vector))
    cosines = vectors @ unit / np.maximum(np.linalg.norm(vectors, axis=1), 1e-9)
    scored = [(hit["_source"]["id"], float(cosine)) for hit, cosine in zip(hits, cosines, strict=True)]
    return sorted(scored, key=lambda pair: (-pair[1], pair[0]))[:count]


def _page(
    client: Client, query: Query, mode: str, found: Clause, by_words: Clause, passing: list[Clause], near: dict[str, float]
) -> list[tuple[str, float]]:
    """Ids and scores of the page that is asked for."""
    end = query.offset + query.limit
    if query.order != "relevance" or mode == "filter":
        hits = _ids(client, found, ORDERS.get(query.order, ORDERS["newest"]), query.limit, query.offset)
        return [(id, near.get(id, 0.0)) for id, _ in hits]
    ranked = sorted(near.items(), key=lambda pair: (-pair[1], pair[0]))
    if mode == "meaning":
        return ranked[query.offset : end]
    scored_query: Clause = {"bool": {"must": [by_words], "filter": passing}}
    order: list[Clause] = [{"_score": {"order": "desc"}}, {"id": "asc"}]
    if mode == "text":
        return _ids(client, scored_query, order, query.limit, query.offset)
    scored = _ids(client, scored_query, order, max(WINDOW, end), 0)
    return fuse([id for id, _ in scored], [id for id, _ in ranked])[query.offset : end]


def _ids(client: Client, query: Clause, sort: list[Clause], size: int, start: int) -> list[tuple[str, float]]:
    answer = client.node.search(
        index=client.name("listings"),
        query=query,
        size=size,
        from_=start,
        sort=sort,
        source=False,
        fields=[{"field": "id"}],
        track_total_hits=False,
    )
    return [(hit["fields"]["id"][0], hit["_score"] or 0.0) for hit in answer["hits"]["hits"]]


def _having(client: Client, ids: list[str], by_words: Clause) -> set[str]:
    among: Clause = {"terms": {"_id": [document_id(id) for id in ids]}}
    both: Clause = {"bool": {"filter": [among, by_words]}}
    return {id for id, _ in _ids(client, both, _BY_ID, len(ids), 0)}


MOST_VALUES = 10_000
"""Values of a facet that are counted."""


def _facet(facet: str, query: Query) -> Clause:
    if facet not in ("goods", "case"):
        return {"terms": {"field": facet, "size": MOST_VALUES}}
    sure: list[Clause] = [
        {"term": {"matched.kind": facet}},
        {"range": {"matched.probability": {"gte": query.min_probability}}},
    ]
    ids = {"terms": {"field": "matched.id", "size": MOST_VALUES}}
    matched = {"filter": {"bool": {"filter": sure}}, "aggs": {"ids": ids}}
    parts: Clause = {"matched": {"nested": {"path": "matched"}, "aggs": {"sure": matched}}}
    if facet == "goods":
        parts["words"] = {"terms": {"field": "goods", "size": MOST_VALUES}}
    return {"filter": {"match_all": {}}, "aggs": parts}


def _counts(client: Client, facet: str, query: Query, found: Clause, answer: Any) -> list[tuple[str, int]]:
    if facet not in ("goods", "case"):
        counts = {bucket["key"]: bucket["doc_count"] for bucket in answer["buckets"]}
    else:
        counts = {bucket["key"]: bucket["doc_count"] for bucket in answer["matched"]["sure"]["ids"]["buckets"]}
        if facet == "goods":
            # A listing may have a word of the goods and match them too: what stands on both sides is counted once.
            by_words = {bucket["key"]: bucket["doc_count"] for bucket in answer["words"]["buckets"]}
            counts = (
                by_words
                | _union(client, query, found, sorted(by_words.keys() & counts.keys()))
                | {id: number for id, number in counts.items() if id not in by_words}
            )
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _union(client: Client, query: Query, found: Clause, goods: list[str]) -> dict[str, int]:
    if not goods:
        return {}
    clauses = {id: goods_clause(id, query.min_probability) for id in goods}
    answer = client.node.search(
        index=client.name("listings"), query=found, size=0, aggs={"goods": {"filters": {"filters": clauses}}}
    )
    return {id: bucket["doc_count"] for id, bucket in answer["aggregations"]["goods"]["buckets"].items()}
