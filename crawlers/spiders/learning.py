"""What a run learns of each site: which URL patterns give listings or lead to them, so that the budget goes there."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from crawlers.frontier.port import PageKind
from crawlers.spiders.patterns import pattern_of

BASE: dict[PageKind, float] = {"start": 100.0, "listing": 60.0, "next": 45.0, "index": 40.0, "other": 10.0}
"""Priority by what the reader takes a link for, before anything is learned."""
LAST = -50.0
"""Priority of pages that are like others that gave nothing: looked at again when no other page waits."""

LEAST = -60.0
"""Priority of pages that no listing is behind by all signs (an account, a cart, help): fetched where nothing else was found."""

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
_PARENTS = 12
"""Patterns remembered as leading to one."""

_KNOWN = 10
"""Good pages of a host from which on it is known where its listings are: less patience with what never gave any."""
_TRIES: dict[PageKind, int] = {"listing": 4, "next": 4, "index": 3, "other": 2}
"""Pages in a row of one pattern of a known host that may give nothing new, by what the links were taken for."""
_TRIES_ALL: dict[PageKind, int] = {"next": 12, "index": 8, "other": 5}
"""The same over all patterns of the kind: a site has many pages that are alone of their pattern. Listings' may be anywhere."""
_TRIES_HOST, _SHARE_HOST = 25, 15
"""Pages of a host in a row, listings' aside, that may give nothing new before what is not proven is left; one more for each so
many good pages: many kinds of pages that are each tried a few times are many pages."""
_EXPLORED = 50
"""One more try for each so many good pages of the host: what gave nothing is looked at again as a site turns out large."""
_PROVEN = 4
"""A pattern that has given is left after a quarter of its good pages in a row without anything new, and no sooner than this."""


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
    good: int = 0
    """Pages that gave or led to something."""


class Learner:
    """One run's experience, by URL pattern."""

    def __init__(self, *, most_barren: int) -> None:
        self._most_barren = most_barren
        self._yields: dict[str, Yield] = {}
        self._good: Counter[str] = Counter()
        self._all_good = 0
        self._above: dict[str, set[str]] = {}

    def leads(self, url: str, kind: PageKind, below: str) -> None:
        """A page links to an index that is new: whatever that gives speaks for pages like this one too."""
        above, pattern = pattern_of(url), pattern_of(below)
        if above != pattern and (pattern in self._above or len(self._above) < _PATTERNS):
            parents = self._above.setdefault(pattern, set())
            if len(parents) < _PARENTS:
                parents.update((above, *_groups(url, kind)))

    def fetched(self, url: str, *, kind: PageKind | None = None, gave: int, led: int, wall: bool = False) -> None:
        """A page was read: how many new listings it gave, and new links to listings; or it stands behind a wall.

        kind: what the link to it was taken for.
        """
        own, shape = pattern_of(url), _groups(url, kind)[:1]
        for pattern in (own, *_groups(url, kind)):
            past = self._yields.get(pattern)
            if past is None:
                if len(self._yields) >= _PATTERNS:
                    continue
                past = self._yields[pattern] = Yield()
            past.fetched += 1
            past.gave += gave
            past.led += led
            if gave or led:
                past.streak = 0
                past.good += 1
            else:
                # The next page like it will ask for an account too; that says nothing of all that the site has.
                past.streak += _WALL if wall and (pattern == own or pattern in shape) else 1
        if gave or led:
            self._good[_host(url)] += 1
            self._all_good += 1
            for above in self._above.get(pattern_of(url), ()):
                if (past := self._yields.get(above)) is not None:
                    past.streak = 0

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
        return past.streak >= min(self._most_barren, max(_PATIENCE, self._all_good // 4))

    def knows(self, url: str) -> bool:
        """Whether the host has given enough listings to know where they are."""
        return self._good[_host(url)] >= _KNOWN

    def gives_nothing_new(self, url: str, kind: PageKind, *, under_way: Iterable[tuple[str, PageKind]] = ()) -> bool:
        """Whether the host's listings are known to be elsewhere: pages like this one have given nothing for a few in a row.

        Never so before the host has given listings; and the larger it turns out, the longer everything is tried.
        under_way: pages of the host being fetched, and what each was taken for; no more are sent than may give nothing.
        """
        good = self._good[_host(url)]
        if good < _KNOWN or kind not in _TRIES:
            return False
        own, (shape, all_of_kind, *any_kind) = pattern_of(url), _groups(url, kind)
        sent = Counter(pattern for page, its in under_way for pattern in (pattern_of(page), *_groups(page, its)))
        nothing = Yield()
        past, alike, others = (self._yields.get(name, nothing) for name in (own, shape, all_of_kind))
        tries = _TRIES[kind] + good // _EXPLORED
        if past.streak + sent[own] * (not past.good) >= max(tries, past.good // _PROVEN):
            return True
        if alike.streak + sent[shape] * (not alike.good) >= max(tries, alike.good * _PROVEN):
            return True
        if past.good or alike.good or kind not in _TRIES_ALL:
            return False
        if kind == "next" and not past.fetched and self._yields.get(own.partition("?")[0], nothing).good:
            return False  # the second page of what has led to listings is tried, whatever else gave nothing
        everything = self._yields.get(any_kind[0], nothing) if any_kind else nothing
        return (
            others.streak + sent[all_of_kind] >= _TRIES_ALL[kind] + good // _EXPLORED
            or everything.streak + sent[any_kind[0]] >= _TRIES_HOST + good // _SHARE_HOST
        )

    def dump(self) -> str:
        """As JSON, for after a restart; a person can read it."""
        return json.dumps({"good": self._good, "patterns": {name: asdict(past) for name, past in self._yields.items()}})

    def load(self, text: str) -> None:
        """Takes up what `dump` gave."""
        data = json.loads(text)
        self._good = Counter(data["good"])
        self._all_good = self._good.total()
        self._yields = {name: Yield(**past) for name, past in data["patterns"].items()}


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower()


@lru_cache(maxsize=16_384)
def _groups(url: str, kind: PageKind | None) -> tuple[str, ...]:
    """What a page is counted with beside its pattern: pages of like shape under other names, all of its kind on the host."""
    if kind is None:
        return ()
    pattern, _, query = pattern_of(url).partition("?")
    host, first, *rest = pattern.split("/")
    # `/shoes/?sort` and `/hats/?sort` are one view of two places, `/t/red-bead/12/3` and `/t/ivory/9/1` answers in two
    # threads; of indexes, the name is what tells them apart.
    shape = f"{host}/{first}/{len(rest)}?{query}" if query or kind == "listing" else pattern
    every = () if kind == "listing" or kind == "start" else (f"any {host}",)
    return f"like {shape}", f"{kind} {host}", *every
