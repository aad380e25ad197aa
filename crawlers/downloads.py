"""Scrapy's download handler: pages through the guarded client, or through the browser where they need it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.http import Response

from crawlers.frontier.port import Lease
from web.client import Fetched, FetchFailed, GuardedClient

if TYPE_CHECKING:
    from scrapy import Request

    from crawlers.run import CrawlRun

_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.8,*/*;q=0.5"
_ERROR_BYTES = 1 << 20
"""Of robots.txt and the like."""


class GuardedDownloads(BaseDownloadHandler):
    """Sends the requests of one crawl."""

    lazy = True

    async def download_request(self, request: Request) -> Response:
        """The response; `meta["fetched"]` holds it whole. Raises `FetchFailed`."""
        run: CrawlRun = self.crawler.spider.run  # type: ignore[union-attr]  # ours is the only spider
        if run.stopping is not None:
            raise FetchFailed(request.url, "stopped")
        task = asyncio.ensure_future(self._fetch(run, request))
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

    async def _fetch(self, run: CrawlRun, request: Request) -> Fetched:
        lease: Lease | None = request.meta.get("lease")
        source = run.source_of(request.url, lease.wanted.source if lease else None)
        headers = {"Accept": _ACCEPT, "Accept-Language": _languages(source.languages if source else [])}
        headers |= {name.decode(): b", ".join(values).decode("latin-1") for name, values in request.headers.items()}
        client = run.client
        if client is None:
            client = run.client = GuardedClient(run.settings, run.guard)
        return await client.get(
            request.url,
            headers=headers,
            max_bytes=None if lease else _ERROR_BYTES,
            proxy=(source.proxy if source else None) or run.settings.proxy or None,
            verify_tls=bool(source and source.session),
        )


def _languages(wanted: list[str]) -> str:
    return ", ".join(f"{language};q={max(0.1, 1 - place / 10):.1f}" for place, language in enumerate([*wanted, "en", "*"]))
