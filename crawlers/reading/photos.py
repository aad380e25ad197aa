"""Photo URLs: the largest of a `srcset`, the full size behind a thumbnail, each photo once whatever its size and host."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

from crawlers.reading.document import Attributes, Document

MAX_PHOTOS = 60
_REMEMBERED = 4_000
"""Addresses of which is remembered what they say: a page names each several times, in several sizes."""

_LAZY = (
    "data-zoom-image",
    "data-large_image",
    "data-large",
    "data-full",
    "data-original",
    "data-zoom",
    "data-big",
    "data-hires",
    "data-lazy-src",
    "data-lazy",
    "data-src",
    "zoomfile",
    "file",
    "data-image",
    "data-url",
    "lazy_src",
    "lazysrc",
    "lay-src",
    "src2",
    "original",
    "src",
)
_SIZE = re.compile(
    r"[-_./@](?:\d{2,4}x\d{0,4}|x\d{2,4}|[swht]_?\d{2,4}|w\d{2,4}h\d{2,4}|\d{2,4}[wh]|_?(?:thumb(?:nail)?s?|tn|thb|small|medium"
    r"|large|big|xl|xxl|zoom|full|mini|tiny|pico|icon|compact|grande|original|master|preview))(?=[-_./,]|$)"
    r"|[-_](?:xs|s|sm|m|md|l|lg|xl|t|th|b|sq)(?=\.\w{3,4}$)|@\dx|[@!]+\w{1,20}$"
    r"|_\d{2,4}x\d{2,4}(?:q\d+)?\.(?:jpe?g|png|webp)(?=$|_)|~\w{1,20}\.(?:image|webp)"
    r"|(?<=/)(?:thumb(?:nail)?s?|tn|small|mini|medium|large|big|full|orig(?:inal)?|[sml])_(?=[^/]*$)",
    re.I,
)
_COPY = re.compile(r"(?<=\.jpg|\.png|jpeg|webp)(?:[_.]\w{0,12})?\.(?:jpe?g|png|webp)$", re.I)
"""What the name of a smaller copy has behind the whole name of the file: `a.jpg.thumb.jpg`, `a.jpg_.webp`."""
_FOLDER = re.compile(
    r"/(?:thumb(?:nail)?s?|tn|small|mini|medium|large|big|full|orig(?:inal)?s?|previews?|[sml]|[wh]\d{2,4}|\d{2,4}x\d{0,4}"
    r"|rs:[a-z]+:\d{2,4}:\d{2,4})(?=/)",
    re.I,
)
_VARIANT = re.compile(
    r"/\d{2,4}/\d{2,4}/resize\w*|/r/\d{2,4}x\d{0,4}|/s-l\d{2,4}(?=\.)|/(?:orig|\d?hq|x?\d{2,4}(?:_trim)?)$|;[a-z]=[^/]*$"
    r"|(?<=/)t(?=\d{6,}\.)|_(?:[4-9]0|64|75|1[0-9]0|12[58]|2[0-9]0|256|3[0-9]0|4[0-9]0|512|[5-9][0-9]0|1024|1200|1600|2048)(?=_[A-Z]\.)",
    re.I,
)
"""Sizes as makers of shops and image servers write them into a path: a folder, a last part, a letter before the number."""
_HASHED = re.compile(r"/(?:[A-Za-z]{1,12}[-_]){0,2}(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)([0-9a-f]{12,64})\.(?:jpe?g|png|webp)$")
"""Names of files made from what is in them: the same in every folder, behind whatever word (`thumb_`, `source_`)."""
_SHOPIFY_SIZE = re.compile(r"_(?:pico|icon|thumb|small|compact|medium|large|grande|\d{2,4}x\d{0,4})(?=\.\w{3,4}$)")
_MAPS = re.compile(r"^(?:map|tile|[a-d]\.tile|staticmap)[\w-]*\.|^maps?\.", re.I)
_NO_PHOTO = re.compile(
    r"(?:^|[/_.-])(?:logo|sprite|icons?|favicon|avatar|userpic|ava?(?=\d)|face(?=\d)|blank|spacer|pixel|placeholder|loading|loader|spinner"
    r"|no[-_]?image|noimage|no[-_]?photo|nophoto|dummy|transparent|1x1|"
    r"button|btn|marker|marker-shadow|marker-icon|banner|badge|flag|rating|stars?|emoji|smil(?:ey|ies)|qr|captcha|payment|visa|mastercard|paypal"
    r"|arrow|close|search|facebook|twitter|whatsapp|instagram|youtube|pinterest)(?:[/_.-]|\d*\.\w{3,4}$|$)",
    re.I,
)


def image_url(attributes: Attributes, document: Document) -> str | None:
    """The best URL that the attributes of an `img` (or `source`) give.

    The widest of its `srcset`, else what lazy loading hides, else `src`.
    """
    best: tuple[float, str] | None = None
    for name in ("srcset", "data-srcset", "data-lazy-srcset"):
        for url, width in candidates(attributes.get(name) or "") if name in attributes else ():
            if best is None or width > best[0]:
                best = (width, url)
    if best and (widest := document.join(best[1])):
        return widest
    for name in _LAZY:
        value = attributes.get(name)
        if (
            value
            and not value.startswith("data:")
            and (hidden := document.join(value))
            and not _NO_PHOTO.search(urlsplit(hidden).path)
        ):
            return hidden
    return None


def candidates(srcset: str) -> list[tuple[str, float]]:
    """The addresses of a `srcset`, each with its width (a density counts as 1000 a step; 0 where it says something else)."""
    found = []
    for part in re.split(r",\s+|,(?=https?:|/)", srcset[:8_000]):
        words = part.split()
        if not words:
            continue
        size = words[1] if len(words) > 1 else "1x"
        match = re.fullmatch(r"(\d{1,6}(?:\.\d{1,3})?)([wx])", size)
        found.append((words[0], float(match.group(1)) * (1 if match.group(2) == "w" else 1_000) if match else 0.0))
    return found


@lru_cache(maxsize=_REMEMBERED)
def photo_key(url: str) -> str:
    """What stays the same when one photo comes in another size, from another host or with another cache key."""
    path = urlsplit(url).path
    key = _SIZE.sub("", _COPY.sub("", _FOLDER.sub("", _VARIANT.sub("", path))))
    if (hashed := _HASHED.search(path) or _HASHED.search(key)) is not None:
        return hashed[1].lower()
    query = urlsplit(url).query
    if (
        "." not in path.rsplit("/", 1)[-1]
        and query
        and not re.match(r"(?:w|h|width|height|size|s|v|q|quality|fmt|format|f|t|auto)=", query, re.I)
    ):
        key += "?" + query
    return key.lower().rstrip("/")


@lru_cache(maxsize=_REMEMBERED)
def is_photo(url: str) -> bool:
    """Whether the URL can be a photo of goods rather than the page's furniture."""
    host, path = urlsplit(url)[1:3]
    return not _MAPS.match(host) and not path.lower().endswith((".svg", ".gif", ".ico")) and _NO_PHOTO.search(path) is None


def unique_photos(urls: Iterable[str]) -> list[str]:
    """Each photo once, in order of appearance, the URL that promises the largest size kept."""
    best: dict[str, tuple[float, str]] = {}
    for url in map(full_size, urls):
        key = photo_key(url)
        size = promised_size(url)
        if key not in best or size > best[key][0]:
            best[key] = (size, url)
        if len(best) >= MAX_PHOTOS:
            break
    return [url for _, url in best.values()]


def full_size(url: str) -> str:
    """The URL of the photo as it was uploaded, where the image server's documentation says how it is named."""
    parts = urlsplit(url)
    if parts.netloc == "cdn.shopify.com" and _SHOPIFY_SIZE.search(parts.path):
        return parts._replace(path=_SHOPIFY_SIZE.sub("", parts.path)).geturl()
    return url


_WRITTEN = re.compile(
    r"/s-l(\d{2,4})\.|_(\d{2,4})(?=_[A-Z]\.)|/x?(\d{2,4})(?:_trim|/\d{2,4}/resize)|[./_@!-][swht](\d{2,4})(?=[./_-]|$)"
    r"|/(\d{2,4})_\d{2,4}(?:_\d)?/|[./_@!-](\d{2,4})[wx](?=[./_-]|$)|:(\d{2,4}):\d{2,4}(?=/)"
)
_PAIR = re.compile(r"(?<!\d)(\d{2,4})x(\d{2,4})(?!\d)")
_ASKED = re.compile(r"[?&_/,;](?:(?:w|h|width|height|s|size|wid|hei)[=_]|[wh]/)(\d{2,4})(?!\d)()")
_IN_FOLDER = re.compile(r"/(\d{2,4})(?=/[^/]*$)")
_NAMES = (
    (r"orig", 9000),
    (r"master", 8900),
    (r"full|source", 8800),
    (r"zoom", 8000),
    (r"xxl", 5000),
    (r"xl", 3000),
    (r"large|big|l(?:g)?(?=[/.]|$)", 1200),
    (r"grande", 1000),
    (r"b(?=\.\w+$)", 800),
    (r"medium|m(?:d)?(?=[/.]|$)", 500),
    (r"small|s(?:m)?(?=[/.]|$)|[sml](?=_[^/]*$)", 200),
    (r"thumb|t(?:n|h|hb)?(?=[/.]|$)|tn(?=_[^/]*$)", 120),
    (r"mini|sq(?=[/.]|$)|xs(?=[/.]|$)", 100),
    (r"tiny", 60),
)
"""Words for sizes; the first of these that an address holds counts."""
_NAMED = re.compile(r"[-_./!](?:" + "|".join(f"({words})" for words, _ in _NAMES) + ")")


@lru_cache(maxsize=_REMEMBERED)
def promised_size(url: str) -> float:
    """Pixels of the longer side that a URL names; 2000 where it names none (mostly the file itself).

    Of addresses that name the same, one in a folder of a larger number promises a little more: `/1200/a.jpg` over `/200/a.jpg`.
    """
    found = [*_PAIR.findall(url), *_WRITTEN.findall(url), *_ASKED.findall(url)]
    if numbers := [int(number) for groups in found for number in groups if number]:
        return float(max(numbers))
    lower = urlsplit(url).path.lower()
    first = min((match.lastindex or 0 for match in _NAMED.finditer("/" + lower)), default=0)
    named = float(_NAMES[first - 1][1]) if first else 2_000.0
    return named + (int(folder[1]) / 10_000 if (folder := _IN_FOLDER.search(lower)) else 0.0)
