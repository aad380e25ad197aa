"""A source whose rules alone are believed: what they give, and that nothing else of the page is looked at."""

from __future__ import annotations

import pytest

from crawlers.reading import document
from crawlers.reading.page import Page
from crawlers.reading.reader import Reading, read_page
from crawlers.source import Source

SITE = "https://shop.example"
ITEM = b"""<title>Carved figure</title><link rel=canonical href=/item/7><h1>Carved figure</h1><p class=price>$13.50</p>
<a href=/item/8>Another</a><a href=/contact>Contact</a>"""
CARDS = "".join(f'<li><a href="/item/{number}">Carved figure {number}</a> <b>$1{number}.50</b></li>' for number in range(9))


def read(path: str, body: bytes, **pages: str) -> Reading:
    fields = {"title": "h1", "price": "p.price", "seller": "=Shop"}
    rules = {"name": "shop", "only": True, "listing": {"url": "/item/", "fields": fields}, "pages": pages}
    return read_page(Page(SITE + path, body), source=Source.model_validate(rules))


def kinds(reading: Reading) -> dict[str, str]:
    return {link.url.removeprefix(SITE): link.kind for link in reading.links}


@pytest.fixture
def no_heuristics(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every heuristic needs the outline of the page."""

    def refuse(*_: object) -> None:
        raise AssertionError("the page was walked")

    monkeypatch.setattr(document, "Outline", refuse)


@pytest.mark.usefixtures("no_heuristics")
def test_a_listing_is_read_by_its_rules_and_nothing_else() -> None:
    reading = read("/item/7?ref=list", ITEM)

    (listing,) = reading.listings
    assert (listing.title, listing.price and listing.price.amount, listing.url) == ("Carved figure", 13.5, f"{SITE}/item/7")
    assert listing.seller is not None
    assert kinds(reading) == {"/item/8": "listing"}


@pytest.mark.usefixtures("no_heuristics")
def test_links_of_a_list_that_names_its_next_page_are_not_judged() -> None:
    reading = read("/", f'<ul>{CARDS}</ul><a href="/?page=2" rel="nofollow next">More</a><a href=/shoes>Shoes</a>'.encode())

    assert reading.kind == "index"
    assert kinds(reading) == {f"/item/{number}": "listing" for number in range(9)} | {"/?page=2": "next"}


@pytest.mark.usefixtures("no_heuristics")
def test_links_are_those_that_the_rules_for_lists_name() -> None:
    body = f"<ul>{CARDS}</ul><a class=more href=/?from=10>More</a><a href=/list/shoes>Shoes</a><a href=/item/1?old>Old</a>"

    reading = read("/", body.encode(), index="/list/", next="a.more::attr(href)", ignore="old")

    assert {path: kind for path, kind in kinds(reading).items() if kind != "listing"} == {
        "/list/shoes": "index",
        "/?from=10": "next",
    }
    assert "/item/1?old=" not in kinds(reading)


def test_links_are_judged_where_neither_rules_nor_the_page_say_how_a_list_goes_on() -> None:
    reading = read("/", f'<ul>{CARDS}</ul><div class=pager><b>1</b> <a href="/?page=2">2</a></div>'.encode())

    assert kinds(reading)["/?page=2"] == "next"


def test_a_wall_is_seen_where_no_link_of_the_source_stands_on_the_page() -> None:
    reading = read("/", b"<title>Log in</title><form>Please log in to continue <input type=password></form>", index="/list/")

    assert reading.wall == "login"
