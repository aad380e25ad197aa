"""One guarded HTTP client for pages, photos and robots.txt: each connection is checked, each size and time is bounded."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any, Literal

import aiohttp
import yarl
from aiohttp.abc import AbstractResolver, ResolveResult
from multidict import CIMultiDictProxy

from tidewaiter.config import Settings
from web.guard import AddressGuard, AddressNotAllowed
from web.limits import ACCEPT_ENCODING, BadCoding, TooLarge, decompress

Failure = Literal[
    "address",
    "dns",
    "refused",
    "timeout",
    "too_large",
    "headers",
    "cut_off",
    "coding",
    "tls",
    "url",
    "connection",
    "redirects",
    "browser",
    "stopped",
]
"""Why a request gave no response: one of a fixed few, for counting."""

_CHUNK = 256 << 10
_HEADER_LINES = 256
"""Header lines of one response; the parser gives up at once, before they fill the memory."""


class FetchFailed(Exception):
    """A request gave no usable response; `reason` is one of `Failure`."""

    def __init__(self, url: str, reason: Failure, detail: str = "") -> None:
        super().__init__(f"{url[:200]}: {reason}{': ' + detail[:200] if detail else ''}")
        self.url = url
        self.reason = reason


@dataclass(slots=True, frozen=True)
class Fetched:
    """A response. `body` is unpacked; `raw_bytes` is what went over the wire for it; headers compare without case."""

    url: str
    status: int
    headers: CIMultiDictProxy[str]
    body: bytes
    raw_bytes: int = 0
    seconds: float = 0.0
    """From the request to the response's headers: what AutoThrottle goes by."""
    partial: bool = False
    """The connection ended before the body did."""
    responses: tuple[tuple[str, bytes], ...] = ()
    """JSON that the page's own scripts fetched (URL, body), where a browser showed it."""
    revealed: tuple[str, ...] = ()
    """Texts that appeared when the browser asked for a contact."""


class GuardedClient:
    """Sends single requests (no redirects are followed). Made and used within one event loop; close it at the end.

    A connection is checked twice: the addresses that DNS gives, and the address of the socket before it connects.
    """

    def __init__(self, settings: Settings, guard: AddressGuard, *, concurrency: int | None = None) -> None:
        self._settings = settings
        self.guard = guard
        connector = aiohttp.TCPConnector(
            resolver=GuardedResolver(guard),
            socket_factory=self._socket,
            limit=concurrency or settings.concurrency,
            ttl_dns_cache=300,
            ssl=False,
        )
        trace = aiohttp.TraceConfig()
        trace.on_request_headers_sent.append(_tell_that_it_was_sent)
        self._session = aiohttp.ClientSession(
            connector=connector,
            trace_configs=[trace],
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,  # we unpack with a limit
            trust_env=False,  # a proxy is a setting of ours, never the shell's
            skip_auto_headers=("User-Agent", "Accept-Encoding", "Accept", "Content-Type"),
            max_line_size=settings.max_header_bytes,
            max_field_size=settings.max_header_bytes,
            max_headers=_HEADER_LINES,
            read_bufsize=_CHUNK,
        )

    def _socket(self, info: tuple[Any, ...]) -> socket.socket:
        family, kind, protocol, _, address = info
        self.guard.check_peer(address[0], address[1])
        made = socket.socket(family, kind, protocol)
        made.setblocking(False)
        return made

    async def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        max_bytes: int | None = None,
        seconds: float | None = None,
        proxy: str | None = None,
        verify_tls: bool = False,
        method: str = "GET",
        on_sent: Callable[[], None] | None = None,
    ) -> Fetched:
        """One response, its body unpacked and no longer than `max_bytes` (default: the setting for pages).

        seconds: until it is given up (default: the setting).

        verify_tls: for requests that carry an account's cookies; public pages are read as they come, since many a shop's
        certificate has run out. on_sent: called when the request has gone out, which may be long after the call: a name is
        looked up first, and a connection made. Raises `FetchFailed`.
        """
        limit = max_bytes or self._settings.max_page_bytes
        longest = seconds or self._settings.download_timeout
        sent = {"User-Agent": self._settings.user_agent, "Accept-Encoding": ACCEPT_ENCODING, **(headers or {})}
        begun = asyncio.get_running_loop().time()
        try:
            self.guard.check_url(url)
            async with asyncio.timeout(longest):
                async with self._session.request(
                    method,
                    # Sent as it stands: what a page links to is what it means, percent signs included.
                    yarl.URL(url, encoded=True),
                    headers=sent,
                    proxy=proxy or None,
                    allow_redirects=False,
                    ssl=_verifying() if verify_tls else False,
                    timeout=aiohttp.ClientTimeout(total=None),
                    trace_request_ctx=on_sent,
                ) as response:
                    waited = asyncio.get_running_loop().time() - begun
                    self._check_headers(response.raw_headers, url)
                    raw, partial = await _read(response, url, limit)
        except AddressNotAllowed as error:
            raise FetchFailed(url, "address", error.what) from error
        except TimeoutError as error:
            raise FetchFailed(url, "timeout", f"after {longest:g} s") from error
        except (aiohttp.ClientError, ValueError, OSError) as error:
            raise FetchFailed(url, _reason(error), str(error)) from error
        return self._unpacked(url, response, raw, limit, waited, partial)

    def _unpacked(
        self, url: str, response: aiohttp.ClientResponse, raw: bytes, limit: int, waited: float, partial: bool
    ) -> Fetched:
        coding = response.headers.get("Content-Encoding", "")
        try:
            body = decompress(raw, coding, max_bytes=limit) if coding else raw
        except TooLarge as error:
            raise FetchFailed(url, "too_large", f"over {limit} bytes unpacked") from error
        except BadCoding as error:
            raise FetchFailed(url, "coding", str(error)) from error
        return Fetched(url, response.status, response.headers, body, len(raw), waited, partial)

    def _check_headers(self, headers: Sequence[tuple[bytes, bytes]], url: str) -> None:
        if sum(len(name) + len(value) for name, value in headers) > self._settings.max_header_bytes:
            raise FetchFailed(url, "headers", f"over {self._settings.max_header_bytes} bytes")

    async def close(self) -> None:
        """Closes all connections."""
        await self._session.close()


@cache  # it reads all certificates of the machine, and most crawls never need it
def _verifying() -> ssl.SSLContext:
    return ssl.create_default_context()


async def _tell_that_it_was_sent(
    session: aiohttp.ClientSession, context: SimpleNamespace, sent: aiohttp.TraceRequestHeadersSentParams
) -> None:
    on_sent: Callable[[], None] | None = context.trace_request_ctx
    if on_sent is not None:
        on_sent()


async def _read(response: aiohttp.ClientResponse, url: str, limit: int) -> tuple[bytes, bool]:
    """The body as sent, and whether it broke off (what arrived is kept: most of a page is better than none)."""
    if (response.content_length or 0) > limit:
        response.close()
        raise FetchFailed(url, "too_large", f"{response.content_length} bytes")
    body = bytearray()
    try:
        async for chunk in response.content.iter_any():
            body += chunk
            if len(body) > limit:
                response.close()
                raise FetchFailed(url, "too_large", f"over {limit} bytes")
    except aiohttp.ClientPayloadError as error:
        if not body:
            raise FetchFailed(url, "cut_off", str(error)) from error
        return bytes(body), True
    return bytes(body), False


def _reason(error: Exception) -> Failure:
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "dns"
    if isinstance(error, aiohttp.ClientSSLError | ssl.SSLError):
        return "tls"
    if isinstance(error, aiohttp.ClientConnectorError):
        return "refused" if isinstance(error.os_error, ConnectionRefusedError) else "connection"
    if isinstance(error, aiohttp.ClientResponseError):
        return "headers"  # the parser refused the head of the response
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return "cut_off"
    if isinstance(error, aiohttp.InvalidURL | ValueError):
        return "url"
    return "connection"


class GuardedResolver(AbstractResolver):
    """DNS by the system, in a thread; addresses that the guard refuses are left out, and where none is left it says so."""

    def __init__(self, guard: AddressGuard) -> None:
        self._guard = guard

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:
        """The allowed addresses of a host. Raises `AddressNotAllowed` where there are some and none is allowed."""
        loop = asyncio.get_running_loop()
        answers = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, family=family, flags=socket.AI_ADDRCONFIG)
        allowed: list[ResolveResult] = []
        refused: AddressNotAllowed | None = None
        for kind, _, protocol, _, address in answers:
            try:
                self._guard.check_address(str(address[0]), host, port)
            except AddressNotAllowed as error:
                refused = error
                continue
            allowed.append(
                ResolveResult(
                    hostname=host, host=str(address[0]), port=port, family=kind, proto=protocol, flags=socket.AI_NUMERICHOST
                )
            )
        if not allowed and refused is not None:
            raise refused
        return allowed

    async def close(self) -> None:
        """Holds nothing."""
