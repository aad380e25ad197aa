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
from typing import Literal, NamedTuple
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from selectolax.lexbor import LexborNode

from crawlers.reading.document import Document, attribute, join_url, select, short_text, squeeze
from crawlers.reading.pagination import Pager
from crawlers.reading.regions import Region
from crawlers.source import Source
from tidewaiter.identity import canonical_url, host_of

LinkKind = Literal["listing", "index", "next", "other"]

MAX_ANCHORS = 5_000
MAX_LINKS = 2_000


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
    nodes: list[LexborNode] = field(default_factory=list)
    image: bool = False
    rel: str = ""
    parts: SplitResult = field(default_factory=lambda: SplitResult("", "", "", "", ""))
    hint: str = ""
    """Class, title and aria-label: what an icon without text says."""


_LISTING_URL = re.compile(
    r"/(?:items?|products?|prod|produkt|produkte|produkty|produit|producto|produto|prodotto|p|dp|gp/product|pd"
    r"|itm|goods|offers?|ads?|adv|advert|listings?|detail|details|view|viewtopic|viewthread|thread|threads|"
    r"topic|topics|showthread|post|posts|t|artikel|annonces?|anuncio|anuncios|objekt|tovar|obyavlenie|san-pham"
    r"|chi-tiet|tin|tin-dang|barang|iklan|xinxi|info|xiangqing|shangpin|baobei|lot|lots|auction|deal|status"
    r"|statuses|notes?|article|read)"
    r"(?:[/\-_.?]|\.php|\.html?|\.aspx?|$)",
    re.I,
)
_LISTING_QUERY = re.compile(
    r"(?:^|&)(?:id|tid|pid|itemid|item_id|item|product_id|goods_id|goodsid|gid|sku|topic|t|aid|infoid|ad_id"
    r"|listing|post|p|thread|mod=viewthread)=",
    re.I,
)
_INDEX_URL = re.compile(
    r"/(?:c|cat|cats|categor(?:y|ies|ie|ia|ias)|kategori(?:e|a|en|i)?|collections?|departments?|browse"
    r"|catalog(?:ue)?|katalog|shop|store|list|lists|forums?|forumdisplay|f|board|boards|section|rubric|tags?"
    r"|brands?|search|s|danh-muc|chuyen-muc|"
    r"fenlei|lanmu|node|subforum|type|class|sch|market|latest|new|recent|hot|popular|all|for-sale|classifieds?"
    r"|products|items|listings|ads|threads|topics)(?:[/\-_.?]|\.php|\.html?|\.aspx?|$)",
    re.I,
)
_INDEX_QUERY = re.compile(
    r"(?:^|&)(?:cat|category|category_id|cid|fid|f|q|query|keyword|kw|search|s|board|type|sort|brand|mod=forumdisplay)=", re.I
)
_NEVER = re.compile(
    r"/(?:log-?in|sign-?in|sign-?up|register|registration|log-?out|logging|account|my-account|profile|users?"
    r"|members?|memberlist|cart|basket|checkout|wish-?list|favou?rites?|compare|help|faq|about|about-us|contact"
    r"|contacts|contact-us|"
    r"terms|privacy|policy|policies|legal|imprint|impressum|cookies?|careers?|jobs|press|newsletter|sitemap"
    r"|feedback|report|share|print|advertise|delivery|shipping|returns?|refund|reviews?|product-reviews"
    r"|customer-reviews|rules|reply|newreply|newthread|posting|ucp|misc|"
    r"password|subscribe|unsubscribe|download|app|auth|oauth|admin|wp-admin|wp-login|cdn-cgi|lien-he|gioi-thieu"
    r"|dang-nhap|dang-ky|denglu|zhuce|bangzhu|lianxi|guanyu)(?:[/.?&]|\.php|\.html?|$)",
    re.I,
)
_NEVER_QUERY = re.compile(
    r"(?:^|&)(?:add-to-cart|add_to_cart|action=(?:reply|login|register|logout|print)|mod=(?:logging|register"
    r"|post|spacecp|misc)|replytocom|print|share|do=(?:login|reply)|mode=(?:login|register|reply|quote))",
    re.I,
)
_FILES = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|mjs|pdf|zip|rar|7z|gz|exe|apk|dmg|mp[34]|avi|mov|webm|woff2?|ttf"
    r"|docx?|xlsx?|pptx?)$",
    re.I,
)
_VERBS = frozenset({"mod", "do", "mode", "action", "act", "route", "r", "controller", "option"})
"""Parameters whose value says what kind of page it is."""
_FURNITURE = ("nav", "footer", "header", "crumbs")
_BLOCK_REGIONS = ("main", "aside")
"""Where repeated links can be cards or rows; menus repeat as well, and are most of the links of many pages."""
_HEX = re.compile(r"[0-9a-fA-F-]{16,}")
_DIGITS, _LONG_NUMBER = re.compile(r"\d+"), re.compile(r"\d{4,}")
_PLAIN = re.compile(r"https?://[a-z0-9.-]+/[^?#;]*$")
"""URLs that are canonical as they stand: the way through `canonical_url` costs 15 us."""
_PRICE_NEAR = re.compile(
    r"[$€£¥￥₽₹₫₩฿₱]\s?\d|\d\s?(?:元|万|€|₽|руб|₫|đ|zł|kč|円|원|บาท|usd|eur|rp\b|грн)|(?:rs|rp|rm|usd|eur|cny)\.?\s?\d", re.I
)


def read_links(document: Document, *, source: Source | None = None) -> list[PageLink]:
    """All http(s) links of the page to its own site, each URL once, best first within a kind; furniture as `other`."""
    if source is not None and source.only and source.listing.url and re.search(source.listing.url, document.url):
        return _by_rules_alone(document, source)
    anchors = _anchors(document, document.host)
    if not any(anchor.region == "main" for anchor in anchors) and (host := _own_host(document)):
        anchors = _anchors(document, host)
    groups: dict[str, list[Anchor]] = defaultdict(list)
    shapes: dict[str, int] = defaultdict(int)
    for anchor in anchors:
        groups[anchor.signature].append(anchor)
        shapes[anchor.shape] += 1
    blocks = {sign: _block_score(members) if members[0].region in _BLOCK_REGIONS else 0.0 for sign, members in groups.items()}
    here = canonical_url(document.url)
    pager = Pager(here)
    found: list[PageLink] = []
    for anchor in anchors:
        if anchor.url == here:
            continue
        kind, score = _judge(anchor, blocks[anchor.signature], shapes[anchor.shape], pager)
        if source is not None:
            kind, score = _by_rules(anchor, kind, score, source)
        text = anchor.text or (squeeze(_around(anchor.nodes[0])[:400]) if kind == "listing" and anchor.nodes else "")
        found.append(PageLink(anchor.url, text[:200], kind, round(score, 3)))
    found.sort(key=lambda link: -link.score)
    return found[:MAX_LINKS]


def _by_rules_alone(document: Document, source: Source) -> list[PageLink]:
    """The links of a listing's page that its source's patterns name; what leads to lists is judged on the lists."""
    found: dict[str, PageLink] = {}
    for node in _leading(document):
        url = _address(attribute(node, "href"), document, document.host)
        if url is None or url in found:
            continue
        if source.pages.ignore and re.search(source.pages.ignore, url):
            continue
        if re.search(source.listing.url or "", url):
            found[url] = PageLink(url, squeeze(node.text()[:200]), "listing", 1.0)
        elif source.pages.index and re.search(source.pages.index, url):
            found[url] = PageLink(url, squeeze(node.text()[:200]), "index", 1.0)
    return list(found.values())


def url_shape(url: str) -> str:
    """A URL's pattern: host, path with numbers as `9` and the varying last part as `*`, names of its parameters."""
    return _shape(urlsplit(url))


def _shape(parts: SplitResult) -> str:
    segments = [segment for segment in (unquote(parts.path) if "%" in parts.path else parts.path).split("/") if segment]
    shaped = []
    for position, segment in enumerate(segments):
        if segment.isalpha() and len(segment) <= 18:
            shaped.append(segment)
            continue
        stem, dot, extension = segment.rpartition(".")
        if not dot or len(extension) > 5:
            stem, dot, extension = segment, "", ""
        last = position == len(segments) - 1
        if stem.isdigit():
            stem = "9"
        elif _HEX.fullmatch(stem):
            stem = "x"
        elif last and (len(stem) > 18 or stem.count("-") >= 2 or stem.count("_") >= 2):
            stem = "*9" if _LONG_NUMBER.search(stem) else "*"
        else:
            stem = _DIGITS.sub("9", stem)
        shaped.append(stem + dot + extension)
    names = (
        sorted(
            {f"{name}={value}" if name in _VERBS else name for name, value in parse_qsl(parts.query, keep_blank_values=True)}
        )
        if parts.query
        else []
    )
    return f"{parts.netloc}/{'/'.join(shaped)}" + (f"?{'&'.join(names)}" if names else "")


def _own_host(document: Document) -> str | None:
    """The host that a page saved under another address belongs to: that of its canonical URL, else of most of its links."""
    for value in (*(attribute(node, "href") for node in document.linked("canonical")), document.meta.get("og:url")):
        if (url := document.join(value)) and (host := host_of(url)) and host != document.host:
            return host
    hosts = Counter(
        host_of(url)
        for node in document.tagged("a")[:MAX_ANCHORS]
        if (href := attribute(node, "href")).startswith("http") and (url := document.join(href))
    )
    return next((host for host, count in hosts.most_common(1) if host and count >= 10), None)


def _anchors(document: Document, host: str) -> list[Anchor]:
    by_url: dict[str, Anchor] = {}
    tokens: dict[int, str] = {}
    seen: dict[str, str | None] = {}
    for node in _leading(document):
        attributes = node.attrs
        href = attributes.get("href") or ""
        if not href:
            continue
        if href not in seen:
            seen[href] = _address(href, document, host)
        url = seen[href]
        if url is None:
            continue
        text = squeeze(node.text()[:400])
        anchor = by_url.get(url)
        region = document.regions.of(node)
        if anchor is None:
            signature = _signature(node, tokens) if region in _BLOCK_REGIONS else region
            anchor = by_url[url] = Anchor(url, text, region, signature, "", rel=(attributes.get("rel") or "").lower())
            anchor.parts, anchor.shape = _split(url)
        else:
            if len(text) > len(anchor.text):
                anchor.text = text
            if anchor.region not in ("main", "pager") and region in ("main", "pager"):
                anchor.region, anchor.signature = region, _signature(node, tokens)
        if region in _FURNITURE and text:
            continue
        if not anchor.hint:
            anchor.hint = " ".join(filter(None, map(attributes.get, ("class", "title", "aria-label", "id"))))[:200]
        anchor.nodes.append(node)
        if not anchor.image and not text:
            anchor.image = node.css_first("img, picture") is not None
    for node in islice(document.linked("next"), 3):
        if (url := _address(attribute(node, "href"), document, host)) is not None:
            parts = urlsplit(url)
            by_url.setdefault(url, Anchor(url, "", "pager", "link", _shape(parts), parts=parts)).rel += " next"
    return list(by_url.values())


def _leading(document: Document) -> list[LexborNode]:
    """The elements that lead somewhere, in the order of the page."""
    if document.tagged("area"):
        return select(document.tree, "a[href], area[href]", MAX_ANCHORS)
    return document.tagged("a")[:MAX_ANCHORS]


def _address(href: str, document: Document, host: str) -> str | None:
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
    return url if _same_site(parts.netloc.removeprefix("www."), host) and not _FILES.search(parts.path) else None


@lru_cache(maxsize=50_000)
def _split(url: str) -> tuple[SplitResult, str]:
    """A URL's parts and its shape."""
    parts = urlsplit(url)
    return parts, _shape(parts)


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


def _signature(node: LexborNode, known: dict[int, str]) -> str:
    """Tag and first class of an element and of four around it: the same for the like links of a list."""
    parts = []
    here: LexborNode | None = node
    for _ in range(5):
        if here is None or here.tag in ("body", "html"):
            break
        key = here.mem_id
        if (token := known.get(key)) is None:
            name = (attribute(here, "class").split() or [""])[0]
            token = known[key] = f"{here.tag}.{name if name.isalpha() else _DIGITS.sub('', name)}"
        parts.append(token)
        here = here.parent
    return ">".join(parts)


def _block_score(members: list[Anchor]) -> float:
    """0 to 1: how much the repeated block of these links looks like cards or rows of listings."""
    if len(members) < 3:
        return 0.0
    sample = members[:: max(1, len(members) // 6)][:6]
    priced = sum(1 for anchor in sample if _PRICE_NEAR.search(_around(anchor.nodes[0] if anchor.nodes else None)))
    pictured = sum(1 for anchor in members if anchor.image)
    lengths = [_width(anchor.text) for anchor in members]
    long = sum(1 for length in lengths if length >= 16)
    score = 0.15 + 0.45 * priced / len(sample) + 0.2 * pictured / len(members) + 0.25 * long / len(members)
    return min(score, 1.0)


def _width(text: str) -> int:
    """Length of a text with Han, kana and Hangul counted twice: they say as much."""
    return len(text) + sum(1 for char in text if "\u2e80" <= char <= "\uffee")


def _around(node: LexborNode | None) -> str:
    """Text of the card or row that a link stands in: the widest ancestor that is still small."""
    text = ""
    for _ in range(5):
        if node is None or node.tag in ("body", "html"):
            break
        wider = short_text(node, 1_500)
        if len(wider) > 1_500:
            break
        text = wider
        node = node.parent
    return text


def _judge(anchor: Anchor, block: float, alike: int, pager: Pager) -> tuple[LinkKind, float]:
    path, query = anchor.parts.path, anchor.parts.query
    if "%" in path:
        path = unquote(path)
    plain = anchor.region in _FURNITURE and not anchor.rel and not query
    sure = 0.0 if plain else pager.score(anchor.url, anchor.text, anchor.hint, anchor.rel, anchor.region == "pager")
    if sure > 0:
        return "next", sure
    cues = _cues(anchor.shape)
    if cues.never or ("nofollow" in anchor.rel and anchor.region != "main"):
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
    if _width(anchor.text) >= 16:
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
    if 0 < _width(anchor.text) <= 14 and not anchor.image:
        index += 0.1
    if score >= 0.38 and score >= index:
        return "listing", min(score, 1.0)
    if index >= 0.35:
        return "index", min(index, 0.9)
    return "other", max(score, index, 0.05)


class _Cues(NamedTuple):
    """What the words of a URL say, whatever its numbers are."""

    never: bool
    listing: float
    lists: float


@lru_cache(maxsize=20_000)
def _cues(shape: str) -> _Cues:
    rest = shape.partition("/")[2]
    path, _, names = f"/{rest}".partition("?")
    query = "&".join(name if "=" in name else f"{name}=" for name in names.split("&")) if names else ""
    return _Cues(
        never=_NEVER.search(path) is not None or _NEVER_QUERY.search(query) is not None,
        listing=(0.25 if _LISTING_URL.search(path) else 0.0) + (0.25 if _LISTING_QUERY.search(query) else 0.0),
        lists=(0.35 if _INDEX_URL.search(path) else 0.0) + (0.3 if _INDEX_QUERY.search(query) else 0.0),
    )


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
