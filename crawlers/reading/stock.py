"""Whether the page's item can be had, from what the page shows: buy buttons, words of stock near the title and the price."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from crawlers.reading.availability import is_buy_label, says_out
from crawlers.reading.document import Document, attribute, attributes_of, select, squeeze

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
_DRAWN = ('role="button"', "role='button'", "role=button")
NEAR = 120
"""Pieces of text around the title in which a word about stock is about the page's item."""


def visible_availability(document: Document, title_order: int | None) -> str | None:
    """`InStock`, `OutOfStock`, or None where nothing on the page says.

    A button that is disabled alone says nothing: many wait for a size or for the page's scripts.
    """
    buttons = _buy_buttons(document)
    usable = any(not _disabled(node) for node in buttons)
    if title_order is not None and _says_out_near(document, title_order, strict=usable):
        return "OutOfStock"
    return "InStock" if buttons else None


def _buy_buttons(document: Document) -> list[LexborNode]:
    found = []
    drawn = select(document.tree, '[role="button"]', 1_000) if document.mentions(_DRAWN) else []
    fields = [node for node in document.tagged("input") if attribute(node, "type").lower() in ("submit", "button", "image")]
    for node in [*document.tagged("button")[:1_000], *fields[:1_000], *document.tagged("a")[:2_000], *drawn]:
        label = attribute(node, "value") if node.tag == "input" else squeeze(node.text()[:120])
        if not label or len(label) > 40:
            label = attribute(node, "aria-label") or attribute(node, "title")
        if label and len(label) <= 40 and is_buy_label(label) and document.regions.of(node) == "main" and not _in_card(node):
            found.append(node)
    return found


def _in_card(node: LexborNode) -> bool:
    here = node.parent
    for _ in range(6):
        if here is None or here.tag == "body":
            return False
        words = f"{attribute(here, 'class')} {attribute(here, 'id')}"
        if re.search(
            r"related|recommend|similar|carousel|slider|swiper|upsell|cross-?sell|product-?(?:tile|card|item|list)|grid-?item",
            words,
            re.I,
        ):
            return True
        here = here.parent
    return False


def _disabled(node: LexborNode) -> bool:
    attributes = node.attrs
    return (
        "disabled" in attributes
        or attributes.get("aria-disabled") == "true"
        or re.search(r"(?:^|[-_\s])disabled(?:[-_\s]|$)", attributes.get("class") or "", re.I) is not None
    )


def _says_out_near(document: Document, title_order: int, *, strict: bool) -> bool:
    pieces = document.pieces
    for order in range(max(0, title_order - 15), min(len(pieces), title_order + NEAR)):
        piece = pieces[order]
        if len(piece.text) > 70 or not says_out(piece.text):
            continue
        words = _words_around(piece.node)
        if (
            document.regions.of(piece.node) != "main"
            or _NOT_HERE.search(words)
            or piece.node.tag == "option"
            or _HIDDEN.search(words)
        ):
            continue
        # Beside a button that buys, a stray word (of one size, of another shop) is not enough.
        if not strict or (_STOCK_CLASS.search(words) and len(piece.text) <= 40):
            return True
    return False


def _words_around(node: LexborNode) -> str:
    words: list[str] = []
    here: LexborNode | None = node
    for _ in range(4):
        if here is None or here.tag == "body":
            break
        attributes = attributes_of(here)
        hidden = "display:none" if "hidden" in attributes else ""
        words += [(attributes.get(name) or "")[:200] for name in ("class", "id", "style")] + [hidden]
        here = here.parent
    return " ".join(words)
