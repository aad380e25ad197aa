"""Amounts, prices and times as pages write them."""

from __future__ import annotations

import pytest

from crawlers.reading.availability import from_code, from_words, is_buy_label
from crawlers.reading.price_text import read_amount, read_prices
from crawlers.reading.skus import url_item
from crawlers.reading.times import machine_time


@pytest.mark.parametrize(
    ("text", "hint", "amount", "currency"),
    [
        ("3200元", None, 3200.0, "CNY"),
        ("294 元", "tw", 294.0, "TWD"),
        ("1.2万元", None, 12000.0, "CNY"),
        ("2.950.000₫", None, 2950000.0, "VND"),
        ("45 000 руб.", None, 45000.0, "RUB"),
        ("4386,00 €", None, 4386.0, "EUR"),
        ("$1,250.00", None, 1250.0, "USD"),
        ("$3.499", "ar", 3499.0, "ARS"),
        ("Rs 23,450", "pk", 23450.0, "PKR"),
        ("EUR110.00", None, 110.0, "EUR"),
        ("SAR 17.89", None, 17.89, "SAR"),
        ("129 ر.س", None, 129.0, "SAR"),
        ("1 299 Kč", None, 1299.0, "CZK"),
        ("49,-", "de", 49.0, "EUR"),
        ("฿1,200", None, 1200.0, "THB"),
        ("Rp 1.250.000", None, 1250000.0, "IDR"),
        ("R$ 89,90", None, 89.9, "BRL"),
        ("30,000원~", None, 30000.0, "KRW"),
        ("١٢٩ ر.س", None, 129.0, "SAR"),
    ],
)
def test_a_price_is_read_as_its_country_writes_it(text: str, hint: str | None, amount: float, currency: str) -> None:
    prices = read_prices(text, hint=hint)

    assert [(price.amount, price.currency) for price in prices[:1]] == [(amount, currency)]


@pytest.mark.parametrize("text", ["Call 12345", "2 km", "iPhone 13", "", "€", "5 kgs"])
def test_a_number_without_a_currency_is_no_price(text: str) -> None:
    assert read_prices(text) == []


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("1250.50", None, 1250.5),
        ("150.000", "VND", 150000.0),
        ("1,299.00", None, 1299.0),
        ("206.99999999999997", None, 207.0),
        ("abc", None, None),
    ],
)
def test_an_amount_for_machines(text: str, currency: str | None, amount: float | None) -> None:
    assert read_amount(text, currency=currency, machine=True) == amount


@pytest.mark.parametrize(
    ("value", "time"),
    [
        ("2026-11-10T09:32:00+08:00", "2026-11-10T01:32:00Z"),
        ("2026-11-10 09:32 浏览：128次", "2026-11-10T09:32:00Z"),
        ("2026年3月5日 下午2:05", "2026-03-05T14:05:00Z"),
        (1760000000, "2025-10-09T08:53:20Z"),
        (1760000000000, "2025-10-09T08:53:20Z"),
        ("Tue May 31 17:46:55 +0800 2011", "2011-05-31T09:46:55Z"),
        ("Tue, 03 Nov 2026 10:00:00 +0000", "2026-11-03T10:00:00Z"),
        ("14.11.2026 10:20", "2026-11-14T10:20:00Z"),
        ("03/04/2026", None),
        ("13/04/2026", "2026-04-13T00:00:00Z"),
        ("vor 3 Stunden", None),
        ("2026-13-45", None),
        (True, None),
        (12, None),
    ],
)
def test_a_time_is_read_where_it_can_be_but_one(value: object, time: str | None) -> None:
    assert machine_time(value) == time


def test_a_time_without_zone_takes_the_sources() -> None:
    assert machine_time("2026-11-10 09:32", timezone="Asia/Shanghai") == "2026-11-10T01:32:00Z"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("http://schema.org/InStock", "InStock"),
        ("https://schema.org/SoldOut", "OutOfStock"),
        ("out_of_stock", "OutOfStock"),
        ("IN_STOCK", "InStock"),
        ("PreOrder", "PreOrder"),
        (False, "OutOfStock"),
        ("品切れ", "OutOfStock"),
        ("nonsense", None),
        (None, None),
    ],
)
def test_availability_from_codes(said: object, name: str | None) -> None:
    assert from_code(said) == name


@pytest.mark.parametrize(
    "words", ["Hết hàng", "нет в наличии", "已售罄", "nicht verfügbar", "Rupture de stock", "สินค้าหมด", "غير متوفر"]
)
def test_out_of_stock_wins_over_the_words_inside_it(words: str) -> None:
    assert from_words(words) == "OutOfStock"


@pytest.mark.parametrize(
    ("label", "buys"),
    [("Do košíka", True), ("加入购物车", True), ("В корзину", True), ("Buyer protection and terms", False), ("Log in", False)],
)
def test_buy_buttons(label: str, buys: bool) -> None:
    assert is_buy_label(label) is buys


@pytest.mark.parametrize(
    ("url", "item"),
    [
        ("https://www.ebay.com/itm/302474151804", "302474151804"),
        ("https://x.example/BabyBjorn_One-987929.html", "987929"),
        ("https://x.example/show.asp?id=70210", "70210"),
        ("https://x.example/pd1hjfqnc2j", "pd1hjfqnc2j"),
        ("https://x.example/2026/05/post", None),
        ("https://x.example/about", None),
    ],
)
def test_the_items_number_in_a_url(url: str, item: str | None) -> None:
    assert url_item(url) == item
