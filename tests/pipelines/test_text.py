from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from pipelines.counts import Counts
from pipelines.text import ReadText, fields_of, filled
from tidewaiter.model import Handle, Identifier, Listing, Photo, Place, Price


class Reader:
    """Answers by what a text holds, and remembers the fields that it was given."""

    def __init__(self, **by_word: dict[str, Any]) -> None:
        self.by_word, self.asked = by_word, []  # type: ignore[var-annotated] # list of fields

    def read(self, fields: Mapping[str, str], **known: str | None) -> Any:
        self.asked.append(dict(fields))
        if "explode" in fields.get("text", ""):
            raise RuntimeError("a reader's mistake")
        found: dict[str, Any] = {"language": "zh", "handles": [], "identifiers": [], "prices": [], "places": [], "words": []}
        for word, reading in self.by_word.items():
            if any(word in text for text in fields.values()):
                found |= reading
        return SimpleNamespace(**found)


def read(listing: Listing, counts: Counts | None = None, **by_word: dict[str, Any]) -> Listing:
    ReadText(Reader(**by_word), counts or Counts()).read(listing)  # type: ignore[arg-type] # stands in for a TextReader
    return listing


def test_title_text_and_what_stands_in_photos_are_read() -> None:
    listing = Listing(title="t", text="x", photos=[Photo(sha256="a", text="微信 abc"), Photo(sha256="b")])

    assert fields_of(listing) == {"title": "t", "text": "x", "photo:a": "微信 abc"}


def test_what_is_known_before_stays_beside_what_is_read() -> None:
    listing = Listing(text="加我", language="en", handles=[Handle("phone", "+8613812345678")])

    read(
        listing,
        加我={"handles": [Handle("wechat", "abc"), Handle("phone", "+8613812345678")], "identifiers": [Identifier("imo", "1")]},
    )
    read(listing, 加我={"handles": [Handle("wechat", "abc")], "identifiers": [Identifier("imo", "1", "IMO 1")]})

    assert [(handle.kind, handle.value) for handle in listing.handles] == [("phone", "+8613812345678"), ("wechat", "abc")]
    assert [identifier.value for identifier in listing.identifiers] == ["1"]
    assert listing.language == "en"


def test_the_pages_price_wins_and_the_text_fills_gaps() -> None:
    page = Price(100.0, "CNY")

    assert filled(page, Price(100.0, "CNY", unit="g", raw="100元/克")) == Price(100.0, "CNY", unit="g", raw="100元/克")
    assert filled(page, Price(80.0, "CNY", unit="g")) == page
    assert filled(Price(100.0), Price(100.0, "USD")) == Price(100.0, "USD")
    assert filled(page, Price(100.0, "USD", unit="g")) == page


def test_a_text_price_stands_where_the_page_gives_none() -> None:
    assert read(Listing(text="三千"), 三千={"prices": [Price(3000.0, "CNY")]}).price == Price(3000.0, "CNY")


def test_a_price_that_the_page_gives_as_text_is_read() -> None:
    listing = read(Listing(text="x", price=Price(raw="三千")), 三千={"prices": [Price(3000.0, "CNY", raw="三千")]})

    assert listing.price == Price(3000.0, "CNY", raw="三千")


def test_the_listings_place_gets_its_degrees_and_a_route_stays_in_order() -> None:
    dongxing, guangzhou = Place("东兴", "CN", 21.5, 107.9), Place("广州", "CN", 23.1, 113.3)
    reading = {"places": [dongxing, guangzhou]}

    given = read(Listing(text="路线", place=Place("东兴", "CN")), 东兴={"places": [dongxing]}, 路线=reading)
    none = read(Listing(text="路线"), 路线=reading)

    assert given.place == Place("东兴", "CN", 21.5, 107.9)
    assert none.place == dongxing
    assert none.places == [dongxing, guangzhou]


async def test_a_listing_that_a_reader_fails_on_costs_only_itself(counts: Counts) -> None:
    bad, good = Listing(id="1", text="explode"), Listing(id="2", text="ok")

    await ReadText(Reader(), counts).work([bad, good])  # type: ignore[arg-type] # stands in for a TextReader

    assert good.language == "zh"
    assert counts.values["tidewaiter/text/failed"] == 1
    assert counts.values["tidewaiter/text/failed/RuntimeError"] == 1
