"""Scrapy's scheduler on top of the frontier: what Scrapy asks for next is leased, hosts by turns, within the page budget."""

from __future__ import annotations

import asyncio
import heapq
import time
from collections import ChainMap, Counter, deque
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler

from crawlers.frontier.port import FrontierUnavailable, Lease, Wanted
from crawlers.revisits.known import DUE_PRIORITY
from crawlers.run import CrawlRun
from crawlers.spiders.learning import LAST, LEAST
from crawlers.stats import count
from tidewaiter.hours import seconds_until
from tidewaiter.identity import moment

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Spider
    from scrapy.crawler import Crawler

GATHER_SECONDS = 0.01
"""For so long what the frontier is told becomes durable together: a kill costs the pages of so long, fetched again."""
_LOOK_AGAIN = 0.25
"""Seconds after which the frontier is asked whether the pages that others fetch have led to more."""
_LONGEST_CLOSED = 60.0
"""Seconds after which the opening hours of a host are looked at again."""
_AHEAD = 0.25
"""Seconds before a host's delay is over at which its next page is handed out, and no more than a tenth of the delay."""
_LONGEST_NAP = 2.0
"""Seconds after which the frontier is asked again at the latest, whatever it said."""


class FrontierScheduler(BaseScheduler):
    """Hands out leases as requests; takes them back done, or to be tried again."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._buffer: deque[Lease] = deque()
        self._held: Counter[str] = Counter()
        self._out: dict[int, Lease] = {}
        self._closed: set[str] = set()
        # Hosts whose delay is not over yet, and by when it is: what is handed out for them would take the place of others.
        self._resting: dict[str, int] = {}
        self._rested: list[tuple[float, str]] = []
        self._nap: asyncio.TimerHandle | None = None
        self._flush: asyncio.TimerHandle | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler)

    def open(self, spider: Spider) -> None:
        """The spider holds the run."""
        self._run: CrawlRun = spider.run  # type: ignore[attr-defined]  # ours is the only spider
        self._done_before = self._run.frontier.pages_done()
        self._handed_out = 0
        settings = self._run.settings
        # Pages being fetched, read, stored, and those that are done but not yet durable: what a kill may cost, fetched again.
        self._most_out: int = settings.concurrency
        self._has_delay: bool = settings.delay > 0 or settings.autothrottle
        self._not_durable = 0
        # Twice what may be fetched at once: the next page is at hand when one ends.
        self._most_per_host = 2 * settings.concurrency_per_host

    def close(self, reason: str) -> None:
        """What is buffered was never fetched: the frontier takes it back when it closes."""
        for timer in (self._nap, self._flush):
            if timer is not None:
                timer.cancel()

    def has_pending_requests(self) -> bool:
        """Whether the crawl goes on: something waits, and the budget allows it."""
        if self._run.stopping is not None:
            return False
        if self._budget_left() <= 0:
            return bool(self._out)  # a page in flight may yet fail, and leave its share to another
        frontier = self._run.frontier
        # Pages that others are fetching may lead to more.
        return bool(self._buffer or self._out) or frontier.waiting() > 0 or frontier.held_elsewhere() > 0

    def enqueue_request(self, request: Request) -> bool:
        """A request that did not come through the frontier joins it as a plain page."""
        return self._run.frontier.add([Wanted(request.url, priority=float(request.priority))]) > 0

    def next_request(self) -> Request | None:
        """The best page that is due, of the host that has waited longest."""
        if self._run.stopping is not None or self._room() <= 0 or self._budget_left() <= 0:
            return None
        try:
            while True:
                if not self._buffer and not self._refill():
                    return None
                lease = self._buffer.popleft()
                if closed := self._closed_for(lease):
                    self._wait(lease, closed)
                    continue
                if self._worth(lease):
                    if not self._comes_last(lease):
                        return self._request(lease)
                    continue
                self._held[lease.wanted.host] -= 1
                self._run.frontier.skip(lease)
        except FrontierUnavailable as error:
            self._fail(error)
            return None

    def finished(self, lease: Lease) -> None:
        """The spider is done with a lease, in whatever way."""
        if self._out.pop(lease.id, None) is not None:
            self._held[lease.wanted.host] -= 1
            if self._held[lease.wanted.host] <= 0:
                del self._held[lease.wanted.host]
            self._not_durable += 1
        if self._flush is None:
            self._flush = asyncio.get_running_loop().call_later(GATHER_SECONDS, self._flush_now)
        self._wake()

    def _flush_now(self) -> None:
        self._flush = None
        try:
            self._run.frontier.flush()
        except FrontierUnavailable as error:
            self._fail(error)
        full = self._room() <= 0
        self._not_durable = 0
        if full:
            self._wake()

    def _room(self) -> int:
        return self._most_out - len(self._out) - self._not_durable

    def not_counted(self) -> None:
        """A page that was handed out was put back: it leaves its share of the page budget to another."""
        self._handed_out -= 1

    def _budget_left(self) -> int:
        pages = self._run.budget.pages
        if pages is not None and self._run.frontier.turns is not None:
            # The frontier counts what all crawlers have leased; here it only matters whether the budget is spent.
            return max(0, pages - self._run.frontier.pages_done())
        return 1 if pages is None else pages - self._done_before - self._handed_out

    def _refill(self) -> bool:
        room = min(self._room(), 32, *(() if self._run.budget.pages is None else (self._budget_left(),)))
        frontier, focus = self._run.frontier, self._run.focus
        held, most = self._taken()
        if focus is None:
            leases = frontier.lease(room, room=held, most_per_host=most)
        else:
            leases = focus.lease(frontier, room, room=held, most_per_host=most)
        self._buffer.extend(leases)
        self._held.update(lease.wanted.host for lease in leases)
        if not leases:
            self._sleep()
        return bool(leases)

    def _taken(self) -> tuple[Mapping[str, int], int]:
        """What each host has of the pages that it may have, and how many that is."""
        now = time.monotonic()
        while self._rested and self._rested[0][0] <= now:
            self._resting.pop(heapq.heappop(self._rested)[1], None)
        if not self._has_delay:
            return self._held, self._most_per_host
        # One page of a host at a time, when its delay is over: more would wait in the place of other hosts' pages.
        full = {host: 1 for host, pages in self._held.items() if pages >= self._most_per_host}
        return ChainMap(full, self._resting), 1

    def _rest(self, host: str) -> None:
        """A page of the host is handed out: the next one when the delay is as good as over."""
        slot = self._crawler.engine.downloader.slots.get(host)
        delay = self._run.settings.delay if slot is None else slot.delay
        if delay > 0:
            self._resting[host] = 1
            heapq.heappush(self._rested, (time.monotonic() + delay - min(_AHEAD, delay / 10), host))

    def _closed_for(self, lease: Lease) -> float:
        """Seconds until the opening hours of the page's source, or of the campaign, begin; 0: they have."""
        run, wanted = self._run, lease.wanted
        source = run.source_of(wanted.url, wanted.source)
        hours = (source.hours if source is not None else None) or run.hours
        seconds = seconds_until(hours, moment()) if hours is not None else 0.0
        if not seconds:
            self._closed.discard(wanted.host)
        return seconds

    def _wait(self, lease: Lease, seconds: float) -> None:
        """All pages of the host wait; from time to time the clock is looked at again, since it may be put right meanwhile."""
        host = lease.wanted.host
        if host not in self._closed:
            self._closed.add(host)
            count(self._crawler.stats, "tidewaiter/closed")
        self._held[host] -= 1
        self._run.frontier.pause(host, min(seconds, _LONGEST_CLOSED))
        self._run.frontier.put_back(lease, tried=False)

    def _worth(self, lease: Lease) -> bool:
        """Whether what was learned since the page was found still speaks for it."""
        wanted = lease.wanted
        if self._run.resting:
            source = self._run.source_of(wanted.url, wanted.source)
            if source is not None and source.name in self._run.resting:
                count(self._crawler.stats, "tidewaiter/skipped", "session")
                return False
        # What is known to be a listing's page stays one, also where many of its pattern are gone.
        if wanted.kind == "start" or wanted.priority > DUE_PRIORITY - 1:
            return True
        needed = self._run.as_needed(lease).wanted
        if needed.render != wanted.render:  # others lead to it as a page for the browser by now: it is one page, not two
            self._run.frontier.add([needed])
            return False
        plain = self._run.parameters.plain(wanted.url, wanted.kind)
        if plain != wanted.url and not wanted.redirects:  # what a redirect leads to, the site insists on
            # Learned since the page was found: it is, or will be, fetched under its plain address.
            self._run.frontier.add([replace(wanted, url=plain)])
            count(self._crawler.stats, "tidewaiter/skipped", "same_page")
            return False
        if self._run.learner.is_barren(wanted.url):
            count(self._crawler.stats, "tidewaiter/skipped", "barren")
            return False
        learner = self._run.learner
        if self._run.focus is None and (
            (wanted.priority <= LEAST and learner.knows(wanted.url))
            or (wanted.priority <= LAST and learner.gives_nothing_new(wanted.url, wanted.kind))
        ):
            count(self._crawler.stats, "tidewaiter/skipped", "no_yield")
            return False
        return True

    def _comes_last(self, lease: Lease) -> bool:
        """Whether the page waits until all others are fetched: they may yet show that pages like it lead to listings."""
        wanted = lease.wanted
        if self._run.focus is not None or wanted.redirects or wanted.kind == "start" or wanted.priority > DUE_PRIORITY - 1:
            return False
        beside = [other.wanted for other in self._out.values() if other.wanted.host == wanted.host]
        under_way = [(other.url, other.kind) for other in beside]
        again = self._run.parameters.may_be_shown
        if wanted.kind == "listing" and again(wanted.url) and any(again(other.url) for other in beside):
            pass  # one at a time, until it is known whether what tells them apart matters
        elif not self._run.learner.gives_nothing_new(wanted.url, wanted.kind, under_way=under_way):
            return False
        self._held[wanted.host] -= 1
        # What comes of those under way decides, where the page is among the last already.
        self._run.frontier.put_back(lease, seconds=_LOOK_AGAIN if wanted.priority <= LAST else 0.0, tried=False)
        self._run.frontier.rescore({lease.id: LAST})
        return True

    def _request(self, lease: Lease) -> Request:
        lease = self._run.as_needed(lease)
        wanted = lease.wanted
        self._out[lease.id] = lease
        if self._has_delay:
            self._rest(wanted.host)
        self._handed_out += 1
        spider: Any = self._crawler.spider
        meta: dict[str, Any] = {"lease": lease, "download_slot": wanted.host}
        return Request(wanted.url, callback=spider.read, errback=spider.failed, meta=meta, dont_filter=True)

    def _sleep(self) -> None:
        """Something waits and none is due: Scrapy is told to ask again when one is."""
        if self._nap is not None:
            return
        frontier = self._run.frontier
        seconds = frontier.seconds_to_next()
        if seconds is None:
            if frontier.held_elsewhere() == 0:
                return
            seconds = _LOOK_AGAIN
        if seconds == 0 and self._rested:  # a page is due, but its host rests
            seconds = self._rested[0][0] - time.monotonic()
        # Still 0: its host has all the leases that it may have; the next page that ends wakes us.
        delay = min(max(seconds, 0.05), _LONGEST_NAP)
        self._nap = asyncio.get_running_loop().call_later(delay, self._wake)

    def _wake(self) -> None:
        if self._nap is not None:
            self._nap.cancel()
            self._nap = None
        slot = self._crawler.engine._slot
        if slot is not None:
            slot.nextcall.schedule()

    def _fail(self, error: FrontierUnavailable) -> None:
        self._run.error = self._run.error or error
        self._run.stopping = self._run.stopping or "failed"
