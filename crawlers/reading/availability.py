"""Whether something can be had: schema.org's names from its URLs, from machine codes and from the words of a page."""

from __future__ import annotations

import re
from functools import lru_cache

from crawlers.reading.words import alternatives, pattern

NAMES = (
    "InStock", "OutOfStock", "PreOrder", "PreSale", "BackOrder", "SoldOut", "Discontinued", "LimitedAvailability",
    "OnlineOnly", "InStoreOnly", "MadeToOrder", "Reserved",
)  # fmt: skip
_BY_LETTERS = {name.lower(): name for name in NAMES} | {
    "instock": "InStock", "available": "InStock", "onstock": "InStock", "true": "InStock", "availablefororder": "InStock",
    "oos": "OutOfStock", "outofstock": "OutOfStock", "unavailable": "OutOfStock", "notavailable": "OutOfStock",
    "onbackorder": "BackOrder", "lowstock": "InStock", "availabletoorder": "InStock", "pending": "Reserved",
    "false": "OutOfStock",
    "sold": "SoldOut", "limited": "LimitedAvailability", "active": "InStock",
    "nostock": "OutOfStock", "outstock": "OutOfStock", "stockout": "OutOfStock", "notinstock": "OutOfStock",
    "temporarilyunavailable": "OutOfStock", "temporarilyoutofstock": "OutOfStock", "outofstockonline": "OutOfStock",
    "nolongeravailable": "OutOfStock", "ended": "OutOfStock", "expired": "OutOfStock", "inactive": "OutOfStock",
    "closed": "OutOfStock", "instockonline": "InStock", "availablenow": "InStock", "lowinventory": "InStock",
    "backorderable": "BackOrder", "preorderable": "PreOrder",
}  # fmt: skip

_OUT, _IN = pattern("out_of_stock"), pattern("in_stock")
_BUY = re.compile(r"^\W{0,3}" + alternatives("buy"), re.IGNORECASE)


_MEANT = {
    "SoldOut": "OutOfStock",
    "Discontinued": "OutOfStock",
    "LimitedAvailability": "InStock",
    "OnlineOnly": "InStock",
    "InStoreOnly": "InStock",
}
"""Sites use these for the two that matter to somebody who searches: it can be had, it can't."""


def from_code(value: object) -> str | None:
    """schema.org's name from its URL (`http://schema.org/InStock`), from a code (`in_stock`), from true or false."""
    if isinstance(value, bool):
        return "InStock" if value else "OutOfStock"
    if not isinstance(value, str):
        return None
    letters = re.sub(r"[^a-z]", "", value.strip().rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1].lower()[:60])
    return _MEANT.get(name, name) if (name := _BY_LETTERS.get(letters)) else from_words(value)


def from_words(text: str) -> str | None:
    """What a short text near the offer says: OutOfStock wins over InStock, since it holds the other's words."""
    text = text[:300]
    if _OUT.search(text):
        return "OutOfStock"
    return "InStock" if _IN.search(text) else None


@lru_cache(maxsize=20_000)
def says_out(text: str) -> bool:
    """Whether a text says that the thing can't be had."""
    return _OUT.search(text[:400]) is not None


@lru_cache(maxsize=20_000)
def is_buy_label(text: str) -> bool:
    """Whether a button with this label buys."""
    return len(text) <= 40 and _BUY.match(text) is not None
