"""Whether the page's item can be had, from what the page shows: buy buttons, words of stock near the title and the price."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from crawlers.reading.availability import is_buy_label, says_out
from crawlers.reading.document import Document
from crawlers.reading.outline import Element
from crawlers.reading.passing import leads_away

_STOCK_CLASS = re.compile(r"stock|availab|verf[uü]gbar|dispon|nalich|sold-?out|dostupn|lager|inventory|soldout|unavail", re.I)
_NOT_HERE = re.compile(
    r"variant|option|swatch|size|notify|alert|related|recommend|similar|card|tile|carousel|slider|swiper|modal"
    r"|popup|template|store-?avail|shop-?avail",
    re.I,
)
_HIDDEN = re.compile(
    r"(?:^|\s)(?:hide|hidden|d-none|clipped|clip|visually-?hidden|sr-only|invisible|is-hidden|u-hidden"
    r"|ng-hide)(?:\s|$)|display:\s?none",
    re.I,
)
_IN_CARD = re.compile(
    r"related|recommend|similar|carousel|slider|swiper|upsell|cross-?sell|product-?(?:tile|card|item|list)|grid-?item", re.I
)
_OUT_CLASS = re.compile(r"(?:^|\s)(?:is-|product-|item-|stock-?)?(?:out-?of-?stock|sold-?out|no-?stock)(?:\s|$)", re.I)
_STOCK_DATA = ("data-stock", "data-in-stock", "data-instock", "data-available", "data-availability", "data-stock-quantity")
_DRAWN = re.compile(r"^button$")
NEAR = 120
"""Pieces of text around the title in which a word about stock is about the page's item."""


def visible_availability(document: Document, title_order: int | None) -> str | None:
    """`InStock`, `OutOfStock`, or None where nothing on the page says.

    A button that is disabled alone says nothing: many wait for a size or for the page's scripts.
    """
    buttons = _buttons(document, is_buy_label)
    usable = any(not _disabled(node) for node in buttons)
    if _says_out_near(document, title_order or 0, strict=usable):
        return "OutOfStock"
    # Where a button buys, even if it waits for scripts, others (`Notify me`) are templates.
    if not buttons and (_says_out_on_button(document) or _marked_out(document)):
        return "OutOfStock"
    return "InStock" if buttons else None


def _marked_out(document: Document) -> bool:
    """Whether all that classes and attributes tell scripts of the thing's stock is that there is none."""
    outline = document.outline
    classed = [one for one in outline.like("class", _OUT_CLASS) if one.region == "main" and not _in_card(one)]
    if any(not _NOT_HERE.search(_words_around(one)) and not _HIDDEN.search(_words_around(one)) for one in classed[:40]):
        return True
    told = [
        one.get(name).strip().lower()
        for name in _STOCK_DATA
        for one in outline.having(name)[:40]
        if one.region == "main" and not _in_card(one) and not _NOT_HERE.search(_words_around(one))
    ]
    return bool(told) and all(value in ("0", "false", "no", "out", "outofstock", "out_of_stock") for value in told)


def _says_out_on_button(document: Document) -> bool:
    drawn = _buttons(document, says_out, links=False)
    return any(not _NOT_HERE.search(words) and not _HIDDEN.search(words) for words in map(_words_around, drawn))


def _buttons(document: Document, says: Callable[[str], bool], *, links: bool = True) -> list[Element]:
    """The buttons of the main part, those on cards of other goods left out, whose label says something.

    links: any link may be one; else those alone that say that they are.
    """
    outline = document.outline
    fields = [element for element in document.tagged("input") if element.get("type").lower() in ("submit", "button", "image")]
    drawn = outline.like("role", _DRAWN)
    linked = [one for one in document.tagged("a")[:2_000] if links or one.get("role") == "button"]
    found = []
    for element in [*document.tagged("button")[:1_000], *fields[:1_000], *linked, *drawn[:1_000]]:
        if element.tag == "input":
            label = element.get("value")
        else:
            label = document.text(element, 120) if outline.length(element) <= 60 else ""
        if not label or len(label) > 40:
            label = element.get("aria-label") or element.get("title")
        if label and len(label) <= 40 and says(label) and element.region == "main" and not _in_card(element):
            found.append(element)
    return found


def _in_card(element: Element) -> bool:
    return element.parent is not None and any(_names_card(around.words) for around in element.parent.around(6))


@lru_cache(maxsize=20_000)
def _names_card(words: str) -> bool:
    return _IN_CARD.search(words) is not None


def _disabled(element: Element) -> bool:
    return (
        "disabled" in element.attributes
        or element.get("aria-disabled") == "true"
        or re.search(r"(?:^|[-_\s])disabled(?:[-_\s]|$)", element.get("class"), re.I) is not None
    )


def _says_out_near(document: Document, title_order: int, *, strict: bool) -> bool:
    pieces = document.pieces
    for order in range(max(0, title_order - 15), min(len(pieces), title_order + NEAR)):
        piece = pieces[order]
        if len(piece.text) > 70 or not says_out(piece.text):
            continue
        if leads_away(piece.element):
            continue
        words = _words_around(piece.element)
        if piece.element.region != "main" or _NOT_HERE.search(words) or piece.element.tag == "option" or _HIDDEN.search(words):
            continue
        # Beside a button that buys, a stray word (of one size, of another shop) is not enough.
        if not strict or (_STOCK_CLASS.search(words) and len(piece.text) <= 40):
            return True
    return False


def _words_around(element: Element) -> str:
    words: list[str] = []
    for here in element.around(4):
        hidden = "display:none" if "hidden" in here.attributes else ""
        words += [here.get(name)[:200] for name in ("class", "id", "style")] + [hidden]
    return " ".join(words)
