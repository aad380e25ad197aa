"""Scrapy's settings; beside each value that isn't Scrapy's default stands the reason. Figures: pages/s of 42 kB, one core.

What the user sets (`tidewaiter settings`) comes on top, by `scrapy_settings`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tidewaiter.config import Settings

BOT_NAME = "tidewaiter"
SPIDER_MODULES = ["crawlers.spiders"]

# No Twisted reactor: all runs on asyncio (uvloop), so that the browser, the photos and the stages share one loop, and so
# that one process can run several crawls one after the other.
TWISTED_REACTOR_ENABLED = False
# Ours sends everything through the address guard and unpacks with a limit, before Scrapy holds the body.
DOWNLOAD_HANDLERS = {
    "http": "crawlers.downloads.GuardedDownloads",
    "https": "crawlers.downloads.GuardedDownloads",
    # Nothing else is ever fetched: a page must not make us read files.
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}

# The frontier leases; Scrapy's own queues pop, and lose what is in flight when the process dies.
SCHEDULER = "crawlers.frontier.scheduler.FrontierScheduler"
# Fingerprints lie in the frontier, on disk.
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"

# Scrapy waits between half and one and a half of a delay; half of a Crawl-delay is no Crawl-delay.
DOWNLOAD_DELAY_JITTER = 0.0

# So many worker tasks are started for every response; the default of 100 costs a third of all CPU (364 -> 700 pages/s).
# 4 listings of one page at once are enough: the stages' batches fill from many pages.
CONCURRENT_ITEMS = 4
# Pages wait here for the pipelines to store their listings in batches; 5 MB (the default) starves those.
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 32 << 20

# Each layer costs every page; what we need of these stands elsewhere, at once stricter and cheaper (700 -> 1020 pages/s).
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
DOWNLOADER_MIDDLEWARES = {
    # robots.txt with Crawl-delay, and 5xx read as RFC 9309 says; Scrapy's own knows neither.
    "crawlers.middlewares.robots.ObeyRobots": 100,
    # Cookies with caps on their number and size; Scrapy's jar has none.
    "crawlers.middlewares.cookies.KeepCookies": 700,
}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
EXTENSIONS_BASE: dict[str, int] = {}
EXTENSIONS = {
    # AutoThrottle that never goes below a host's Crawl-delay or a source's rate.
    "crawlers.throttle.HostThrottle": 0,
}
TELNETCONSOLE_ENABLED = False
STATS_DUMP = False
LOG_ENABLED = False
# Scrapy formats every page and item for a debug log that nobody reads.
LOG_FORMATTER = "crawlers.quiet.QuietLog"
WARN_ON_GENERATOR_RETURN_VALUE = False

DNSCACHE_ENABLED = False


def scrapy_settings(settings: Settings, pipelines: Mapping[str, int], *, out: Path | None = None) -> dict[str, Any]:
    """Everything above, and what the user's settings say. out: where the listings are also written, as JSON Lines."""
    own = {name: value for name, value in globals().items() if name.isupper() and not name.startswith("_")}
    written = {} if out is None else {"crawlers.output.WriteOut": 900}
    return own | {
        "TIDEWAITER_SETTINGS": settings,
        "TIDEWAITER_OUT": str(out or ""),
        "ITEM_PIPELINES": dict(pipelines) | written,
        "USER_AGENT": settings.user_agent,
        "CONCURRENT_REQUESTS": settings.concurrency,
        "CONCURRENT_REQUESTS_PER_DOMAIN": settings.concurrency_per_host,
        "DOWNLOAD_DELAY": settings.delay,
        "DOWNLOAD_TIMEOUT": settings.download_timeout,
        "DOWNLOAD_MAXSIZE": settings.max_page_bytes,
        "AUTOTHROTTLE_ENABLED": settings.autothrottle,
    }
