"""The guarding proxy, which the browser sends everything through."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator

import pytest

from tests.web.serving import Served, served
from tidewaiter.config import load_settings
from tidewaiter.errors import InvalidInput
from web.client import FetchFailed, GuardedClient
from web.fetch import Fetcher
from web.guard import AddressGuard
from web.proxy import GuardProxy, Proxies, Upstream


@pytest.fixture(scope="module")
def shop() -> Iterator[Served]:
    with served("tests.web.plain_shop") as server:
        yield server


async def ask(proxy: str, request: bytes) -> bytes:
    host, _, port = proxy.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(request)
    answer = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    return answer


@pytest.fixture
async def proxy(shop: Served) -> AsyncIterator[GuardProxy]:
    made = GuardProxy(AddressGuard([f"127.0.0.1:{shop.port}"]))
    yield made
    await made.close()


async def test_a_page_of_a_named_address_passes(shop: Served, proxy: GuardProxy) -> None:
    address = await proxy.start()

    answer = await ask(address, f"GET {shop.url}/item/3 HTTP/1.1\r\nHost: x\r\nProxy-Connection: keep-alive\r\n\r\n".encode())

    assert answer.startswith(b"HTTP/1.1 200")
    assert b"Carved figure 3" in answer
    assert proxy.bytes_in >= 2000


async def test_a_tunnel_to_a_named_address_passes(shop: Served, proxy: GuardProxy) -> None:
    address = await proxy.start()
    host, _, port = address.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))

    writer.write(f"CONNECT 127.0.0.1:{shop.port} HTTP/1.1\r\n\r\n".encode())
    assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200")
    writer.write(b"GET /item/4 HTTP/1.1\r\nHost: x\r\n\r\n")

    assert b"200 OK" in await reader.readuntil(b"\r\n\r\n")
    writer.close()


@pytest.mark.parametrize(
    "request_line",
    [
        "GET http://169.254.169.254/latest HTTP/1.1",
        "CONNECT 127.0.0.1:1 HTTP/1.1",
        "CONNECT [::1]:443 HTTP/1.1",
        "CONNECT localhost:443 HTTP/1.1",
        "GET http://10.0.0.1/ HTTP/1.1",
    ],
)
async def test_addresses_that_were_not_named_are_refused(proxy: GuardProxy, request_line: str) -> None:
    answer = await ask(await proxy.start(), f"{request_line}\r\n\r\n".encode())

    assert answer.startswith(b"HTTP/1.1 403")
    assert proxy.refused == 1


@pytest.mark.parametrize("request_line", ["GET / HTTP/1.1", "GET ftp://x/ HTTP/1.1", "NONSENSE", "CONNECT x:99999 HTTP/1.1"])
async def test_nonsense_is_answered(proxy: GuardProxy, request_line: str) -> None:
    assert (await ask(await proxy.start(), f"{request_line}\r\n\r\n".encode())).startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize("url", ["gopher://x:1", "nothing", "socks5://", "http://x:99999"])
def test_a_proxy_that_is_none_is_named(url: str) -> None:
    with pytest.raises(InvalidInput, match="not a proxy"):
        Upstream.of(url)


class Socks:
    """A SOCKS5 server that leads every name to the shop, and keeps what it was asked for."""

    def __init__(self, port: int, password: str = "") -> None:
        self.port, self.password = port, password
        self.asked: list[str] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, count = await reader.readexactly(2)
        await reader.readexactly(count)
        writer.write(b"\x05\x02" if self.password else b"\x05\x00")
        if self.password:
            _, length = await reader.readexactly(2)
            await reader.readexactly(length)
            given = await reader.readexactly((await reader.readexactly(1))[0])
            writer.write(b"\x01\x00" if given.decode() == self.password else b"\x01\x01")
        head = await reader.readexactly(5)
        self.asked.append((await reader.readexactly(head[4])).decode())
        await reader.readexactly(2)
        writer.write(b"\x05\x00\x00\x01" + bytes(6))
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.port)
        request = await reader.readuntil(b"\r\n\r\n")
        far_writer.write(request)
        head_back = await far_reader.readuntil(b"\r\n\r\n")
        length = int(head_back.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        writer.write(head_back + await far_reader.readexactly(length))
        await writer.drain()
        writer.close()
        far_writer.close()


@pytest.mark.parametrize("password", ["", "s3cret"])
async def test_a_socks_proxy_is_gone_through_and_resolves_the_name_itself(shop: Served, password: str) -> None:
    socks = Socks(shop.port, password)
    server = await asyncio.start_server(socks.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    guard, proxies = AddressGuard(), Proxies()
    client = GuardedClient(load_settings(environ={})[0], guard)
    login = f"user:{password}@" if password else ""

    address = await proxies.address(f"socks5://{login}127.0.0.1:{port}", guard=guard)
    fetched = await client.get("http://far.example/item/5", proxy=address)

    assert b"Carved figure 5" in fetched.body
    assert socks.asked == ["far.example"]
    await client.close()
    await proxies.close()
    server.close()


async def test_photos_go_through_a_socks_proxy_too(shop: Served) -> None:
    socks = Socks(shop.port)
    server = await asyncio.start_server(socks.serve, "127.0.0.1", 0)
    settings = load_settings(environ={}, proxy=f"socks5://127.0.0.1:{server.sockets[0].getsockname()[1]}")[0]

    async with Fetcher(settings) as fetcher:
        fetched = await fetcher.get("http://far.example/photo/1")

    assert fetched.status == 200
    assert socks.asked == ["far.example"]
    server.close()


async def test_when_the_proxy_is_gone_nothing_goes_around_it(shop: Served) -> None:
    settings = load_settings(environ={}, proxy="socks5://127.0.0.1:9", allow_private=(f"127.0.0.1:{shop.port}",))[0]
    before = shop.get("/__log")

    async with Fetcher(settings) as fetcher:
        with contextlib.suppress(FetchFailed):
            fetched = await fetcher.get(shop.url + "/photo/2")
            assert fetched.status == 502

    assert "/photo/2" not in shop.get("/__log")
    assert before
