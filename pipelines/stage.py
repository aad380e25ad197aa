"""What every stage is: an item pipeline of Scrapy, and a step of `Line`, over batches of listings."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Self

from pipelines.batching import Batches
from pipelines.parts import Parts, parts_of
from tidewaiter.model import Listing

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from pipelines.counts import Stats


class Stage(ABC):
    """One stage. A subclass says in `work` what it adds to a batch of listings, in place, off the event loop's thread."""

    name: ClassVar[str]
    """As in the stats: `tidewaiter/NAME/...`."""
    at_most: ClassVar[int] = 64
    """Listings in one batch of a crawl."""
    wait_seconds: ClassVar[float] = 0.005
    """For how long a batch of a crawl collects."""

    def __init__(self, stats: Stats) -> None:
        self.stats = stats
        self._batches = Batches(self.run, at_most=self.at_most, wait_seconds=self.wait_seconds)

    @classmethod
    @abstractmethod
    def from_parts(cls, parts: Parts) -> Self | None:
        """The stage of a run, or None where the settings leave it out."""

    @abstractmethod
    async def work(self, listings: Sequence[Listing]) -> None:
        """Adds what this stage reads to each listing. Raises only the errors of `failing.FATAL`, which end the run."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The stage of a crawl. Raises `NotConfigured` where the settings leave it out."""
        stage = cls.from_parts(parts_of(crawler))
        if stage is None:
            from scrapy.exceptions import NotConfigured

            raise NotConfigured(f"the settings leave the stage '{cls.name}' out")
        return stage

    async def process_item(self, item: Any) -> Any:
        """One listing through this stage, together with others that come at the same time; other items pass untouched."""
        return await self._batches.process(item) if isinstance(item, Listing) else item

    async def run(self, listings: Sequence[Listing]) -> None:
        """`work`, timed (`tidewaiter/NAME/seconds`)."""
        started = time.perf_counter()
        try:
            await self.work(listings)
        finally:
            self.stats.inc_value(f"tidewaiter/{self.name}/seconds", time.perf_counter() - started)

    async def close(self) -> None:  # noqa: B027 - most stages hold nothing
        """Lets go of what the stage holds; called once at the end of a run."""

    async def close_spider(self) -> None:
        """Scrapy's name for `close`."""
        await self.close()
