"""Source files: what a person may write, what it does, and what is said of mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawlers.reading.page import Page
from crawlers.reading.reader import read_page
from crawlers.source import ListingRules, Source, bundled_sources, load_sources, source_for
from tidewaiter.errors import InvalidInput
from tidewaiter.yamlfiles import read_yaml


def test_all_families_that_come_with_the_product_are_valid() -> None:
    families = {source.kind for source in bundled_sources().values()}

    assert families >= {
        "shopify",
        "woocommerce",
        "magento",
        "opencart",
        "discuz",
        "phpbb",
        "xenforo",
        "discourse",
        "nodebb",
        "wordpress",
    }
    assert families >= {"telegram", "mastodon", "bluesky", "reddit", "vk", "weibo", "twitter"}


def test_a_users_source_wins_over_the_bundled_one(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "telegram.yml").write_text("name: telegram\ndomains: [t.me]\nrate: 0.5\n")

    assert load_sources(tmp_path)["telegram"].rate == 0.5


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("name: 'a b'\n", "is no name"),
        ("name: a\nlisting: {url: '['}\n", "is no regular expression"),
        ("name: a\nlisting: {fields: {colour: x}}\n", "no such field 'colour'"),
        ("name: a\ncolour: red\n", "no such field"),
        ("name: a\ncountry: Vietnam\n", "two capital letters"),
    ],
)
def test_a_mistake_is_named_with_file_and_field(tmp_path: Path, written: str, said: str) -> None:
    path = tmp_path / "a.yml"
    path.write_text(written)

    with pytest.raises(InvalidInput, match=said):
        read_yaml(path, Source)


def test_the_most_specific_domain_wins() -> None:
    wide, narrow = Source(name="wide", domains=["example.com"]), Source(name="narrow", domains=["shop.example.com"])

    assert source_for("https://a.shop.example.com/x", {"wide": wide, "narrow": narrow}) is narrow
    assert source_for("https://notexample.com/", {"wide": wide}) is None
    assert source_for("http://[::1", {"wide": wide}) is None


def test_rules_give_the_fields_of_rows() -> None:
    source = Source(
        name="board",
        country="CN",
        timezone="Asia/Shanghai",
        currency="CNY",
        listing=ListingRules(
            items="li.ad",
            key="::attr(data-id)",
            fields={
                "title": "h3",
                "price": ".p =~ (\\d+)",
                "seller": "=house",
                "photos": "img::attr(data-big)",
                "posted": ["time", ".when"],
                "text": ".t",
            },
        ),
    )
    body = (
        '<ul><li class="ad" data-id="7"><h3>Chair</h3><i class="p">only 70 now</i><div class="t">Old.</div>'
        '<span class="when">2026-11-10 09:32</span><img data-big="/7.jpg"></li></ul>'
    )

    listing = read_page(Page("https://board.example/", body.encode()), source=source).listings[0]

    assert (listing.title, listing.text, listing.item, listing.source, listing.country) == ("Chair", "Old.", "7", "board", "CN")
    assert listing.price is not None
    assert (listing.price.amount, listing.price.currency) == (70.0, "CNY")
    assert listing.posted == "2026-11-10T01:32:00Z"
    assert [photo.url for photo in listing.photos] == ["https://board.example/7.jpg"]


def test_json_of_the_pages_own_scripts_is_read_by_its_rules() -> None:
    source = Source(
        name="spa",
        responses={
            "/api/list": ListingRules(items="json: data", key="json: id", fields={"title": "json: t", "price": "json: p"})
        },
    )
    page = Page(
        "https://spa.example/",
        b"<div id=app></div>",
        rendered=True,
        responses=(("https://spa.example/api/list", b'{"data":[{"id":5,"t":"Lamp","p":9}]}'),),
    )

    listing = read_page(page, source=source).listings[0]

    assert (listing.title, listing.item, listing.price and listing.price.amount) == ("Lamp", "5", 9.0)


def test_a_selector_that_is_none_gives_nothing() -> None:
    source = Source(name="bad", only=True, listing=ListingRules(items=">>>", fields={"title": "h1"}))

    assert read_page(Page("https://bad.example/", b"<h1>x</h1>"), source=source).listings == []
