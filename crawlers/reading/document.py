"""A page's parsed HTML and what many readers ask of it: base URL, metas, scripts, elements, text in order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawlers.reading.bounding import harmless
from crawlers.reading.nodes import select
from crawlers.reading.outline import Element, Outline, Piece
from crawlers.reading.page import Page
from crawlers.reading.texts import closed, squeeze
from crawlers.reading.urls import clean_language, join_url
from crawlers.reading.words import Leading
from tidewaiter.identity import canonical_url, host_of

MAX_METAS = 600
MAX_SCRIPTS = 600
FARTHEST_LABEL = 750
"""Pieces of text from the title within which a label is looked for."""
_HEADS = ("html", "base", "meta", "link", "title")
_LABELS = Leading(
    "seller_label", "posted_label", "place_label", "price_label", "sku_label", "text_label"
)  # fmt: skip
_NO_LABEL = ("a", "option")
_SEPARATED = re.compile(r"[:：#№\d]")
_ERROR_PAGE = re.compile(r"/(?:404|error|login|signin)(?:[./]|$)", re.I)

Attributes = Mapping[str, str | None]


@dataclass(slots=True, frozen=True)
class Script:
    """An inline script: its type, id and source text."""

    kind: str
    id: str
    text: str


class Document:
    """One HTML page, parsed once. What costs a walk over all of it is worked out when somebody asks."""

    def __init__(self, page: Page, text: str) -> None:
        """Takes the page and its decoded text."""
        self.page = page
        self._source = harmless(text)
        self.tree = LexborHTMLParser(self._source)
        self.url = page.url
        self.host = host_of(page.url)
        self.known: dict[str, Element | None] = {}
        """Elements that several readers look for, by what they are, once found."""
        self._labels: dict[int, list[int]] = {}
        self._joined: dict[str, str | None] = {}

    @cached_property
    def outline(self) -> Outline:
        """All elements and texts; rules alone do without it."""
        return Outline(self.tree.root)

    @cached_property
    def _heads(self) -> Mapping[str, list[Attributes]]:
        """The attributes of the elements that speak of the page itself, by tag."""
        if "outline" in self.__dict__:
            return {tag: [element.attributes for element in self.outline.tagged(tag)] for tag in _HEADS}
        found: dict[str, list[Attributes]] = defaultdict(list)
        for node in self.tree.css(", ".join(_HEADS)):
            found[node.tag or ""].append(node.attributes)
        return found

    @cached_property
    def base(self) -> str:
        """What relative URLs are relative to."""
        href = next((href for attributes in self._heads.get("base", ()) if (href := attributes.get("href"))), "")
        return join_url(self.url, href) or self.url

    def join(self, href: str | None) -> str | None:
        """The absolute http(s) URL of a reference, or None where it is none."""
        if not href:
            return None
        if href not in self._joined:
            self._joined[href] = join_url(self.base, href)
        return self._joined[href]

    @cached_property
    def language(self) -> str | None:
        """What `<html lang>` or its equivalents say, as BCP 47."""
        page = next(iter(self._heads.get("html", ())), {})
        value = page.get("lang") or page.get("xml:lang")
        return clean_language(value or self.meta.get("content-language", "") or self.meta.get("og:locale", ""))

    @cached_property
    def meta(self) -> dict[str, str]:
        """First non-empty content of each meta by lower-case name, property, itemprop-less; `http-equiv` too."""
        found: dict[str, str] = {}
        for attributes in self._heads.get("meta", [])[:MAX_METAS]:
            content = (attributes.get("content") or "").strip()
            if not content:
                continue
            for key in ("property", "name", "http-equiv"):
                if name := attributes.get(key):
                    found.setdefault(name.strip().lower(), content)
        return found

    @cached_property
    def metas(self) -> list[tuple[str, str]]:
        """All (lower-case property or name, content) in order: for values that repeat (og:image)."""
        return [
            (name.strip().lower(), content.strip())
            for attributes in self._heads.get("meta", [])[:MAX_METAS]
            if (name := attributes.get("property") or attributes.get("name")) and (content := attributes.get("content"))
        ]

    @cached_property
    def scripts(self) -> list[Script]:
        """Inline scripts with content."""
        found = []
        for node in self.tree.css("script")[:MAX_SCRIPTS]:
            attributes = node.attributes
            text = "" if "src" in attributes else node.text()
            if text:
                found.append(Script((attributes.get("type") or "").strip().lower(), attributes.get("id") or "", text))
        return found

    @cached_property
    def title(self) -> str:
        """What `<title>` says, white space squeezed."""
        node = self.tree.css_first("title")
        return squeeze(node.text()) if node is not None else ""

    @cached_property
    def canonical(self) -> str | None:
        """The page's own canonical URL where it can be believed: same site, and not the front page for all pages."""
        for href in (next(self.linked("canonical"), None), self.meta.get("og:url")):
            url = self.join(href)
            if url and self._believable(url):
                return canonical_url(url)
        return None

    def _believable(self, url: str) -> bool:
        if not self.url.startswith("http"):
            return True
        here, there = urlsplit(self.url), urlsplit(url)
        if host_of(url) != self.host:
            return False
        if there.path in ("", "/") and not there.query:
            return here.path in ("", "/")
        # Some sites give every page of a list the canonical URL of the list's first, or one error page for all.
        return not _ERROR_PAGE.search(there.path)

    def tagged(self, *tags: str) -> list[Element]:
        """All elements with one of these tags, in the order of the page."""
        return self.outline.tagged(*tags)

    def linked(self, relation: str) -> Iterator[str]:
        """The addresses of the `link` elements with this relation (lower case)."""
        for attributes in self._heads.get("link", ()):
            if (href := attributes.get("href")) and relation in (attributes.get("rel") or "").lower().split():
                yield href

    def select(self, selector: str, limit: int = 5_000) -> list[Element]:
        """The elements that a selector finds, in the order of the page."""
        found = (self.outline.of(node) for node in select(self.tree, selector, limit))
        return [element for element in found if element is not None]

    def text(self, element: Element, limit: int = 2_000) -> str:
        """The text inside an element on one line, broken off behind about `limit` characters."""
        return self.outline.text(element, limit)

    @property
    def pieces(self) -> list[Piece]:
        """The texts of the body in order, white space squeezed, scripts and the like left out."""
        return self.outline.pieces

    def labels(self, title_order: int | None) -> Sequence[int]:
        """Which pieces can be labels (`Seller:`, `货号`), or a label and its value: those not too far from the title."""
        start = title_order or 0
        if start not in self._labels:
            first, last = max(0, start - FARTHEST_LABEL), start + FARTHEST_LABEL
            self._labels[start] = [
                order
                for order, (text, element) in enumerate(self.pieces[first:last], first)
                if ((len(text) <= 40 and element.tag not in _NO_LABEL) or (len(text) <= 160 and _SEPARATED.search(text, 0, 40)))
                and (_LABELS(text) or (" " in text[:12] and _LABELS(closed(text))))
            ]
        return self._labels[start]

    @cached_property
    def sources(self) -> list[str]:
        """The page as it was written, and the JSON that its scripts fetched."""
        return [self._source, *(body.decode("utf-8", "replace") for _, body in self.page.responses)]

    @cached_property
    def visible(self) -> str:
        """The text that the page shows, a line a piece."""
        return "\n".join([piece.text for piece in self.pieces])
