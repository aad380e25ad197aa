"""What shows that a price is a former one where neither its words nor its element say so: rules of style, a stated discount."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawlers.reading.document import Document
from crawlers.reading.outline import Element

MAX_RULES, MAX_SELECTOR = 40, 400
NEAR = 8
"""Pieces of text between two prices of which one may be the other's former."""
_CLASS = re.compile(r"\.([A-Za-z_-][\w-]{0,80})")
_PERCENT = re.compile(r"(?<![\d.,])(\d{1,2}(?:[.,]\d)?)\s?[%％٪]")
_DISCOUNT = re.compile(
    r"[-−–]\s?\d|^\W*\d[\d.,]*\s?[%％٪]\W*$|折|优惠|優惠|减|減|省|\boff\b|sav(?:e|ing)|discount|gi[aả]m|diskon|hemat|скид|ลด|割引|引き|할인"
    r"|r[eé]duc|rabat|rabatt|remise|descu|desco|ahorr|scont|zniż|slev|indirim|خصم",
    re.I,
)
"""What a share is of that is off a price; others are of good ratings, of answers."""
_TENTHS = re.compile(r"(?<![\d.])(\d(?:\.\d)?)\s?折")
_ONLY_AMOUNT = re.compile(
    r"[^\d\w]{0,4}(?:[^\W\d]{1,4}\.?[^\d\w]{0,2})?\d[\d.,' \u00a0\u202f]*[^\d\w]{0,3}(?:[^\W\d]{1,6}\.?)?[^\d\w]{0,2}"
)
LEAST, MOST = 0.3, 0.98
"""What a present price is of the former one beside it, where no discount is stated."""


def struck_classes(document: Document) -> frozenset[str]:
    """Classes whose elements the page's own rules of style strike through."""
    source = document.sources[0]
    if "line-through" not in source:
        return frozenset()
    found: set[str] = set()
    for style in document.tree.css("style")[:60]:
        rules, position = style.text(), 0
        for _ in range(MAX_RULES):
            at = rules.find("line-through", position)
            opened = rules.rfind("{", 0, at) if at >= 0 else -1
            if opened < 0:
                break
            position = at + 1
            if "}" in rules[opened:at]:
                continue
            start = max(rules.rfind(mark, 0, opened) for mark in "{};")
            for selector in rules[max(start + 1, opened - MAX_SELECTOR) : opened].split(","):
                last = selector.split()[-1:] or [""]
                found.update(_CLASS.findall(last[0])[-1:])
    return frozenset(found)


def is_struck(element: Element, classes: frozenset[str]) -> bool:
    """Whether an element or one of the three around it has such a class."""
    return any(not classes.isdisjoint(here.get("class").split()) for here in element.around(4))


def former_prices(document: Document, prices: Sequence[tuple[int, float, str | None, Element, str]]) -> set[int]:
    """Which of some prices, by their number here, are former ones: a lower one beside them is what a stated discount leaves.

    prices: of each the piece of text, amount, currency, element and text, in the order of the page.
    """
    found: set[int] = set()
    for number, (order, amount, currency, element, text) in enumerate(prices):
        for other in range(number - 1, min(number + 3, len(prices))):
            if other < 0 or other == number:
                continue
            there, less, its_currency, its_element, its_text = prices[other]
            if not 0 < less < amount or abs(there - order) > NEAR or currency != its_currency:
                continue
            if _states_discount(document, min(order, there), max(order, there), amount, less) or (
                other == number + 1
                and LEAST <= less / amount <= MOST
                and element.parent is its_element.parent
                and _ONLY_AMOUNT.fullmatch(text) is not None
                and _ONLY_AMOUNT.fullmatch(its_text) is not None
                and sum(one[3].parent is element.parent for one in prices) == 2
            ):
                found.add(number)
                break
    return found


def _states_discount(document: Document, first: int, last: int, before: float, now: float) -> bool:
    """Whether the texts around two prices state what the lower one is off the higher: -20%, 8折."""
    for text, _ in document.pieces[max(0, first - 3) : last + 5]:
        if len(text) > 40 or _DISCOUNT.search(text) is None:
            continue
        if any(abs((1 - now / before) * 100 - float(said.replace(",", "."))) <= 1.0 for said in _PERCENT.findall(text)):
            return True
        if any(abs(now / before * 10 - float(said)) <= 0.1 for said in _TENTHS.findall(text)):
            return True
    return False
