"""Finds many terms in one text at once: by words where words are written apart, by characters where they are not.

Time is linear in the text; the number of terms hardly matters. Each term is found in three ways: as it is, with anything
that is no letter or digit thrown in between its letters (象★牙, i v o r y), and in another ending (рога, tusks).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from matchers.view import FoldedText, is_letter
from tidewaiter.folding import fold_text

P = TypeVar("P")

_UNSPACED = re.compile("[\u3400-\u9fff\uf900-\ufaff\u3041-\u30ff\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff]")
_PICTURE = re.compile("[\u2600-\u27bf\U0001f000-\U0001faff]")
_TOKEN = re.compile(r"[^\W_]+")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_ENDING = re.compile(
    "(?:ами|ями|ого|его|ому|ему|ыми|ими|ой|ей|ою|ею|ая|яя|ое|ее|ые|ие|ый|ий|ом|ем|ам|ям|ах|ях|ов|ев|ую|юю|[аяоеыиуюьй])$"
)
_PLURAL = re.compile("(?:ies|es|s)$")
_PARTING = frozenset(',.;:!?、，。；：！？…()（）"“”')
_AROUND = 8
"""Characters beside a term that are cut into words."""
LONGEST_GAP = 3
"""Characters of filling between two letters of a term that are passed over."""
SHORTEST_SPELT = 5
"""Letters of a Latin or Cyrillic term below which it is not looked for with filling between its letters."""


@dataclass(slots=True, frozen=True)
class Seen(Generic[P]):
    """A term in a text: offsets are of the folded text; `spelt` where it was found only by throwing out filling."""

    payload: P
    word: str
    start: int
    end: int
    spelt: bool = False


class Scanner(Generic[P]):
    """Finds terms, each with what it stands for."""

    def __init__(self, terms: Iterable[tuple[str, P]]) -> None:
        """Takes (term, payload) pairs; a term may stand for several things."""
        self._by_token: dict[str, list[tuple[tuple[str, ...], str, P]]] = defaultdict(list)
        self._by_start: dict[str, list[tuple[str, str, P]]] = defaultdict(list)
        self._spelt: dict[str, list[tuple[str, str, P]]] = defaultdict(list)
        self._pictures: list[tuple[str, str, P]] = []
        for term, payload in terms:
            self._add(term, payload)

    def _add(self, term: str, payload: P) -> None:
        folded = fold_text(term).strip()
        letters = "".join(c for c in folded if is_letter(c))
        if _PICTURE.search(folded):
            self._pictures.append((folded, term, payload))
            return
        if not letters:
            return
        if _UNSPACED.search(letters):
            self._by_start[letters[:2] if len(letters) > 1 else letters].append((letters, term, payload))
            return
        stems = tuple(stem(token) for token in _TOKEN.findall(folded))
        self._by_token[stems[0]].append((stems, term, payload))
        if len(letters) >= SHORTEST_SPELT:
            self._spelt[letters[:2]].append((letters, term, payload))

    def find(self, text: FoldedText) -> list[Seen[P]]:
        """All terms in the text, in order; those that lie in each other too."""
        found = [*self._in_tokens(text), *self._in_characters(text)]
        plain = {(seen.word, id(seen.payload)) for seen in found if not seen.spelt}
        found += [seen for seen in self._in_letters(text) if (seen.word, id(seen.payload)) not in plain]
        found += self._in_pictures(text)
        found.sort(key=lambda seen: (seen.start, -seen.end))
        return found

    def _in_tokens(self, text: FoldedText) -> Iterable[Seen[P]]:
        tokens = text.tokens
        stems = text.stems
        for at, first in enumerate(stems):
            for words, term, payload in self._by_token.get(first, ()):
                if len(words) == 1 or tuple(stems[at : at + len(words)]) == words:
                    yield Seen(payload, term, tokens[at].start, tokens[at + len(words) - 1].end)

    def _in_characters(self, text: FoldedText) -> Iterable[Seen[P]]:
        if not self._by_start:
            return
        letters, places = text.squeezed
        for at in range(len(letters)):
            for key in (letters[at], letters[at : at + 2]):
                for word, term, payload in self._by_start.get(key, ()):
                    if not letters.startswith(word, at):
                        continue
                    start, end = places[at], places[at + len(word) - 1] + 1
                    if _whole_latin_edges(text.folded, start, end):
                        filled = end - start - len(word)
                        if not filled:
                            yield Seen(payload, term, start, end)
                        elif filled <= LONGEST_GAP * (len(word) - 1) and _meant(text.folded, start, end):
                            yield Seen(payload, term, start, end, spelt=True)

    def _in_pictures(self, text: FoldedText) -> Iterable[Seen[P]]:
        for word, term, payload in self._pictures:
            start = text.folded.find(word)
            if start >= 0:
                yield Seen(payload, term, start, start + len(word))

    def _in_letters(self, text: FoldedText) -> Iterable[Seen[P]]:
        if not self._spelt:
            return
        letters, places = text.squeezed
        folded = text.folded
        for at in range(len(letters) - 1):
            for word, term, payload in self._spelt.get(letters[at : at + 2], ()):
                if not letters.startswith(word, at):
                    continue
                start, end = places[at], places[at + len(word) - 1] + 1
                # As many breaks as a word has letters, or one with a mark in it: not two words that stand side by side.
                filled = end - start - len(word)
                if 0 < filled <= LONGEST_GAP * (len(word) - 1) and _free(folded, start, end):
                    yield Seen(payload, term, start, end, spelt=True)


def stem(token: str) -> str:
    """A word without its commonest endings (English plural, Russian cases), for comparing only."""
    if len(token) < 4:
        return token
    if _CYRILLIC.match(token):
        return _ENDING.sub("", token)
    return _PLURAL.sub("", token) if token.isascii() and not token.endswith("ss") else token


def _meant(folded: str, start: int, end: int) -> bool:
    """Whether filling inside a term was put there to hide it, rather than to part two words (大象 牙刷, 大象，牙刷).

    Odd signs are; spaces and commas are where each character stands apart, where the whole term does, or (spaces) where
    neither half is the end or the beginning of another word.
    """
    inside = folded[start:end]
    if not all(is_letter(c) or c.isspace() or c in _PARTING for c in inside):
        return True
    apart = all(not (is_letter(a) and is_letter(b)) for a, b in pairwise(inside))
    if (apart and sum(c.isalnum() for c in inside) > 2) or _free(folded, start, end):
        return True
    return not any(c in _PARTING for c in inside) and not _parts_words(folded, start, end)


def _parts_words(folded: str, start: int, end: int) -> bool:
    """Whether the first or the last piece of a term with spaces belongs to a word that goes on outside it."""
    import rjieba

    pieces = folded[start:end].split()
    before = folded[max(0, start - _AROUND) : start + len(pieces[0])]
    after = folded[end - len(pieces[-1]) : end + _AROUND]
    first_word: str = rjieba.cut(before, False)[-1]
    last_word: str = rjieba.cut(after, False)[0]
    return len(first_word) > len(pieces[0]) or len(last_word) > len(pieces[-1])


def _free(folded: str, start: int, end: int) -> bool:
    return not (start > 0 and _of_word(folded[start - 1])) and not (end < len(folded) and _of_word(folded[end]))


def _of_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _whole_latin_edges(folded: str, start: int, end: int) -> bool:
    """Whether a term that begins or ends in a Latin letter is not cut out of a longer word."""
    before = start > 0 and folded[start].isascii() and folded[start - 1].isascii() and _of_word(folded[start - 1])
    last = folded[end - 1]
    after = end < len(folded) and last.isascii() and folded[end].isascii() and _of_word(folded[end])
    return not (before or after)
