"""What the class words around a price say of it: that it is one, a former one, the present one, some other amount."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from crawlers.reading.outline import Element

_PRICE_CLASS = re.compile(
    r"price|preis|prix|precio|preco|cena|prezzo|amount|kaina|hind(?:\b|_)|jiage|harga|(?:^|[-_ ])gia(?:[-_ ]|$)"
    r"|(?:^|[-_ ])cost|tsena|fiyat",
    re.I,
)
_OLD_CLASS = re.compile(
    r"old|(?:^|[-_ ])was|before|strike|cross(?:ed)?[-_]?(?:out)?(?![-_]?sell)|through|rrp|msrp|compare|original"
    r"|retail|(?:^|[-_ ])del(?:[-_ ]|$)|prev|uvp|market|list-?price|full-?price|regular|normal|rest-?price"
    r"|stroke|line-?th",
    re.I,
)
_NEW_CLASS = re.compile(
    r"current|sale|special|(?:^|[-_ ])now|final|actual|promo|(?:^|[-_ ])our|main|offer|selling|action|deal"
    r"|new-?price|product-?price|price-?new|sell-?price|detail",
    re.I,
)
_BAD_CLASS = re.compile(
    r"ship|deliver|instal|month|saving|(?:^|[-_ ])save|coupon|deposit|(?:^|[-_ ])tax|credit|loan|financ|(?:^"
    r"|[-_ ])cart|basket|related|recommend|similar|carousel|slider|swiper|slick|upsell|cross-?sell|unit-?price"
    r"|per-?unit|"
    r"base-?unit|filter|facet|points|reward|bundle|accessor|(?:^|[-_ ])also|history|review|rating|badge"
    r"|discount[-_]?(?:amount|value|percent)|tile|(?:^|[-_ ])card|grid-?item|popup|modal|tooltip|option|variant"
    r"|quantity|stock|(?:^|[-_ ])count|phone|rassroch",
    re.I,
)
_MADE = re.compile(
    r"[-_]{1,3}(?=[A-Za-z]{0,9}\d)(?=[a-z\d]{0,9}[A-Z])(?=[A-Z\d]{0,9}[a-z])[A-Za-z\d]{5,10}(?![\w-])"
    r"|[-_]{1,3}(?=(?:[a-z]{0,8}[A-Z]){3})(?=[A-Z]{0,9}[a-z])[A-Za-z]{5,10}(?![\w-])"
)
"""What builds put behind class names (`price--WSauSSqh`): letters that say nothing, and may spell anything."""
_STRUCK = re.compile(r"line-through", re.I)
_NAMING = ("class", "id", "data-testid", "data-qa", "data-price-type")
MARKED = 'itemprop="price"'
"""How an element that is marked as a price shows among its words."""


@dataclass(slots=True, frozen=True)
class Cues:
    """What class words say."""

    named: bool
    former: bool
    present: bool
    bad: bool


@lru_cache(maxsize=10_000)
def cues_of(words: str) -> Cues:
    """What class words say: it is a price, a former one, the present one, some other amount."""
    words = _MADE.sub(" ", words)
    return Cues(
        *(pattern.search(words) is not None for pattern in (_PRICE_CLASS, _OLD_CLASS, _NEW_CLASS, _BAD_CLASS)),
    )


@lru_cache(maxsize=20_000)
def _names_price(words: str) -> bool:
    return _PRICE_CLASS.search(words) is not None


def named_near(element: Element) -> bool:
    """Whether the class words of an element or of the two around it speak of a price."""
    return any(
        _names_price(f"{here.words} {here.get('itemprop')}" if "itemprop" in here.attributes else here.words)
        for here in element.around(3)
    )


def surroundings(element: Element) -> tuple[str, bool, bool]:
    """Class words of an element and of four around it; whether it is struck through; whether it is part of a link elsewhere."""
    words: list[str] = []
    struck = linked = False
    for level, here in enumerate(element.around(7)):
        attributes = here.attributes
        if here.tag in ("s", "del", "strike") or _STRUCK.search(attributes.get("style") or ""):
            struck = True
        if here.tag == "a" and (attributes.get("href") or "#")[:1] not in ("#", "j"):
            linked = True
        if level < 5:
            words.extend(value for name in _NAMING if (value := attributes.get(name)) and len(value) < 300)
            if attributes.get("itemprop") == "price":
                words.append(MARKED)
    return " ".join(words), struck, linked
