"""What a link shows before it is followed, as marks that a model can weigh and a person can read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from sys import intern
from urllib.parse import unquote, urlsplit

from crawlers.frontier.port import PageKind
from tidewaiter.tokens import index_tokens

MOST_WORDS = 16
"""Words of a link's text, and of its URL, that are looked at."""
_PIECE = re.compile(r"[^\W\d_]+")
_LONGEST_PATH = 300

Marks = tuple[str, ...]


@lru_cache(maxsize=20_000)
def marks_of(url: str, kind: PageKind, text: str, depth: int) -> Marks:
    """The marks of a link: what it is taken for, the words of its text (alone and in pairs) and of its URL, its depth."""
    words = words_of(text)
    marks = [f"kind:{kind}", f"depth:{min(depth, 6)}"]
    marks += [f"word:{word}" for word in words]
    marks += [f"pair:{one} {other}" for one, other in pairwise(words)]
    marks += [f"url:{piece}" for piece in _pieces(url)]
    if not words:
        marks.append("word:none")
    return tuple(map(intern, dict.fromkeys(marks)))  # sites repeat their words: thousands of pages are remembered by them


def words_of(text: str) -> list[str]:
    """The words of a text, folded, in order; numbers left out: a price or an item's number says nothing of the next."""
    return [token for token in index_tokens(text[:200]) if not token.isdigit()][:MOST_WORDS]


def _pieces(url: str) -> list[str]:
    path = unquote(urlsplit(url).path[:_LONGEST_PATH])
    return [piece.lower()[:32] for piece in _PIECE.findall(path)[:MOST_WORDS]]


class Watched:
    """The words of the watched goods, to be found in a link's text before anything is learned."""

    def __init__(self, words: Iterable[str], not_words: Iterable[str] = ()) -> None:
        self._words = _by_first(words)
        self._not = _by_first(not_words)

    def marks(self, text: str) -> Marks:
        """Whether the text holds a word of the goods, and one by which listings are known that only look like it."""
        tokens = index_tokens(text[:200])
        found = _holds(tokens, self._words)
        return (("goods:named",) if found else ()) + (("goods:look-alike",) if found and _holds(tokens, self._not) else ())


def _by_first(words: Iterable[str]) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    for word in words:
        if tokens := index_tokens(word):
            found.setdefault(tokens[0], []).append(tokens)
    return found


def _holds(tokens: Sequence[str], words: dict[str, list[list[str]]]) -> bool:
    return any(tokens[place : place + len(word)] == word for place, token in enumerate(tokens) for word in words.get(token, ()))
