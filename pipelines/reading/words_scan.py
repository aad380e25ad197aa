"""Finds many phrases in one pass: a walk over characters for scripts without spaces, one over word stems for the rest.

Works on folded text. Time grows with the text alone, not with the number of phrases: each start walks one branch of a tree
that is at most `MAX_PHRASE` deep.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Generic, TypeVar

MAX_PHRASE = 64
"""Characters of the longest phrase that is looked for; a longer one is left out."""

_SPACED = r"a-z0-9\u00df-\u024f\u0370-\u03ff\u0400-\u052f\u1e00-\u1eff"
"""Letters of scripts that put spaces between words; everything else that isn't punctuation is walked by character."""
_TOKEN = re.compile(f"[{_SPACED}]+")
_ALL_SPACED = re.compile(rf"[{_SPACED}\s'’\-./&#+]+")
_GAP = re.compile(r"[ \-_'’/·*\u00a0]{1,2}")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN_EDGE = re.compile(f"[{_SPACED}]")

_RUSSIAN = re.compile(
    "(?:иями|ями|ами|ого|его|ому|ему|ыми|ими|ией|иям|иях|ев|ов|ей|ий|ый|ой|ая|яя|ое|ее|ые|ие|ых|их|ую|юю|ью|ам|ям|ах|ях|"
    "ом|ем|им|ым|ия|ья|ьи|[уюаяоеыийь])$"
)
_FLEETING = re.compile("([бвгджзклмнпрстфхцчшщ])[ео]([бвгджзклмнпрстфхцчшщ])$")

Found = tuple[int, int, "T"]
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


class _Node(Generic[T]):
    __slots__ = ("here", "left", "next", "right")

    def __init__(self) -> None:
        self.next: dict[str, _Node[T]] = {}
        self.here: T | None = None
        self.left = self.right = False
        """Whether the phrase that ends here begins or ends with a letter that must not go on (X角 in `MAX角`)."""


class Phrases(Generic[T]):
    """Phrases to look for, each with what it means to the caller."""

    def __init__(self) -> None:
        self._characters: _Node[T] = _Node()
        self._words: _Node[T] = _Node()
        self._stems = Stems()
        self._pairs: set[str] = set()
        self._singles: set[str] = set()
        self._compiled: tuple[re.Pattern[str], re.Pattern[str]] | None = None

    def add(self, phrase: str, meaning: T) -> None:
        """Looks for a folded phrase from now on. Two meanings for one phrase: the later replaces the earlier."""
        if not phrase or len(phrase) > MAX_PHRASE:
            return
        if has_spaces(phrase):
            node = self._words
            for token in _TOKEN.findall(phrase):
                node = node.next.setdefault(self._stems[token], _Node())
            if node is self._words:
                return
        else:
            (self._singles if len(phrase) == 1 else self._pairs).add(phrase[:2])
            self._compiled = None
            node = self._characters
            for character in phrase:
                node = node.next.setdefault(character, _Node())
            node.left = bool(_LATIN_EDGE.match(phrase[0]))
            node.right = bool(_LATIN_EDGE.match(phrase[-1]))
        node.here = meaning

    def get(self, phrase: str) -> T | None:
        """The meaning of a phrase, as `add` would place it."""
        spaced = has_spaces(phrase)
        node: _Node[T] | None = self._words if spaced else self._characters
        for step in map(self._stems.__getitem__, _TOKEN.findall(phrase)) if spaced else phrase:
            node = node.next.get(step) if node else None
        return node.here if node else None

    def characters(self, text: str) -> Iterator[tuple[int, int, T]]:
        """Every phrase of a script without spaces in a folded text, as start, end, meaning."""
        length = len(text)
        # Most places begin nothing: an expression over first and second characters passes over them, faster than a loop could.
        first = self._characters.next
        starts, lonely = self._starts()
        for start in [found.start() for found in starts.finditer(text)]:
            node = first.get(text[start])
            end = start + 1
            while node is not None:
                here = node.here
                if here is not None and end - start > 1 and not self._goes_on(node, text, start, end):
                    yield start, end, here
                if end == length:
                    break
                node = node.next.get(text[end])
                end += 1
        for found in lonely.finditer(text):
            start = found.start()
            node = first[text[start]]
            if node.here is not None and not self._goes_on(node, text, start, start + 1):
                yield start, start + 1, node.here

    def _starts(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        """Where a phrase of two or more characters may begin, and where one of a single character stands."""
        if self._compiled is None:
            firsts, seconds = ("".join(map(re.escape, sorted({pair[place] for pair in self._pairs}))) for place in (0, 1))
            lonely = "".join(map(re.escape, sorted(self._singles)))
            self._compiled = (
                re.compile(f"[{firsts}](?=[{seconds}])" if firsts else "(?!)"),
                re.compile(f"[{lonely}]" if lonely else "(?!)"),
            )
        return self._compiled

    def _goes_on(self, node: _Node[T], text: str, start: int, end: int) -> bool:
        """Whether a Latin letter at the phrase's edge is part of a longer word."""
        return bool(
            (node.left and start and _LATIN_EDGE.match(text[start - 1]))
            or (node.right and end < len(text) and _LATIN_EDGE.match(text[end]))
        )

    def words(self, text: str) -> Iterator[tuple[int, int, T]]:
        """Every phrase of a script with spaces in a folded text, as start, end, meaning, in any number or case."""
        found = [(token.start(), token.end(), self._stems[token[0]]) for token in _TOKEN.finditer(text)]
        root = self._words.next
        length = len(found)
        for number, (start, end, first) in enumerate(found):
            node = root.get(first)
            after = number + 1
            while node is not None:
                if node.here is not None:
                    yield start, end, node.here
                if after == length or not _GAP.fullmatch(text, end, found[after][0]):
                    break
                node = node.next.get(found[after][2])
                end = found[after][1]
                after += 1
