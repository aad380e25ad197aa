"""Accounts, places and dates, from labels in many languages, addresses of profiles, and `<time>`."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qsl, unquote, urlsplit

from crawlers.reading.document import Document
from crawlers.reading.outline import in_order
from crawlers.reading.passing import BEHIND, date_in_passing, leads_away
from crawlers.reading.texts import closed, squeeze
from crawlers.reading.times import machine_time, said_time
from crawlers.reading.visible import first_related
from crawlers.reading.words import pattern
from tidewaiter.model import Place

_POSTED, _PLACE = (
    re.compile(r"^\W{0,3}" + pattern(name).pattern + r"(?:\s{0,2}[:：]\s{0,3}(?P<value>.{1,120})|\s{0,2}[:：]?)$", re.I)
    for name in ("posted_label", "place_label")
)
_PRICE = re.compile(
    r"^\W{0,3}" + pattern("price_label").pattern + r"(?:\s{0,2}[:：]\s{0,3}(?P<value>.{1,120})|\s{0,2}[:：]?)$", re.I
)
_NO_PRICE = re.compile(r"^\W{0,3}" + pattern("no_price").pattern + r"\W{0,3}$", re.I)
_NUMBER_LABEL = re.compile(r"^\W{0,3}" + pattern("number_label").pattern + r"\W{0,4}$", re.I)
_COLON = re.compile(r"[:：]")
_POSTED_INSIDE = re.compile(r"(?:^|\b|\s|：)" + pattern("posted_label").pattern + r"\W{0,4}(?P<value>\d.{4,40})", re.I)
_DATE_START = re.compile(r"(?:19|20)\d\d\s?[-/.年]|\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d")
FARTHEST = 250
"""Pieces of text from the title within which a label speaks of the page's item."""
_BETWEEN = re.compile(r"\s[·•|｜/—–-]\s")
"""What stands between short remarks on one line: `Hanoi · 2026/11/24 · for sale`."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_PROFILE_LINK = re.compile(
    r"/(?:sellers?|users?|u|profiles?|members?|authors?|people|thanh-vien|nguoi-ban|polzovatel|avtor)/[^/?#]|space-uid|mod=space"
    r"|memberlist|viewprofile"
    r"|(?:^|/)(?:u|users?|members?|profile|space|home|userinfo|account|author|seller)\.(?:php|aspx?|jsp|cgi)"
    r"\?(?:u|uid|id|user|userid|user_id|username|name|member)=",
    re.I,
)
MAX_TIMES = 20
MAX_CARD = 240
"""Characters that the card of another listing says at most."""
_SAYS_TIME = re.compile(r"date|posted|time", re.I)


_ACCOUNT = re.compile(r"^(?:id|uid|user|user_?id|seller|seller_?id|member|author|shop|shop_?id|u|name|username)$", re.I)
_PROFILE_PATH = re.compile(
    r"/(?:users?|u|members?|sellers?|profiles?|shops?|stores?|vendors?|authors?|people|space|home|account|nguoi-ban|thanh-vien)"
    r"[/-](?:uid-|uid/)?(?P<id>[\w.%-]{1,60})/?$",
    re.I,
)


def account_of(url: str | None) -> str | None:
    """The site's own id of an account, out of the address of its profile: `?uid=17`, `/user/17`."""
    if not url:
        return None
    parts = urlsplit(url)
    if found := _PROFILE_PATH.search(parts.path):
        return unquote(found["id"]).removesuffix(".html")
    named = [value for name, value in parse_qsl(parts.query) if _ACCOUNT.match(name) and 0 < len(value) <= 60]
    return named[0] if len(named) == 1 else None


def is_profile(href: str) -> bool:
    """Whether a link leads to somebody's account: `/user/17`, `u.php?uid=17`."""
    return _PROFILE_LINK.search(href) is not None


def says_posted(text: str) -> bool:
    """Whether a text is the label of a date, with or without the date."""
    return _POSTED.match(text) is not None


def visible_posted(document: Document, title_order: int | None) -> str | None:
    """When it was posted, where the page says so in full: `<time>`, a label with a date, a date near the title."""
    outline = document.outline
    marked = [outline.tagged("time"), *(outline.having(name) for name in ("data-time", "data-timestamp"))]
    agos = [element for element in outline.tagged("abbr") if "timeago" in element.get("class").split()]
    for element in in_order([*marked, agos])[:MAX_TIMES]:
        value = element.get("datetime") or element.get("title") or element.get("data-time") or element.get("data-timestamp")
        if (moment := machine_time(value)) and element.region in ("main", "header"):
            return moment
    day_first = bool(document.language) and document.language not in ("en", "en-US", "en-us")
    fetched, language = document.page.fetched, document.language
    if (found := labelled(document, _POSTED, title_order)) is not None and (
        moment := said_time(found[0], fetched=fetched, language=language, day_first=day_first)
    ):
        return moment
    start = title_order or 0
    related = first_related(document.pieces, title_order)
    for piece in document.pieces[max(0, start - 15) : min(start + 80, related or start + 80)]:
        if len(piece.text) > 160 or not _YEAR.search(piece.text) or leads_away(piece.element):
            continue
        match = _POSTED_INSIDE.search(piece.text)
        text = match.group("value") if match else next(filter(_DATE_START.match, _BETWEEN.split(piece.text)), piece.text)
        if (
            (match or _DATE_START.match(text))
            and (moment := machine_time(text, day_first=day_first))
            and piece.element.region in ("main", "header")
        ):
            return moment
    if moment := date_in_passing(document, title_order, related, only_said=True):
        return moment
    for element in in_order([outline.tagged("time"), outline.like("class", _SAYS_TIME)])[:MAX_TIMES]:
        if not 2 <= outline.length(element) <= 60 or element.region != "main":
            continue
        text = squeeze(element.node.text()[:200])
        if 2 <= len(text) <= 40 and (moment := said_time(text, fetched=fetched, language=language, day_first=day_first)):
            return moment
    return date_in_passing(document, title_order, related)


def states_number(document: Document, number: str) -> bool:
    """Whether the page states this number as the listing's own: `Ad ID: 1073`, 信息编号：6129."""
    pieces = document.pieces
    for order, piece in enumerate(pieces):
        if number not in piece.text or len(piece.text) > 60:
            continue
        label = piece.text[: piece.text.find(number)] or (pieces[order - 1].text if order else "")
        if len(label) <= 30 and _NUMBER_LABEL.match(closed(label)) and piece.element.region == "main":
            return True
    return False


def names_no_price(document: Document, title_order: int, *, among_links: bool = False) -> bool:
    """Whether it offers something for a price that it does not name: `Price: on request`, 价格：面议.

    among_links: the page leads to many listings, whose cards say such things too: only what stands by the title counts.
    """
    found = labelled(document, _PRICE, title_order)
    if found is not None and _NO_PRICE.match(found[0]) and (not among_links or 0 < found[1] - title_order <= BEHIND):
        return True
    for text, element in document.pieces[title_order + 1 : title_order + BEHIND]:
        if len(text) <= 40 and element.region in ("main", "aside") and _NO_PRICE.match(text):
            card = [here for here in element.around(3) if here is element or document.outline.length(here) <= MAX_CARD][-1]
            links = [element, *document.outline.links_in(card)]
            return not leads_away(element) and not any(link.tag == "a" and not is_profile(link.get("href")) for link in links)
    return False


def visible_place(document: Document, title_order: int | None) -> Place | None:
    """The place that a label names."""
    found = labelled(document, _PLACE, title_order)
    return Place(found[0][:120]) if found is not None and not re.search(r"https?:|@", found[0]) else None


def labelled(
    document: Document, label: re.Pattern[str], title_order: int | None, *, accept: Callable[[str], bool] | None = None
) -> tuple[str, int] | None:
    """The value beside a label and the piece that it stands in, the nearest to the title, in the main part.

    accept: tells which values can be one.
    """
    best: tuple[int, str, int] | None = None
    pieces = document.pieces
    start = title_order or 0
    for order in document.labels(title_order):
        if not start - FARTHEST <= order < start + FARTHEST:
            continue
        piece = pieces[order]
        if len(piece.text) > 160 or (len(piece.text) > 28 and not _COLON.search(piece.text[:28])):
            continue
        if not (match := label.match(piece.text)) and not (match := label.match(closed(piece.text))):
            continue
        value, at = (match.groupdict().get("value") or "").strip(), order
        if not value:
            for step in (1, 2):
                if order + step < len(pieces) and (text := pieces[order + step].text.strip(" :：")):
                    value, at = text, order + step
                    break
            if (
                not re.search(r"[:：]\s*$", piece.text)
                and not (order + 1 < len(pieces) and pieces[order + 1].text[:1] in ":：")
                and pieces[order].element.tag not in ("th", "dt", "td", "label", "b", "strong", "span", "div", "em", "font")
            ):
                continue
        if not value or len(value) > 120 or piece.element.region not in ("main", "aside"):
            continue
        distance = abs(order - (title_order or 0)) + (0 if piece.element.region == "main" else 60)
        if not re.search(r"[:：]", piece.text + pieces[min(order + 1, len(pieces) - 1)].text[:1]):
            distance += 40
        if (best is None or distance < best[0]) and (accept is None or accept(value)):
            best = (distance, value, at)
    return (best[1], best[2]) if best is not None and best[0] < FARTHEST else None
