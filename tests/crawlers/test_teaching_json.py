"""Rules learned from a page's JSON, from rows, and from links to the next page; then applied as a crawl applies them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawlers.reading.page import Page
from crawlers.reading.reader import read_page
from crawlers.source import Source, load_sources
from crawlers.teaching import learn, learn_next, learn_rows
from tests.crawlers.teaching_shop import item, page_of, shop
from tidewaiter.cli.main import main
from tidewaiter.errors import InvalidInput

SITE = "https://market.example"


def page(path: str) -> Page:
    kind, text = page_of(path)
    return Page(SITE + path, text.encode(), {"content-type": kind})


@pytest.fixture(scope="module")
def market() -> Iterator[str]:
    with shop() as address:
        yield address


STATE = {"title": "Carved tusk", "price": "2.500.001 đ", "sku": "HB-001", "seller": "seller1", "photos": "/p/1.jpg"}


def test_fields_are_found_in_the_state_of_a_page_that_shows_nothing() -> None:
    found = {one.field: one for one in learn(page("/state/1"), STATE, [page("/state/0"), page("/state/3")])}

    assert {name: one.rule for name, one in found.items()} == {
        "title": "data: props.pageProps.detail.goodsName", "price": "data: props.pageProps.detail.amountNow",
        "sku": "data: props.pageProps.detail.code", "seller": "data: props.pageProps.detail.owner.nick",
        "photos": "data: props.pageProps.detail.pics[0].big",
    }  # fmt: skip
    assert found["title"].gave == ("Old netsuke", "Bone comb")
    assert found["price"].gave == ("2500000", "2500003")


def test_what_is_learned_is_what_a_crawl_reads() -> None:
    found = learn(page("/state/1"), STATE, [page("/state/0")])
    source = Source.model_validate(
        {"name": "m", "domains": ["market.example"], "currency": "VND", "listing": {"fields": {f.field: f.rule for f in found}}}
    )

    listing = read_page(page("/state/2"), source=source).listings[0]

    assert (listing.title, listing.sku) == ("Ivory seal", "HB-002")
    assert listing.price is not None
    assert listing.price.amount == 2_500_002
    assert [photo.url for photo in listing.photos] == [SITE + "/p/2.jpg"]


def test_an_object_of_json_ld_is_told_by_its_type_wherever_it_stands() -> None:
    examples = {"title": "Carved tusk", "price": "$91", "sku": "HB-001"}

    found = {one.field: one for one in learn(page("/linked/1"), examples, [page("/linked/0"), page("/linked/2")])}

    assert found["sku"].rule == """data: "@graph"[?"@type"=='Product'] | [0].sku"""
    assert found["title"].gave == ("Old netsuke", "Ivory seal")
    assert found["price"].gave == ("90", "92")
    assert found["sku"].gave == ("HB-000", "HB-002")


def test_a_rule_is_found_in_json_that_the_pages_scripts_fetched() -> None:
    def rendered(number: int) -> Page:
        body = json.dumps({"result": item(number)}).encode()
        return Page(f"{SITE}/i/{number}", b"<html><body><div id=app></div></body></html>", {}, rendered=True,
                    responses=((f"{SITE}/api/{number}", body),))  # fmt: skip

    found = learn(rendered(1), {"title": "Carved tusk"}, [rendered(2)])

    assert [(one.rule, one.gave) for one in found] == [("data: result.goodsName", ("Ivory seal",))]


def test_the_sites_own_name_is_no_title() -> None:
    """The reader may name every page alike; a rule that gives the same on all pages loses to one that does not."""
    pages = [
        Page(f"{SITE}/i/{number}", f"<html><body><h1>Old comb</h1><p class=name>{name}</p></body></html>".encode())
        for number, name in enumerate(["Old comb", "Ivory seal"])
    ]

    assert learn(pages[0], {"title": "Old comb"}, pages[1:])[0].rule == "p.name"


def test_rows_of_a_page_are_found_with_what_tells_them_apart() -> None:
    found = learn_rows(page("/rows/0"), {"title": "Carved tusk 1", "price": "$ 11", "seller": "seller1"})

    assert (found.items, found.key, found.count) == ("div.ad-row", "::attr(id)", 4)
    assert {one.field: one.rule for one in found.fields} == {
        "title": "b.ad-name",
        "price": "span.ad-cost",
        "seller": "i.ad-who",
    }
    assert found.fields[1].gave == ("$ 10", "$ 11", "$ 12", "$ 13")


def test_rows_that_nothing_names_are_told_by_what_is_around_them() -> None:
    menu = "".join(f"<li><a href='/{word}'>{word}</a></li>" for word in ("home", "help", "about", "terms"))
    rows = "".join(f"<li><a href='/i/{n}'>Bone comb no. {n}</a><em>$ {20 + n}</em></li>" for n in range(9))
    body = f"<html><body><ul>{menu}</ul><div class=found><p>9 ads</p><ul>{rows}</ul></div></body></html>"

    found = learn_rows(Page(SITE + "/list", body.encode()), {"title": "Bone comb no. 5", "url": SITE + "/i/5", "price": "$ 25"})

    assert (found.items, found.key, found.count) == ("div.found li", None, 9)
    assert found.fields[1].gave == tuple(f"/i/{number}" for number in range(9))


def test_rows_of_an_api_are_found() -> None:
    found = learn_rows(page("/api"), {"title": "Carved tusk", "price": "2500001", "seller": "seller1"})

    assert (found.items, found.key, found.count) == ("json: data.rows", "json: id", 4)
    assert [one.rule for one in found.fields] == ["json: goodsName", "json: amountNow", "json: owner.nick"]


def test_examples_of_two_rows_are_refused() -> None:
    with pytest.raises(InvalidInput, match="no row of several holds all these"):
        learn_rows(page("/rows/0"), {"title": "Carved tusk 1", "price": "$ 12"})


def test_an_example_that_no_row_holds_is_named() -> None:
    with pytest.raises(InvalidInput, match="nothing on the page says that"):
        learn_rows(page("/rows/0"), {"title": "Not there"})


def test_the_next_page_is_not_the_one_before() -> None:
    """On the second page the first link of that class leads back."""
    assert learn_next(page("/rows/0"), SITE + "/rows/4", page("/rows/4")) == 'a[rel="next"]::attr(href)'


def test_the_next_page_of_an_api_is_found() -> None:
    assert learn_next(page("/api"), SITE + "/api?after=4", None) == "json: paging.next"


def test_learning_from_the_state_says_what_each_rule_gave(
    market: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--example", "title=Carved tusk", "price=2.500.001 đ", "--name", "m", "--json"]

    assert main(["--home", str(tmp_path), "sources", "learn", f"{market}/state/1", *given]) == 0

    told = {one["field"]: one for one in map(json.loads, capsys.readouterr().out.splitlines())}
    assert told["title"]["gave"] == {
        f"{market}/state/0": "Old netsuke", f"{market}/state/2": "Ivory seal", f"{market}/state/3": "Bone comb",
    }  # fmt: skip
    assert main(["--home", str(tmp_path), "sources", "test", "m", f"{market}/state/3", "--json"]) == 0
    tried = {one["field"]: one for one in map(json.loads, capsys.readouterr().out.splitlines())}
    assert tried["title"]["gave"] == ["Bone comb"]


def test_a_list_is_learned_with_rows_and_next_page(market: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["--items", "--example", "title=Carved tusk 1", "price=$ 11", "--name", "ads"]

    assert main(["--home", str(tmp_path), "sources", "learn", f"{market}/rows/0", *given]) == 0

    out = capsys.readouterr().out
    assert "4 rows, 4 on the next page" in out
    assert "row 1: Old netsuke 0" in out
    source = load_sources(tmp_path)["ads"]
    assert (source.listing.items, source.listing.key, source.start) == ("div.ad-row", "::attr(id)", [f"{market}/rows/0"])
    assert source.pages.next == 'a[rel="next"]::attr(href)'
    kind, text = page_of("/rows/4")
    reading = read_page(Page(f"{market}/rows/4", text.encode(), {"content-type": kind}), source=source)
    assert [listing.title for listing in reading.listings] == ["Old netsuke 4", "Carved tusk 5", "Ivory seal 6", "Bone comb 7"]
    assert [link.url for link in reading.links if link.kind == "next"] == [f"{market}/rows/8"]
