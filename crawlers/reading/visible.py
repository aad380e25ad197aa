"""The main price as a person would find it: by currency, class words, labels and position, never the cart's, a related
product's or the crossed-out one. Its evidence is a score, since no single cue holds on all sites."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from selectolax.lexbor import LexborNode

from crawlers.reading.document import Document, Piece, attribute, attributes_of, short_text
from crawlers.reading.price_text import read_amount, read_prices
from crawlers.reading.words import alternatives, pattern
from tidewaiter.identity import canonical_url
from tidewaiter.model import Price

MAX_SPOTS = 400
LABELS_CHECKED, CARDS_CHECKED = 40, 16
"""Of the best spots, how many have their labels read, and how many are looked at for being another
listing's: the rest can't win any more."""
CARD_TEXT = 2_000
BEFORE_TITLE, AFTER_TITLE = 150, 500
"""Pieces of text around the title among which its price is looked for."""
WIDE = 42
"""Characters that the element of a price holds at most, label and currency with it."""

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
_BEFORE_LABEL = re.compile(r"(?:^|\b|\s)" + alternatives("price_label") + r"[^\w]{0,4}$", re.I)
_IN_LABEL = re.compile(r"^\W{0,2}" + alternatives("price_label") + r"(?![^\W\d_])", re.I)
_OLD_LABEL = re.compile(r"(?:^|\W)" + alternatives("old_price_label") + r"(?![^\W\d_])", re.I)
_OTHER, _RELATED = pattern("other_amount"), pattern("related_heading")
_DIGIT = re.compile(r"\d")
_STRUCK = re.compile(r"line-through", re.I)


@dataclass(slots=True)
class Spot:
    """A price on the page and how surely it is the one that is asked for the page's item."""

    price: Price
    score: float
    order: int
    old: bool
    """It looks crossed out, or is named a former price."""
    node: LexborNode
    text: str


def price_spots(
    document: Document,
    title_order: int | None,
    *,
    hint: str | None,
    said: float | None = None,
    elsewhere: Callable[[], frozenset[str]] = frozenset,
) -> list[Spot]:
    """All prices that stand on the page, best first.

    title_order: where the title stands among the pieces. said: the amount that machines are told. elsewhere: gives the
    URLs of other listings, whose cards have prices too; asked only where a likely price stands beside a link.
    """
    pieces = document.pieces
    related = _first_related(pieces, title_order)
    promised = _promised(document, hint)
    spots: list[Spot] = []
    seen: set[int] = set()
    for order, piece in enumerate(pieces):
        if title_order is not None and not -BEFORE_TITLE < order - title_order < AFTER_TITLE:
            continue
        if len(piece.text) > 200 or not _DIGIT.search(piece.text):
            continue
        if document.regions.of(piece.node) in ("nav", "footer", "pager", "crumbs"):
            continue
        node = _widest(piece.node)
        if node.mem_id in seen:
            continue
        seen.add(node.mem_id)
        if (spot := _spot(document, node, piece, order, hint)) is None:
            continue
        if title_order is not None:
            distance = order - title_order
            spot.score += max(-1.0, 2.0 - distance / 60) if distance >= 0 else (0.5 if distance > -40 else -1.0)
        if spot.price.amount in promised:
            spot.score += 1.5
        if related is not None and order > related:
            spot.score -= 3.0
        spots.append(spot)
        if len(spots) >= MAX_SPOTS:
            break
    _punish_repeats(spots)
    spots.sort(key=lambda spot: (-spot.score, spot.order))
    for spot in spots[:LABELS_CHECKED]:
        _weigh_labels(document, spot)
    spots.sort(key=lambda spot: (-spot.score, spot.order))
    around = _ancestors(pieces[title_order].node) if title_order is not None else set()
    for _ in range(CARDS_CHECKED):
        # Only the first can win: those behind it are looked at when it turns out to be a card's.
        # What says the same as machines are told needs no doubt.
        if not spots or spots[0].price.amount == said or not _in_card(document, spots[0].node, around, elsewhere):
            break
        card = spots.pop(0)
        card.score -= 4.0
        spots.append(card)
        spots.sort(key=lambda spot: (-spot.score, spot.order))
        if spots[0] is card:
            break
    return spots


def _ancestors(node: LexborNode) -> set[int]:
    found: set[int] = set()
    here: LexborNode | None = node
    while here is not None and len(found) < 500:
        found.add(here.mem_id)
        here = here.parent
    return found


def _in_card(document: Document, node: LexborNode, around_title: set[int], elsewhere: Callable[[], frozenset[str]]) -> bool:
    """Whether a price stands with a link to another listing in a block that doesn't hold the page's title."""
    here: LexborNode | None = node
    for _ in range(6):
        if here is None or here.mem_id in around_title or here.tag in ("body", "html"):
            return False
        if len(short_text(here, CARD_TEXT)) > CARD_TEXT:
            return False
        for link in [here] if here.tag == "a" else here.css("a[href]")[:4]:
            url = document.join(attribute(link, "href"))
            if url is not None and canonical_url(url) in elsewhere():
                return True
        here = here.parent
    return False


def _promised(document: Document, hint: str | None) -> set[float | None]:
    """Amounts that the page's own summaries name: what a search result would show."""
    texts = [document.title, *(document.meta.get(name, "") for name in ("description", "og:description", "og:title"))]
    return {price.amount for text in texts for price in read_prices(text[:600], hint=hint)}


def _first_related(pieces: list[Piece], title_order: int | None) -> int | None:
    start = (title_order or 0) + 1
    for order in range(start, min(len(pieces), start + AFTER_TITLE)):
        text = pieces[order].text
        if (
            len(text) <= 60
            and pieces[order].node.tag in ("h2", "h3", "h4", "h5", "span", "div", "p", "strong", "dt", "a")
            and _RELATED.match(text)
        ):
            return order
    return None


def _widest(node: LexborNode) -> LexborNode:
    """The widest element around a text that holds little more than it, and no second amount."""
    digits = len(_DIGIT.findall(short_text(node, 600)))
    for _ in range(5):
        parent = node.parent
        if parent is None or parent.tag in ("body", "tr", "ul", "ol", "tbody", "table", "dl", "select"):
            break
        text = short_text(parent, 600).strip()
        if len(text) > WIDE and len(" ".join(text.split())) > WIDE:
            break
        if len(_DIGIT.findall(text)) > digits + 2:
            break
        node = parent
    return node


def spot_text(node: LexborNode) -> str:
    """The text of a small element; cents that are only set small (`12<sup>99</sup>`) get their decimal point."""
    parts: list[str] = []
    for child in node.traverse(include_text=True):
        if child.tag != "-text" or child.parent is None or child.parent.tag in ("script", "style"):
            continue
        text = (child.text_content or "").strip()
        if not text:
            continue
        holder = child.parent
        small = holder.tag == "sup" or re.search(
            r"cent|decimal|fraction|frac|dec(?:[-_ ]|$)|minor|penny|kop", (attributes_of(holder).get("class") or ""), re.I
        )
        if parts and small and re.fullmatch(r"\d{2}\W{0,3}", text) and parts[-1][-1:].isdigit():
            text = "." + text
            parts[-1] += text
        elif (parts and re.match(r"[.,]\d", text) and parts[-1][-1:].isdigit()) or (
            parts and text[0].isdigit() and parts[-1][-1:] in ".,"
        ):
            parts[-1] += text
        else:
            parts.append(text)
        if len(parts) > 30:
            break
    return " ".join(parts)


def _spot(document: Document, node: LexborNode, piece: Piece, order: int, hint: str | None) -> Spot | None:
    text = spot_text(node)
    if not text or len(text) > 120:
        text = piece.text
    prices = read_prices(text, hint=hint)
    if not prices and (len(text) > 24 or not _named_near(piece.node)):
        return None
    words, struck, linked = _surroundings(piece.node)
    named, former, present, bad = _class_cues(words)
    score = 0.0
    if prices:
        price = prices[0]
        score += 1.5
        # `€ 20 € 15` in one element: the former price and the present one.
        if (
            len(prices) >= 2
            and len(text) <= WIDE
            and prices[1].amount
            and price.amount
            and prices[1].amount < price.amount
            and re.search(r"<(?:s|del|strike)\b", node.html or "")
        ):
            price = prices[1]
    elif named and len(text) <= 24 and not re.search(r"[^\W\d_]{2}|%", text) and (amount := read_amount(text)) is not None:
        price = Price(amount, None, raw=text)
    else:
        return None
    old = struck or former
    if named:
        score += 2.0
    if node.css_first('[itemprop="price"], [property="price"]') is not None or 'itemprop="price"' in words:
        score += 2.0
    if present:
        score += 0.7
    if old:
        score -= 5.0 if struck else 2.5
    if bad:
        score -= 2.0
    if linked:
        score -= 2.5
    region = document.regions.of(piece.node)
    if region != "main":
        score -= 3.0
    if not price.amount:
        score -= 4.0
    if piece.node.tag in ("h1", "h2", "h3", "h4", "strong", "b"):
        score += 0.4
    if len(text) <= 20:
        score += 0.4
    return Spot(price, score, order, old, node, text)


def _weigh_labels(document: Document, spot: Spot) -> None:
    """What the words in and before a price say: its label, a former price's, some other amount's."""
    before = _text_before(document, spot.order)
    if _IN_LABEL.match(spot.text) or _BEFORE_LABEL.search(before[-20:]):
        spot.score += 1.8
    if _OLD_LABEL.search(spot.text[:40]) or _OLD_LABEL.search(before):
        spot.score -= 0.0 if spot.old else 2.5
        spot.old = True
    if _OTHER.search(spot.text) or _OTHER.search(before):
        spot.score -= 3.0


@lru_cache(maxsize=10_000)
def _class_cues(words: str) -> tuple[bool, bool, bool, bool]:
    """What class words say: it is a price, a former one, the present one, some other amount."""
    return tuple(pattern.search(words) is not None for pattern in (_PRICE_CLASS, _OLD_CLASS, _NEW_CLASS, _BAD_CLASS))  # type: ignore[return-value] # four of them


def _named_near(node: LexborNode) -> bool:
    """Whether the class words of an element or of the two around it speak of a price."""
    here: LexborNode | None = node
    for _ in range(3):
        if here is None or here.tag in ("body", "html"):
            return False
        attributes = attributes_of(here)
        if _PRICE_CLASS.search(
            f"{attributes.get('class') or ''} {attributes.get('id') or ''} {attributes.get('itemprop') or ''}"
        ):
            return True
        here = here.parent
    return False


def _surroundings(node: LexborNode) -> tuple[str, bool, bool]:
    """Class words of an element and of four around it; whether it is struck through; whether it is part of a link elsewhere."""
    words: list[str] = []
    struck = linked = False
    here: LexborNode | None = node
    for level in range(7):
        if here is None or here.tag == "body":
            break
        attributes = attributes_of(here)
        if here.tag in ("s", "del", "strike") or _STRUCK.search(attributes.get("style") or ""):
            struck = True
        if here.tag == "a" and (attributes.get("href") or "#")[:1] not in ("#", "j"):
            linked = True
        if level < 5:
            words.extend(
                value
                for name in ("class", "id", "data-testid", "data-qa", "data-price-type")
                if (value := attributes.get(name)) and len(value) < 300
            )
            if attributes.get("itemprop") == "price":
                words.append('itemprop="price"')
        here = here.parent
    return " ".join(words), struck, linked


def _text_before(document: Document, order: int) -> str:
    return document.pieces[order - 1].text[-30:] if order else ""


def _punish_repeats(spots: list[Spot]) -> None:
    """Prices that stand in a row of like elements are those of other goods."""
    signs = Counter(_sign(spot.node) for spot in spots)
    for spot in spots:
        if signs[_sign(spot.node)] >= 4:
            spot.score -= 1.5


def _sign(node: LexborNode) -> str:
    """Tags and classes of an element and of two around it; without any class, which table or list it stands in as well."""
    names = []
    named = False
    here: LexborNode | None = node
    for _ in range(3):
        if here is None or here.tag in ("body", "html"):
            break
        words = (attributes_of(here).get("class") or "")[:40]
        named = named or bool(words)
        names.append(f"{here.tag}.{words}")
        here = here.parent
    return ">".join(names) if named or here is None else f"{'>'.join(names)}>{here.mem_id}"
