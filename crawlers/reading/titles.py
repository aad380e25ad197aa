"""The title of the page's item: what several places agree on, never the site's name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawlers.reading.document import Document
from crawlers.reading.outline import Element, in_order
from crawlers.reading.texts import squeeze
from crawlers.reading.words import pattern

_SEPARATORS = re.compile(r"\s+[|\-–—:·•»«_/]+\s+|\s*[|｜_»·]\s*|\s+::\s+| - ")


_TITLE_CLASS = re.compile(r"(?:^|\s)(?:(?:product-|item-|detail-)?title)(?:\s|$)")
_TITLE_ID = re.compile(r"^thread_subject$")
_NAME = re.compile(r"^name$")
MAX_HEADINGS = 40
_HOUSE = pattern("house_page")


@dataclass(slots=True)
class Title:
    """A title and where it stands among the pieces of the page (None: nowhere to be seen)."""

    text: str
    order: int | None


def plain(text: str) -> str:
    """Letters and digits only, folded case: to compare titles."""
    return re.sub(r"[\W_]+", "", text).casefold()


def main_title(document: Document, *, said: str | None = None) -> Title:
    """The title: a heading that `<title>`, og:title or `said` (structured data) repeats; else the best of these."""
    site = plain(document.meta.get("og:site_name", ""))
    saying = plain(said or "")
    witnesses = [plain(document.meta.get("og:title", "")), plain(document.title)]
    headings = _headings(document)
    names = _heading_of_site(document, headings) or _site_names(document)
    best: tuple[float, str] | None = None
    for element in headings:
        text = squeeze(element.node.text()[:600])
        key = plain(text)
        if not 2 <= len(text) <= 400 or not key or key == site or key in names:
            continue
        score = {"h1": 2.0, "h2": 0.6, "h3": 0.3}.get(element.tag, 0.8)
        score += sum(1.5 for witness in witnesses if witness and _agree(key, witness))
        if saying:
            score += 3.0 if _agree(key, saying) else -1.5
        if element.region != "main":
            score -= 1.5
        if len(key) < 12 and document.outline.has_inside(element, "img"):
            score -= 1.0
        if best is None or score > best[0]:
            best = (score, _without_label(element, text, document, said))
    graph = squeeze(document.meta.get("og:title", ""))
    if best is not None and best[0] >= 2.0:
        text = best[1]
        if plain(graph) == plain(text):
            return Title(text, order_of(document, text))
        # A heading with words for screen readers in it ("Details about ...") holds the title that machines are told.
        for told in (said or "", without_site(graph, document) if graph else ""):
            if 8 <= len(plain(told)) < len(plain(text)) <= len(plain(told)) + 24 and plain(told) in plain(text):
                text = told
                break
    else:
        text = said or without_site(graph or document.title, document) or (best[1] if best else "")
    return Title(text, order_of(document, text))


def _heading_of_site(document: Document, headings: list[Element]) -> set[str]:
    """A heading that names the site, where `<title>` is this and a later heading, in whatever order (`Site :: Topic`)."""
    whole = plain(document.title)
    keys = [plain(document.text(element, 600)) for element in headings[:8]]
    for number, first in enumerate(keys):
        if first and first != whole and first in whole:
            for later in keys[number + 1 :]:
                if later and whole in (first + later, later + first):
                    return {first}
    return set()


def _without_label(element: Element, text: str, document: Document, said: str | None) -> str:
    """A heading without the label before its words (`For sale`, 出售), where `<title>` or machines are told it without."""
    label = next((one for one in document.outline.within(element)[1:4] if document.outline.length(one)), None)
    if label is None or label.first != element.first or not text.startswith(mark := document.text(label, 60)):
        return text
    rest = text[len(mark) :].strip(" :：-–|]】")
    witnesses = (plain(said or ""), plain(document.title))
    return rest if len(plain(rest)) >= 4 and any(witness.startswith(plain(rest)) for witness in witnesses) else text


def _headings(document: Document) -> list[Element]:
    outline = document.outline
    groups = (
        outline.tagged("h1", "h2", "h3"),
        outline.like("itemprop", _NAME),
        outline.like("id", _TITLE_ID),
        outline.like("class", _TITLE_CLASS),
    )
    return in_order(groups)[:MAX_HEADINGS]


def is_house_title(title: str) -> bool:
    """Whether a title is that of a page that a site has about itself: its terms, its help, a forum's rules."""
    return _HOUSE.match(title.strip(" \t[]【】()*!")) is not None


def _agree(key: str, witness: str) -> bool:
    """Whether a heading says what a witness says: the same, or much of it, or more."""
    return (
        key == witness
        or (len(key) >= 4 and key in witness and len(key) >= 0.3 * len(witness))
        or (len(witness) >= 6 and witness in key)
    )


def _site_names(document: Document) -> set[str]:
    """The last part of a `<title>` of several, where it is the shorter one: mostly the site's name."""
    parts = [part.strip() for part in _SEPARATORS.split(document.title) if part and part.strip()]
    if len(parts) < 2:
        return set()
    last, rest = plain(parts[-1]), plain("".join(parts[:-1]))
    return {last} if len(last) < len(rest) else set()


def without_site(title: str, document: Document) -> str:
    """A `<title>` without the site's name and its headings: the longest part that isn't the name of the host."""
    parts = [part.strip() for part in _SEPARATORS.split(title) if part and part.strip()]
    if len(parts) < 2:
        return title
    site = plain(document.meta.get("og:site_name", ""))
    host = plain(document.host.rsplit(".", 1)[0])
    kept = [
        part for part in parts if (key := plain(part)) and key != site and not (len(key) > 2 and (key in host or host in key))
    ]
    return kept[0] if kept and len(kept[0]) >= 4 else max(kept or parts, key=len)


def order_of(document: Document, title: str) -> int | None:
    """Where a title stands among the pieces: the first place in the main part, else the first at all."""
    key = plain(title)
    if not key:
        return None
    first: int | None = None
    folded = title.casefold()
    start = folded[:3]
    for order, piece in enumerate(document.pieces):
        text = piece.text
        size = len(text)
        if size < 2 or size > 500 or not (text[:3].casefold() in folded or start in text.casefold()):
            continue
        mine = plain(text)
        if len(mine) >= min(6, len(key)) and (mine == key or (len(mine) >= 0.6 * len(key) and (mine in key or key in mine))):
            if piece.element.region == "main" and piece.element.tag != "a":
                return order
            first = order if first is None else first
    return first
