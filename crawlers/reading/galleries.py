"""The photos of the page's item: the gallery near its title, at the largest size that links and attributes name."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from urllib.parse import urlsplit

from crawlers.reading.document import Document
from crawlers.reading.maintext import main_block
from crawlers.reading.outline import Element, in_order
from crawlers.reading.people import is_profile
from crawlers.reading.photos import image_url, is_photo, photo_key, promised_size
from crawlers.reading.titles import Title, plain
from crawlers.reading.visible import first_related
from tidewaiter.identity import canonical_url

_GALLERY = re.compile(
    r"galler|photo|product-?image|image-?(?:main|list|view|zoom|wrap|block|box)|main-?image|slides?(?:how)?"
    r"|carousel|swiper|thumb|lightbox|fancybox|zoom|fotorama|album|picture|media|(?:^|[-_ ])pics?(?:[-_ ]|$)"
    r"|tupian|postlist|message",
    re.I,
)
_BAD = re.compile(
    r"related|recommend|similar|upsell|cross-?sell|banner|logo|avatar|author|footer|header|menu|nav|payment"
    r"|social|brand|review|comment|seller|promo|advert|also|viewed|(?:^|[-_ ])card",
    re.I,
)
_IMAGE_LINK = re.compile(r"\.(?:jpe?g|png|webp)(?:$|\?)", re.I)
MAX_IMAGES = 400
MIN_NAME, MAX_MENTIONS = 12, 20
"""Characters from which a file's name is nobody else's; places where it is looked at."""
_IMAGE_END = re.compile(r"\.(?:jpe?g|png|webp)(?=[\"'\\s)\\\\?,&<]|$)", re.I)
MAX_CARD = 150
"""Characters that a block says at most which only shows who somebody is."""
MAX_APART = 25
"""Characters between a face and its name; a row of photo, price, place, date and seller says more before it names one."""
_ZOOMS = frozenset(
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
    ]
)
_NO_ADDRESS = frozenset(
    ["class", "id", "style", "alt", "title", "src", "srcset", "onclick", "rel", "target", "width", "height"]
)
_MIXED = re.compile(r"\d.*[a-zA-Z]|[a-zA-Z].*\d|\d{12}")
_TOKEN = re.compile(r"[0-9a-zA-Z]{8,64}")


def gallery(document: Document, title: Title, known: list[str]) -> list[str]:
    """Photo URLs of the item, in order: images of galleries and of the main text, never those of other goods.

    known: what machines are told; it comes first, at the largest size that the page leads to.
    """
    key = plain(title.text)
    folders, keys = {_folder(url) for url in known}, {photo_key(url) for url in known}
    found: list[str] = []
    others: list[str] = []
    larger: dict[str, str] = {}
    outline = document.outline
    related = first_related(document.pieces, title.order)
    named_so = [outline.having(name) for name in ("data-zoom-image", "data-fancybox", "data-lightbox")]
    for node in in_order([outline.tagged("img"), *named_so])[:MAX_IMAGES]:
        if node.region != "main" or _tiny(node) or _is_bad(node) or _of_account(node, document):
            continue
        linked = next((here.get("href") for here in node.around(7) if here.tag == "a"), "")
        zoomed, small = _zoomed(node, document), document.join(node.get("src"))
        if linked and not _same_page(linked, document) and (zoomed is None or zoomed != document.join(linked)):
            continue
        url = zoomed or image_url(node.attributes, document) if node.tag == "img" else zoomed
        before = related is None or node.first <= related
        zooms = False
        if zoomed is not None and small is not None and zoomed != small:
            zooms = _IMAGE_LINK.search(linked) is not None or _same_photo(zoomed, small)
            if zooms:
                larger[small] = zoomed
        if url is None or not is_photo(url):
            continue
        alt = plain(node.get("alt") or node.get("title"))
        named = bool(key) and len(alt) >= 4 and (alt in key or key in alt)
        if (
            any(_of_gallery(here.words) for here in node.around(7))
            or named
            or (_folder(url) in folders and before)
            or photo_key(url) in keys
            or (zooms and before)
        ):
            found.append(url)
        elif before:
            others.append(url)
    written = set(others) if not found else set()
    shown = found or [url for url in _in_text(document) if url in written]
    urls = [larger.get(url, url) for url in known] + (shown or ([] if known else others))
    return [larger_in_source(url, document) for url in urls]


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
            first = max(map(text[max(0, start - 200) : start].rfind, "\"'(= "), default=-1) + max(0, start - 200) + 1
            ending = _IMAGE_END.search(text, start, start + 120)
            if ending is not None:
                other = document.join(text[first : ending.end()].replace("\\/", "/"))
                if other is not None and photo_key(other) == key and (promised := promised_size(other)) > size:
                    best, size = other, promised
            start = text.find(name, start + 1)
    return best


def own_photos(document: Document, block: Element, body: Element) -> list[str]:
    """The photos of a post or a row: those that stand in its words or behind them, not its author's face."""
    found = []
    for node in [one for one in document.outline.within(block) if one.tag == "img"][:60]:
        if node.order < body.order or _tiny(node) or _bad_words(node.words) or _of_account(node, document):
            continue
        url = _full_size(node, document)
        if url is not None and is_photo(url):
            found.append(url)
    return found


def _in_text(document: Document) -> list[str]:
    """Photos that stand in the running text itself, as small classifieds and forums have them."""
    block = main_block(document)
    return own_photos(document, block, block) if block is not None else []


def _of_account(node: Element, document: Document) -> bool:
    """Whether an image is somebody's face: in a link to an account, or beside one in a block that says little else."""
    for here in node.around(4):
        if here.tag == "a" and is_profile(here.get("href")):
            return True
        if document.outline.length(here) > MAX_CARD or here.tag in ("li", "ul", "figure", "section", "main"):
            return False
        if any(
            is_profile(link.get("href")) and _between(node, link, document) <= MAX_APART
            for link in islice(document.outline.links_in(here), 4)
        ):
            return True
    return False


def _between(one: Element, other: Element, document: Document) -> int:
    """Characters of text between two elements."""
    first, end = sorted((one.first, other.first))
    return sum(len(piece.text) for piece in document.pieces[first:end])


def _full_size(node: Element, document: Document) -> str | None:
    """What a thumbnail links to or names where that is an image, else the image's own best URL."""
    return _zoomed(node, document) or (image_url(node.attributes, document) if node.tag in ("img", "source") else None)


def _zoomed(node: Element, document: Document) -> str | None:
    """The image that a thumbnail, or what stands around it alone, links to or names beside the one that it shows."""
    small = node.get("src")
    for level, here in enumerate(node.around(4)):
        if level > 1 and len([one for one in document.outline.within(here)[:60] if one.tag == "img"]) > 1:
            break
        for name, value in here.attributes.items():
            if not value or len(value) > 2_000 or name in _NO_ADDRESS or (level == 0 and name not in _ZOOMS):
                continue
            known = name in _ZOOMS or name == "href"
            if (_IMAGE_LINK.search(value) and (known or name.startswith("data-"))) or (known and _same_file(value, small)):
                url = document.join(value)
                if url is not None and not value.startswith("data:"):
                    return url
        if here.tag == "a":
            break
    return None


def _same_photo(one: str, other: str) -> bool:
    return photo_key(one) == photo_key(other) or _same_file(one, other)


def _same_file(one: str, other: str) -> bool:
    """Whether two addresses carry the same file's name: a long mixed run of letters and digits, `/a/91e711fa43f6.full/`."""
    return bool(_tokens(one) & _tokens(other))


@lru_cache(maxsize=5_000)
def _tokens(address: str) -> frozenset[str]:
    return frozenset(token for token in _TOKEN.findall(urlsplit(address).path) if _MIXED.search(token))


def _tiny(node: Element) -> bool:
    sizes = [
        int(value) for name in ("width", "height") if (value := node.get(name).removesuffix("px")).isdigit() and len(value) < 6
    ]
    return bool(sizes) and max(sizes) < 50


@lru_cache(maxsize=20_000)
def _bad_words(words: str) -> bool:
    return _BAD.search(words[:200]) is not None


@lru_cache(maxsize=20_000)
def _of_gallery(words: str) -> bool:
    return _GALLERY.search(words[:200]) is not None


def _is_bad(node: Element) -> bool:
    return any(_bad_words(here.words) for here in node.around(7))


def _same_page(href: str, document: Document) -> bool:
    if href[:1] == "#" or href[:11].lower() == "javascript:" or _IMAGE_LINK.search(href):
        return True
    url = document.join(href)
    if url is None:
        return True
    there, here = urlsplit(url), urlsplit(document.url)
    return there.path == here.path and (not here.query or canonical_url(url) == canonical_url(document.url))


def _folder(url: str) -> str:
    parts = urlsplit(url)
    return parts.netloc + parts.path.rpartition("/")[0]
