"""Scrapy's download handler: pages through the guarded client, or through the browser where they need it."""

from __future__ import annotations

import asyncio
import time
from functools import partial
from typing import TYPE_CHECKING

import structlog
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawlers.frontier.port import HostPaused, Lease
from tidewaiter.errors import MissingPart
from web.browser import BrowserPool
from web.client import Fetched, FetchFailed, GuardedClient

if TYPE_CHECKING:
    from scrapy import Request

    from crawlers.run import CrawlRun
    from crawlers.source import Source

log = structlog.get_logger(__name__)

_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.8,*/*;q=0.5"
_ERROR_BYTES = 1 << 20
"""Bytes of robots.txt and the like."""


_ASK_AGAIN = 0.05
"""Seconds between two times that a host's turn is asked for, where others have as many as may be."""


class NoBrowser(IgnoreRequest):
    """The page needs the browser, and the run has none (left)."""


class GuardedDownloads(BaseDownloadHandler):
    """Sends the requests of one crawl."""

    lazy = True

    async def download_request(self, request: Request) -> Response:
        """The response; `meta["fetched"]` holds it whole. Raises `FetchFailed`, `HostPaused`."""
        run: CrawlRun = self.crawler.spider.run  # type: ignore[union-attr]  # ours is the only spider
        if run.stopping is not None:
            raise FetchFailed(request.url, "stopped")
        task = asyncio.ensure_future(self._in_turn(run, request))
        run.under_way.add(task)
        try:
            fetched = await task
        except asyncio.CancelledError as error:
            raise FetchFailed(request.url, "stopped") from error
        finally:
            run.under_way.discard(task)
        request.meta["fetched"] = fetched
        request.meta["download_latency"] = fetched.seconds
        return Response(fetched.url, status=fetched.status, body=fetched.body, request=request)

    async def _in_turn(self, run: CrawlRun, request: Request) -> Fetched:
        """Where several crawlers share a frontier, they take turns at each host, as one crawler would by itself."""
        turns = run.frontier.turns
        host = request.meta["download_slot"]
        if turns is None:
            if run.frontier.paused_for(host) > 0:
                raise HostPaused(host)
            return await self._fetch(run, request)
        slot = self.crawler.engine.downloader.slots.get(host)
        delay = max(run.settings.delay, run.floors.get(host, 0.0), slot.delay if slot is not None else 0.0)
        longest = 2 * run.settings.browser_timeout + run.settings.download_timeout
        most = run.settings.concurrency_per_host
        # Redis tells nobody when a turn ends: it is asked again.
        while (turn := turns.take(host, delay=delay, most=most, seconds=longest)) is None:  # noqa: ASYNC110
            await asyncio.sleep(_ASK_AGAIN)
        try:
            if turn[1] > 0:
                await asyncio.sleep(turn[1])
                if run.frontier.paused_for(host) > 0:
                    raise HostPaused(host)
            return await self._fetch(run, request)
        finally:
            turns.end(host, turn[0])

    async def _fetch(self, run: CrawlRun, request: Request) -> Fetched:
        lease: Lease | None = request.meta.get("lease")
        source = run.source_of(request.url, lease.wanted.source if lease else None)
        languages = _languages(source.languages if source else [])
        if lease is not None and lease.wanted.render and (rendered := await self._rendered(run, request, languages, source)):
            return rendered
        headers = {"Accept": _ACCEPT, "Accept-Language": languages}
        if lease is not None and run.known is not None and (known := run.known.of(request.url)) is not None:
            headers |= known.headers
        headers |= {name.decode(): b", ".join(values).decode("latin-1") for name, values in request.headers.items()}
        session = run.session_for(request.url, source)
        if session is not None and (kept := session.header(request.url)):
            headers["Cookie"] = _together(kept, headers.get("Cookie", ""))
        client = run.client
        if client is None:
            client = run.client = GuardedClient(run.settings, run.guard)
        return await client.get(
            request.url,
            headers=headers,
            max_bytes=None if lease else _ERROR_BYTES,
            proxy=await run.proxies.address((source.proxy if source else None) or run.settings.proxy, guard=run.guard),
            verify_tls=session is not None,
            on_sent=partial(self._sent, request),
        )

    def _sent(self, request: Request) -> None:
        """A delay counts from when a request has gone out: making a connection may have taken as long as the delay."""
        slot = self.crawler.engine.downloader.slots.get(request.meta["download_slot"])
        if slot is not None:
            slot.lastseen = time.monotonic()

    async def _rendered(self, run: CrawlRun, request: Request, languages: str, source: Source | None) -> Fetched | None:
        """The page by the browser; None where it must do without: no browser, or no browser minutes left."""
        if run.no_browser or run.browser_spent():
            self._without(run, request)
            return None
        proxy = (source.proxy if source else None) or run.settings.proxy or ""
        pool = run.browsers.get(proxy)
        if pool is None:
            pool = run.browsers[proxy] = BrowserPool(run.settings, run.guard, proxy=proxy or None)
        begun = asyncio.get_running_loop().time()
        try:
            return await pool.render(request.url, languages=languages, session=run.session_for(request.url, source))
        except MissingPart as missing:
            if not run.no_browser:
                log.warning("browser.missing", what=missing.what, do=missing.do)
            run.no_browser = True
            self._without(run, request)
            return None
        finally:
            run.browser_seconds += asyncio.get_running_loop().time() - begun

    def _without(self, run: CrawlRun, request: Request) -> None:
        """A page that was read without the browser already gives no more now; one that wasn't is better than nothing."""
        if run.render != "always":
            raise NoBrowser(request.url)


def _together(session: str, newer: str) -> str:
    """One Cookie header; what the site set in this run holds over what it set at the login."""
    pairs = [pair.partition("=")[::2] for pair in f"{session}; {newer}".split("; ") if pair]
    return "; ".join(f"{name}={value}" for name, value in dict(pairs).items())


def _languages(wanted: list[str]) -> str:
    return ", ".join(f"{language};q={max(0.1, 1 - place / 10):.1f}" for place, language in enumerate([*wanted, "en", "*"]))
