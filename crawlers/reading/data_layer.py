"""What a page tells trackers of its thing (GA4 and older `ecommerce` objects, pixels, tag managers) and puts in attributes.

Each thing comes as an object in the shape of application state: name, price, currency, id, sku.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from crawlers.reading.document import Document
from crawlers.reading.json_text import objects_in, text_value
from crawlers.reading.outline import Element, in_order
from crawlers.reading.state import decode_literal

_TOLD = re.compile(
    r"[\"']?\becommerce[\"']?\s{0,4}[:=]\s{0,4}(?=\{)"
    r"|[\"'](?:view_?item|ViewContent|ViewProduct|view_?product|product_?view(?:ed)?|Product Viewed|pagevisit)"
    r"[\"']\s{0,4},\s{0,4}(?=\{)"
    r"|\b(?:utag_data|digitalData|universal_variable|dataLayer_?[Pp]roduct|__?st_product)\s{0,4}=\s{0,4}(?=\{)",
    re.I,
)
_NAMES = ("item_name", "name", "content_name", "productName", "product_name", "title")
_PRICES = ("price", "value", "unitPrice", "product_unit_price", "product_price", "unit_price", "salePrice")
_CURRENCIES = ("currency", "currencyCode", "currency_code", "order_currency", "site_currency", "product_currency")
_IDS = ("item_id", "id", "product_id", "productID", "content_ids", "content_id")
_SKUS = ("item_sku", "sku", "product_sku", "variant_sku")
_LISTS = ("items", "products", "contents")
MAX_TOLD, MAX_MARKED = 20, 200

_PRICE_DATA = (
    "data-price", "data-product-price", "data-item-price", "data-price-amount", "data-sale-price", "data-final-price",
    "data-product_price", "data-price-value", "data-current-price",
)  # fmt: skip
_NAME_DATA = ("data-name", "data-product-name", "data-item-name", "data-title", "data-product-title", "data-product_name")
_CURRENCY_DATA = ("data-currency", "data-price-currency", "data-currency-code", "data-product-currency")
_ID_DATA = ("data-product-id", "data-item-id", "data-id", "data-sku", "data-product_id")
_FORMER = re.compile(r"old|was|regular|base|list|msrp|compare", re.I)
_CARD = re.compile(
    r"related|recommend|similar|carousel|slider|swiper|upsell|cross-?sell|card|tile|grid|list|option|variant|swatch|filter|range",
    re.I,
)


def tracked_items(document: Document) -> Iterator[dict[str, Any]]:
    """What the page's scripts tell trackers of one thing; lists of several are rows of lists and carts."""
    told = 0
    for script in document.scripts:
        if "json" in script.kind:
            continue
        position = 0
        while told < MAX_TOLD and (match := _TOLD.search(script.text, position)):
            value, end = decode_literal(script.text, match.end())
            position = max(end, match.end())
            told += 1
            currency: str | None = None
            for item, _ in objects_in(value):
                currency = _first(item, _CURRENCIES) or currency
                if any(isinstance(members := item.get(name), list) and len(members) > 1 for name in _LISTS):
                    break
                name, price = _first(item, _NAMES), _first(item, _PRICES)
                if name and price:
                    found = {
                        "name": name,
                        "price": price,
                        "currency": currency,
                        "id": _first(item, _IDS),
                        "sku": _first(item, _SKUS),
                    }
                    yield {key: one for key, one in found.items() if one}


def _first(item: dict[str, Any], names: tuple[str, ...]) -> str | None:
    for name in names:
        value = item.get(name)
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        if text := text_value(value):
            return text
    return None


def marked_items(document: Document, title: str) -> Iterator[dict[str, Any]]:
    """What attributes (`data-price`) say of a thing that they name, else of the page's, where they all say the same."""
    outline = document.outline
    nameless: dict[str, dict[str, Any]] = {}
    for element in in_order([outline.having(name) for name in _PRICE_DATA])[:MAX_MARKED]:
        price = _attribute(element, _PRICE_DATA)
        if (
            element.region != "main"
            or not any(char.isdigit() for char in price)
            or _FORMER.search(element.get("data-price-type"))
        ):
            continue
        item = {"price": price, "currency": _attribute(element, _CURRENCY_DATA), "id": _attribute(element, _ID_DATA)}
        item = {key: value for key, value in item.items() if value}
        if name := _attribute(element, _NAME_DATA):
            yield {"name": name, **item}
        elif not any(_CARD.search(here.words) for here in element.around(6)):
            nameless[price] = item
    if len(nameless) == 1 and title:
        yield {"name": title, **next(iter(nameless.values()))}


def _attribute(element: Element, names: tuple[str, ...]) -> str:
    return next((value for name in names if (value := element.get(name).strip())), "")
