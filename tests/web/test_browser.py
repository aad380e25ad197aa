"""The browser pool, with a real Chromium, on a shop that only JavaScript renders."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from crawlers.crawl import Start, crawl
from crawlers.report import report_of
from tests.crawlers.crawling import listings_in, quick
from tests.web.script_shop import ALL, PHONE
from tests.web.serving import Served, served
from tidewaiter.config import Settings, load_settings
from tidewaiter.errors import MissingPart
from web.browser import BrowserPool, find_browser, need_browser
from web.client import FetchFailed
from web.guard import AddressGuard

needs_browser = pytest.mark.skipif(
    find_browser(load_settings(environ={})[0]) is None, reason="no Chromium on this machine; `apt-get install chromium`"
)
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def shop() -> Iterator[Served]:
    with served("tests.web.script_shop") as server:
        yield server


def settings_for(**overrides: Any) -> Settings:
    return load_settings(environ={}, **({"browser_timeout": 20.0} | overrides))[0]


@pytest.fixture
async def pool(shop: Served) -> AsyncIterator[BrowserPool]:
    made = BrowserPool(settings_for(), AddressGuard([f"127.0.0.1:{shop.port}"]))
    yield made
    await made.close()


@needs_browser
async def test_a_list_is_scrolled_to_its_end(shop: Served, pool: BrowserPool) -> None:
    fetched = await pool.render(shop.url + "/")

    assert [f"/item/{number}".encode() in fetched.body for number in range(ALL)] == [True] * ALL


@needs_browser
async def test_the_json_that_scripts_fetch_is_kept(shop: Served, pool: BrowserPool) -> None:
    fetched = await pool.render(shop.url + "/")

    found = [json.loads(body)["items"][0]["id"] for url, body in fetched.responses if "/api/items" in url]
    assert found == [0, 12, 24, 36]


@needs_browser
async def test_consent_is_refused_where_it_can_be(shop: Served, pool: BrowserPool) -> None:
    before = shop.get("/__log")

    await pool.render(shop.url + "/")

    after = shop.get("/__log")
    assert after.get("/api/consent/refused", 0) == before.get("/api/consent/refused", 0) + 1
    assert "/api/consent/accepted" not in after


@needs_browser
async def test_a_contact_behind_a_button_is_shown(shop: Served, pool: BrowserPool) -> None:
    fetched = await pool.render(shop.url + "/item/7")

    assert PHONE.encode() in fetched.body
    assert fetched.revealed == (PHONE,)
    assert fetched.status == 200


@needs_browser
async def test_no_form_is_sent_and_no_link_followed(shop: Served, pool: BrowserPool) -> None:
    fetched = await pool.render(shop.url + "/item/8")

    assert fetched.url == shop.url + "/item/8"
    assert {"/order", "/order?", "/away"} & set(shop.get("/__log")) == set()


@needs_browser
async def test_load_more_is_pressed_until_it_is_gone(shop: Served, pool: BrowserPool) -> None:
    fetched = await pool.render(shop.url + "/button")

    assert b"row 19" in fetched.body


@needs_browser
@pytest.mark.parametrize("path", ["/alerts", "/popups", "/inside", "/forever"])
async def test_what_would_hold_up_a_browser_does_not(shop: Served, pool: BrowserPool, path: str) -> None:
    fetched = await pool.render(shop.url + path)

    assert b"here" in fetched.body or b"after" in fetched.body
    assert "/popped" not in shop.get("/__log")


@needs_browser
async def test_addresses_inside_are_never_reached(shop: Served, pool: BrowserPool) -> None:
    await pool.render(shop.url + "/inside")

    assert pool.refused >= 1


@needs_browser
async def test_a_page_that_leads_inside_gives_nothing_of_it(shop: Served, pool: BrowserPool) -> None:
    try:
        fetched = await pool.render(shop.url + "/leave")
    except FetchFailed:
        return
    assert b"meta-data" not in fetched.body


@needs_browser
@pytest.mark.parametrize("path", ["/eater", "/busy", "/download"])
async def test_a_page_that_can_not_be_shown_fails_and_the_next_one_is_shown(shop: Served, path: str) -> None:
    pool = BrowserPool(settings_for(browser_timeout=4.0), AddressGuard([f"127.0.0.1:{shop.port}"]))

    with pytest.raises(FetchFailed):
        await pool.render(shop.url + path)
    fetched = await pool.render(shop.url + "/item/3")

    await pool.close()
    assert b"Carved figure 3" in fetched.body


@needs_browser
async def test_an_address_that_was_not_named_is_refused_before_the_browser_starts(pool: BrowserPool) -> None:
    with pytest.raises(FetchFailed) as failed:
        await pool.render("http://127.0.0.1:1/")

    assert failed.value.reason == "address"


@needs_browser
def test_a_site_that_needs_javascript_is_found_out_and_collected(shop: Served, tmp_path: Path) -> None:
    settings = quick(tmp_path, browser_timeout=20.0)

    counts = crawl(settings, [Start(shop.url + "/")], folder=tmp_path / "run", pipelines={}, out=tmp_path / "out.jsonl")

    listings = listings_in(tmp_path / "out.jsonl")
    assert len({listing["url"] for listing in listings}) == ALL
    assert [listing["url"] for listing in listings if PHONE not in listing.get("text", "")] == []
    report = report_of(counts)
    assert report.pages == report.rendered + 1  # the start once without the browser, to find out
    assert report.rendered <= ALL + 3


def test_without_a_browser_the_run_goes_on(shop: Served, tmp_path: Path) -> None:
    settings = quick(tmp_path, browser=str(tmp_path / "none"))

    counts = crawl(settings, [Start(shop.url + "/")], folder=tmp_path / "run", pipelines={})

    assert report_of(counts).outcome == "finished"
    assert counts["tidewaiter/skipped/no_browser"] == 1


def test_a_missing_browser_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(MissingPart) as missing:
        need_browser(settings_for(browser=str(tmp_path / "none")))

    assert "apt-get install chromium" in missing.value.do
