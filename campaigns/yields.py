"""What each source gave in a run: counted as listings pass, compared with earlier runs.

A source that falls silent is told of, and so is one whose pages seem to have changed: it gives far fewer listings than in any
run before, or a field that was nearly always there is mostly missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from crawlers.stats import PREFIX
from tidewaiter.model import Lead, Listing, Run, StillThere

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawlers.stats import Collector

KEY = f"{PREFIX}yields/"
"""`tidewaiter/yields/SOURCE`: live listings of a source that a run read."""
FIELDS_KEY = f"{PREFIX}fields/"
"""`tidewaiter/fields/SOURCE/FIELD`: listings of a source that were read with that field; `read`: all that were read."""
NOT_DUE_KEY = f"{PREFIX}not_due/"
FIELDS = ("title", "text", "price", "seller", "photos", "posted", "place", "availability")
_READ = "read"
STAGE = {"campaigns.yields.CountYields": 900}
"""After all stages: what is counted is stored."""
EARLIER_RUNS = 10
"""Finished runs that are looked back on."""
NEARLY_ALWAYS, MOSTLY_MISSING = 0.9, 0.5
"""A field is lost that so many had, of at least `FEWEST_BEFORE`, and that fewer have now, of at least `FEWEST_NOW`."""
FEWEST_BEFORE, FEWEST_NOW = 20, 8
FEWER = 0.5
"""A source gives fewer when it gives less than this part of what it gave in the worst of its earlier runs ..."""
FEWEST_RUNS, FEWEST_USUAL = 2, 10
"""... of which there are so many that were finished, each with so many listings."""
ENDED = ("finished", "limit", "minutes", "bytes")


class CountYields:
    """An item pipeline."""

    def __init__(self, stats: Collector) -> None:
        self._stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler.stats)

    def process_item(self, item: Any) -> Any:
        """Counts a listing."""
        if isinstance(item, Listing | StillThere) and item.status == "live":
            self._stats.inc_value(f"{KEY}{item.source}")
            if isinstance(item, Listing):
                self._count_fields(item)
        return item

    def _count_fields(self, listing: Listing) -> None:
        self._stats.inc_value(f"{FIELDS_KEY}{listing.source}/{_READ}")
        for name in FIELDS:
            if getattr(listing, name):
                self._stats.inc_value(f"{FIELDS_KEY}{listing.source}/{name}")


@dataclass(slots=True, frozen=True)
class SourceYield:
    """What one source gave in a run."""

    listings: int
    leads: int
    usual: float
    """Listings a run, in the earlier runs that gave any; 0 where there was none."""
    silent: bool = False
    """It gave listings in earlier runs and none in this one."""
    fewer: bool = False
    """It gave far fewer than in any of the earlier runs."""
    lost: tuple[str, ...] = ()
    """Fields that nearly all its listings had, and that most lack now."""

    @property
    def changed(self) -> bool:
        """Whether its pages seem to be made otherwise than they were."""
        return self.fewer or bool(self.lost)


def yields_of(
    counts: Mapping[str, float], leads: Iterable[Lead], listings: Mapping[str, Listing], earlier: Iterable[Run], outcome: str
) -> dict[str, SourceYield]:
    """Source -> what it gave, most first; sources of earlier runs that gave nothing now included.

    earlier: the campaign's runs before this one. A run that was cut short says nothing about silence: only one that
    `finished` makes a source silent.
    """
    now, idle = by_source(counts), by_source(counts, NOT_DUE_KEY)
    of_source = Counter(listing.source for lead in leads if (listing := listings.get(lead.listing or "")))
    before: dict[str, list[int]] = {}
    whole: dict[str, list[int]] = {}
    past_fields: Counter[tuple[str, str]] = Counter()
    for run in earlier:
        if run.outcome not in ENDED:
            continue
        past_fields.update(_fields(run.counts))
        left = by_source(run.counts, NOT_DUE_KEY)
        for source, number in by_source(run.counts).items():
            before.setdefault(source, []).append(number)
            if run.outcome == "finished":
                whole.setdefault(source, []).append(number + left.get(source, 0))
    fields = _fields(counts)
    found = {}
    for source in sorted({*now, *before, *of_source}, key=lambda name: (-now.get(name, 0), name)):
        past = before.get(source, [])
        number = now.get(source, 0)
        # What was left alone since it was not due was there to be seen.
        seen = number + idle.get(source, 0)
        silent = outcome == "finished" and not seen and bool(past)
        worst = min(whole.get(source, ()), default=0) if len(whole.get(source, ())) >= FEWEST_RUNS else 0
        fewer = outcome == "finished" and not silent and worst >= FEWEST_USUAL and seen < FEWER * worst
        lost = tuple(name for name in FIELDS if _is_lost(source, name, past_fields, fields))
        usual = round(sum(past) / len(past), 1) if past else 0.0
        found[source] = SourceYield(number, of_source[source], usual, silent, fewer, lost)
    return found


def _fields(counts: Mapping[str, float]) -> dict[tuple[str, str], int]:
    """(Source, field) -> listings that had it."""
    counted = by_source(counts, FIELDS_KEY)
    return {(key.rpartition("/")[0], key.rpartition("/")[2]): number for key, number in counted.items()}


def _is_lost(source: str, name: str, past: Mapping[tuple[str, str], int], now: Mapping[tuple[str, str], int]) -> bool:
    before, read = past.get((source, _READ), 0), now.get((source, _READ), 0)
    if before < FEWEST_BEFORE or read < FEWEST_NOW:
        return False
    return past.get((source, name), 0) >= NEARLY_ALWAYS * before and now.get((source, name), 0) < MOSTLY_MISSING * read


def by_source(counts: Mapping[str, float], key: str = KEY) -> dict[str, int]:
    """Source -> listings (or what else the key counts by source), from the counts of a run."""
    return {name.removeprefix(key): int(value) for name, value in counts.items() if name.startswith(key) and value}
