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
from crawlers.reading.photo_sizes import IMAGE_LINK, ZOOMS, same_file, same_photo
from crawlers.reading.photos import image_url, is_photo, photo_key
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
MAX_IMAGES = 400
MAX_CARD = 150
"""Characters that a block says at most which only shows who somebody is."""
MAX_APART = 25
"""Characters between a face and its name; a row of photo, price, place, date and seller says more before it names one."""
_NO_ADDRESS = frozenset(
    ["class", "id", "style", "alt", "title", "src", "srcset", "onclick", "rel", "target", "width", "height"]
)


def gallery(document: Document, title: Title, known: list[str]) -> list[str]:
    """Photo URLs of the item, in order: images of galleries and of the main text, never those of other goods.

    known: what machines are told; it comes first.
    """
    key = plain(title.text)
    folders, keys = {_folder(url) for url in known}, {photo_key(url) for url in known}
    found: list[str] = []
    others: list[str] = []
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
            zooms = IMAGE_LINK.search(linked) is not None or same_photo(zoomed, small)
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
    return known + (shown or ([] if known else others))


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
            if not value or len(value) > 2_000 or name in _NO_ADDRESS or (level == 0 and name not in ZOOMS):
                continue
            known = name in ZOOMS or name == "href"
            if (IMAGE_LINK.search(value) and (known or name.startswith("data-"))) or (known and same_file(value, small)):
                url = document.join(value)
                if url is not None and not value.startswith("data:"):
                    return url
        if here.tag == "a":
            break
    return None


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
    if href[:1] == "#" or href[:11].lower() == "javascript:" or IMAGE_LINK.search(href):
        return True
    url = document.join(href)
    if url is None:
        return True
    there, here = urlsplit(url), urlsplit(document.url)
    return there.path == here.path and (not here.query or canonical_url(url) == canonical_url(document.url))


def _folder(url: str) -> str:
    parts = urlsplit(url)
    return parts.netloc + parts.path.rpartition("/")[0]
