"""The main price as a person would find it: by currency, class words, labels and position, never the cart's, a related
product's or the crossed-out one. Its evidence is a score, since no single cue holds on all sites."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from crawlers.reading.document import Document
from crawlers.reading.former import former_prices, is_struck, struck_classes
from crawlers.reading.outline import Element, Piece
from crawlers.reading.price_cues import MARKED, cues_of, named_near, surroundings
from crawlers.reading.price_text import bare_price, read_amount, read_prices
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

_BEFORE_LABEL = re.compile(r"(?:^|\b|\s)" + alternatives("price_label") + r"[^\w]{0,4}$", re.I)
_IN_LABEL = re.compile(r"^\W{0,2}" + alternatives("price_label") + r"(?![^\W\d_])", re.I)
_OLD_LABEL = re.compile(r"(?:^|\W)" + alternatives("old_price_label") + r"(?![^\W\d_])", re.I)
_OLD_BEFORE = re.compile(r"(?:^|\W)" + alternatives("old_price_label") + r"(?:\W{0,4}\([^()]{0,20}\))?\W{0,4}$", re.I)
_INCLUDED = pattern("included")
_SENTENCE_END = re.compile(r"[.!?。！？]\W{0,2}$")
LONG_LABEL = 30
_OTHER, _RELATED = pattern("other_amount"), pattern("related_heading")
_DIGIT = re.compile(r"\d")
_WITH_AMOUNT = re.compile(r".*\d[^,;:，；：。—–]*", re.S)
_CENTS, _DECIMALS = re.compile(r"\d{2}\W{0,3}"), re.compile(r"[.,]\d")
_AMOUNT_IN_TWO = re.compile(
    r"\W{0,3}(?:[A-Z]{2,3}\$?|zł|Kč|lei)?\W{0,3}\d[\d.,]{0,8} \d\d\W{0,3}(?:[A-Z]{3}|zł|Kč|lei|руб\.?)?\W{0,2}"
)
"""A whole number and two digits in an element of their own, with nothing but a currency that has cents."""
_SET_SMALL = re.compile(r"cent|decimal|fraction|frac|dec(?:[-_ ]|$)|minor|penny|kop", re.I)
_ROWS = ("body", "tr", "ul", "ol", "tbody", "table", "dl", "select")
_LINES = ("p", "li", "dd", "dt", "h2", "h3", "h4", "h5")
"""Elements of which each is a line of its own: what stands in two of them is no one price."""
_ELSEWHERE = ("nav", "footer", "pager", "crumbs")
MAX_PARTS = 30
SAME_AMOUNT = 0.005
JUST_BEFORE = 1.2
"""What a price gains that stands right before the title."""
BESIDE = 1.0
"""What a price loses that stands beside the main part and is named a price."""
STRUCK = 5.0
"""What a price's score loses where it is surely a former one."""


@dataclass(slots=True)
class Spot:
    """A price on the page and how surely it is the one that is asked for the page's item."""

    price: Price
    score: float
    order: int
    old: bool
    """It looks crossed out, or is named a former price."""
    element: Element
    text: str


def price_spots(
    document: Document,
    title_order: int | None,
    *,
    hint: str | None,
    said: float | None = None,
    elsewhere: Callable[[], frozenset[str]] = frozenset,
) -> list[Spot]:
    """All prices that stand on the page, best first; those alone that agree with machines where the page shows them so.

    title_order: where the title stands among the pieces. said: the amount that machines are told. elsewhere: gives the
    URLs of other listings, whose cards have prices too; asked only where a likely price stands beside a link.
    """
    if said and (agreeing := _agreeing(document, title_order, hint, said)):
        return agreeing
    pieces = document.pieces
    related = first_related(pieces, title_order)
    promised = _promised(document, hint)
    spots: list[Spot] = []
    for spot in _spots(document, title_order, hint):
        if title_order is not None:
            distance = spot.order - title_order
            spot.score += (
                max(-1.0, 2.0 - distance / 60)
                if distance >= 0
                else (JUST_BEFORE if distance >= -8 else 0.5 if distance > -40 else -1.0)
            )
        if spot.price.amount in promised:
            spot.score += 1.5
        if related is not None and spot.order > related:
            spot.score -= 3.0
        spots.append(spot)
        if len(spots) >= MAX_SPOTS:
            break
    _mark_former(document, spots)
    _punish_repeats(spots)
    spots.sort(key=lambda spot: (-spot.score, spot.order))
    for spot in spots[:LABELS_CHECKED]:
        _weigh_labels(document, spot, title_order)
    spots.sort(key=lambda spot: (-spot.score, spot.order))
    around = set(_ancestors(pieces[title_order].element)) if title_order is not None else set()
    for _ in range(CARDS_CHECKED):
        # Only the first can win: those behind it are looked at when it turns out to be a card's.
        # What says the same as machines are told needs no doubt.
        if not spots or spots[0].price.amount == said or not _in_card(document, spots[0].element, around, elsewhere):
            break
        card = spots.pop(0)
        card.score -= 4.0
        spots.append(card)
        spots.sort(key=lambda spot: (-spot.score, spot.order))
        if spots[0] is card:
            break
    return spots


def _mark_former(document: Document, spots: list[Spot]) -> None:
    """Former prices that only their neighbours tell, or the page's rules of style."""
    classes = struck_classes(document)
    for spot in spots if classes else ():
        if not spot.old and is_struck(spot.element, classes):
            spot.old, spot.score = True, spot.score - STRUCK
    if len(spots) < 2:
        return
    priced = [spot for spot in spots if spot.price.amount]
    told = [(spot.order, spot.price.amount or 0.0, spot.price.currency, spot.element, spot.text) for spot in priced]
    for number in former_prices(document, told):
        if not priced[number].old:
            priced[number].old, priced[number].score = True, priced[number].score - STRUCK


def _spots(document: Document, title_order: int | None, hint: str | None, digits: str = "") -> Iterator[Spot]:
    """The prices around the title, weighed by what stands around each alone. digits: only of texts that hold these."""
    seen: set[Element] = set()
    first = 0 if title_order is None else max(0, title_order - BEFORE_TITLE + 1)
    last = len(document.pieces) if title_order is None else title_order + AFTER_TITLE
    for order, piece in enumerate(document.pieces[first:last], first):
        text, element = piece
        if digits not in text or len(text) > 200 or not _DIGIT.search(text) or element.region in _ELSEWHERE:
            continue
        widest = _widest(document, element)
        if widest in seen:
            continue
        seen.add(widest)
        if (spot := _spot(document, widest, piece, order, hint)) is not None:
            yield spot


def _agreeing(document: Document, title_order: int | None, hint: str | None, said: float) -> list[Spot]:
    """The places where the page shows as its price, and not as a former one, what machines are told: nothing beats them."""
    found = []
    # Of thousands the last three digits: how they are parted is the page's business.
    for spot in _spots(document, title_order, hint, str(int(said))[-3:]):
        if spot.price.amount is not None and abs(spot.price.amount - said) < SAME_AMOUNT and spot.price.currency:
            _weigh_labels(document, spot, title_order)
            if not spot.old:
                found.append(spot)
    return sorted(found, key=lambda spot: (-spot.score, spot.order))


def _ancestors(element: Element) -> Iterator[Element]:
    here: Element | None = element
    while here is not None:
        yield here
        here = here.parent


def _in_card(document: Document, element: Element, around_title: set[Element], elsewhere: Callable[[], frozenset[str]]) -> bool:
    """Whether a price stands with a link to another listing in a block that doesn't hold the page's title."""
    for here in element.around(6):
        if here in around_title or document.outline.length(here) > CARD_TEXT:
            return False
        for link in [here] if here.tag == "a" else islice(document.outline.links_in(here), 4):
            url = document.join(link.get("href"))
            if url is not None and canonical_url(url) in elsewhere():
                return True
    return False


def _promised(document: Document, hint: str | None) -> set[float | None]:
    """Amounts that the page's own summaries name: what a search result would show."""
    texts = [document.title, *(document.meta.get(name, "") for name in ("description", "og:description", "og:title"))]
    return {price.amount for text in texts for price in read_prices(text[:600], hint=hint)}


def first_related(pieces: list[Piece], title_order: int | None) -> int | None:
    """The piece behind the title that heads other goods (`Similar items`)."""
    start = (title_order or 0) + 1
    for order in range(start, min(len(pieces), start + AFTER_TITLE)):
        text = pieces[order].text
        if (
            len(text) <= 60
            and pieces[order].element.tag in ("h2", "h3", "h4", "h5", "span", "div", "p", "strong", "dt", "a")
            and _RELATED.match(text)
        ):
            return order
    return None


def _widest(document: Document, element: Element) -> Element:
    """The widest element around a text that holds little more than it, and no second amount."""
    outline = document.outline
    digits = len(_DIGIT.findall(outline.text(element, 600)))
    for _ in range(5):
        parent = element.parent
        if parent is None or parent.tag in _ROWS or outline.length(parent) > WIDE:
            break
        more = len(_DIGIT.findall(outline.text(parent))) - digits
        if more > (0 if element.tag in _LINES else 2):
            break
        element = parent
    return element


def spot_text(document: Document, element: Element) -> str:
    """The text of a small element; cents that are only set small (`12<sup>99</sup>`) get their decimal point."""
    parts: list[str] = []
    for text, holder in document.pieces[element.first : min(element.end, element.first + MAX_PARTS)]:
        behind = parts[-1][-1:] if parts else ""
        if behind.isdigit() and _CENTS.fullmatch(text) and (holder.tag == "sup" or _set_small(document, element, holder)):
            parts[-1] += "." + text
        elif (
            holder.tag == "sup"
            and len(parts) > 1
            and len(parts[-1]) <= 3
            and parts[-2][-1].isdigit()
            and _CENTS.fullmatch(text)
        ):
            parts[-2] += "." + text  # 12<span>€</span><sup>99</sup>
        elif (behind.isdigit() and _DECIMALS.match(text)) or (behind in (".", ",") and text[0].isdigit()):
            parts[-1] += text
        else:
            parts.append(text)
    return " ".join(parts)


def _set_small(document: Document, element: Element, holder: Element) -> bool:
    """Whether two digits behind a price are its cents: their class says so, or nothing else stands in the price's element."""
    if _SET_SMALL.search(holder.get("class")):
        return True
    return (
        holder is not element
        and holder.tag in ("span", "small", "em", "i", "b")
        and _AMOUNT_IN_TWO.fullmatch(document.outline.text(element, 40)) is not None
    )


def _spot(document: Document, element: Element, piece: Piece, order: int, hint: str | None) -> Spot | None:
    text = spot_text(document, element)
    if not text or len(text) > 120:
        text = piece.text
    prices = read_prices(text, hint=hint)
    bare = None
    if not prices:
        if len(text) > 24:
            return None
        if label := _IN_LABEL.match(text):
            bare = bare_price(text[label.end() :].lstrip(" :：-–"), hint=hint)
        elif _BEFORE_LABEL.search(_text_before(document, order)[-20:]):
            bare = bare_price(text, hint=hint)
        if bare is None and not named_near(piece.element):
            return None
    words, struck, linked = surroundings(piece.element)
    cues = cues_of(words)
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
            and any(one.tag in ("s", "del", "strike") for one in document.outline.within(element))
        ):
            price = prices[1]
    elif bare is not None:
        price = bare
    elif cues.named and len(text) <= 24 and not re.search(r"[^\W\d_]{2}|%", text) and (amount := read_amount(text)) is not None:
        price = Price(amount, None, raw=text)
    else:
        return None
    old = struck or cues.former
    if cues.named:
        score += 2.0
    if MARKED in words or any(
        "price" in (one.attributes.get("itemprop"), one.attributes.get("property")) for one in document.outline.within(element)
    ):
        score += 2.0
    if cues.present:
        score += 0.7
    if old:
        score -= STRUCK if struck else 2.5
    if cues.bad:
        score -= 2.0
    if linked:
        score -= 2.5
    if piece.element.region != "main":
        # Beside the text stand its price and seller as well as other goods, which are told by other cues.
        score -= BESIDE if piece.element.region == "aside" and cues.named else 3.0
    if not price.amount:
        score -= 4.0
    if piece.element.tag in ("h1", "h2", "h3", "h4", "strong", "b"):
        score += 0.4
    if len(text) <= 20:
        score += 0.4
    return Spot(price, score, order, old, element, text)


def _weigh_labels(document: Document, spot: Spot, title_order: int | None) -> None:
    """What the words in and before a price say: its label, a former price's, some other amount's."""
    before = _text_before(document, spot.order) if spot.order - 1 != title_order else ""
    if _IN_LABEL.match(spot.text) or _BEFORE_LABEL.search(before[-20:]):
        spot.score += 1.8
    if _OLD_LABEL.search(spot.text[:40]) or _OLD_BEFORE.search(before):
        spot.score -= 0.0 if spot.old else 2.5
        spot.old = True
    if _OTHER.search(_INCLUDED.sub("", spot.text)) or _OTHER.search(_INCLUDED.sub("", before)):
        spot.score -= 3.0


def _text_before(document: Document, order: int) -> str:
    """What stands right before a price, without an amount of its own and what is said of that."""
    before = document.pieces[order - 1].text if order else ""
    if len(before) > LONG_LABEL and (len(before) > 2 * LONG_LABEL or _SENTENCE_END.search(before)):
        return ""  # a text of its own
    before = before[-30:]
    amount = _WITH_AMOUNT.match(before)
    return before[amount.end() :] if amount else before


def _punish_repeats(spots: list[Spot]) -> None:
    """Prices that stand in a row of like elements are those of other goods."""
    signs = [_sign(spot.element) for spot in spots]
    counts = Counter(signs)
    for spot, sign in zip(spots, signs, strict=True):
        if counts[sign] >= 4:
            spot.score -= 1.5


def _sign(element: Element) -> str:
    """Tags and classes of an element and of two around it; without any class, which table or list it stands in as well."""
    around = list(element.around(3))
    words = [here.get("class")[:40] for here in around]
    sign = ">".join(f"{here.tag}.{word}" for here, word in zip(around, words, strict=True))
    outer = around[-1].parent if len(around) == 3 else None
    return sign if any(words) or outer is None else f"{sign}>{outer.order}"
