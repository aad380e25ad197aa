"""Titles: a heading or what `<title>` says without the site's name, whole where a dash is the thing's own."""

from __future__ import annotations

import pytest

from crawlers.reading.document import Document
from crawlers.reading.page import Page
from crawlers.reading.titles import main_title, site_names

LOGO = "<a href='/'><img src='/logo.png' alt='Harbour Board'></a>"


def document(body: str, head: str = "") -> Document:
    page = f"<!doctype html><html lang=en><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"
    return Document(Page("https://site.example/ad/5120", page.encode()), page)


def title(body: str, head: str = "") -> str:
    return main_title(document(body, head)).text


def test_a_condition_behind_a_dash_is_part_of_the_title() -> None:
    body = "<h2><span><span>Sea chest - barn find</span> - <span>$45</span> <small>(Hull)</small></span></h2>"
    body += "<p>© 2026 quicklist</p>"

    assert title(body, "<title>Sea chest - barn find - quicklist</title>") == "Sea chest - barn find"


@pytest.mark.parametrize(
    "end", ["Harbour Board", "Harbour Board | Home", "Antiques | Harbour Board", "For sale :: Harbour Board"]
)
def test_what_only_the_end_of_the_title_says_is_the_sites(end: str) -> None:
    body = f"{LOGO}<div><b>Sea chest - barn find</b></div><p>It has stood in an attic.</p>"

    assert title(body, f"<title>Sea chest - barn find | {end}</title>") == "Sea chest - barn find"


def test_a_site_that_names_itself_before_the_title_is_left_out() -> None:
    body = f"{LOGO}<div>It has stood in an attic for years.</div>"

    assert title(body, "<title>Harbour Board - Sea chest - barn find</title>") == "Sea chest - barn find"


def test_what_machines_are_told_without_the_sites_name_stays_whole() -> None:
    head = "<meta property='og:title' content='Sea chest - barn find'><title>Sea chest - barn find - Harbour</title>"

    assert title("<p>It has stood in an attic for years.</p>", head) == "Sea chest - barn find"


def test_where_nothing_names_the_site_the_last_part_is_its_name() -> None:
    assert (
        title("<p>It has stood in an attic.</p>", "<title>Sea chest - barn find - Harbour</title>") == "Sea chest - barn find"
    )


def test_a_price_in_the_heading_is_not_part_of_the_title() -> None:
    body = f"{LOGO}<h1>Sea chest, oak <span>1 200 €</span></h1>"

    assert title(body, "<title>Sea chest, oak - Harbour Board</title>") == "Sea chest, oak"


def test_a_price_that_the_title_itself_says_stays() -> None:
    assert title("<h1>Gift card $50</h1>", "<title>Gift card $50 - Harbour</title>") == "Gift card $50"


def test_a_footer_that_repeats_the_end_of_the_title_is_no_title() -> None:
    body = f"{LOGO}<div><font>限量 音箱</font></div><div>Powered by EShop</div>"

    assert title(body, "<title>限量 音箱 - Harbour Board - Powered by EShop</title>") == "限量 音箱"


def test_a_site_is_named_by_its_metas_its_logo_and_its_copyright() -> None:
    head = "<meta property='og:site_name' content='HB'>"
    body = f"{LOGO}<a href='/ads?page=2'>More ads</a><p>© 2019-2026 Harbour Ltd. All rights reserved</p>"

    assert site_names(document(body, head)) == {"hb", "harbourboard", "harbourltd"}


def test_a_long_title_in_an_element_of_its_own_is_no_label() -> None:
    name = "Heating oil, licensed supplier, 1000 litres with invoice (moving out)"
    head = f"<title>{name} - Portland | Harbour Board</title>"

    assert title(f"{LOGO}<h1><span>{name}</span></h1>", head) == name
    assert title(f"{LOGO}<h1><span>For sale</span> {name}</h1>", head) == name
