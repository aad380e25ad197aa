"""The recorded pages of `../shared/data`: what the benchmarks count must not get worse."""

from __future__ import annotations

import json

import pytest

from benchmarks import extraction, recorded
from crawlers.reading.page import Page
from crawlers.reading.reader import read_page
from tests.shared_data import shared

pytestmark = pytest.mark.shared


def test_every_recorded_response_gives_what_it_holds() -> None:
    results = recorded.measure(shared("web-pages"))

    assert [result["file"] for result in results if not result["right"]] == []


def test_every_listing_of_a_shops_api_has_its_fields() -> None:
    folder = shared("web-pages")
    body = (folder / "shop-api-shopify" / "shopify-elsewedyshop-gallery.json").read_bytes()

    reading = read_page(Page("https://elsewedyshop.com/products.json", body))

    first = reading.listings[0]
    assert first.price is not None
    assert (first.price.amount, first.availability, first.sku) == (640.0, "InStock", "110512")
    assert first.url.startswith("https://elsewedyshop.com/products/")
    assert len(first.photos) == len({photo.url for photo in first.photos}) == 7


def test_the_same_message_has_one_id_in_a_channel_and_alone() -> None:
    folder = shared("web-pages")
    body = (folder / "telegram-message" / "telegram-message-poll.html").read_bytes()

    preview = read_page(Page("https://t.me/s/it_begin", body)).listings[0]
    alone = read_page(Page("https://t.me/it_begin/488?embed=1", body)).listings[0]

    assert preview.id == alone.id


def test_product_pages_reach_the_promised_figures() -> None:
    folder = shared("product-pages")
    truth = json.loads((folder / "ground-truth.json").read_text())
    predictions = {
        name: extraction.predict(page["url"], recorded.body_of(folder / "html" / f"{name}.html.gz"))
        for name, page in truth.items()
    }

    scores = extraction.scorer(folder / "score_products.py").score(truth, predictions, rounds=1)

    assert scores["price"]["f1"] >= 0.90
    assert scores["sku"]["f1"] >= 0.85
    assert scores["availability"]["f1"] >= 0.93
