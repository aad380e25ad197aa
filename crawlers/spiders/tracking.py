"""Knows when a page is done: when all its listings have passed the pipelines. Only then the frontier is told, in one step."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog
from scrapy import signals

from crawlers.frontier.port import FrontierUnavailable, Lease, Wanted
from crawlers.run import CrawlRun
from crawlers.stats import Collector, count, count_error
from tidewaiter.errors import TidewaiterError
from tidewaiter.model import Listing, StillThere

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from crawlers.frontier.scheduler import FrontierScheduler

log = structlog.get_logger(__name__)
Item = Listing | StillThere


@dataclass(slots=True)
class _Page:
    lease: Lease
    found: Sequence[Wanted]
    listings: list[str]
    left: int
    bytes_read: int
    live: int = 0
    failed: bool = False


class Tracker:
    """The pages of one crawl between their response and the moment when all that came of them is stored."""

    def __init__(self, run: CrawlRun, scheduler: FrontierScheduler, stats: Collector) -> None:
        self._run, self._scheduler, self._stats = run, scheduler, stats
        self._pages: dict[int, _Page] = {}
        self._in_flight: set[str] = set()

    def connect(self, crawler: Crawler) -> None:
        """Listens to what becomes of each listing."""
        crawler.signals.connect(self._stored, signal=signals.item_scraped)
        crawler.signals.connect(self._stored, signal=signals.item_dropped)
        crawler.signals.connect(self._not_stored, signal=signals.item_error)
        crawler.signals.connect(self._raised, signal=signals.spider_error)

    def seen(self, listings: Collection[str]) -> set[str]:
        """Which listings were met before in this run, or are on their way."""
        flying = self._in_flight.intersection(listings)
        return flying | self._run.frontier.seen([id for id in listings if id not in flying])

    def claim(self, listings: Iterable[str]) -> None:
        """These listings are on their way: another page that shows them too, read meanwhile, is not to send them again."""
        self._in_flight.update(listings)

    def expect(self, lease: Lease, listings: Sequence[Item], found: Sequence[Wanted], *, bytes_read: int) -> Sequence[Item]:
        """A page was read; it is done when these listings are stored. Gives them back, to be handed to the pipelines."""
        ids = [listing.id for listing in listings]
        live = sum(1 for listing in listings if listing.status == "live")
        page = _Page(lease, found, ids, len(ids), bytes_read, live)
        if not ids:
            self._finish(page)
            return listings
        self._pages[lease.id] = page
        self.claim(ids)
        return listings

    def done(self, lease: Lease, found: Sequence[Wanted] = ()) -> None:
        """A page that gave no listings is done."""
        self._finish(_Page(lease, found, [], 0, 0))

    def skipped(self, lease: Lease) -> None:
        """The page is not to be fetched; it costs no page of the budget."""
        self._run.frontier.skip(lease)
        self._scheduler.not_counted()
        self._scheduler.finished(lease)

    def put_back(self, lease: Lease, *, seconds: float = 0.0, tried: bool = True) -> None:
        """The page waits again."""
        self._run.frontier.put_back(lease, seconds=seconds, tried=tried)
        self._scheduler.not_counted()
        self._scheduler.finished(lease)

    def fail(self, lease: Lease, error: TidewaiterError) -> None:
        """The run can't go on (no room on the disk, no index): it stops, and the page is fetched again next time."""
        if self._run.error is None:
            log.error("run.stopped", error=error.what)
        self._run.error = self._run.error or error
        self._run.stopping = self._run.stopping or "failed"
        self._error(lease, "store")
        self._scheduler.finished(lease)

    def _stored(self, item: Any, response: Response | None) -> None:
        self._one_less(response, failed=False)

    def _not_stored(self, item: Any, response: Response | None, failure: Failure) -> None:
        error = failure.value
        if isinstance(error, TidewaiterError):
            self._run.error = self._run.error or error
            self._run.stopping = self._run.stopping or "failed"
            self._one_less(response, failed=True)
            return
        lease: Lease | None = response.meta.get("lease") if response is not None else None
        if lease is not None:
            self._error(lease, "pipeline")
        self._one_less(response, failed=False)

    def _raised(self, response: Response | None) -> None:
        # A fault of ours on one page: Scrapy has logged it. The page is done, or the run would wait for it for ever.
        lease: Lease | None = response.meta.get("lease") if response is not None else None
        if lease is not None and lease.id not in self._pages:
            self._error(lease, "other")
            self.done(lease)

    def _error(self, lease: Lease, reason: str) -> None:
        count_error(self._stats, reason, lease.wanted.host, self._run.failing)

    def _one_less(self, response: Response | None, *, failed: bool) -> None:
        lease: Lease | None = response.meta.get("lease") if response is not None else None
        page = self._pages.get(lease.id) if lease is not None else None
        if page is None:
            return
        page.left -= 1
        page.failed = page.failed or failed
        if page.left == 0:
            del self._pages[page.lease.id]
            self._finish(page)
            self._in_flight.difference_update(page.listings)

    def _placed(self, page: _Page) -> Sequence[Wanted]:
        """The page's links with their place in the frontier; focus learns from what came of the page."""
        interest = [found for id in page.listings if (found := self._run.interest.pop(id, None)) is not None]
        if self._run.focus is None:
            return page.found
        best = max(interest, default=None)
        return self._run.focus.settle(page.lease, page.found, listings=len(page.listings), interest=best)

    def _finish(self, page: _Page) -> None:
        try:
            if page.failed:
                self.put_back(page.lease, tried=False)
                return
            found = self._placed(page)
            new = self._run.frontier.done(page.lease, found=found, listings=page.listings, bytes_read=page.bytes_read)
        except FrontierUnavailable as error:
            self.fail(page.lease, error)
            return
        if new:
            count(self._stats, "tidewaiter/links", by=new)
        if page.live:
            count(self._stats, "tidewaiter/listings", by=page.live)
        self._scheduler.finished(page.lease)
