"""One photo under several addresses: what a page's elements, scripts and data say of its sizes, and which is the largest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from crawlers.reading.document import Document
from crawlers.reading.outline import Element, in_order
from crawlers.reading.photos import candidates, is_photo, photo_key, promised_size

IMAGE_LINK = re.compile(r"\.(?:jpe?g|png|webp)(?:$|\?)|[-_](?:jpe?g|png|webp)(?:\.\d{1,12})?/?$", re.I)
"""Addresses of pictures, also those whose point became a dash (`/attachments/vase-jpg.417/`)."""
ZOOMS = frozenset(
    [
        "data-zoom-image",
        "data-large_image",
        "data-full",
        "data-src-large",
        "data-image-large",
        "data-big",
        "data-large",
        "data-original",
        "data-zoom",
        "data-hires",
        "data-url",
        "data-image",
        "jqimg",
        "zoomfile",
        "bigfile",
    ]
)
"""Attributes that hold the address of a larger copy, whatever it is called."""
MAX_ELEMENTS, MAX_VALUE = 400, 2_000
MIN_NAME, MAX_MENTIONS = 12, 20
"""Characters from which a file's name is nobody else's; places where it is looked at."""
_NO_ADDRESS = frozenset(["class", "id", "style", "alt", "title", "onclick", "rel", "target", "width", "height", "loading"])
_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
_DELIMITER = re.compile(r"[\"'()<>\s]|&quot;|(?<=[a-z])=(?=[/h])|,(?=https?:|/)")
_MARKS = "\"'(<> \n\t"
_PICTURED = re.compile(r"[-.](?:jpe?g|png|webp)(?![a-z])", re.I)
_MIXED = re.compile(r"\d.*[a-zA-Z]|[a-zA-Z].*\d|\d{12}")
_TOKEN = re.compile(r"[0-9a-zA-Z]{8,64}")
_ASPECT = re.compile(r"(?<!\d)(\d{2,4})x(?!\1(?!\d))\d{2,4}")
"""Both sides of a size, which differ: another photo's may be the other way round."""
_SIZED_COPY = re.compile(r"\.(?:jpe?g|png|webp)[_@!]", re.I)
"""A size behind the file's own name (`a.jpg_400x300.jpg`), which is made for any photo that is asked for."""
_SURE = 600
"""Pixels up to which an address that says so is no larger copy, whatever attribute it stands in."""


class _Address(NamedTuple):
    url: str
    size: float
    width: float
    zoom: bool

    def rank(self) -> tuple[int, float, bool, float]:
        """Larger is better: what is named as the larger copy is one, but where it says itself that it is small."""
        said = int(self.size)
        return max(said, 2_500) if self.zoom and said > _SURE else said, self.width, self.zoom, self.size


class PhotoSizes:
    """Which addresses of a page are one photo, and the largest of each."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._larger: dict[str, str] = {}
        self._written: dict[tuple[str, str], tuple[str, str] | None] = {}
        clashing = set()
        for addresses in _groups(document):
            best = max(addresses, key=_Address.rank)
            for address in addresses:
                known = self._larger.setdefault(address.url, best.url)
                if known != best.url and not same_photo(known, best.url):
                    clashing.add(address.url)
                elif known != best.url and best.rank() > _Address(known, promised_size(known), 0.0, zoom=False).rank():
                    self._larger[address.url] = best.url
                if address.url != best.url:
                    self._learn(address.url, best.url)
        for url in clashing:  # a placeholder, which stands for many
            del self._larger[url]
        shown: dict[str, str] = {}
        for node in document.outline.tagged("img")[:MAX_ELEMENTS]:
            if (source := document.join(node.get("src"))) is not None and is_photo(source):
                known = shown.setdefault(photo_key(source), source)
                if promised_size(source) != promised_size(known):
                    self._learn(*sorted((source, known), key=promised_size))

    def largest(self, url: str) -> str:
        """The largest address of the same photo: as an element names it, as others of the page do, as its data holds it."""
        return larger_in_source(self._larger.get(url) or self._by_others(url), self._document)

    def _learn(self, small: str, large: str) -> None:
        """How this site writes a larger copy, from one photo of which both are known."""
        if (one := _around_name(small)) is None or (other := _around_name(large)) is None or one[1] != other[1]:
            return
        if _ASPECT.search(other[0].rpartition("//")[2]) or (_ASPECT.search(other[2]) and not _SIZED_COPY.match(other[2])):
            return
        way, known = (one[0], one[2]), (other[0], other[2])
        self._written[way] = known if self._written.get(way, known) == known else None

    def _by_others(self, url: str) -> str:
        """The address that the photo has if it is written as the larger copies of the page's other photos are."""
        around = _around_name(url)
        written = self._written.get((around[0], around[2])) if around is not None else None
        return url if around is None or written is None else f"{written[0]}{around[1]}{written[1]}"


def _groups(document: Document) -> Iterator[list[_Address]]:
    """The addresses that one element, the picture that it lies in and the link around it alone give."""
    outline = document.outline
    for node in in_order([outline.tagged("img"), *map(outline.having, ("data-zoom-image", "data-fancybox", "data-lightbox"))])[
        :MAX_ELEMENTS
    ]:
        found = {url: (width, zoom) for url, width, zoom in _addresses(node, document)}
        if len(found) > 1 and len(photos := [url for url in found if is_photo(url)]) > 1:
            yield [_Address(url, promised_size(url), *found[url]) for url in photos]


def _addresses(node: Element, document: Document) -> Iterator[tuple[str, float, bool]]:
    """Each address with the width that is told of it, and whether it is told to be the larger copy."""
    small = document.join(node.get("src")) or ""
    if small:
        yield small, 0.0, False
    outline = document.outline
    for level, here in enumerate(node.around(4)):
        if level > 1 and outline.count_inside(here, "img", most=60) > 1:
            break
        picture = here.tag == "picture"
        sources = [one for one in outline.within(here)[:60] if one.tag == "source"] if picture and level else []
        for element in (here, *sources):
            for name, value in element.attributes.items():
                # Any address has a dot or a slash in it.
                if value and name not in _NO_ADDRESS and ("/" in value or "." in value):
                    yield from _named(name, value, small, document, near=level == 0 or picture)
        if here.tag == "a":
            break


def _named(name: str, value: str, small: str, document: Document, *, near: bool) -> Iterator[tuple[str, float, bool]]:
    if len(value) > MAX_VALUE * (4 if name in _SETS else 1):
        return
    if name in _SETS:
        for part, width in candidates(value) if near else ():
            if (url := document.join(part)) is not None:
                yield url, width, False
        return
    zoom = name in ZOOMS or (name == "href" and not near)
    if value[:5] == "data:" or not (IMAGE_LINK.search(value) or ("/" in value and same_file(value, small))):
        return
    url = document.join(value)
    if url is None:
        return
    # A photo that is shown instead while the pointer is over it (`data-hover`) is another one.
    if zoom or small in ("", url) or photo_key(url) == photo_key(small) or (_PICTURED.search(url) and same_file(url, small)):
        yield url, 0.0, zoom


@lru_cache(maxsize=5_000)
def _around_name(url: str) -> tuple[str, str, str] | None:
    """An address in three: what stands before the name that only this photo has, the name, what stands behind it."""
    name = max(_tokens(url), key=len, default="")
    head, found, tail = url.rpartition(name) if name else ("", "", "")
    return (head, name, tail) if found else None


def larger_in_source(url: str, document: Document) -> str:
    """The largest address of the same photo that stands anywhere in the page, its scripts' data and what these fetched.

    Known again by its file's name: a page that shows `7f0a…@200x150.jpg` may hold `7f0a…@960x720.jpg` as data.
    """
    name = max(_tokens(url), key=len, default="")
    if len(name) < MIN_NAME:
        return url
    best, size = url, promised_size(url)
    key = photo_key(url)
    for text in document.sources:
        start = text.find(name)
        for _ in range(MAX_MENTIONS):
            if start < 0:
                break
            other = document.join(_written_around(text, start, start + len(name)))
            if other is not None and photo_key(other) == key and (promised := promised_size(other)) > size and is_photo(other):
                best, size = other, promised
            start = text.find(name, start + 1)
    return best


def _written_around(text: str, start: int, end: int) -> str:
    """The address, as a page or its scripts write it, that a name stands in."""
    before = text[max(0, start - 200) : start]
    before = _DELIMITER.split(before[max(map(before.rfind, _MARKS)) + 1 :])[-1]
    ending = _DELIMITER.search(text, end, end + 200)
    return (
        f"{before}{text[start : ending.start() if ending else end + 200]}".replace("\\/", "/")
        .replace("&amp;", "&")
        .rstrip("\\,;")
    )


def same_photo(one: str, other: str) -> bool:
    """Whether two addresses are one photo in two sizes."""
    return photo_key(one) == photo_key(other) or same_file(one, other)


def same_file(one: str, other: str) -> bool:
    """Whether two addresses carry the same file's name: a long mixed run of letters and digits, `/a/91e711fa43f6.full/`."""
    return bool(_tokens(one) & _tokens(other))


@lru_cache(maxsize=5_000)
def _tokens(address: str) -> frozenset[str]:
    return frozenset(token for token in _TOKEN.findall(urlsplit(address).path) if _MIXED.search(token))
