"""The one spider: fetches what the frontier hands out, gives each page to the reader, and follows what leads to listings."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import scrapy
import structlog
from scrapy import signals

from crawlers.apart import PageReader, TooComplex
from crawlers.downloads import NoBrowser
from crawlers.frontier.port import FrontierUnavailable, HostPaused, Lease, Wanted
from crawlers.middlewares.robots import RobotsForbid, RobotsLater
from crawlers.reading.page import Page
from crawlers.reading.reader import Reading
from crawlers.revisits.watching import Watch
from crawlers.run import CrawlRun
from crawlers.spiders.accounts import Accounts
from crawlers.spiders.doubles import Doubles
from crawlers.spiders.following import Follower
from crawlers.spiders.patience import Patience
from crawlers.spiders.tracking import Item, Tracker
from crawlers.stats import count, count_error
from tidewaiter.errors import TidewaiterError
from tidewaiter.identity import canonical_url, host_of, listing_id, now
from tidewaiter.model import Listing
from tidewaiter.workers import WorkerLost
from web.client import Fetched, FetchFailed
from web.fetch import REDIRECTS

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

log = structlog.get_logger(__name__)


class SiteSpider(scrapy.Spider):
    """Collects the listings of any site."""

    name = "site"

    def __init__(self, run: CrawlRun) -> None:
        super().__init__()
        self.run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Made by Scrapy, with the run that it works for."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider._opened, signal=signals.spider_opened)
        return spider

    def _opened(self) -> None:
        engine: Any = self.crawler.engine
        self._tracker = Tracker(self.run, engine.scheduler, self.crawler.stats)
        self._tracker.connect(self.crawler)
        self._reader = PageReader(self.run.workers)
        self._follower = Follower(self.run, self.crawler.stats)
        self._watch = Watch(self.run, self.crawler.stats)
        self._doubles = Doubles()
        self._accounts = Accounts(self.run, self.crawler.stats)
        self._accounts.begin()
        self._patience = Patience(self.run, self._tracker, self.crawler.stats)

    async def start(self) -> AsyncIterator[Any]:
        """Nothing: the starts are in the frontier."""
        nothing: tuple[Any, ...] = ()
        for request in nothing:
            yield request

    async def read(self, response: Response) -> AsyncIterator[Item]:
        """A page that came: its listings go to the pipelines, its links to the frontier."""
        lease: Lease = response.meta["lease"]
        fetched: Fetched = response.meta["fetched"]
        try:
            found: list[Wanted] = []
            listings: Sequence[Item]
            if fetched.status in REDIRECTS and (target := fetched.headers.get("Location")):
                listings, found = self._redirected(lease, target)
            elif (seen := self._watch.unchanged(lease, fetched)) is not None:
                listings = seen
                self._no_news(lease, fetched, gave=len(seen))
            elif (missing := self._watch.missing(lease, fetched)) is not None:
                listings = missing
                self._no_news(lease, fetched, gave=int(self._watch.known(lease.wanted.url) is not None))
            elif self._answered_otherwise(lease, fetched):
                return
            else:
                listings, found = await self._what_it_gives(lease, fetched)
        except TidewaiterError as error:  # no frontier or store any more: no other page would escape it
            self._tracker.fail(lease, error)
            return
        for listing in self._tracker.expect(lease, listings, found, bytes_read=fetched.raw_bytes):
            yield listing

    async def failed(self, failure: Failure) -> None:
        """A page that gave no response."""
        lease: Lease = failure.request.meta["lease"]  # type: ignore[attr-defined]  # Scrapy sets it
        try:
            self._without_response(lease, failure.value)
        except FrontierUnavailable as error:
            self._tracker.fail(lease, error)

    def _without_response(self, lease: Lease, error: BaseException | None) -> None:
        if isinstance(error, RobotsForbid):
            count(self.crawler.stats, "tidewaiter/skipped", "robots")
            self._tracker.skipped(lease)
        elif isinstance(error, HostPaused):
            self._tracker.put_back(lease, tried=False)
        elif isinstance(error, RobotsLater):
            self._patience.asked_for_patience(lease, error.seconds)
        elif isinstance(error, NoBrowser):
            count(self.crawler.stats, "tidewaiter/skipped", "no_browser")
            self._tracker.skipped(lease)
        elif isinstance(error, FetchFailed):
            self._patience.no_response(lease, error)
        elif isinstance(error, TidewaiterError):
            self._tracker.fail(lease, error)
        else:
            log.error("page.failed", url=lease.wanted.url[:200], error=type(error).__name__, exc_info=error)
            self._error(lease, "other")
            self._tracker.done(lease)

    def _answered_otherwise(self, lease: Lease, fetched: Fetched) -> bool:
        """Faults; whether the response was one of them."""
        self._count_page(lease, fetched)
        if fetched.status < 400:
            self._patience.answered(lease)
            return False
        return self._patience.fault(lease, fetched)

    def _count_page(self, lease: Lease, fetched: Fetched) -> None:
        stats = self.crawler.stats
        count(stats, "tidewaiter/pages")
        count(stats, "tidewaiter/pages/status", f"{fetched.status // 100}xx")
        count(stats, "tidewaiter/bytes", by=fetched.raw_bytes)
        if lease.wanted.render:
            count(stats, "tidewaiter/pages/rendered")
        if (known := self._watch.known(lease.wanted.url)) is not None and known.priority is not None:
            count(stats, "tidewaiter/revisits")

    def _no_news(self, lease: Lease, fetched: Fetched, *, gave: int) -> None:
        """A page that told all by its status."""
        self._count_page(lease, fetched)
        self._patience.answered(lease)
        self.run.learner.fetched(fetched.url, kind=lease.wanted.kind, gave=gave, led=0)

    def _redirected(self, lease: Lease, target: str) -> tuple[list[Listing], list[Wanted]]:
        count(self.crawler.stats, "tidewaiter/redirects")
        if lease.wanted.redirects >= self.run.settings.max_redirects:
            count(self.crawler.stats, "tidewaiter/skipped", "too_many_redirects")
            return [], []
        try:
            url = urljoin(lease.wanted.url, target)
        except ValueError:
            count(self.crawler.stats, "tidewaiter/skipped", "url")
            return [], []
        found = self._follower.redirect(lease, url)
        if lease.wanted.kind != "start":
            led = sum(map(self._follower.is_new, (canonical_url(wanted.url) for wanted in found)))
            self.run.learner.fetched(lease.wanted.url, kind=lease.wanted.kind, gave=0, led=led)
        return self._watch.redirected(lease, url), found

    async def _what_it_gives(self, lease: Lease, fetched: Fetched) -> tuple[list[Listing], list[Wanted]]:
        stats = self.crawler.stats
        if not self._follower.covers(fetched.url):
            return [], []  # a script led the browser to another site
        reading = await self._read(lease, fetched)
        if reading is None:
            return [], []
        self._accounts.answered(self.run.source_of(fetched.url, lease.wanted.source), wall=reading.wall)
        if reading.wall is not None:
            count(stats, "tidewaiter/walls", reading.wall)
            self._patience.wall(lease, reading.wall)
        else:
            self._patience.no_wall(lease)
        if reading.canonical is not None and lease.wanted.kind != "next":
            self.run.parameters.states(fetched.url, reading.canonical)
        found = self._follower.follow(lease, fetched.url, reading)
        led = self._follower.led
        self._watch.has_read(fetched.url, reading)
        listings = [] if reading.removed else self._own(lease, fetched.url, reading)
        gone = self._watch.arrived(lease, reading, listings)
        listings = self._new(listings)
        again = self._follower.render(lease) if reading.needs_javascript and not listings else []
        found += again
        if not again:  # what is only seen with the browser says nothing yet
            self.run.learner.fetched(
                fetched.url, kind=lease.wanted.kind, gave=len(listings), led=led, wall=reading.wall is not None
            )
        if len(listings) == 1:
            _add_revealed(listings[0], fetched.revealed)
        if listings:
            await self._complete(lease, fetched, listings)
        return [*listings, *gone], found

    async def _read(self, lease: Lease, fetched: Fetched) -> Reading | None:
        page = Page(
            fetched.url, fetched.body, fetched.headers, fetched.status, lease.wanted.render, fetched.responses, fetched=now(),
            of_listing=self._watch.is_of_listing(lease),
        )  # fmt: skip
        try:
            return await self._reader.read(page, self.run.source_of(fetched.url, lease.wanted.source))
        except TooComplex:
            self._error(lease, "complex")
        except WorkerLost as error:
            log.error("page.unreadable", url=fetched.url[:200], error=error.reason)
            self._error(lease, "reading")
        except (ValueError, RecursionError, MemoryError, LookupError, TypeError, AttributeError) as error:
            # The reader promises never to raise; a page that makes it do so costs that page, and is looked into later.
            log.error("page.unreadable", url=fetched.url[:200], error=type(error).__name__, exc_info=True)
            self._error(lease, "reading")
        return None

    def _error(self, lease: Lease, reason: str) -> None:
        count_error(self.crawler.stats, reason, lease.wanted.host, self.run.failing)

    def _own(self, lease: Lease, url: str, reading: Reading) -> list[Listing]:
        """The page's listings with their ids; a card whose own page is to be fetched anyway is left to that page."""
        here = canonical_url(url)
        kept = []
        for listing in reading.listings:
            listing.url = listing.url or url
            listing.id = listing.id or listing_id(listing.url, listing.item)
            if reading.kind == "index" and canonical_url(listing.url) != here and self._follower.will_fetch(lease, listing.url):
                continue
            kept.append(listing)
        if len(kept) == 1 and canonical_url(kept[0].url) == here:
            self._one_url(url, kept[0])
        elif len(kept) == 1:
            self.run.parameters.told(url, kept[0])
        for listing in kept:
            if not listing.item and (same := self._doubles.same_as(listing.url, listing)) is not None:
                listing.id = same
        return kept

    def _one_url(self, url: str, listing: Listing) -> None:
        """A page that shows one listing may be met under several URLs: the first one's id holds, the plain one names it."""
        parameters = self.run.parameters
        if (same := parameters.same_as(url, listing)) is not None:
            listing.id = same
        elif (plain := parameters.plain(url)) != url and not listing.item:
            listing.url = plain
            listing.id = listing_id(plain)

    def _new(self, listings: list[Listing]) -> list[Listing]:
        unique = {listing.id: listing for listing in reversed(listings)}
        known = self._tracker.seen(unique)
        if again := len(listings) - len(unique.keys() - known):
            count(self.crawler.stats, "tidewaiter/listings/again", by=again)
        new = [listing for id, listing in reversed(unique.items()) if id not in known]
        self._tracker.claim(listing.id for listing in new)
        return new

    async def _complete(self, lease: Lease, fetched: Fetched, listings: list[Listing]) -> None:
        """What the reader can't know: when it was seen, where the raw page lies, which run it was."""
        run = self.run
        source = run.source_of(fetched.url, lease.wanted.source)
        page: str | None = None
        if run.settings.keep_pages_days:
            page = await self._reader.keep(run.store, fetched.body)
        seen, here = now(), canonical_url(fetched.url)
        for listing in listings:
            listing.source = listing.source or (source.name if source else host_of(fetched.url))
            listing.first_seen = listing.first_seen or seen
            listing.last_seen = seen
            listing.page = page
            if not lease.wanted.render and canonical_url(listing.url) == here:
                listing.etag, listing.modified = fetched.headers.get("ETag"), fetched.headers.get("Last-Modified")
            listing.country = listing.country or (source.country if source else None)
            listing.campaign, listing.run = run.campaign, run.run


def _add_revealed(listing: Listing, texts: tuple[str, ...]) -> None:
    """A contact that a button showed belongs to the listing, also where it stands outside its text."""
    for text in texts:
        if text not in listing.text:
            listing.text = f"{listing.text}\n{text}" if listing.text else text
