"""The photos of the page's item: the gallery near its title, at the largest size that links and attributes name."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from crawlers.reading.document import Document, attribute, select
from crawlers.reading.maintext import main_block
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
    further = document.mentions(("data-zoom-image", "data-fancybox", "data-lightbox"))
    nodes = (
        select(document.tree, ", ".join(["img", *(f"[{name}]" for name in further)]), MAX_IMAGES)
        if further
        else document.tagged("img")
    )
    for node in nodes[:MAX_IMAGES]:
        if document.regions.of(node) != "main" or _tiny(node):
            continue
        words, linked = _around(node)
        if _BAD.search(words) or (linked and not _same_page(linked, document)):
            continue
        url = _full_size(node, document)
        if url is None or not is_photo(url):
            continue
        alt = plain(attribute(node, "alt") or attribute(node, "title"))
        named = bool(key) and len(alt) >= 4 and (alt in key or key in alt)
        if _GALLERY.search(words) or named or _folder(url) in folders or photo_key(url) in keys:
            found.append(url)
    return found or _in_text(document)


def _in_text(document: Document) -> list[str]:
    """Photos that stand in the running text itself, as small classifieds and forums have them."""
    block = main_block(document)
    found = []
    for node in select(block, "img", 60):
        url = _full_size(node, document)
        if (
            url is not None
            and is_photo(url)
            and not _tiny(node)
            and not _BAD.search(f"{attribute(node, 'class')} {attribute(node, 'id')}")
        ):
            found.append(url)
    return found


def _full_size(node: LexborNode, document: Document) -> str | None:
    """What a thumbnail links to where that is an image, else the image's own best URL."""
    here: LexborNode | None = node
    for _ in range(3):
        if here is None:
            break
        for name in ("data-zoom-image", "data-large_image", "data-full", "data-src-large", "data-image-large", "href"):
            if (value := attribute(here, name)) and _IMAGE_LINK.search(urlsplit(value).path) and (url := document.join(value)):
                return url
        if here.tag == "a":
            break
        here = here.parent
    return image_url(node, document) if node.tag in ("img", "source") else None


def _tiny(node: LexborNode) -> bool:
    sizes = [
        int(value)
        for name in ("width", "height")
        if (value := attribute(node, name).removesuffix("px")).isdigit() and len(value) < 6
    ]
    return bool(sizes) and max(sizes) < 50


def _around(node: LexborNode) -> tuple[str, str]:
    words, linked = [], ""
    here: LexborNode | None = node
    for _ in range(7):
        if here is None or here.tag == "body":
            break
        words.append(f"{attribute(here, 'class')} {attribute(here, 'id')}"[:200])
        if here.tag == "a" and not linked:
            linked = attribute(here, "href")
        here = here.parent
    return " ".join(words), linked


def _same_page(href: str, document: Document) -> bool:
    if href[:1] == "#" or href[:11].lower() == "javascript:" or _IMAGE_LINK.search(href):
        return True
    url = document.join(href)
    return url is None or urlsplit(url).path == urlsplit(document.url).path


def _folder(url: str) -> str:
    parts = urlsplit(url)
    return parts.netloc + parts.path.rpartition("/")[0]
