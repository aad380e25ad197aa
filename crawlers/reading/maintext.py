"""The main text of a page: a listing's description, an article's or a post's body, without the furniture around it."""

from __future__ import annotations

import re
from itertools import islice

from crawlers.reading.document import Document
from crawlers.reading.outline import Element, in_order
from crawlers.reading.texts import node_text, squeeze
from crawlers.reading.words import pattern

_BODY = re.compile(
    r"(?:^|[-_\s])(?:description|desc|descr|details?|content|body|text|post-?body|article|entry"
    r"|article-?content|main-?content|message|detail-?content|postbody|postingbody|xiangqing|neirong|miaoshu"
    r"|beschreibung|opis|popis|kirjeldus)(?:[-_\s]|$)|articleBody",
    re.I,
)
_FURNITURE = re.compile(
    r"comment|related|recommend|share|social|tags?(?:[-_\s]|$)|side-?bar|footer|nav|menu|breadcrumb|copyright"
    r"|advert|(?:^|[-_\s])ads?(?:[-_\s]|$)|promo|newsletter|cookie|popup|modal|login|reply|pager|review|rating"
    r"|toolbar|widget|(?:^|[-_\s])meta(?:[-_\s]|$)|editor|author-?box|print|qr",
    re.I,
)
_LABEL = re.compile(r"^\W{0,3}" + pattern("text_label").pattern + r"\s{0,2}[:：]?\W{0,3}$", re.I)
MIN_WIDTH = 20
MAX_DESCRIBED = 40
_STOPS = re.compile(r"[，。、！？,.!?;；]")
_SHARES = (1.0, 0.7, 0.4, 0.25, 0.15)
"""What of a text's weight goes to the element that holds it, to the one around that, and so on."""
_INLINE = frozenset(["p", "span", "b", "strong", "em", "i", "font", "br", "li", "a", "u", "td"])
_PARTS = frozenset(["div", "ul", "ol", "section", "aside", "nav", "form", "table", "dl", "p", "footer", "h2", "h3", "figure"])
_LISTS = frozenset(["ul", "ol", "div", "dl", "section", "p", "table"])
_NO_TEXT = ("meta", "a", "button", "input", "script", "img")
_DESCRIPTION, _TEXT_CLASS = re.compile(r"^description$"), re.compile(r"(?:^|\s)text(?:\s|$)")
_DESCRIBED_ID = re.compile(r"descr|postingbody|detail", re.I)
_DESCRIBED_CLASS = re.compile(r"descr|detail-content|product-detail|miaoshu|xiangqing", re.I)


def main_block(document: Document) -> Element | None:
    """The element that holds the page's running text, by the density of its sentences; None on a page without any."""
    if "main_block" not in document.known:
        document.known["main_block"] = _densest(document)
    return document.known["main_block"]


def _densest(document: Document) -> Element | None:
    scores: dict[Element, float] = {}
    for piece in document.pieces:
        if len(piece.text) < MIN_WIDTH // 2:
            continue
        width = width_of(piece.text)
        if width < MIN_WIDTH or piece.element.region != "main" or _linked(piece.element):
            continue
        points = min(width, 400) ** 0.9 + 8 * len(_STOPS.findall(piece.text))
        # What only marks words inside a text is none of the levels.
        start = piece.element.parent if piece.element.tag in _INLINE and piece.element.parent else piece.element
        for share, here in zip(_SHARES, start.around(len(_SHARES)), strict=False):
            scores[here] = scores.get(here, 0.0) + points * share
    best: tuple[float, Element] | None = None
    for element, score in scores.items():
        words = f"{element.words} {element.get('itemprop')}"
        if _BODY.search(words):
            score *= 1.5
        if _FURNITURE.search(words):
            score *= 0.4
        if element.tag in ("ul", "ol", "form", "a", "tr"):
            score *= 0.6
        if best is None or score > best[0]:
            best = (score, element)
    return best[1] if best else None


def main_text(document: Document) -> str:
    """The text of the main block without what is furniture inside it."""
    block = main_block(document)
    if block is None:
        return ""
    text = clean_text(document, block)
    return text if links_share(document, block, text) <= 0.5 else ""


def clean_text(document: Document, block: Element) -> str:
    """The text of a block, lists of links and furniture inside it left out."""
    outline = document.outline
    whole_text = node_text(block.node)
    lines, total = whole_text.split("\n"), len(whole_text)
    dropped: set[str] = set()
    checked = [element for element in outline.within(block) if element.tag in _PARTS][:600]
    for element in checked:
        words = element.words
        bad = _FURNITURE.search(words) is not None and not _BODY.search(words)
        if not bad and element.tag in _LISTS:
            whole = outline.length(element)
            if 0 < whole < 3_000 and (links := list(islice(outline.links_in(element), 200))):
                linked = sum(min(outline.length(link), 400) for link in links)
                bad = linked > 0.7 * whole and (len(links) > 2 or element.tag == "p")
        if bad and len(inner := node_text(element.node, limit=20_000)) < 0.4 * total:
            dropped.update(inner.split("\n"))
    return "\n".join(line for line in lines if line not in dropped)


def description(document: Document, title_order: int | None) -> str:
    """The description of an offer: the block so named (class, id, itemprop, heading) that says most, else the main block."""
    best = ""
    outline = document.outline
    for element in _described(document):
        # Text that is no longer than what was found already can't win: what lies inside a block found before.
        if outline.length(element) <= len(best) or element.region != "main" or element.tag in _NO_TEXT:
            continue
        if outline.has_inside(element, "h1"):
            continue
        text = node_text(element.node, limit=30_000)
        if len(text) > len(best) and links_share(document, element, text) < 0.4:
            best = text
    if len(best) >= 60:
        return best
    if labelled := _after_label(document, title_order):
        return labelled
    text = main_text(document)
    return text if len(text) > len(best) else best


def _described(document: Document) -> list[Element]:
    outline = document.outline
    content = [element for element in outline.like("class", _TEXT_CLASS) if _in_content(element)]
    groups = (
        outline.like("itemprop", _DESCRIPTION),
        outline.like("id", _DESCRIBED_ID),
        outline.like("class", _DESCRIBED_CLASS),
        content,
    )
    return in_order(groups)[:MAX_DESCRIBED]


def _in_content(element: Element) -> bool:
    return any(around.attributes.get("id") == "content" for around in element.around(40) if around is not element)


def without_label(text: str) -> str:
    """A text without its own heading (`Description`) as first line."""
    first, _, rest = text.partition("\n")
    return rest if rest and len(first) <= 40 and _LABEL.match(first) else text


def _after_label(document: Document, title_order: int | None) -> str:
    for order in document.labels(title_order):
        piece = document.pieces[order]
        if len(piece.text) > 40 or not _LABEL.match(piece.text) or piece.element.region != "main":
            continue
        here = piece.element.node
        for _ in range(3):
            following = here.next
            while following is not None and (following.tag or "")[:1] == "-" and not (following.text_content or "").strip():
                following = following.next
            if following is not None and following.tag == "-text":
                return squeeze(following.text_content or "")
            if following is not None and len(text := node_text(following, limit=30_000)) >= 15:
                return text
            if here.parent is None or here.parent.tag == "body":
                break
            here = here.parent
        if order + 1 < len(document.pieces) and len(document.pieces[order + 1].text) >= 30:
            return document.pieces[order + 1].text
    return ""


def width_of(text: str) -> int:
    """Length of a text with Han, kana and Hangul counted twice: they say as much."""
    return len(text) + sum(1 for char in text if "\u2e80" <= char <= "\uffee")


def _linked(element: Element) -> bool:
    return any(around.tag == "a" for around in element.around(4))


def links_share(document: Document, element: Element, text: str) -> float:
    """Share of a text that stands in links."""
    links = islice(document.outline.links_in(element), 2_000)
    return sum(min(document.outline.length(link), 400) for link in links) / max(len(text), 1)
