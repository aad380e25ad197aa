"""A page's links and what each leads to: a listing, an index of listings, the next page of this index, or something else.

Judged by three things together: the shape of the URL, the repeated block that the link stands in, and its text. What a
crawl learns of a site afterwards (which shapes did give listings) is `crawlers/`'s business, not a single page's.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Literal
from urllib.parse import SplitResult, unquote, urlsplit

from crawlers.reading.document import Document
from crawlers.reading.link_shapes import cues_of, is_dated, is_file, shape_of
from crawlers.reading.maintext import width_of
from crawlers.reading.outline import Element
from crawlers.reading.pagination import Pager
from crawlers.reading.regions import Region
from crawlers.reading.scripted_links import scripted_links
from crawlers.reading.titles import is_house_title
from crawlers.reading.urls import join_url
from crawlers.reading.words import pattern
from crawlers.source import Source
from tidewaiter.identity import canonical_url, host_of

LinkKind = Literal["listing", "index", "next", "other"]

NOWHERE = 0.0
"""Score of a link to what a site has about itself, to an account, a cart or a form: no listing is behind it."""
LIKE_LISTINGS = 0.4
"""Score of a block from which its links look like listings, whatever they say."""
PICTURED = 0.6
"""Score of a block that its pictures and long texts alone may give: a magazine's as well as a shop's; beyond it are prices."""
MAX_DAY, MAX_HOUSE = 14, 32
"""Widths of what a calendar's link says at most (a day, a month, `next month`), and one to a page about the site."""

MAX_ANCHORS = 5_000
MAX_LINKS = 2_000
MAX_CARD = 1_500
"""Characters that a card or a row says at most."""


@dataclass(slots=True, frozen=True)
class PageLink:
    """One place that a page leads to."""

    url: str
    text: str
    kind: LinkKind
    score: float
    """0 to 1: how sure the kind is, and for listings and indexes how much is to be had there."""


@dataclass(slots=True)
class Anchor:
    """All `a` elements of a page that lead to one URL."""

    url: str
    text: str
    region: Region
    signature: str
    shape: str
    elements: list[Element] = field(default_factory=list)
    image: bool = False
    rel: str = ""
    parts: SplitResult = field(default_factory=lambda: SplitResult("", "", "", "", ""))
    hint: str = ""
    """Class, title and aria-label: what an icon without text says."""


_FURNITURE = ("nav", "footer", "header", "crumbs")
_BLOCK_REGIONS = ("main", "aside")
"""Where repeated links can be cards or rows; menus repeat as well, and are most of the links of many pages."""
_DIGITS = re.compile(r"\d+")
_COUNT = re.compile(r"\s?[(（\[]\d{1,4}[)）\]]$")
_NOWHERE = pattern("nowhere_link")
_PLAIN = re.compile(r"https?://[a-z0-9.-]+/[^?#;]*$")
"""URLs that are canonical as they stand: the way through `canonical_url` costs 15 us."""
_PRICE_NEAR = re.compile(
    r"[$€£¥￥₽₹₫₩฿₱]\s?\d|\d\s?(?:元|万|€|₽|руб|₫|đ|zł|kč|円|원|บาท|usd|eur|rp\b|грн)|(?:rs|rp|rm|usd|eur|cny)\.?\s?\d", re.I
)


def read_links(document: Document, *, source: Source | None = None) -> list[PageLink]:
    """All http(s) links of the page to its own site, each URL once, best first within a kind; furniture as `other`."""
    anchors = _anchors(document, document.host)
    if not any(anchor.region == "main" for anchor in anchors) and (host := _own_host(document)):
        anchors = _anchors(document, host)
    groups: dict[str, list[Anchor]] = defaultdict(list)
    shapes: dict[str, int] = defaultdict(int)
    for anchor in anchors:
        groups[anchor.signature].append(anchor)
        shapes[anchor.shape] += 1
    blocks = {
        sign: _block_score(document, members) if members[0].region in _BLOCK_REGIONS else 0.0
        for sign, members in groups.items()
    }
    here = canonical_url(document.url)
    pager = Pager(here)
    found: list[PageLink] = []
    for anchor in anchors:
        if anchor.url == here:
            continue
        kind, score = _judge(anchor, blocks[anchor.signature], shapes[anchor.shape], pager)
        if source is not None:
            kind, score = _by_rules(anchor, kind, score, source)
        text = anchor.text or (_around(document, anchor.elements[0])[:400] if kind == "listing" and anchor.elements else "")
        found.append(PageLink(anchor.url, text[:200], kind, round(score, 3)))
    found.sort(key=lambda link: -link.score)
    return found[:MAX_LINKS]


def _own_host(document: Document) -> str | None:
    """The host that a page saved under another address belongs to: that of its canonical URL, else of most of its links."""
    for value in (*document.linked("canonical"), document.meta.get("og:url")):
        if (url := document.join(value)) and (host := host_of(url)) and host != document.host:
            return host
    hosts = Counter(
        host_of(url)
        for element in document.tagged("a")[:MAX_ANCHORS]
        if (href := element.get("href")).startswith("http") and (url := document.join(href))
    )
    return next((host for host, count in hosts.most_common(1) if host and count >= 10), None)


def _anchors(document: Document, host: str) -> list[Anchor]:
    by_url: dict[str, Anchor] = {}
    tokens: dict[Element, str] = {}
    seen: dict[str, str | None] = {}
    outline = document.outline
    linked = [(element, element.attributes.get("href")) for element in document.tagged("a", "area")[:MAX_ANCHORS]]
    for element, href in (*linked, *scripted_links(document)):
        if not href:
            continue
        if href not in seen:
            seen[href] = address_of(href, document, host)
        url = seen[href]
        if url is None:
            continue
        text = outline.text(element, 400)
        anchor = by_url.get(url)
        region = element.region
        if anchor is None:
            signature = _signature(element, tokens) if region in _BLOCK_REGIONS else region
            anchor = by_url[url] = Anchor(url, text, region, signature, "", rel=element.get("rel").lower())
            anchor.parts, anchor.shape = _split(url)
        else:
            if len(text) > len(anchor.text):
                anchor.text = text
            if anchor.region not in ("main", "pager") and region in ("main", "pager"):
                anchor.region, anchor.signature = region, _signature(element, tokens)
        if region in _FURNITURE and text:
            continue
        if not anchor.hint:
            anchor.hint = " ".join(filter(None, map(element.attributes.get, ("class", "title", "aria-label", "id"))))[:200]
        anchor.elements.append(element)
        if not anchor.image and not text:
            anchor.image = outline.has_inside(element, "img", "picture")
    for href in islice(document.linked("next"), 3):
        if (url := address_of(href, document, host)) is not None:
            parts = urlsplit(url)
            by_url.setdefault(url, Anchor(url, "", "pager", "link", shape_of(parts), parts=parts)).rel += " next"
    return list(by_url.values())


def address_of(href: str, document: Document, host: str) -> str | None:
    """The canonical URL of a reference to a page of the same site."""
    # A site's menus are the same on all its pages: what doesn't depend on the page is worked out once.
    base = _origin(document.base) if href[:1] == "/" or href[:7] in ("http://", "https:/") else document.base
    return _resolved(href, base, host)


@lru_cache(maxsize=2_000)
def _origin(url: str) -> str:
    return "/".join(url.split("/", 3)[:3]) + "/"


@lru_cache(maxsize=50_000)
def _resolved(href: str, base: str, host: str) -> str | None:
    url = join_url(base, href)
    if url is None:
        return None
    if not _PLAIN.match(url):
        url = canonical_url(url)
    parts = urlsplit(url)
    return url if _same_site(parts.netloc.removeprefix("www."), host) and not is_file(parts.path) else None


@lru_cache(maxsize=50_000)
def _split(url: str) -> tuple[SplitResult, str]:
    """A URL's parts and its shape."""
    parts = urlsplit(url)
    return parts, shape_of(parts)


def _same_site(there: str, host: str) -> bool:
    if not host or there == host:
        return True
    ours = host.rsplit(":", 1)[0].split(".")
    theirs = there.rsplit(":", 1)[0].split(".")
    if not ours[-1].isalpha() or len(ours) < 2:
        return False  # an address, or a name of this machine
    # Subdomains of one site; a public suffix of two parts (com.cn, co.uk) needs three parts to agree.
    size = 3 if len(ours[-1]) == 2 and len(ours) > 2 and len(ours[-2]) <= 3 else 2
    return ours[-size:] == theirs[-size:]


def _signature(element: Element, known: dict[Element, str]) -> str:
    """Tag and first class of an element and of four around it: the same for the like links of a list."""
    parts = []
    for here in element.around(5):
        if (token := known.get(here)) is None:
            name = (here.get("class").split() or [""])[0]
            token = known[here] = f"{here.tag}.{name if name.isalpha() else _DIGITS.sub('', name)}"
        parts.append(token)
    return ">".join(parts)


def _block_score(document: Document, members: list[Anchor]) -> float:
    """0 to 1: how much the repeated block of these links looks like cards or rows of listings."""
    if len(members) < 3:
        return 0.0
    sample = members[:: max(1, len(members) // 6)][:6]
    priced = sum(
        1 for anchor in sample if _PRICE_NEAR.search(_around(document, anchor.elements[0] if anchor.elements else None))
    )
    pictured = sum(1 for anchor in members if anchor.image)
    lengths = [width_of(anchor.text) for anchor in members]
    long = sum(1 for length in lengths if length >= 16)
    score = 0.15 + 0.45 * priced / len(sample) + 0.2 * pictured / len(members) + 0.25 * long / len(members)
    return min(score, 1.0)


def _around(document: Document, element: Element | None) -> str:
    """Text of the card or row that a link stands in: the widest element around it that is still small."""
    card: Element | None = None
    for here in element.around(5) if element is not None else ():
        if document.outline.length(here) > MAX_CARD:
            break
        card = here
    return document.text(card, MAX_CARD) if card is not None else ""


def _judge(anchor: Anchor, block: float, alike: int, pager: Pager) -> tuple[LinkKind, float]:
    path, query = anchor.parts.path, anchor.parts.query
    if "%" in path:
        path = unquote(path)
    plain = anchor.region in _FURNITURE and not anchor.rel and not query
    sure = 0.0 if plain else pager.score(anchor.url, anchor.text, anchor.hint, anchor.rel, anchor.region == "pager")
    if sure > 0:
        return "next", sure
    cues = cues_of(anchor.shape)
    if cues.house or (block < LIKE_LISTINGS and _says_nowhere(anchor.text)):
        return "other", NOWHERE
    if (cues.never and not (cues.beside and block > PICTURED)) or ("nofollow" in anchor.rel and anchor.region != "main"):
        return "other", 0.1
    if width_of(anchor.text) <= MAX_DAY and is_dated(path, query):
        return "other", 0.1
    if path in ("", "/") and not query:
        return "other", 0.2
    score = block * 0.6
    score += cues.listing
    if re.search(r"\d{4,}|[0-9a-f]{16,}", path):
        score += 0.2
    elif re.search(r"\d+\.(?:s?html?|aspx?|php)$|/\d+/?$|[-_]\d+/?$", path):
        score += 0.15
    elif len(path.rstrip("/").rsplit("/", 1)[-1]) >= 20 or path.rstrip("/").rsplit("/", 1)[-1].count("-") >= 3:
        score += 0.1
    if width_of(anchor.text) >= 16:
        score += 0.1
    if alike >= 5:
        score += 0.1 if anchor.region == "main" and "9" in anchor.shape.rpartition("/")[2] else 0.05
    index = 0.15 + cues.lists
    if anchor.region in ("nav", "crumbs", "header"):
        index += 0.25
        score -= 0.35
    elif anchor.region == "footer":
        score -= 0.4
    elif anchor.region == "pager":
        score -= 0.5
        index += 0.2
    elif anchor.region == "aside":
        score -= 0.1
    if 0 < width_of(anchor.text) <= 14 and not anchor.image:
        index += 0.1
    if score >= 0.38 and score >= index:
        return "listing", min(score, 1.0)
    if index >= 0.35:
        return "index", min(index, 0.9)
    return "other", max(score, index, 0.05)


@lru_cache(maxsize=20_000)  # a site's menus are the same on all its pages
def _says_nowhere(text: str) -> bool:
    text = _COUNT.sub("", text).strip(" \t[]【】()»›*!")
    return 0 < width_of(text) <= MAX_HOUSE and (_NOWHERE.match(text) is not None or is_house_title(text))


def _by_rules(anchor: Anchor, kind: LinkKind, score: float, source: Source) -> tuple[LinkKind, float]:
    if source.pages.ignore and re.search(source.pages.ignore, anchor.url):
        return "other", 0.0
    if source.listing.url and re.search(source.listing.url, anchor.url):
        return "listing", 1.0
    if kind == "next":
        return kind, score
    if source.pages.index and re.search(source.pages.index, anchor.url):
        return "index", 1.0
    # A source that says which URLs are listings says as well which are not.
    return ("other", min(score, 0.3)) if kind == "listing" and source.listing.url else (kind, score)
