"""Reading pages in processes of their own: what the reader takes of a core, fetching has; and a page may crash or hang it."""

from __future__ import annotations

import asyncio
import pickle
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache

from crawlers.reading.page import Page
from crawlers.reading.reader import Reading, read_page
from crawlers.source import Source
from crawlers.spiders.complexity import is_too_complex
from tidewaiter.store import Store
from tidewaiter.workers import WorkerLost, Workers


class TooComplex(Exception):
    """The page is nested too deep, or holds a tag too long, to be read."""


class PageReader:
    """Reads the pages of one run. workers: None reads them here and now."""

    def __init__(self, workers: Workers | None) -> None:
        self._workers = workers
        self._pickled: dict[str, bytes] = {}

    async def read(self, page: Page, source: Source | None) -> Reading:
        """As `read_page`. Raises `TooComplex`, or `WorkerLost` where the page crashed its process."""
        if self._workers is None:
            return _read(page, source)
        page = replace(page, headers=dict(page.headers))  # what aiohttp gives can't be sent
        return await self._workers.run(_read_pickled, page, None if source is None else self._sent(source))

    async def keep(self, store: Store, body: bytes) -> str:
        """Puts a raw page into the store; gives its SHA-256. Raises `StoreFull`."""
        if self._workers is not None:
            with suppress(WorkerLost):  # the page is not at fault, and its listings must not be lost with it
                return await self._workers.run(store.put, "pages", body, compress=True)
        return await asyncio.to_thread(store.put, "pages", body, compress=True)

    def _sent(self, source: Source) -> bytes:
        # A source goes with each of its pages; as bytes it is packed once a run and unpacked once a process.
        if (known := self._pickled.get(source.name)) is None:
            known = self._pickled[source.name] = pickle.dumps(source)
        return known


def warm() -> None:
    """Loads what reading a page needs."""
    _read(Page("http://warm.invalid/", b"<html><title>t</title><h1>t</h1><p>1 $</p></html>"), None)


def _read(page: Page, source: Source | None) -> Reading:
    if is_too_complex(page.body):
        raise TooComplex
    return read_page(page, source=source)


def _read_pickled(page: Page, source: bytes | None) -> Reading:
    return _read(page, None if source is None else _source(source))


@lru_cache(maxsize=64)
def _source(data: bytes) -> Source:
    source: Source = pickle.loads(data)  # noqa: S301 - from the process that this one works for
    return source
