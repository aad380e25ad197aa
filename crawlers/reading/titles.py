"""The title of the page's item: what several places agree on, never the site's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from crawlers.reading.document import Document
from crawlers.reading.outline import Element, in_order
from crawlers.reading.price_text import read_prices
from crawlers.reading.texts import squeeze
from crawlers.reading.words import pattern

_SEPARATORS = re.compile(r"\s+[|\-–—:·•»«_/]+\s+|\s*[|｜_»·]\s*|\s+::\s+| - ")


_TITLE_CLASS = re.compile(r"(?:^|\s)(?:(?:product-|item-|detail-)?title)(?:\s|$)")
_TITLE_ID = re.compile(r"^thread_subject$")
_NAME = re.compile(r"^name$")
MAX_HEADINGS, MAX_PARTS = 40, 8
MAX_HOME_LINKS, LAST_PIECES = 200, 40
"""Links among which one leads to the front page, pieces of text among which the copyright stands."""
MIN_RUN = 4
"""Letters from which a part of a `<title>` that the page shows is its title."""
_MARK = re.compile(r"(?:^|[-_\s])(?:label|prefix|badge|flag|thread-?type|topic-?type)(?:[-_\s]|$)", re.I)
"""Classes of what boards set before a title in an element of its own."""
_HEADED = ("h1", "h2", "h3")
_HOME = ("", ".", "/", "./", "index.html", "/index.html", "index.php", "/index.php")
_WHOLE = re.compile(r"(?:https?:)?//(?:www\.)?(?P<host>[^/?#]+)/?(?:(?:index|default|home)\.(?:html?|php|aspx?|jsp))?$", re.I)
_FRONT_PAGE = pattern("front_page")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright|版权所有)\s{0,3}(?:(?:19|20)\d\d\s?(?:[-–]\s?(?:19|20)\d\d)?)?[\s,.]{0,3}(?P<name>[^\d\s.,;|][^.,;|©]{1,40})"
    r"|(?P<before>[^\s.,;|©]{2,20})\s?(?:版权所有|版權所有)",
    re.I,
)
_HOUSE = pattern("house_page")
_LABEL = 60
"""Characters that a label before a title has, at most."""


_NAMES: WeakKeyDictionary[Document, frozenset[str]] = WeakKeyDictionary()
"""A page is asked by several readers."""


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
    names = _heading_of_site(document, headings) or _last_part(document)
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
            text = _without_price(text, document)
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
    if label is None or label.first != element.first or not text.startswith(mark := document.text(label, _LABEL)):
        return text
    if len(mark) >= _LABEL:  # cut there: so long is no label
        return text
    rest = text[len(mark) :].strip(" :：-–|]】\u00a0")
    if _MARK.search(label.words) and len(plain(rest)) >= MIN_RUN:
        return rest
    witnesses = [plain(said or ""), plain(document.title)]
    witnesses += [witness[len(plain(mark)) :] for witness in witnesses if witness.startswith(plain(mark))]
    return rest if len(plain(rest)) >= 4 and any(witness.startswith(plain(rest)) for witness in witnesses) else text


def _without_price(text: str, document: Document) -> str:
    """A heading without the price and place behind its words, where the page's `<title>` ends them before."""
    if not any(char.isdigit() for char in text) or not read_prices(text):
        return text
    told = without_site(document.title, document)
    rest = text[len(told) :] if len(told) >= MIN_RUN and text.startswith(told) else ""
    return told if read_prices(rest) else text


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


def _last_part(document: Document) -> set[str]:
    """The last part of a `<title>` of several, where it is the shorter one: mostly the site's name, never a heading."""
    parts = _parts(document.title)
    if len(parts) < 2:
        return set()
    last, rest = plain(parts[-1][0]), plain("".join(part for part, _ in parts[:-1]))
    return {last} if len(last) < len(rest) else set()


def _parts(title: str) -> list[tuple[str, str]]:
    """The parts of a `<title>`, each with what parts it from the one before."""
    found: list[tuple[str, str]] = []
    start, before = 0, ""
    for mark in _SEPARATORS.finditer(title):
        if part := title[start : mark.start()].strip():
            found.append((part, before))
            before = mark.group()
        start = mark.end()
    if part := title[start:].strip():
        found.append((part, before))
    return found[:MAX_PARTS]


def _joined(parts: Sequence[tuple[str, str]]) -> str:
    return "".join((before if number else "") + part for number, (part, before) in enumerate(parts))


def site_names(document: Document) -> frozenset[str]:
    """What the site calls itself on this page: in its metas, its logo, the link to its front page, its copyright."""
    if document not in _NAMES:
        said = [document.meta.get(name, "") for name in ("og:site_name", "application-name", "apple-mobile-web-app-title")]
        for link in document.tagged("a")[:MAX_HOME_LINKS]:
            if _leads_home(link.get("href"), document.host):
                pictures = [one.get("alt") for one in document.outline.within(link)[1:6] if one.tag == "img"]
                said += [document.text(link, 80), link.get("title"), *pictures]
        for text, _ in document.pieces[-LAST_PIECES:]:
            if len(text) <= 160 and (match := _COPYRIGHT.search(text)):
                said.append(match["before"] or match["name"])
        names = [name.strip() for name in said if not _FRONT_PAGE.fullmatch(name.strip())]
        _NAMES[document] = frozenset(key for name in names if 2 <= len(key := plain(name)) <= 60)
    return _NAMES[document]


def _leads_home(href: str, host: str) -> bool:
    """Whether a link leads to the site's front page."""
    whole = _WHOLE.match(href) if len(href) < 120 else None
    return href in _HOME or (whole is not None and whole["host"].lower() == host.removeprefix("www."))


def without_site(title: str, document: Document) -> str:
    """A `<title>` without the site's name and the headings above the page's own.

    What stands after a dash may be the thing's own words: the longest run of parts that the page shows as one text is
    kept whole; else all but what the site calls itself. Only where nothing names the site the last part is taken for it.
    """
    parts = _parts(title)
    if len(parts) < 2 or (len(title) < len(document.title) and document.title.startswith(title)):
        return title  # what `<title>` says more is the site's
    if shown := _shown(parts, document):
        return shown
    names = site_names(document)
    host = plain(document.host.rsplit(":", 1)[0].rsplit(".", 1)[0])
    kept = [
        (part, before)
        for part, before in parts
        if (key := plain(part)) and key not in names and not (len(key) > 2 and (key in host or host in key))
    ]
    if not kept:
        return max((part for part, _ in parts), key=len)
    if len(kept) == len(parts):
        kept = kept[:-1]
    # Marks that part more (`|`) than those before them end what belongs together.
    first = [kept[0]]
    for part, before in kept[1:]:
        if before.strip() != "-" and before.strip() not in ("–", "—"):
            break
        first.append((part, before))
    text = _joined(first)
    return text if len(text) >= 4 else max((part for part, _ in kept), key=len)


def _shown(parts: list[tuple[str, str]], document: Document) -> str | None:
    """The longest run of a title's parts that stands on the page as one text outside of links."""
    runs = {
        key: text
        for start in range(len(parts))
        for end in range(start + 1, len(parts) + 1)
        if len(key := plain(text := _joined(parts[start:end]))) >= MIN_RUN
    }
    names = site_names(document)
    longest = max(map(len, runs.values()), default=0) + 20
    best = ""
    for text, element in document.pieces:
        if len(best) < len(text) <= longest and element.tag != "a" and element.region == "main":
            run = runs.get(plain(text))
            if run is None or len(run) <= len(best) or plain(run) in names:
                continue
            # What a `<title>` begins with is its page's own anywhere, what it says later only as a heading.
            if run.startswith(parts[0][0]) or any(here.tag in _HEADED for here in element.around(3)):
                best = run
    return best or None


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
