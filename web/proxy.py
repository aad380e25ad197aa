"""A small proxy on loopback that the browser sends everything through: each connection is checked by the address guard.

The browser resolves nothing itself, so neither a redirect, a script nor a DNS answer can lead it to an address that is not
allowed. It also speaks to the proxy that a user set (HTTP or SOCKS5), which the browser and the HTTP client then need not.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from tidewaiter.errors import InvalidInput
from web.client import GuardedResolver
from web.guard import AddressGuard, AddressNotAllowed, joined

_HEAD_BYTES = 64 << 10
_PIECE = 64 << 10
_CONNECT_SECONDS = 15.0
_IDLE_SECONDS = 90.0
_HOP_HEADERS = frozenset({b"proxy-connection", b"proxy-authorization", b"connection", b"keep-alive"})


@dataclass(slots=True, frozen=True)
class Upstream:
    """The proxy that a user set."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = ""

    @classmethod
    def of(cls, url: str) -> Upstream:
        """From `http://user:password@host:port` or `socks5://...`. Raises `InvalidInput`."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            parts, port = urlsplit(""), None
        if parts.scheme not in {"http", "socks5", "socks5h"} or not parts.hostname:
            raise InvalidInput(f"proxy: {url}: not a proxy's address", do="Write http://host:port or socks5://host:port.")
        default = 8080 if parts.scheme == "http" else 1080
        return cls(parts.scheme, parts.hostname, port or default, unquote(parts.username or ""), unquote(parts.password or ""))

    @property
    def authorization(self) -> bytes:
        """The Proxy-Authorization line, empty without a user."""
        if not self.user:
            return b""
        token = base64.b64encode(f"{self.user}:{self.password}".encode())
        return b"Proxy-Authorization: Basic " + token + b"\r\n"


class GuardProxy:
    """Listens on a free port of loopback while it is open (`async with`, or `start` and `close`)."""

    def __init__(self, guard: AddressGuard, *, upstream: str | None = None) -> None:
        self._guard = guard
        self._resolver = GuardedResolver(guard)
        self._upstream = Upstream.of(upstream) if upstream else None
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()
        self.refused = 0
        """Connections that the guard refused."""
        self.bytes_in = 0
        """Bytes that came from servers."""
        self.reached: dict[str, str] = {}
        """`host:port` -> the address that answered for it last; unknown behind a further proxy."""

    async def start(self) -> str:
        """Begins to listen; gives the proxy's address (`http://127.0.0.1:PORT`)."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=_HEAD_BYTES)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        """Stops listening and cuts what is open."""
        if self._server is not None:
            self._server.close()
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None:
            return
        self._open.add(task)
        try:
            await self._serve(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError, asyncio.CancelledError):
            pass  # either side went away, or we end: nothing is left to be said
        finally:
            self._open.discard(task)
            await _shut(writer)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with asyncio.timeout(_CONNECT_SECONDS):
            head = await reader.readuntil(b"\r\n\r\n")
        try:
            method, target, rest = _parse(head)
            host, port = _host_and_port(method, target)
            far_reader, far_writer = await self._connect(host, port, tunnel=method == b"CONNECT")
        except AddressNotAllowed:
            self.refused += 1
            await _say(writer, b"403 Forbidden")
            return
        except ValueError:
            await _say(writer, b"400 Bad Request")
            return
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            await _say(writer, b"502 Bad Gateway")
            return
        try:
            if method == b"CONNECT":
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                await self._join(reader, writer, far_reader, far_writer)
                return
            far_writer.write(self._forwarded(method, target, rest))
            bodiless = method == b"HEAD"
            await self._one_request(reader, writer, far_reader, far_writer, _body_length(rest) or 0, bodiless=bodiless)
        finally:
            await _shut(far_writer)

    def _forwarded(self, method: bytes, target: bytes, rest: list[bytes]) -> bytes:
        """The request as the server (or the next proxy) wants it; one request a connection."""
        kept = [line for line in rest if line.partition(b":")[0].strip().lower() not in _HOP_HEADERS]
        extra = b"Connection: close\r\n"
        if self._upstream is not None and self._upstream.scheme == "http":
            extra += self._upstream.authorization
        else:
            parts = urlsplit(target)
            target = (parts.path or b"/") + (b"?" + parts.query if parts.query else b"")
        return b" ".join((method, target, b"HTTP/1.1")) + b"\r\n" + b"".join(line + b"\r\n" for line in kept) + extra + b"\r\n"

    async def _connect(self, host: str, port: int, *, tunnel: bool) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        self._guard.check_host(host, port)
        async with asyncio.timeout(_CONNECT_SECONDS):
            if self._upstream is not None:
                # The name is resolved at the proxy's end: what it resolves to can't be seen from here.
                return await _through(self._upstream, host, port, tunnel=tunnel)
            try:
                ipaddress.ip_address(host)
                addresses = [host]
            except ValueError:
                addresses = [answer["host"] for answer in await self._resolver.resolve(host, port, family=_ANY)]
            return await self._first_of(addresses, host, port)

    async def _first_of(self, addresses: list[str], host: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        problem: OSError = OSError(f"{host}: no address")
        for address in addresses:
            self._guard.check_address(address, host, port)
            try:
                streams = await asyncio.open_connection(address, port, limit=_PIECE)
                self.reached[joined(host, port)] = joined(address, port)
                return streams
            except OSError as error:
                problem = error
        raise problem

    async def _one_request(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        far_reader: asyncio.StreamReader,
        far_writer: asyncio.StreamWriter,
        length: int,
        *,
        bodiless: bool,
    ) -> None:
        """One request's body there, its response back. The browser is told that the connection ends with it.

        Else it would send its next request, perhaps to another host, down a connection that was checked for this one.
        """
        while length > 0:
            async with asyncio.timeout(_IDLE_SECONDS):
                piece = await reader.read(min(length, _PIECE))
            if not piece:
                return
            length -= len(piece)
            far_writer.write(piece)
            await far_writer.drain()
        status = b"100"
        while status[:1] == b"1" and status != b"101":
            async with asyncio.timeout(_IDLE_SECONDS):
                head = await far_reader.readuntil(b"\r\n\r\n")
            self.bytes_in += len(head)
            first, *lines = head[:-4].split(b"\r\n")
            status = first.partition(b" ")[2][:3]
            if status[:1] != b"1":
                kept = [line for line in lines if line.partition(b":")[0].strip().lower() not in _HOP_HEADERS]
                head = b"\r\n".join([first, *kept, b"Connection: close"]) + b"\r\n\r\n"
            writer.write(head)
            await writer.drain()
        if status == b"101":
            await self._join(reader, writer, far_reader, far_writer)
        else:
            left = 0 if bodiless or status in {b"204", b"304"} else _body_length(lines)
            await self._pipe(far_reader, writer, count=True, left=left)

    async def _join(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        far_reader: asyncio.StreamReader,
        far_writer: asyncio.StreamWriter,
    ) -> None:
        """Passes bytes on, both ways, until the server's side ends."""
        there = asyncio.create_task(self._pipe(reader, far_writer, count=False))
        try:
            await self._pipe(far_reader, writer, count=True)
        finally:
            there.cancel()
            await asyncio.gather(there, return_exceptions=True)

    async def _pipe(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, count: bool, left: int | None = None
    ) -> None:
        """left: bytes to pass on; None: all that come."""
        while left is None or left > 0:
            async with asyncio.timeout(_IDLE_SECONDS):
                piece = await reader.read(_PIECE if left is None else min(left, _PIECE))
            if not piece:
                return
            left = None if left is None else left - len(piece)
            if count:
                self.bytes_in += len(piece)
            writer.write(piece)
            await writer.drain()


class Proxies:
    """The proxies of a run as the HTTP client takes them: it speaks HTTP to a proxy, so a SOCKS one gets ours in front."""

    def __init__(self) -> None:
        self._ours: dict[str, GuardProxy] = {}
        self._addresses: dict[str, str] = {}
        self._lock = asyncio.Lock()

    async def address(self, proxy: str | None, *, guard: AddressGuard) -> str | None:
        """What to give the client for the proxy that a user set; None for none."""
        if not proxy or Upstream.of(proxy).scheme == "http":
            return proxy or None
        async with self._lock:
            if proxy not in self._addresses:
                ours = self._ours[proxy] = GuardProxy(guard, upstream=proxy)
                self._addresses[proxy] = await ours.start()
                guard.allow_proxy(self._addresses[proxy])
            return self._addresses[proxy]

    async def close(self) -> None:
        """Ends ours."""
        for ours in self._ours.values():
            await ours.close()


_ANY = socket.AF_UNSPEC


def _parse(head: bytes) -> tuple[bytes, bytes, list[bytes]]:
    first, *rest = head.rstrip(b"\r\n").split(b"\r\n")
    method, target, _ = first.split(b" ", 2)
    return method.upper(), target, rest


def _host_and_port(method: bytes, target: bytes) -> tuple[str, int]:
    parts = urlsplit((b"//" + target if method == b"CONNECT" else target).decode("ascii", "strict"))
    if method != b"CONNECT" and parts.scheme != "http":
        raise ValueError(f"scheme {parts.scheme}")
    if not parts.hostname:
        raise ValueError("no host")
    return parts.hostname, parts.port or (443 if method == b"CONNECT" else 80)


async def _shut(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(OSError, asyncio.CancelledError):
        await writer.wait_closed()


def _body_length(lines: list[bytes]) -> int | None:
    """Bytes of a body by its Content-Length; None where there is none (a request then has no body: browsers send no chunks)."""
    for line in lines:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            return int(value.strip()[:12])
    return None


async def _say(writer: asyncio.StreamWriter, status: bytes) -> None:
    writer.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    await writer.drain()


async def _through(
    upstream: Upstream, host: str, port: int, *, tunnel: bool
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection(upstream.host, upstream.port, limit=_HEAD_BYTES)
    try:
        if upstream.scheme != "http":
            await _socks(reader, writer, upstream, host, port)
        elif tunnel:
            name = joined(host, port)
            writer.write(f"CONNECT {name} HTTP/1.1\r\nHost: {name}\r\n".encode() + upstream.authorization + b"\r\n")
            head = await reader.readuntil(b"\r\n\r\n")
            if head.split(b" ", 2)[1:2] != [b"200"]:
                raise OSError(f"the proxy answers {head[:60]!r}")
    except BaseException:
        writer.close()
        raise
    return reader, writer


async def _socks(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, upstream: Upstream, host: str, port: int) -> None:
    """The client's side of SOCKS5 (RFC 1928, RFC 1929): names are resolved by the proxy."""
    writer.write(b"\x05\x02\x00\x02" if upstream.user else b"\x05\x01\x00")
    version, method = await reader.readexactly(2)
    if version != 5 or method == 0xFF:
        raise OSError("the SOCKS proxy wants another way to log in")
    if method == 2:
        user, password = upstream.user.encode()[:255], upstream.password.encode()[:255]
        writer.write(bytes([1, len(user)]) + user + bytes([len(password)]) + password)
        if (await reader.readexactly(2))[1] != 0:
            raise OSError("the SOCKS proxy refuses the password")
    name = host.encode("idna") if not host.isascii() else host.encode()
    writer.write(b"\x05\x01\x00\x03" + bytes([len(name)]) + name + port.to_bytes(2, "big"))
    _, reply, _, kind = await reader.readexactly(4)
    if reply != 0:
        raise OSError(f"the SOCKS proxy answers {reply}")
    length = {1: 4, 4: 16}.get(kind) or (await reader.readexactly(1))[0]
    await reader.readexactly(length + 2)
