"""What a run learns of each site: which URL patterns give listings or lead to them, so that the budget goes there."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from crawlers.frontier.port import PageKind
from crawlers.spiders.patterns import pattern_of

BASE: dict[PageKind, float] = {"start": 100.0, "listing": 60.0, "next": 45.0, "index": 40.0, "other": 10.0}
"""Priority by what the reader takes a link for, before anything is learned."""

_BONUS = 30.0
"""Most that a proven pattern adds; a proven barren one loses as much."""
_TRUST = 8
"""Pages from which on a pattern's past counts fully."""
_PATIENCE = 40
"""Barren pages in a row that any pattern may cost; productive sites are searched longer (a quarter of their good pages)."""
_WALL = 10
"""Barren pages that one page behind a wall counts as: what asks for an account once will do so again."""
_PATTERNS = 5000
"""Patterns that are remembered; a maze must not fill the memory."""


@dataclass(slots=True)
class Yield:
    """What the pages of one pattern gave."""

    fetched: int = 0
    gave: int = 0
    """Listings."""
    led: int = 0
    """Links to listings that were new."""
    streak: int = 0
    """Pages in a row, up to now, that gave and led to nothing."""


class Learner:
    """One run's experience, by URL pattern."""

    def __init__(self, *, most_barren: int) -> None:
        self._most_barren = most_barren
        self._yields: dict[str, Yield] = {}
        self._good = 0

    def fetched(self, url: str, *, gave: int, led: int, wall: bool = False) -> None:
        """A page was read: how many new listings it gave, and new links to listings; or it stands behind a wall."""
        pattern = pattern_of(url)
        past = self._yields.get(pattern)
        if past is None:
            if len(self._yields) >= _PATTERNS:
                return
            past = self._yields[pattern] = Yield()
        past.fetched += 1
        past.gave += gave
        past.led += led
        if gave or led:
            past.streak = 0
            self._good += 1
        else:
            past.streak += _WALL if wall else 1

    def priority(self, url: str, kind: PageKind, *, score: float = 0.0, depth: int = 0) -> float:
        """How soon a page should be fetched; higher is sooner."""
        past = self._yields.get(pattern_of(url))
        bonus = 0.0
        if past is not None and past.fetched:
            rate = min(1.0, (past.gave + past.led / 2) / past.fetched)
            bonus = _BONUS * (2 * rate - 1) * min(1.0, past.fetched / _TRUST)
        return BASE[kind] + 10.0 * score + bonus - 0.5 * depth

    def is_barren(self, url: str) -> bool:
        """Whether enough pages of this pattern in a row gave nothing: a calendar, a maze, a sorted view of what was seen."""
        past = self._yields.get(pattern_of(url))
        if past is None:
            return False
        return past.streak >= min(self._most_barren, max(_PATIENCE, self._good // 4))

    def gives_listings(self, url: str) -> bool:
        """Whether pages of this pattern mostly gave listings."""
        past = self._yields.get(pattern_of(url))
        return past is not None and past.fetched >= 3 and past.gave >= past.fetched / 2

    def dump(self) -> str:
        """As JSON, for after a restart; a person can read it."""
        return json.dumps({"good": self._good, "patterns": {name: asdict(past) for name, past in self._yields.items()}})

    def load(self, text: str) -> None:
        """Takes up what `dump` gave."""
        data = json.loads(text)
        self._good = data["good"]
        self._yields = {name: Yield(**past) for name, past in data["patterns"].items()}
