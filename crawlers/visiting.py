"""Single pages of a source, fetched for somebody who writes its rules: guarded, bounded and with its session, as in a crawl."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import structlog

from crawlers.reading.link_shapes import url_shape
from crawlers.reading.page import Page
from crawlers.reading.reader import read_page
from crawlers.source import Source
from tidewaiter.config import Settings
from tidewaiter.identity import canonical_url
from web.browser import BrowserPool
from web.client import Fetched, FetchFailed
from web.fetch import Fetcher
from web.guard import AddressGuard
from web.sessions import Sessions

log = structlog.get_logger(__name__)


class Visitor:
    """Fetches pages of one source. typed: addresses that the user gave, which may lie on a private network."""

    def __init__(self, settings: Settings, source: Source, typed: Sequence[str]) -> None:
        self._settings, self._source = settings, source
        self._guard = AddressGuard((*settings.allow_private, *source.allow_private))
        for url in typed:
            self._guard.allow_url(url)
        self._session = Sessions(settings).load(source.name) if source.session else None

    async def __aenter__(self) -> Self:
        self._fetcher = Fetcher(self._settings, guard=self._guard, proxy=self._source.proxy)
        self._browser: BrowserPool | None = None
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        await self._fetcher.close()
        if self._browser is not None:
            await self._browser.close()

    async def page(self, url: str, *, render: bool = False) -> Page | None:
        """The page, or None where it can't be had (the log says why). Raises `MissingPart` where the browser is needed."""
        try:
            # With a session always by the browser, which knows by itself where its cookies belong after a redirect.
            fetched = await (self._rendered(url) if render or self._session else self._fetcher.get(url))
        except FetchFailed as error:
            log.warning("page.failed", url=url[:200], reason=error.reason)
            return None
        if fetched.status >= 400:
            log.warning("page.failed", url=url[:200], reason=str(fetched.status))
            return None
        return Page(fetched.url, fetched.body, fetched.headers, fetched.status, render, fetched.responses)

    async def _rendered(self, url: str) -> Fetched:
        if self._browser is None:
            self._browser = BrowserPool(self._settings, self._guard, proxy=self._source.proxy)
        session = self._session if self._source.covers(url) else None
        return await self._browser.render(url, session=session)

    def listings_from(self, page: Page) -> list[str]:
        """Pages of listings that a page links to, likeliest first."""
        links = [link for link in read_page(page, source=self._source).links if link.kind == "listing"]
        return [link.url for link in sorted(links, key=lambda link: -link.score)][:10]

    def like(self, page: Page, url: str) -> list[str]:
        """Pages that a page links to and whose URLs look like this one, itself left out."""
        shape, here, host = url_shape(url), canonical_url(url), urlsplit(url).netloc
        links = dict.fromkeys(link.url for link in read_page(page).links)
        return [
            link for link in links if urlsplit(link).netloc == host and url_shape(link) == shape and canonical_url(link) != here
        ]
