"""Early warning (预警): which goods, words, contacts, places, routes and sources are offered more than their own past explains.

A listing counts on the day it was posted, where it says so, else on the day it was first seen; one seller counts for a few
listings a day at most, so that somebody who repeats himself is no burst.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from campaigns.expecting import LEAST_HISTORY, QUIET_DAYS, TREND_DAYS, Alarm, Counts, alarms, chance_for
from tidewaiter.model import Listing

if TYPE_CHECKING:
    from indexers.index import Index

LOOK_BACK = 800
"""Days of history that are used."""
PER_SELLER = 2
"""Listings of one seller that count on one day in one series."""
NEW_SOURCE = 14
"""Days after a source was first seen in which only listings that say when they were posted count: all the others are new."""
LEAST_RECENT = 6
"""Listings in the last four weeks below which a series is not looked at."""
SHOWN_LISTINGS = 20


@dataclass(slots=True, frozen=True)
class Warning:
    """One thing that is offered more than was to be expected."""

    kind: str
    """`goods`, `word`, `handle`, `place`, `route` or `source`."""
    value: str
    """Id of goods, code word, `KIND:VALUE`, name, `FROM > TO`."""
    shape: str
    """`burst` (a day or two) or `trend` (four weeks)."""
    day: str
    """The day on which it was first to be seen."""
    days: int
    """Days, up to that one, that were counted together."""
    seen: int
    expected: float
    chance: float
    """Probability of so many, or more, where nothing is going on."""
    listings: tuple[str, ...] = ()
    """Ids of the listings behind it, the newest first."""

    @property
    def id(self) -> str:
        """The same whenever it is asked for."""
        return f"{self.kind}/{self.value}/{self.shape}/{self.day}"

    @property
    def text(self) -> str:
        """For a person, in one sentence."""
        span = "in a day" if self.days == 1 else f"in {self.days} days"
        verb = "rises" if self.shape == "trend" else "bursts"
        return f"{self.kind} '{self.value}' {verb}: {self.seen} listings {span} until {self.day}, {self.expected:.1f} expected"


@dataclass(slots=True, frozen=True)
class _Seen:
    """What counting needs of a listing."""

    id: str
    source: str
    seller: str
    posted: int | None
    seen: int | None
    series: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class _Counted:
    """Daily counts of all series, days since `first`."""

    counts: dict[tuple[str, str], Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    listings: dict[tuple[str, str], list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    """The recent ones: (day, id)."""
    total: Counter[int] = field(default_factory=Counter)
    first_day: int | None = None


def warnings_of(index: Index, *, at: datetime | None = None, days: int = 7) -> list[Warning]:
    """Warnings whose first day lies within the last `days` days before `at` (now), the least likely first."""
    today = (at or datetime.now(UTC)).astimezone(UTC).date()
    counted = _count(index.all_listings(), today)
    if counted.first_day is None or counted.first_day >= LOOK_BACK - LEAST_HISTORY:
        return []  # too young to know what is usual
    recent = LOOK_BACK - max(days, TREND_DAYS)
    watched = {
        key: row for key, row in counted.counts.items() if sum(n for day, n in row.items() if day >= recent) >= LEAST_RECENT
    }
    most = chance_for(len(watched))
    total = _row(counted.total, counted.first_day)
    found: list[Warning] = []
    for key, counts in watched.items():
        row = _row(counts, counted.first_day)
        begin = len(row) - days - QUIET_DAYS - 7
        exposure = _exposure(total, row) if key[0] != "source" else None
        for alarm in alarms(row, most_chance=most, begin=begin, exposure=exposure):
            if alarm.day >= len(row) - days:
                found.append(_warning(key, alarm, today, len(row), counted.listings[key]))
    return sorted(found, key=lambda one: (one.chance, one.id))


def _count(listings: Iterable[Listing], today: date) -> _Counted:
    stored: list[_Seen] = []
    begun: dict[str, int] = {}
    for listing in listings:
        posted, seen = _days(listing, today)
        if posted is not None or seen is not None:
            stored.append(_Seen(listing.id, listing.source, _seller(listing), posted, seen, tuple(series_of(listing))))
        if seen is not None:
            begun[listing.source] = min(seen, begun.get(listing.source, seen))
    counted = _Counted()
    of_seller: Counter[tuple[tuple[str, str], int, str]] = Counter()
    for one in stored:
        day = one.posted if one.posted is not None else one.seen
        if day is None or (one.posted is None and day < begun[one.source] + NEW_SOURCE):
            continue
        if counted.first_day is None or day < counted.first_day:
            counted.first_day = day
        counted.total[day] += 1
        for key in one.series:
            of_seller[key, day, one.seller] += 1
            if of_seller[key, day, one.seller] <= PER_SELLER or key[0] == "handle":
                counted.counts[key][day] += 1
            if day >= LOOK_BACK - 5 * TREND_DAYS:
                counted.listings[key].append((day, one.id))
    return counted


def _days(listing: Listing, today: date) -> tuple[int | None, int | None]:
    """When it was posted and first seen, as days since the look-back began; None where unknown or out of it."""
    posted, seen = _day(listing.posted, today), _day(listing.first_seen, today)
    if posted is not None and seen is not None and posted > seen:
        posted = None  # posted after we saw it: a wrong reading of its time
    return posted, seen


def _day(moment: str | None, today: date) -> int | None:
    try:
        day = date.fromisoformat((moment or "")[:10])
    except ValueError:
        return None
    number = LOOK_BACK - 1 - (today - day).days
    return number if 0 <= number < LOOK_BACK else None


def series_of(listing: Listing) -> Iterator[tuple[str, str]]:
    """(kind, value) of each series that a listing counts in, each once."""
    found = {("source", listing.source): None} if listing.source else {}
    for word in listing.words:
        if word.goods:
            found["goods", word.goods] = None
        if word.kind != "name":
            found["word", word.word] = None
    for handle in listing.handles:
        if handle.kind != "url":
            found["handle", f"{handle.kind}:{handle.value}"] = None
    places = list(dict.fromkeys(place.name for place in listing.places))
    for name in [*places, *([listing.place.name] if listing.place else [])]:
        found["place", name] = None
    if 2 <= len(places) <= 4:
        found["route", f"{places[0]} > {places[-1]}"] = None
    yield from found


def _seller(listing: Listing) -> str:
    if listing.seller and (name := listing.seller.id or listing.seller.name):
        return f"{listing.source}/{name}"
    return next((f"{handle.kind}:{handle.value}" for handle in listing.handles), listing.id)


def _row(counts: Counter[int], first: int) -> Counts:
    row = np.zeros(LOOK_BACK - first)
    for day, number in counts.items():
        if day >= first:
            row[day - first] = number
    return row


def _exposure(total: Counts, own: Counts) -> Counts:
    """By what factor more was collected of everything else on each day than in the weeks before."""
    rest = total - np.minimum(own, total)
    sums = np.concatenate(([0.0], np.cumsum(rest)))
    days = np.arange(len(rest))
    begin = np.maximum(0, days - 28)
    usual = (sums[days] - sums[begin]) / np.maximum(1, days - begin)
    factor: Counts = (rest + 5.0) / (usual + 5.0)
    return factor


def _warning(key: tuple[str, str], alarm: Alarm, today: date, length: int, recent: list[tuple[int, str]]) -> Warning:
    last = LOOK_BACK - length + alarm.day
    behind = sorted(((day, id) for day, id in recent if last - alarm.days < day <= last), reverse=True)
    return Warning(
        kind=key[0],
        value=key[1],
        shape=alarm.kind,
        day=(today - timedelta(days=length - 1 - alarm.day)).isoformat(),
        days=alarm.days,
        seen=int(alarm.seen),
        expected=round(alarm.expected, 2),
        chance=float(f"{alarm.chance:.2g}"),
        listings=tuple(id for _, id in behind[:SHOWN_LISTINGS]),
    )
