"""The photos of the page's item: the gallery near its title, at the largest size that links and attributes name."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from crawlers.reading.document import Document
from crawlers.reading.maintext import main_block
from crawlers.reading.outline import Element, in_order
from crawlers.reading.photos import image_url, is_photo, photo_key
from crawlers.reading.titles import Title, plain

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


def gallery(document: Document, title: Title, known: list[str]) -> list[str]:
    """Photo URLs of the item, in order: images of galleries and of the main text, never those of other goods."""
    key = plain(title.text)
    folders, keys = {_folder(url) for url in known}, {photo_key(url) for url in known}
    found: list[str] = []
    outline = document.outline
    zoomed = [outline.having(name) for name in ("data-zoom-image", "data-fancybox", "data-lightbox")]
    for node in in_order([outline.tagged("img"), *zoomed])[:MAX_IMAGES]:
        if node.region != "main" or _tiny(node) or _is_bad(node):
            continue
        linked = next((here.get("href") for here in node.around(7) if here.tag == "a"), "")
        if linked and not _same_page(linked, document):
            continue
        url = _full_size(node, document)
        if url is None or not is_photo(url):
            continue
        alt = plain(node.get("alt") or node.get("title"))
        named = bool(key) and len(alt) >= 4 and (alt in key or key in alt)
        if (
            any(_of_gallery(here.words) for here in node.around(7))
            or named
            or _folder(url) in folders
            or photo_key(url) in keys
        ):
            found.append(url)
    return found or _in_text(document)


def _in_text(document: Document) -> list[str]:
    """Photos that stand in the running text itself, as small classifieds and forums have them."""
    block = main_block(document)
    found = []
    for node in [one for one in document.outline.within(block) if one.tag == "img"][:60] if block is not None else ():
        url = _full_size(node, document)
        if url is not None and is_photo(url) and not _tiny(node) and not _bad_words(node.words):
            found.append(url)
    return found


def _full_size(node: Element, document: Document) -> str | None:
    """What a thumbnail links to where that is an image, else the image's own best URL."""
    here: Element | None = node
    for _ in range(3):
        if here is None:
            break
        for name in ("data-zoom-image", "data-large_image", "data-full", "data-src-large", "data-image-large", "href"):
            if (value := here.get(name)) and _IMAGE_LINK.search(urlsplit(value).path) and (url := document.join(value)):
                return url
        if here.tag == "a":
            break
        here = here.parent
    return image_url(node.attributes, document) if node.tag in ("img", "source") else None


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
    return url is None or urlsplit(url).path == urlsplit(document.url).path


def _folder(url: str) -> str:
    parts = urlsplit(url)
    return parts.netloc + parts.path.rpartition("/")[0]
