"""What a query asks for, apart from any engine: its words and phrases, fused ranks, and the sentence that says why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexers.index import Query
from tidewaiter.errors import InvalidInput
from tidewaiter.tokens import index_tokens

WINDOW = 200
"""Listings nearest in meaning that count as found; more when a page further on is asked for."""
RANK_CONSTANT = 60
"""k of reciprocal rank fusion, as in Cormack et al. 2009."""
MOST_WORDS = 256
"""Words of one query; more are ignored, or a pasted page would be a query of minutes."""
FACETS = ("source", "goods", "case", "language", "country", "status")
EARTH_KM = 6371.0087714
"""Mean radius, the one that Lucene uses."""

_PART = re.compile(r'(-?)"([^"]*)"?|(\S+)')


@dataclass(slots=True, frozen=True)
class Words:
    """A query's text in tokens. A listing passes when it has every sequence of `wanted` and none of `unwanted`."""

    wanted: tuple[tuple[str, ...], ...] = ()
    unwanted: tuple[tuple[str, ...], ...] = ()
    shown: tuple[str, ...] = ()
    """The wanted words as they were written."""
    hopeless: bool = False
    """Something was asked for that no text can hold (punctuation alone): nothing is found by words."""


def words_of(text: str) -> Words:
    """The words of a query: "in quotes" a phrase, -word excludes, a run of Han is a phrase (its pairs in order)."""
    wanted: dict[tuple[str, ...], str] = {}
    unwanted: dict[tuple[str, ...], None] = {}
    for minus, phrase, word in _PART.findall(text)[:MOST_WORDS]:
        excludes = bool(minus) or (len(word) > 1 and word.startswith("-"))
        shown = phrase or word.lstrip("-") if excludes else phrase or word
        tokens = tuple(index_tokens(shown))
        if not tokens:
            continue
        if excludes:
            unwanted[tokens] = None
        else:
            wanted.setdefault(tokens, shown)
    hopeless = bool(text.strip()) and not wanted and not unwanted
    return Words(tuple(wanted), tuple(unwanted), tuple(wanted.values()), hopeless)


def check(query: Query) -> None:
    """Raises `InvalidInput` where a query asks for what there isn't."""
    if unknown := [facet for facet in query.facets if facet not in FACETS]:
        raise InvalidInput(f"'{unknown[0]}' is no facet", do=f"Choose among {', '.join(FACETS)}.")
    if query.limit < 0 or query.offset < 0:
        raise InvalidInput("limit and offset can't be negative", do="Give 0 or more.")


def mode_of(query: Query, words: Words) -> str:
    """How the query ranks: `filter` (no words), `text`, `meaning` or `hybrid`, by what it really brings."""
    if not words.wanted and not words.hopeless:
        return "meaning" if query.vector is not None and query.mode != "text" and query.text.strip() else "filter"
    if query.mode == "text" or query.vector is None:
        return "text"
    return query.mode


def fuse(*rankings: Sequence[str]) -> list[tuple[str, float]]:
    """Reciprocal rank fusion of rankings (best first): each id with its score, best first, ties by id."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, id in enumerate(ranking, 1):
            scores[id] = scores.get(id, 0.0) + 1 / (RANK_CONSTANT + rank)
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))


def why(words: Words, *, by_words: bool, cosine: float | None) -> str:
    """One sentence for a person on why a listing was found."""
    contains = f"contains {', '.join(words.shown)}" if by_words and words.shown else ""
    near = f"is near the query in meaning (cosine {cosine:.2f})" if cosine is not None else ""
    reasons = " and ".join(part for part in (contains, near) if part)
    return f"It {reasons}." if reasons else "It passes the filters."
