"""Other forms of a word that sellers write to get past a filter, made once when the goods are loaded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pipelines.reading.words_scan import has_spaces

_VIETNAMESE = re.compile("[\u0103\u00e2\u0111\u00ea\u00f4\u01a1\u01b0\u1ea0-\u1ef9\u00e0-\u00fd]")
_LATIN_WORD = re.compile("[a-z]+")


def variants_of(word: str) -> Iterator[tuple[str, float]]:
    """Forms of a folded word, each with how sure the reading of it is (0 to 1, times the word's own confidence)."""
    if has_spaces(word):
        yield from _without_marks(word)
        yield from _swapped(word)


def _without_marks(word: str) -> Iterator[tuple[str, float]]:
    """Vietnamese typed without its marks: long enough and of two words, or it would be any English word."""
    if " " not in word or len(word) < 7 or not _VIETNAMESE.search(word):
        return
    bare = unicodedata.normalize("NFD", word.replace("đ", "d"))
    yield "".join(character for character in bare if not unicodedata.combining(character)), 0.7


def _swapped(word: str) -> Iterator[tuple[str, float]]:
    """Two neighbouring letters changed round inside a word of six or more letters (pangoiln)."""
    if len(word) < 6 or not _LATIN_WORD.fullmatch(word):
        return
    for place in range(1, len(word) - 2):
        if word[place] != word[place + 1]:
            yield word[:place] + word[place + 1] + word[place] + word[place + 2 :], 0.6
