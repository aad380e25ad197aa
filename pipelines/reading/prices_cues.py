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

    def _before(self, start: int) -> frozenset[Role]:
        if self._next == 0:
            return frozenset()
        _, last, roles = self._hits[self._next - 1]
        if start - last > _NEAR_BEFORE or _BREAK.search(self._text, last, start):
            return frozenset()
        return roles - {"current_after", "floor_after", "ceiling_after"}

    def _after(self, end: int) -> frozenset[Role]:
        for number in range(self._next, min(self._next + 3, len(self._hits))):
            first, _, roles = self._hits[number]
            if first < end:
                continue
            if first - end > _NEAR_AFTER or _BREAK_AFTER.search(self._text, end, first):
                break
            return roles - {"current", "floor_before", "ceiling_before", "quantity"}
        return frozenset()
