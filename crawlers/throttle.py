"""The pace at each host: AutoThrottle, never faster than robots.txt's Crawl-delay or the source's rate allow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy import signals

from crawlers.run import CrawlRun

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_SLOWEST = 60.0
"""Seconds between two requests to which AutoThrottle may slow down by itself."""


def keep_distance(crawler: Crawler, host: str, seconds: float) -> None:
    """Requests to the host are so many seconds apart at least, from the next one on."""
    run: CrawlRun = crawler.spider.run  # type: ignore[union-attr]  # ours is the only spider
    if seconds <= run.floors.get(host, 0.0):
        return
    run.floors[host] = seconds
    downloader = crawler.engine.downloader
    delay = max(seconds, crawler.settings.getfloat("DOWNLOAD_DELAY"))
    # Also for a slot that is made anew: Scrapy lets those go that were not used for a minute.
    downloader.per_slot_settings[host] = {"delay": delay}
    if (slot := downloader.slots.get(host)) is not None:
        slot.delay = max(slot.delay, delay)


class HostThrottle:
    """Sets the delay of a host after each of its responses."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._automatic = crawler.settings.getbool("AUTOTHROTTLE_ENABLED")
        self._least = crawler.settings.getfloat("DOWNLOAD_DELAY")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy; listens to each response."""
        throttle = cls(crawler)
        crawler.signals.connect(throttle._downloaded, signal=signals.response_downloaded)
        return throttle

    def _downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        slot = self._crawler.engine.downloader.slots.get(request.meta.get("download_slot", ""))
        latency = request.meta.get("download_latency")
        if slot is None:
            return
        run: CrawlRun = spider.run  # type: ignore[attr-defined]  # ours is the only spider
        floor = max(self._least, run.floors.get(request.meta["download_slot"], 0.0))
        if not self._automatic or latency is None:
            slot.delay = max(slot.delay, floor)
            return
        # As Scrapy's AutoThrottle: half-way to the latency, at once where that is slower; errors never make it faster.
        wanted = min(max(latency, (slot.delay + latency) / 2, floor), max(_SLOWEST, floor))
        if response.status == 200 or wanted > slot.delay:
            slot.delay = wanted
