"""Fetching of single things that are no pages to crawl: photos above all. Guarded, bounded, and polite to each host."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import urljoin, urlsplit

from tidewaiter.config import Settings
from web.client import Fetched, FetchFailed, GuardedClient
from web.guard import AddressGuard
from web.proxy import Proxies
from web.retrying import RETRIED_STATUSES, retry_after

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PACE = 0.05
"""Share of the delay between pages that lies between two photos of a host: browsers load a page's photos at once."""
_HOSTS = 2000
"""Hosts whose pace is remembered."""
_WAIT_MOST = 20.0
"""Seconds that a photo waits for a host that asked for a pause; a longer pause fails it."""


class SharedHosts(Protocol):
    """What else is fetched from the hosts, by this crawl and by other machines."""

    async def take(self, host: str, *, delay: float, most: int, patience: float) -> Callable[[], None]:
        """Waits for a turn at the host (`host:port`); gives what ends it.

        delay: seconds between two requests; most: requests at once; patience: seconds to wait for it at most.
        Raises `TimeoutError` where that would be longer.
        """

    def pause(self, host: str, seconds: float) -> None:
        """The host asked to be left alone for so long."""


class Fetcher:
    """Fetches what a URL gives, redirects followed. Make it in an event loop and close it there (or `async with`).

    At most `concurrency_per_host` requests to a host at once, a twentieth of `delay` apart; 429 and 503 pause the host
    for as long as it asks.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        guard: AddressGuard | None = None,
        proxy: str | None = None,
        shared: SharedHosts | None = None,
    ) -> None:
        """shared: who else takes turns at the hosts; None: nobody."""
        self._settings = settings
        self._shared = shared
        self.guard = guard or AddressGuard(settings.allow_private)
        self._client = GuardedClient(settings, self.guard, concurrency=max(settings.concurrency, 16))
        self._proxy = proxy or settings.proxy or None
        self._proxies = Proxies()
        if self._proxy:
            self.guard.allow_proxy(self._proxy)
        self._hosts: OrderedDict[str, _Host] = OrderedDict()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        await self.close()

    async def get(
        self,
        url: str,
        *,
        max_bytes: int | None = None,
        headers: Mapping[str, str] | None = None,
        seconds: float | None = None,
    ) -> Fetched:
        """The response, whatever its status. Raises `FetchFailed` (`reason`: see `web.client.Failure`)."""
        first = url
        proxy = await self._proxies.address(self._proxy, guard=self.guard)
        for _ in range(self._settings.max_redirects + 1):
            host = self._host(url)
            async with host.turn(url):
                end = await self._turn_among_all(url)
                try:
                    fetched = await self._client.get(url, max_bytes=max_bytes, headers=headers, seconds=seconds, proxy=proxy)
                finally:
                    end()
            if fetched.status in RETRIED_STATUSES:
                pause = retry_after(fetched.headers.get("Retry-After")) or max(1.0, self._settings.delay)
                host.pause(pause)
                if self._shared is not None:
                    self._shared.pause(_netloc(url), pause)
                return fetched
            target = fetched.headers.get("Location")
            if fetched.status not in REDIRECTS or not target:
                return fetched
            url = _target(url, target)
        raise FetchFailed(first, "redirects")

    async def _turn_among_all(self, url: str) -> Callable[[], None]:
        if self._shared is None:
            return _nothing
        most, delay = self._settings.concurrency_per_host, self._settings.delay * _PACE
        try:
            return await self._shared.take(_netloc(url), delay=delay, most=most, patience=_WAIT_MOST)
        except TimeoutError as error:
            raise FetchFailed(url, "timeout", str(error)) from error

    def _host(self, url: str) -> _Host:
        name = _netloc(url)
        host = self._hosts.get(name)
        if host is None:
            host = self._hosts[name] = _Host(self._settings.concurrency_per_host, self._settings.delay * _PACE)
            if len(self._hosts) > _HOSTS:
                self._hosts.popitem(last=False)
        self._hosts.move_to_end(name)
        return host

    async def close(self) -> None:
        """Closes all connections."""
        await self._client.close()
        await self._proxies.close()


def _netloc(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def _nothing() -> None:
    """Ends no turn: none was taken."""


def _target(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise FetchFailed(url, "url", location) from error


class _Host:
    """Whose turn it is at one host."""

    def __init__(self, concurrency: int, pace: float) -> None:
        self._free = asyncio.Semaphore(concurrency)
        self._pace = pace
        self._next = 0.0

    def turn(self, url: str) -> _Turn:
        return _Turn(self, url)

    def pause(self, seconds: float) -> None:
        self._next = max(self._next, asyncio.get_running_loop().time() + seconds)

    async def take(self, url: str) -> None:
        await self._free.acquire()
        now = asyncio.get_running_loop().time()
        wait = self._next - now
        if wait > _WAIT_MOST:
            self._free.release()
            raise FetchFailed(url, "timeout", "the host asked for a longer pause")
        self._next = max(now, self._next) + self._pace
        if wait > 0:
            try:
                await asyncio.sleep(wait)
            except asyncio.CancelledError:
                self._free.release()
                raise

    def give_back(self) -> None:
        self._free.release()


class _Turn:
    def __init__(self, host: _Host, url: str) -> None:
        self._host, self._url = host, url

    async def __aenter__(self) -> None:
        await self._host.take(self._url)

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._host.give_back()
