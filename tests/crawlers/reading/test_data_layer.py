"""Prices that a page tells trackers or puts in attributes, where it shows none in words."""

from __future__ import annotations

import pytest

from crawlers.reading.page import Page
from crawlers.reading.reader import read_page

WORDS = "The handle is worn and one hinge is loose. It has stood in a dry attic for years. Collect it or pay the postage."
NAME = "Old sea chest of oak"


def price(body: str, lang: str = "en") -> tuple[float | None, str | None]:
    page = (
        f"<!doctype html><html lang={lang}><head><meta charset=utf-8><title>{NAME} | Harbour</title></head><body><main>"
        f"<h1>{NAME}</h1>{body}<p>{WORDS}</p></main></body></html>"
    )
    [listing] = read_page(Page("https://site.example/p/5120", page.encode())).listings
    assert listing.price is not None
    return listing.price.amount, listing.price.currency


ITEM = f"{{item_id: '5120', item_name: '{NAME}', price: 95.5, quantity: 1}}"


@pytest.mark.parametrize(
    "script",
    [
        f"gtag('event', 'view_item', {{currency: 'EUR', value: 95.5, items: [{ITEM}]}});",
        "dataLayer.push({ecommerce: null});"
        f"dataLayer.push({{event: 'view_item', ecommerce: {{currency: 'EUR', items: [{ITEM}]}}}});",
        f'dataLayer = [{{"page": "x", "ecommerce": {{"currencyCode": "EUR", "detail": {{"products": '
        f'[{{"name": "{NAME}", "id": "5120", "price": "95.50", "brand": "x"}}]}}}}}}];',
        f"fbq('track', 'ViewContent', {{content_name: '{NAME}', content_ids: ['5120'], value: 95.5, currency: 'EUR'}});",
        f'var utag_data = {{"product_name": ["{NAME}"], "product_unit_price": ["95.50"], "product_currency": "EUR"}};',
    ],
)  # fmt: skip
def test_what_trackers_are_told_of_the_thing_is_its_price(script: str) -> None:
    assert price(f"<script>{script}</script>") == (95.5, "EUR")


def test_what_trackers_are_told_of_a_list_is_not() -> None:
    other = ITEM.replace("5120", "7").replace("95.5", "12")
    script = f"gtag('event', 'view_item', {{currency: 'EUR', items: [{other}, {ITEM}]}});"

    assert price(f"<script>{script}</script><p>Price: $80</p>") == (80, "USD")


@pytest.mark.parametrize(
    "body",
    [
        "<div data-price='95.50' data-currency='EUR' data-product-id='5120'></div>",
        f"<button data-name='{NAME}' data-product-price='95.5' data-currency='EUR'>+</button>"
        "<button data-name='Lamp' data-product-price='12' data-currency='EUR'>+</button>",
        "<span data-price-type=oldPrice data-price-amount=120></span>"
        "<span data-price-type=finalPrice data-price-amount=95.5 data-currency=EUR></span>",
    ],
)
def test_what_attributes_say_is_the_price_where_nothing_else_does(body: str) -> None:
    assert price(body) == (95.5, "EUR")


def test_what_the_page_shows_beats_what_its_attributes_say() -> None:
    assert price("<div data-price='9550'><b class=price>€ 95.50</b></div>") == (95.5, "EUR")


def test_attributes_of_other_goods_are_theirs() -> None:
    cards = "".join(f"<div class=card data-price={n}0><a href='/p/{n}'>Lamp {n}</a></div>" for n in range(3, 6))

    assert price(f"<p>Price: $80</p>{cards}") == (80, "USD")
