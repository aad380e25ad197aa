from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from demo.world.building import build_sites
from demo.world.generating import make_world
from demo.world.serving import Serving
from demo.world.sites.script_shop import PAGE_SIZE
from tests.demo.conftest import NOW, SEED
from tidewaiter.config import load_settings
from web.browser import find_browser

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def shop() -> Iterator[str]:
    site = [site for site in build_sites(make_world(SEED), now=NOW) if site.needs_script]
    with Serving(site) as serving:
        yield serving.addresses["script-shop"]


@pytest.fixture
def page() -> Iterator[Page]:
    chromium = find_browser(load_settings(environ=os.environ)[0])
    if chromium is None:
        pytest.skip("no Chromium on this machine; `tidewaiter doctor` says how to get one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser.new_page(viewport={"width": 800, "height": 500})
        browser.close()


def test_scrolling_loads_more_until_there_is_no_more(shop: str, page: Page) -> None:
    page.goto(shop)
    page.wait_for_selector(".card")
    first = page.locator(".card").count()

    while page.get_by_text("没有更多了").count() == 0:
        before = page.locator(".card").count()
        page.mouse.wheel(0, 5000)
        page.wait_for_function(
            f"document.querySelectorAll('.card').length > {before} || document.body.innerText.includes('没有更多了')"
        )

    assert PAGE_SIZE <= first < 40
    assert page.locator(".card a").evaluate_all("links => new Set(links.map(link => link.href)).size") == 40


def test_the_phone_number_comes_when_its_button_is_pressed(shop: str, page: Page) -> None:
    page.goto(shop)
    page.locator(".card a").first.click()
    page.wait_for_selector("h1.title")
    assert "电话：1" not in page.locator("body").inner_text()

    page.get_by_role("button", name="显示电话").click()

    page.wait_for_selector("span.phone")
    assert "电话：1" in page.locator("span.phone").inner_text()


def test_an_item_that_is_gone_says_so(shop: str, page: Page) -> None:
    page.goto(shop + "item/1")

    page.wait_for_selector("p")

    assert "商品已下架" in page.locator("p").inner_text()
