"""Finds many phrases in one pass: an automaton over characters for scripts without spaces, a walk over word stems for the rest.

Works on folded text. Time grows with the text alone, not with the number of phrases: each word walks one branch of a tree
that is at most `MAX_PHRASE` deep. The words of a text are cut out once, whoever asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from typing import Generic, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

MAX_PHRASE = 64
"""Characters of the longest phrase that is looked for; a longer one is left out."""

_SPACED = r"a-z0-9\u00df-\u024f\u0370-\u03ff\u0400-\u052f\u1e00-\u1eff"
"""Letters of scripts that put spaces between words; everything else that isn't punctuation is walked by character."""
_WORD = re.compile(f"[{_SPACED}]+")
_CUT = re.compile(f"([{_SPACED}]+)")
_ALL_SPACED = re.compile(rf"[{_SPACED}\s'’\-./&#+]+")
_GAP = re.compile(r"[ \-_'’/·*\u00a0]{1,2}")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN_EDGE = re.compile(f"[{_SPACED}]")

_RUSSIAN = re.compile(
    "(?:иями|ями|ами|ого|его|ому|ему|ыми|ими|ией|иям|иях|ев|ов|ей|ий|ый|ой|ая|яя|ое|ее|ые|ие|ых|их|ую|юю|ью|ам|ям|ах|ях|"
    "ом|ем|им|ым|ия|ья|ьи|[уюаяоеыийь])$"
)
_FLEETING = re.compile("([бвгджзклмнпрстфхцчшщ])[ео]([бвгджзклмнпрстфхцчшщ])$")

T = TypeVar("T")


def has_spaces(phrase: str) -> bool:
    """Whether a folded phrase is of a script that puts spaces between words."""
    return _ALL_SPACED.fullmatch(phrase) is not None


def stem(word: str) -> str:
    """A folded word without what changes with number and case: English plurals, Russian endings. Not a word by itself."""
    if len(word) < 4:
        return word
    if _CYRILLIC.match(word):
        short = _RUSSIAN.sub("", word)
        return _FLEETING.sub(r"\1\2", short) if len(short) > 2 else word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and word[-2] not in "sui":
        return word[:-1]
    return word


class Stems(dict[str, str]):
    """Stem by word, filled as words are met; forgets all when a flood of new words comes."""

    def __missing__(self, word: str) -> str:
        if len(self) > 50_000:
            self.clear()
        found = self[word] = stem(word)
        return found


_STEMS = Stems()


class Words(NamedTuple):
    """The words of a text in scripts with spaces, by number: what several readers look through."""

    stems: list[str]
    gaps: list[str]
    """What stands before each word, and behind the last."""
    edges: list[int]
    """Where each gap and each word ends, in turn."""

    def start(self, number: int) -> int:
        """Where a word begins."""
        return self.edges[2 * number]

    def end(self, number: int) -> int:
        """Where a word ends."""
        return self.edges[2 * number + 1]


@lru_cache(maxsize=8)  # the fields of one listing: several readers look at the words of the same text
def words_of(text: str) -> Words:
    """The words of a folded text. Others get the same lists."""
    parts = _CUT.split(text)
    return Words(list(map(_STEMS.__getitem__, parts[1::2])), parts[::2], list(accumulate(map(len, parts))))


_Automaton = tuple[AhoCorasick, list[T], dict[int, tuple[bool, bool]]]


class _Node(Generic[T]):
    __slots__ = ("here", "next")

    def __init__(self) -> None:
        self.next: dict[str, _Node[T]] = {}
        self.here: T | None = None


class Phrases(Generic[T]):
    """Phrases to look for, each with what it means to the caller."""

    def __init__(self) -> None:
        self._characters: dict[str, T] = {}
        self._words: _Node[T] = _Node()
        self._automaton: _Automaton[T] | None = None

    def add(self, phrase: str, meaning: T) -> None:
        """Looks for a folded phrase from now on. Two meanings for one phrase: the later replaces the earlier."""
        if not phrase or len(phrase) > MAX_PHRASE:
            return
        if not has_spaces(phrase):
            self._characters[phrase] = meaning
            self._automaton = None
            return
        node = self._words
        for word in _WORD.findall(phrase):
            node = node.next.setdefault(_STEMS[word], _Node())
        if node is not self._words:
            node.here = meaning

    def get(self, phrase: str) -> T | None:
        """The meaning of a phrase, as `add` would place it."""
        if not has_spaces(phrase):
            return self._characters.get(phrase)
        node: _Node[T] | None = self._words
        for word in _WORD.findall(phrase):
            node = node.next.get(_STEMS[word]) if node else None
        return node.here if node else None

    def word(self, word: str) -> T | None:
        """The meaning of a single word of a script with spaces, in any number or case."""
        node = self._words.next.get(_STEMS[word])
        return node.here if node else None

    def characters(self, text: str) -> Iterator[tuple[int, int, T]]:
        """Every phrase of a script without spaces in a folded text, as start, end, meaning, by where it ends."""
        automaton, meanings, edged = self._automaton or self._compiled()
        for number, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
            if number in edged:
                # A Latin letter at the phrase's edge must not be part of a longer word (X角 in `MAX角`).
                left, right = edged[number]
                if left and start and _LATIN_EDGE.match(text[start - 1]):
                    continue
                if right and end < len(text) and _LATIN_EDGE.match(text[end]):
                    continue
            yield start, end, meanings[number]

    def _compiled(self) -> _Automaton[T]:
        """The automaton; by number of phrase its meaning, and of some whether it begins and ends with a Latin letter."""
        phrases = self._characters
        edges = [(bool(_LATIN_EDGE.match(phrase[0])), bool(_LATIN_EDGE.match(phrase[-1]))) for phrase in phrases]
        self._automaton = (
            AhoCorasick(phrases, matchkind=MatchKind.Standard, store_patterns=False),
            list(phrases.values()),
            {number: edge for number, edge in enumerate(edges) if any(edge)},
        )
        return self._automaton

    def words(self, text: str) -> Iterator[tuple[int, int, T]]:
        """Every phrase of a script with spaces in a folded text, as start, end, meaning, in any number or case."""
        found = words_of(text)
        root = self._words.next
        stems, gaps = found.stems, found.gaps
        length = len(stems)
        for number in [number for number, first in enumerate(stems) if first in root]:
            start, after = found.start(number), number + 1
            node: _Node[T] | None = root[stems[number]]
            while node is not None:
                if node.here is not None:
                    yield start, found.end(after - 1), node.here
                if not node.next or after == length or not _GAP.fullmatch(gaps[after]):
                    break
                node = node.next.get(stems[after])
                after += 1
