"""The shape of a URL, the same for all pages of one kind, and what its words say of that kind."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

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
    r"/(?:log-?in|sign-?in|sign-?up|register|registration|log-?out|logging|account|my-account"
    r"|cart|basket|checkout|wish-?list|favou?rites?|compare|help|faq|about|about-us|contact"
    r"|contacts|contact-us|"
    r"terms|privacy|policy|policies|legal|imprint|impressum|cookies?|careers?|jobs|press|newsletter|sitemap"
    r"|feedback|report|share|print|advertise|delivery|shipping|returns?|refund|reviews?|product-reviews"
    r"|customer-reviews|rules|reply|newreply|newthread|posting|ucp|misc|"
    r"password|subscribe|unsubscribe|download|app|auth|oauth|admin|wp-admin|wp-login|cdn-cgi|lien-he|gioi-thieu"
    r"|dang-nhap|dang-ky|denglu|zhuce|bangzhu|lianxi|guanyu)(?:[/.?&]|\.php|\.html?|$)",
    re.I,
)
_BESIDE = re.compile(
    r"/(?:blogs?|journal|magazine|news|novosti|tin-tuc|berita|stories)/|\d[^/]*/(?:latest|unread|last-?post|new-?post|last)/?$",
    re.I,
)
"""What a site writes itself beside its listings, and ways to the end of a thread."""
_PEOPLE = re.compile(r"/(?:profile|users?|members?|memberlist)(?:[/.?&]|\.php|\.html?|$)", re.I)
_NEVER_QUERY = re.compile(
    r"(?:^|&)(?:add-to-cart|add_to_cart|action=(?:reply|login|register|logout|print|lastpost)|mod=(?:logging|register"
    r"|post|spacecp|misc|redirect)|replytocom|print|share|do=(?:login|reply|findcomment|get(?:last|new)(?:comment|post))"
    r"|mode=(?:login|register|reply|quote)|goto=|authorid="
    r"|[a-z]{0,8}_?(?:sort|order)_?(?:by|dir|ing|order|type)?=)",
    re.I,
)
_FILES = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|mjs|pdf|zip|rar|7z|gz|exe|apk|dmg|mp[34]|avi|mov|webm|woff2?|ttf"
    r"|docx?|xlsx?|pptx?)$",
    re.I,
)
_VERBS = frozenset({"mod", "do", "mode", "action", "act", "route", "r", "controller", "option"})
"""Parameters whose value says what kind of page it is."""
_HEX = re.compile(r"[0-9a-fA-F-]{16,}")
_DIGITS, _LONG_NUMBER = re.compile(r"\d+"), re.compile(r"\d{4,}")


def url_shape(url: str) -> str:
    """A URL's pattern: host, path with numbers as `9` and the varying last part as `*`, names of its parameters."""
    return shape_of(urlsplit(url))


def shape_of(parts: SplitResult) -> str:
    """The same of a URL that was taken apart already."""
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


_DATED = re.compile(
    r"(?<!\d)(?:19|20)\d\d[-/](?:0?[1-9]|1[0-2])(?:[-/](?:0?[1-9]|[12]\d|3[01]))?(?:\.\w{3,5}|/)?$"
    r"|(?:^|[?&])(?:year|month|day|date)=\d",
    re.I,
)


class Cues(NamedTuple):
    """What the words of a URL say, whatever its numbers are."""

    never: bool
    house: bool
    """Of those that never lead to listings: what a site has about itself and its accounts, by its path."""
    beside: bool
    """Of those too: what a site writes itself, unless it looks like its listings."""
    listing: float
    lists: float


@lru_cache(maxsize=20_000)
def cues_of(shape: str) -> Cues:
    """What the words of a URL of this shape say."""
    rest = shape.partition("/")[2]
    path, _, names = f"/{rest}".partition("?")
    query = "&".join(name if "=" in name else f"{name}=" for name in names.split("&")) if names else ""
    house, beside = _NEVER.search(path) is not None, _BESIDE.search(path) is not None
    return Cues(
        never=house or beside or _PEOPLE.search(path) is not None or _NEVER_QUERY.search(query) is not None,
        house=house,
        beside=beside,
        listing=(0.25 if _LISTING_URL.search(path) else 0.0) + (0.25 if _LISTING_QUERY.search(query) else 0.0),
        lists=(0.35 if _INDEX_URL.search(path) else 0.0) + (0.3 if _INDEX_QUERY.search(query) else 0.0),
    )


def is_dated(path: str, query: str) -> bool:
    """Whether an address is a day's or a month's: a calendar's, an archive's."""
    return _DATED.search(path) is not None or (bool(query) and _DATED.search(query) is not None)


def is_file(path: str) -> bool:
    """Whether a path leads to a picture, a script, an archive: no page."""
    return _FILES.search(path) is not None
