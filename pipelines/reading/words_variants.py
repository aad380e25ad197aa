"""Other forms of a word that sellers write to get past a filter, made once when the goods are loaded.

Each comes with how sure the reading of it is (0 to 1, times the word's own confidence).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from pipelines.reading.tables import table
from pipelines.reading.words_scan import has_spaces

_VIETNAMESE = re.compile("[\u0103\u00e2\u0111\u00ea\u00f4\u01a1\u01b0\u1ea0-\u1ef9\u00e0-\u00fd]")
_LATIN_WORD = re.compile("[a-z]+")
_HAN_WORD = re.compile("[\u4e00-\u9fff]{2,6}")
_SHORTEST_PINYIN = 7
"""Letters below which a word in pinyin may be any word of another language (hupi, daimao)."""


def variants_of(word: str) -> Iterator[tuple[str, float]]:
    """Forms of a folded word: without marks, written together, with letters swapped, in pinyin, with characters split."""
    if has_spaces(word):
        yield from _without_marks(word)
        yield from _together(word)
        yield from _swapped(word)
    elif _HAN_WORD.fullmatch(word):
        yield from _in_pinyin(word)
        yield from _split(word)


@cache
def syllables() -> dict[str, str]:
    """How characters sound, without tone."""
    return {character: sound for sound, characters in table("syllables.tsv") for character in characters}


@cache
def one_of_each_sound() -> dict[int, str]:
    """For `str.translate`: each character becomes the first of those that sound like it."""
    return {ord(character): characters[0] for _, characters in table("syllables.tsv") for character in characters}


@cache
def _parts() -> dict[str, list[str]]:
    return {character: splits.split() for character, splits in table("parts.tsv")}


def _without_marks(word: str) -> Iterator[tuple[str, float]]:
    """Vietnamese typed without its marks: long enough and of two words, or it would be any English word."""
    if " " not in word or len(word) < 7 or not _VIETNAMESE.search(word):
        return
    bare = unicodedata.normalize("NFD", word.replace("đ", "d"))
    yield "".join(character for character in bare if not unicodedata.combining(character)), 0.7


def _together(word: str) -> Iterator[tuple[str, float]]:
    """Two words without the space, as in a hashtag: rhinohorn."""
    joined = re.sub("[ \\-']", "", word)
    if joined != word and len(joined) >= 8:
        yield joined, 0.9


def _swapped(word: str) -> Iterator[tuple[str, float]]:
    """Two neighbouring letters changed round inside a word of six or more letters (pangoiln)."""
    if len(word) < 6 or not _LATIN_WORD.fullmatch(word):
        return
    for place in range(1, len(word) - 2):
        if word[place] != word[place + 1]:
            yield word[:place] + word[place + 1] + word[place] + word[place + 2 :], 0.6


def _in_pinyin(word: str) -> Iterator[tuple[str, float]]:
    sounds = [syllables().get(character, "") for character in word]
    joined = "".join(sounds)
    if all(sounds) and len(joined) >= _SHORTEST_PINYIN:
        yield joined, 0.6
        yield " ".join(sounds), 0.6


def _split(word: str) -> Iterator[tuple[str, float]]:
    """One character in parts (犭良 for 狼), or all that can be."""
    table_of_parts = _parts()
    everything = ""
    for place, character in enumerate(word):
        splits = table_of_parts.get(character, [])
        for parts in splits:
            yield word[:place] + parts + word[place + 1 :], 0.9
        everything += splits[0] if splits else character
    if everything != word:
        yield everything, 0.9
