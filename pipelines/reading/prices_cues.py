"""Words beside a number that say what it is: what is asked, what it once cost, a deposit, shipping, a quantity."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml

from pipelines.reading.words_scan import Phrases
from tidewaiter.folding import fold_text

Role = Literal[
    "current", "current_after", "old", "deposit", "shipping", "instalment", "discount", "other", "quantity", "neutral",
    "floor_after", "floor_before", "ceiling_after", "ceiling_before",
]  # fmt: skip
ASIDE: frozenset[Role] = frozenset({"old", "deposit", "shipping", "instalment", "discount", "other"})
"""Roles of an amount that is not what is asked."""

_BREAK = re.compile("[，。；;!！？?\n|、…～]|, |\\. |,$|\\d")
_BREAK_AFTER = re.compile("[，。；;!！？?\n|、…:：]|, |\\. |\\d")
_NUMBER_FOLLOWS = re.compile(r"[:：\s]{0,2}[¥$€£]?\d")
_NEAR_BEFORE, _NEAR_AFTER = 12, 3


@cache
def _phrases() -> Phrases[frozenset[Role]]:
    text = files(__package__).joinpath("price_cues.yml").read_text(encoding="utf-8")
    roles: dict[str, set[Role]] = {}
    for role, words in yaml.load(text, Loader=yaml.CSafeLoader).items():
        for word in words:
            roles.setdefault(fold_text(word), set()).add(role)
    phrases: Phrases[frozenset[Role]] = Phrases()
    for word, found in roles.items():
        phrases.add(word, frozenset(found))
    return phrases


class Cues:
    """The cue words of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        phrases = _phrases()
        hits = sorted([*phrases.characters(text), *phrases.words(text)], key=lambda hit: (hit[0], -hit[1]))
        self._hits: list[tuple[int, int, frozenset[Role]]] = []
        last = 0
        for start, end, roles in hits:  # what is part of a longer cue says nothing by itself
            if end > last:
                self._hits.append((start, end, roles))
                last = end
        self._next = 0

    def beside(self, start: int, end: int) -> tuple[frozenset[Role], frozenset[Role]]:
        """Roles of the nearest cue before and after text[start:end]. Asked from left to right: earlier cues are let go."""
        while self._next < len(self._hits) and self._hits[self._next][1] <= start:
            self._next += 1
        return self._before(start), self._after(end)

    def touches(self, end: int) -> bool:
        """Whether a cue stands right behind `end`, at most a space between: what follows is said, not counted."""
        for first, _, roles in self._hits[self._next : self._next + 3]:
            if first >= end:
                return not self._text[end:first].strip() and first - end < 2 and bool(roles & {"current_after", "neutral"})
        return False

    def _before(self, start: int) -> frozenset[Role]:
        if self._next == 0:
            return frozenset()
        _, last, roles = self._hits[self._next - 1]
        if start - last > _NEAR_BEFORE or _BREAK.search(self._text, last, start):
            return frozenset()
        return roles - {"current_after", "floor_after", "ceiling_after"}

    def _after(self, end: int) -> frozenset[Role]:
        for number in range(self._next, min(self._next + 3, len(self._hits))):
            first, last, roles = self._hits[number]
            if first < end:
                continue
            if first - end > _NEAR_AFTER or _BREAK_AFTER.search(self._text, end, first):
                break
            if not ASIDE.isdisjoint(roles) and _NUMBER_FOLLOWS.match(self._text, last):
                break  # 9.98万 首付2万: it speaks of the next number
            return roles - {"current", "floor_before", "ceiling_before", "quantity"}
        return frozenset()
