"""robots.txt as RFC 9309 says: read once an origin, obeyed, its Crawl-delay kept; a server fault means nobody may come in."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING, Protocol, Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.exceptions import IgnoreRequest

from crawlers.run import CrawlRun
from crawlers.stats import count
from web.client import FetchFailed

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


class _Rules(Protocol):
    def can_fetch(self, url: str, user_agent: str) -> bool: ...
    def crawl_delay(self, user_agent: str) -> float | None: ...


class RobotsForbid(IgnoreRequest):
    """robots.txt does not let us fetch this page."""


class ObeyRobots:
    """Keeps requests back that a site's robots.txt forbids; sets the host's pace to its Crawl-delay."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._origins: OrderedDict[str, asyncio.Task[_Rules | bool]] = OrderedDict()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raises `RobotsForbid` where the page must not be fetched."""
        lease = request.meta.get("lease")
        run: CrawlRun = self._crawler.spider.run  # type: ignore[union-attr]  # ours is the only spider
        if lease is None or not run.settings.obey_robots:
            return
        source = run.source_of(request.url, lease.wanted.source)
        if source is not None and not source.robots:
            return
        rules = await self._rules(request, run)
        if rules is False or (not isinstance(rules, bool) and not rules.can_fetch(request.url, _AGENT)):
            raise RobotsForbid(request.url)

    async def _rules(self, request: Request, run: CrawlRun) -> _Rules | bool:
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        task = self._origins.get(origin)
        if task is None:
            task = self._origins[origin] = asyncio.ensure_future(self._read(origin, request, run))
            if len(self._origins) > _ORIGINS:
                self._origins.popitem(last=False)
        return await asyncio.shield(task)

    async def _read(self, origin: str, request: Request, run: CrawlRun) -> _Rules | bool:
        """The rules, or True (all may be fetched) or False (nothing may)."""
        url = f"{origin}/robots.txt"
        response: Response | None = None
        for _ in range(_MOST_REDIRECTS + 1):
            try:
                response = await self._crawler.engine.download_async(
                    Request(url, meta={"download_slot": request.meta["download_slot"]}, dont_filter=True)
                )
            except FetchFailed as error:
                if error.reason == "stopped":
                    raise
                # Out of reach: so is the page, and it will say why. Too large or broken is no rule at all.
                return True
            target = response.request.meta["fetched"].headers.get("Location") if response.request else None
            if not 300 <= response.status < 400 or not target:
                break
            url = response.urljoin(target)
        if response is None or response.status >= 500:
            return False
        count(self._crawler.stats, "tidewaiter/robots")
        if response.status != 200:
            return True
        rules = Protego.parse(response.body[:MAX_BYTES].decode("utf-8", "replace"))
        delay = rules.crawl_delay(_AGENT)
        if delay:
            host = request.meta["download_slot"]
            run.floors[host] = max(run.floors.get(host, 0.0), min(float(delay), LONGEST_DELAY))
        return rules
