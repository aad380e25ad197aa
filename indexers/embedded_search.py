"""Searching the embedded engine: filters as SQL, words by FTS5, meaning by bits and then the vectors themselves."""

# ruff: noqa: S608 - values are bound; what is put into SQL are names of our own

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from indexers.embedded_listings import by_ids
from indexers.embedded_memory import Memory
from indexers.index import Found, Hit, Query
from indexers.queries import EARTH_KM, WINDOW, Words, fuse, mode_of, why, words_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

RESCORED = 2_000
"""Rows nearest by bits whose vectors are compared in full, at least (10 a hit wanted where that is more)."""
ORDERS = {
    "newest": "l.time DESC NULLS LAST, l.id",
    "oldest": "l.time ASC NULLS LAST, l.id",
    "cheapest": "l.price_low ASC NULLS LAST, l.id",
    "dearest": "l.price_high DESC NULLS LAST, l.id",
}


@dataclass(slots=True, frozen=True)
class Condition:
    """A WHERE clause over `listings l` and its values."""

    sql: str = "1"
    values: tuple[Any, ...] = ()

    def __and__(self, other: Condition) -> Condition:
        return Condition(f"({self.sql}) AND ({other.sql})", self.values + other.values)

    def __or__(self, other: Condition) -> Condition:
        return Condition(f"({self.sql}) OR ({other.sql})", self.values + other.values)


def search(db: Any, query: Query, memory: Memory) -> Found:
    """Runs a query within one read transaction."""
    words = words_of(query.text)
    mode = mode_of(query, words)
    passing = filters(query)
    if words.unwanted:
        passing &= Condition("l.number NOT IN (SELECT rowid FROM words WHERE words MATCH ?)", (match_any(words.unwanted),))
    by_words = Condition("0")
    if words.wanted:
        by_words = Condition("l.number IN (SELECT rowid FROM words WHERE words MATCH ?)", (match_all(words.wanted),))
    near: dict[str, float] = {}
    if mode in ("meaning", "hybrid") and query.vector is not None:
        count = max(WINDOW, query.offset + query.limit)
        near = dict(_nearest(db, memory, query.vector, count, passing))
    if mode == "filter":
        found = passing
    elif mode == "text":
        found = passing & by_words
    else:
        among = Condition("l.id IN (SELECT value FROM json_each(?))", (json.dumps(list(near)),))
        found = passing & (among if mode == "meaning" else by_words | among)
    total: int = db.execute(f"SELECT count(*) FROM listings l WHERE {found.sql}", found.values).get
    page = _page(db, query, mode, words, found, passing, near)
    listings = by_ids(db, [id for id, _ in page], vectors=False)
    with_words = _having(db, list(listings), by_words) if words.wanted else set()
    hits = [Hit(listings[id], score, why(words, by_words=id in with_words, cosine=near.get(id))) for id, score in page]
    return Found(hits, total, {facet: _facet(db, facet, query, found) for facet in query.facets})


def _page(
    db: Any, query: Query, mode: str, words: Words, found: Condition, passing: Condition, near: dict[str, float]
) -> list[tuple[str, float]]:
    """Ids and scores of the page that is asked for."""
    end = query.offset + query.limit
    if query.order != "relevance" or mode == "filter":
        order = ORDERS.get(query.order, ORDERS["newest"])
        rows = db.execute(
            f"SELECT l.id FROM listings l WHERE {found.sql} ORDER BY {order} LIMIT ? OFFSET ?",
            (*found.values, query.limit, query.offset),
        )
        return [(id, near.get(id, 0.0)) for (id,) in rows]
    ranked = sorted(near.items(), key=lambda pair: (-pair[1], pair[0]))
    if mode == "meaning":
        return ranked[query.offset : end]
    count = end if mode == "text" else max(WINDOW, end)
    scored = list(
        db.execute(
            "SELECT l.id, -bm25(words) AS score FROM words JOIN listings l ON l.number = words.rowid "
            f"WHERE words MATCH ? AND {passing.sql} ORDER BY score DESC, l.id LIMIT ?",
            (match_all(words.wanted), *passing.values, count),
        )
        if words.wanted
        else ()
    )
    if mode == "text":
        return scored[query.offset :]
    return fuse([id for id, _ in scored], [id for id, _ in ranked])[query.offset : end]


def filters(query: Query) -> Condition:
    """The filters of a query; words apart."""
    condition = Condition()
    for column, wanted in (("source", query.sources), ("language", query.languages), ("country", query.countries),
                           ("seller", query.sellers), ("status", (query.status,) if query.status else ())):  # fmt: skip
        if wanted:
            condition &= Condition(f"l.{column} IN (SELECT value FROM json_each(?))", (json.dumps(wanted),))
    for kind, wanted in (("goods", query.goods), ("case", query.cases)):
        if wanted:
            condition &= Condition(
                "l.id IN (SELECT listing FROM targets WHERE kind = ? AND target IN (SELECT value FROM json_each(?)) "
                "AND probability >= ?)",
                (kind, json.dumps(wanted), query.min_probability),
            )
    if query.keys:
        condition &= Condition(
            "l.number IN (SELECT number FROM keys WHERE key IN (SELECT value FROM json_each(?)))", (json.dumps(query.keys),)
        )
    for sql, value in (("l.time >= ?", query.since), ("l.time <= ?", query.until),
                       ("l.price_high >= ?", query.price_low), ("l.price_low <= ?", query.price_high)):  # fmt: skip
        if value is not None:
            condition &= Condition(sql, (value,))
    if query.has_photo:
        condition &= Condition("l.has_photo")
    if query.near:
        condition &= _near(*query.near)
    return condition


def _near(lat: float, lon: float, km: float) -> Condition:
    """Places within a circle: by latitude first (it has an index), then by the distance on the sphere."""
    degrees = km / 111.0 + 0.01
    distance = (
        f"2 * {EARTH_KM} * asin(min(1, sqrt(pow(sin(radians(lat - ?) / 2), 2)"
        " + cos(radians(?)) * cos(radians(lat)) * pow(sin(radians(lon - ?) / 2), 2))))"
    )
    return Condition(
        f"l.number IN (SELECT number FROM points WHERE lat BETWEEN ? AND ? AND {distance} <= ?)",
        (lat - degrees, lat + degrees, lat, lat, lon, km),
    )


def match_all(sequences: Sequence[tuple[str, ...]]) -> str:
    """FTS5's expression for texts that have every sequence."""
    return " AND ".join(_phrase(tokens) for tokens in sequences)


def match_any(sequences: Sequence[tuple[str, ...]]) -> str:
    """FTS5's expression for texts that have any of the sequences."""
    return " OR ".join(_phrase(tokens) for tokens in sequences)


def _phrase(tokens: tuple[str, ...]) -> str:
    # Tokens are letters and digits, so that no quote needs escaping.
    return f'"{" ".join(tokens)}"'


def _having(db: Any, ids: list[str], condition: Condition) -> set[str]:
    rows = db.execute(
        f"SELECT l.id FROM listings l WHERE l.id IN (SELECT value FROM json_each(?)) AND {condition.sql}",
        (json.dumps(ids), *condition.values),
    )
    return {id for (id,) in rows}


def _facet(db: Any, facet: str, query: Query, found: Condition) -> list[tuple[str, int]]:
    if facet in ("goods", "case"):
        return list(
            db.execute(
                "SELECT t.target, count(DISTINCT l.id) AS n FROM listings l JOIN targets t ON t.listing = l.id "
                f"WHERE t.kind = ? AND t.probability >= ? AND {found.sql} GROUP BY t.target ORDER BY n DESC, t.target",
                (facet, query.min_probability, *found.values),
            )
        )
    return list(
        db.execute(
            f"SELECT l.{facet}, count(*) AS n FROM listings l WHERE l.{facet} IS NOT NULL AND {found.sql} "
            f"GROUP BY 1 ORDER BY n DESC, 1",
            found.values,
        )
    )


def _nearest(
    db: Any, memory: Memory, vector: npt.NDArray[np.float32], count: int, passing: Condition
) -> list[tuple[str, float]]:
    among = None
    if passing != Condition():
        import numpy as np

        rows = db.execute(f"SELECT l.number FROM listings l WHERE {passing.sql}", passing.values)
        among = np.fromiter((number for (number,) in rows), np.int64)
    return nearest(db, memory, vector, count, among=among)


def nearest(
    db: Any, memory: Memory, vector: npt.NDArray[np.float32], count: int, *, among: npt.NDArray[np.int64] | None = None
) -> list[tuple[str, float]]:
    """Ids of the listings nearest in meaning with their cosine, best first: by one bit a dimension, then in full."""
    import numpy as np

    from indexers.bits import sign_bits

    bits = sign_bits(vector)
    with memory.current(db) as matrix:
        if matrix is None or count <= 0 or matrix.width != len(bits):
            return []
        numbers = matrix.nearest(bits, max(RESCORED, 10 * count), among=among)
    rows = list(
        db.execute(
            "SELECT l.id, v.vector FROM json_each(?) j JOIN vectors v ON v.number = j.value"
            " JOIN listings l ON l.number = j.value",
            (json.dumps(numbers),),
        )
    )
    if not rows:
        return []
    vectors = np.frombuffer(b"".join(blob for _, blob in rows), np.float16).astype(np.float32).reshape(len(rows), -1)
    unit = np.asarray(vector, np.float32) / (float(np.linalg.norm(vector)) or 1.0)
    cosines = vectors @ unit / np.maximum(np.linalg.norm(vectors, axis=1), 1e-9)
    scored = [(id, float(cosine)) for (id, _), cosine in zip(rows, cosines, strict=True)]
    return sorted(scored, key=lambda pair: (-pair[1], pair[0]))[:count]
