"""The guarded client and the fetcher, on shops of loopback."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.serving import Served, served
from tidewaiter.config import Settings, load_settings
from web.client import FetchFailed, GuardedClient
from web.fetch import Fetcher
from web.guard import AddressGuard


@pytest.fixture(scope="module")
def hostile() -> Iterator[Served]:
    with served("tests.web.hostile_shop") as shop:
        yield shop


def settings_for(shop: Served | None = None, **overrides: Any) -> Settings:
    allowed = () if shop is None else (f"127.0.0.1:{shop.port}",)
    return load_settings(environ={}, delay=0.0, download_timeout=3.0, allow_private=allowed, **overrides)[0]


async def reason_for(url: str, settings: Settings) -> str:
    async with Fetcher(settings) as fetcher:
        with pytest.raises(FetchFailed) as failed:
            await fetcher.get(url)
    return failed.value.reason


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/drip", "timeout"),
        ("/slow-headers", "timeout"),
        ("/cut-empty", "cut_off"),
        ("/gzip-bomb", "too_large"),
        ("/br-bomb", "too_large"),
        ("/zstd-bomb", "too_large"),
        ("/gzip-twice", "too_large"),
        ("/huge", "too_large"),
        ("/huge-chunked", "too_large"),
        ("/lying-long", "too_large"),
        ("/headers", "headers"),
        ("/header-long", "headers"),
        ("/negative-length", "headers"),
        ("/garbage", "headers"),
        ("/lying-short", "headers"),
        ("/loop/a", "redirects"),
        ("/self-loop", "redirects"),
        ("/to-metadata", "address"),
        ("/to-other", "address"),
        ("/to-name", "address"),
        ("/to-file", "address"),
    ],
)
async def test_traps_fail_with_their_reason(hostile: Served, path: str, reason: str) -> None:
    assert await reason_for(hostile.url + path, settings_for(hostile)) == reason


async def test_a_redirect_never_reaches_an_address_that_was_not_named(hostile: Served) -> None:
    await reason_for(hostile.url + "/to-other", settings_for(hostile))

    assert hostile.get("/__other") == 0


async def test_what_arrived_of_a_broken_page_is_kept(hostile: Served) -> None:
    async with Fetcher(settings_for(hostile)) as fetcher:
        fetched = await fetcher.get(hostile.url + "/cut")

    assert fetched.partial
    assert b"Only the begin" in fetched.body


async def test_a_loopback_address_that_was_not_named_is_refused(hostile: Served) -> None:
    assert await reason_for(hostile.url + "/", settings_for()) == "address"


async def test_a_host_that_is_down_and_a_name_that_is_none(hostile: Served) -> None:
    settings = (
        settings_for(allow_private=("127.0.0.1:9",))
        if False
        else load_settings(environ={}, delay=0.0, allow_private=("127.0.0.1:9",))[0]
    )

    assert await reason_for("http://127.0.0.1:9/", settings) == "refused"
    assert await reason_for("http://nothing.invalid/", settings) == "dns"


async def test_a_name_that_resolves_to_loopback_is_refused(hostile: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    loop = asyncio.get_running_loop()

    async def lies(host: str, port: int, **_: Any) -> list[Any]:
        return [(2, 1, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(loop, "getaddrinfo", lies)

    assert await reason_for(f"http://shop.example:{hostile.port}/", settings_for(hostile)) == "address"


async def test_a_connection_is_checked_again_where_it_is_made(hostile: Served) -> None:
    """Even where the resolver's answer was believed, the socket is not opened."""
    guard = AddressGuard()
    client = GuardedClient(settings_for(), guard)
    guard.check_url = lambda url: None  # type: ignore[method-assign]  # as if the first check had failed to see it

    with pytest.raises(FetchFailed) as failed:
        await client.get(hostile.url + "/")

    await client.close()
    assert failed.value.reason == "address"


async def test_a_host_that_asks_for_patience_gets_it(hostile: Served) -> None:
    async with Fetcher(settings_for(hostile)) as fetcher:
        statuses = [(await fetcher.get(hostile.url + "/limited")).status for _ in range(3)]

    assert statuses == [429, 429, 200]


async def test_no_more_requests_to_a_host_at_once_than_allowed() -> None:
    with served("tests.web.plain_shop", "10", "500", "0.05") as shop:
        settings = settings_for(shop, concurrency_per_host=2)
        async with Fetcher(settings) as fetcher:
            begun = asyncio.get_running_loop().time()
            await asyncio.gather(*(fetcher.get(f"{shop.url}/photo/{number}") for number in range(10)))

        assert asyncio.get_running_loop().time() - begun >= 5 * 0.05


async def test_many_photos_are_fetched_fast() -> None:
    with served("tests.web.plain_shop") as shop:
        async with Fetcher(settings_for(shop)) as fetcher:
            begun = asyncio.get_running_loop().time()
            fetched = await asyncio.gather(*(fetcher.get(f"{shop.url}/photo/{number}") for number in range(400)))
            rate = 400 / (asyncio.get_running_loop().time() - begun)

    assert {one.status for one in fetched} == {200}
    assert rate >= 100  # 200 is asked of an idle machine; benchmarks measure it
