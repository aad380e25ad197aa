"""robots.txt as RFC 9309 says: read once an origin, obeyed, its Crawl-delay kept; a server fault means nobody may come in."""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict
from typing import TYPE_CHECKING, Protocol, Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.exceptions import IgnoreRequest

from crawlers.run import CrawlRun
from crawlers.spiders.patience import PASSING
from crawlers.stats import count
from crawlers.throttle import keep_distance
from web.client import Fetched, FetchFailed
from web.retrying import RETRIED_STATUSES, retry_after

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

MAX_BYTES = 500 << 10
"""RFC 9309: at least this much of the file is read; we read no more."""
LONGEST_DELAY = 60.0
"""Seconds; a Crawl-delay beyond is a way to say no, and is kept as this."""
_ORIGINS = 5000
_AGENT = "Tidewaiter"
_MOST_REDIRECTS = 5
_MOST_TRIES = 3
"""Times that a server may ask for patience before it is taken to say that nobody may come in."""


class _Rules(Protocol):
    def can_fetch(self, url: str, user_agent: str) -> bool: ...
    def crawl_delay(self, user_agent: str) -> float | None: ...


class RobotsForbid(IgnoreRequest):
    """robots.txt does not let us fetch this page."""


class RobotsLater(IgnoreRequest):
    """The server asked for patience when robots.txt was asked for: until it is read, nothing is fetched."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds


class ObeyRobots:
    """Keeps requests back that a site's robots.txt forbids; sets the host's pace to its Crawl-delay."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._origins: OrderedDict[str, asyncio.Task[_Rules | bool]] = OrderedDict()
        self._tries: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raises `RobotsForbid` where the page must not be fetched, `RobotsLater` or `FetchFailed` where nobody knows yet."""
        lease = request.meta.get("lease")
        run: CrawlRun = self._crawler.spider.run  # type: ignore[union-attr]  # ours is the only spider
        if lease is None:
            return
        source = run.source_of(request.url, lease.wanted.source)
        if source is not None and source.rate:
            keep_distance(self._crawler, request.meta["download_slot"], 1 / source.rate)
        if not run.settings.obey_robots:
            return
        if source is not None and not source.robots:
            return
        rules = await self._rules(request)
        if rules is False or (not isinstance(rules, bool) and not rules.can_fetch(request.url, _AGENT)):
            raise RobotsForbid(request.url)

    async def _rules(self, request: Request) -> _Rules | bool:
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        task = self._origins.get(origin)
        if task is None:
            task = self._origins[origin] = asyncio.ensure_future(self._read(origin, request))
            task.add_done_callback(lambda task: self._forget_failed(origin, task))
            if len(self._origins) > _ORIGINS:
                self._origins.popitem(last=False)
        return await asyncio.shield(task)

    def _forget_failed(self, origin: str, task: asyncio.Task[_Rules | bool]) -> None:
        """What could not be read is asked for again with the next page."""
        if (task.cancelled() or task.exception() is not None) and self._origins.get(origin) is task:
            del self._origins[origin]

    async def _read(self, origin: str, request: Request) -> _Rules | bool:
        """The rules, or True (all may be fetched) or False (nothing may).

        Raises `FetchFailed` where it is out of reach: so is the page, which waits and is counted as if it had been asked for.
        """
        url = f"{origin}/robots.txt"
        response: Response | None = None
        for _ in range(_MOST_REDIRECTS + 1):
            try:
                response = await self._crawler.engine.download_async(
                    Request(url, meta={"download_slot": request.meta["download_slot"]}, dont_filter=True)
                )
            except FetchFailed as error:
                if error.reason == "stopped" or error.reason in PASSING:
                    raise
                # Twice what must be read of it and more to come: what stands there is not known, and may be a no.
                return error.reason != "too_large"
            target = response.request.meta["fetched"].headers.get("Location") if response.request else None
            if not 300 <= response.status < 400 or not target:
                break
            url = response.urljoin(target)
        if response is not None and response.status in RETRIED_STATUSES and self._tries[origin] < _MOST_TRIES:
            self._tries[origin] += 1
            fetched: Fetched = response.request.meta["fetched"]  # type: ignore[union-attr]  # Scrapy sets it
            asked = retry_after(fetched.headers.get("Retry-After"))
            raise RobotsLater(2.0 ** self._tries[origin] if asked is None else max(asked, 1.0))
        if response is None or response.status >= 500 or response.status in RETRIED_STATUSES:
            return False
        count(self._crawler.stats, "tidewaiter/robots")
        if response.status != 200:
            return True
        rules = Protego.parse(response.body[:MAX_BYTES].decode("utf-8-sig", "replace"))
        delay = rules.crawl_delay(_AGENT)
        if delay:
            keep_distance(self._crawler, request.meta["download_slot"], min(float(delay), LONGEST_DELAY))
        return rules
