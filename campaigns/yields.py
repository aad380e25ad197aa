"""What each source gave in a run: counted as listings pass, compared with earlier runs. A source that falls silent is told."""

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
STAGE = {"campaigns.yields.CountYields": 900}
"""After all stages: what is counted is stored."""
EARLIER_RUNS = 10
"""Finished runs that are looked back on."""
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
        return item


@dataclass(slots=True, frozen=True)
class SourceYield:
    """What one source gave in a run."""

    listings: int
    leads: int
    usual: float
    """Listings a run, in the earlier runs that gave any; 0 where there was none."""
    silent: bool = False
    """It gave listings in earlier runs and none in this one."""


def yields_of(
    counts: Mapping[str, float], leads: Iterable[Lead], listings: Mapping[str, Listing], earlier: Iterable[Run], outcome: str
) -> dict[str, SourceYield]:
    """Source -> what it gave, most first; sources of earlier runs that gave nothing now included.

    earlier: the campaign's runs before this one. A run that was cut short says nothing about silence: only one that
    `finished` makes a source silent.
    """
    now = by_source(counts)
    of_source = Counter(listing.source for lead in leads if (listing := listings.get(lead.listing or "")))
    before: dict[str, list[int]] = {}
    for run in earlier:
        if run.outcome in ENDED:
            for source, number in by_source(run.counts).items():
                before.setdefault(source, []).append(number)
    found = {}
    for source in sorted({*now, *before, *of_source}, key=lambda name: (-now.get(name, 0), name)):
        past = before.get(source, [])
        number = now.get(source, 0)
        silent = outcome == "finished" and not number and bool(past)
        found[source] = SourceYield(number, of_source[source], round(sum(past) / len(past), 1) if past else 0.0, silent)
    return found


def by_source(counts: Mapping[str, float]) -> dict[str, int]:
    """Source -> listings, from the counts of a run."""
    return {key.removeprefix(KEY): int(value) for key, value in counts.items() if key.startswith(KEY) and value}
