"""The main text of a page: a listing's description, an article's or a post's body, without the furniture around it."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from crawlers.reading.document import Document, attribute, node_text, select, squeeze
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


def main_block(document: Document) -> LexborNode | None:
    """The element that holds the page's running text, by the density of its sentences; None on a page without any."""
    if "main_block" not in document.known:
        document.known["main_block"] = _densest(document)
    return document.known["main_block"]


def _densest(document: Document) -> LexborNode | None:
    scores: dict[int, float] = {}
    nodes: dict[int, LexborNode] = {}
    for piece in document.pieces:
        width = width_of(piece.text)
        if width < MIN_WIDTH or document.regions.of(piece.node) != "main" or _linked(piece.node):
            continue
        points = min(width, 400) ** 0.9 + 8 * len(re.findall(r"[，。、！？,.!?;；]", piece.text))
        here: LexborNode | None = piece.node
        for level in range(5):
            if here is None or here.tag in ("body", "html"):
                break
            if here.tag in ("p", "span", "b", "strong", "em", "i", "font", "br", "li", "a", "u", "td") and level == 0:
                here = here.parent
                if here is None or here.tag in ("body", "html"):
                    break
            scores[here.mem_id] = scores.get(here.mem_id, 0.0) + points * (1.0, 0.7, 0.4, 0.25, 0.15)[level]
            nodes[here.mem_id] = here
            here = here.parent
    best: tuple[float, LexborNode] | None = None
    for key, score in scores.items():
        node = nodes[key]
        words = f"{attribute(node, 'class')} {attribute(node, 'id')} {attribute(node, 'itemprop')}"
        if _BODY.search(words):
            score *= 1.5
        if _FURNITURE.search(words):
            score *= 0.4
        if node.tag in ("ul", "ol", "form", "a", "tr"):
            score *= 0.6
        if best is None or score > best[0]:
            best = (score, node)
    return best[1] if best else None


def main_text(document: Document) -> str:
    """The text of the main block without what is furniture inside it."""
    block = main_block(document)
    if block is None:
        return ""
    text = clean_text(block)
    return text if links_share(block, text) <= 0.5 else ""


def clean_text(block: LexborNode) -> str:
    """The text of a block, lists of links and furniture inside it left out."""
    whole_text = node_text(block)
    lines, total = whole_text.split("\n"), len(whole_text)
    dropped: set[str] = set()
    for node in select(block, "div, ul, ol, section, aside, nav, form, table, dl, p, footer, h2, h3, figure", 600):
        words = f"{attribute(node, 'class')} {attribute(node, 'id')}"
        bad = _FURNITURE.search(words) is not None and not _BODY.search(words)
        if not bad and node.tag in ("ul", "ol", "div", "dl", "section", "p", "table"):
            links = node.css("a[href]")
            if links:
                whole = len(squeeze(node.text()[:20_000]))
                bad = (
                    0 < whole < 3_000
                    and sum(len(squeeze(link.text()[:400])) for link in links[:200]) > 0.7 * whole
                    and (len(links) > 2 or node.tag == "p")
                )
        if bad and len(inner := node_text(node, limit=20_000)) < 0.4 * total:
            dropped.update(inner.split("\n"))
    return "\n".join(line for line in lines if line not in dropped)


def description(document: Document, *, title: str) -> str:
    """The description of an offer: the block so named (class, id, itemprop, heading) that says most, else the main block."""
    best = ""
    for node in select(
        document.tree,
        '[itemprop="description"], [id*="descr" i], [class*="descr" i], [id*="postingbody"],'
        ' [class*="detail-content" i], [id*="detail" i], [class*="product-detail" i], [class*="miaoshu"],'
        ' [class*="xiangqing"], [id="content"] .text',
        40,
    ):
        if (
            node.css_first("h1") is not None
            or document.regions.of(node) != "main"
            or node.tag in ("meta", "a", "button", "input", "script", "img")
        ):
            continue
        text = node_text(node, limit=30_000)
        if len(text) > len(best) and links_share(node, text) < 0.4:
            best = text
    if len(best) >= 60:
        return best
    if labelled := _after_label(document):
        return labelled
    text = main_text(document)
    return text if len(text) > len(best) else best


def without_label(text: str) -> str:
    """A text without its own heading (`Description`) as first line."""
    first, _, rest = text.partition("\n")
    return rest if rest and len(first) <= 40 and _LABEL.match(first) else text


def _after_label(document: Document) -> str:
    for order, piece in enumerate(document.pieces):
        if len(piece.text) > 40 or not _LABEL.match(piece.text) or document.regions.of(piece.node) != "main":
            continue
        here = piece.node
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


def _linked(node: LexborNode) -> bool:
    here: LexborNode | None = node
    for _ in range(4):
        if here is None:
            return False
        if here.tag == "a":
            return True
        here = here.parent
    return False


def links_share(node: LexborNode, text: str) -> float:
    """Share of a text that stands in links."""
    return sum(len(squeeze(link.text()[:400])) for link in select(node, "a[href]", 2_000)) / max(len(text), 1)
