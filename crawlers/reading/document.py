"""A parsed HTML page and what every reader of it asks for: base URL, language, meta values, scripts, the text of a node."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawlers.reading.bounding import harmless
from crawlers.reading.page import Page
from crawlers.reading.regions import Regions
from tidewaiter.identity import canonical_url, host_of

MAX_URL = 2_000
MAX_PIECES = 40_000
MAX_TEXT = 4_000_000
MAX_PIECE = 20_000
MAX_METAS = 600
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "button",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "select",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
SILENT = frozenset(
    ["script", "style", "noscript", "template", "svg", "iframe", "object", "head", "textarea", "select", "datalist"]
)
"""Elements whose text nobody reads on the page."""

_SIMPLE = re.compile(r"https?://[A-Za-z0-9.-]+/[^\s\\\[\]]*$")
_ROOTED = re.compile(r"/(?![/.])[^\s\\\[\]]*$")
_ORIGIN = re.compile(r"https?://[^/?#\s]+")
_SPACES = re.compile(r"[ \t\r\f\v\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_LINES = re.compile(r" ?\n[ \n]*")


@dataclass(slots=True, frozen=True)
class Script:
    """An inline script: its type, id and source text."""

    kind: str
    id: str
    text: str


class Piece(NamedTuple):
    """One run of text and the element that it stands in."""

    text: str
    node: LexborNode


class Document:
    """One HTML page, parsed once."""

    def __init__(self, page: Page, text: str) -> None:
        """Takes the page and its decoded text."""
        self.page = page
        self.source_text = text
        self.tree = LexborHTMLParser(harmless(text))
        self.url = page.url
        self.host = host_of(page.url)
        self.regions = Regions()
        self.known: dict[str, LexborNode | None] = {}
        """Elements that several readers look for, by what they are, once found."""

    @cached_property
    def head_bytes(self) -> bytes:
        """The beginning of the page, inline scripts and styles left out: where the marks of families are looked for."""
        head = self.page.body[:300_000]
        for tag in (b"script", b"style"):
            first, *rest = head.split(b"<" + tag)
            head = first + b"".join(part[: part.find(b">") + 1] + part[max(part.find(b"</" + tag), 0) :] for part in rest)
        return head[:150_000]

    @cached_property
    def base(self) -> str:
        """What relative URLs are relative to."""
        href = next((href for node in self.tagged("base") if (href := attribute(node, "href"))), "")
        return join_url(self.url, href) or self.url

    def join(self, href: str | None) -> str | None:
        """The absolute http(s) URL of a reference, or None where it is none."""
        return join_url(self.base, href)

    @cached_property
    def language(self) -> str | None:
        """What `<html lang>` or its equivalents say, as BCP 47."""
        node = next(iter(self.tagged("html")), None)
        value = (attribute(node, "lang") or attribute(node, "xml:lang")) if node else ""
        return clean_language(value or self.meta.get("content-language", "") or self.meta.get("og:locale", ""))

    @cached_property
    def meta(self) -> dict[str, str]:
        """First non-empty content of each meta by lower-case name, property, itemprop-less; `http-equiv` too."""
        found: dict[str, str] = {}
        for node in self.tagged("meta")[:MAX_METAS]:
            attributes = node.attrs
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
        pairs: list[tuple[str, str]] = []
        for node in self.tagged("meta")[:MAX_METAS]:
            attributes = node.attrs
            name = attributes.get("property") or attributes.get("name")
            if name and attributes.get("content"):
                pairs.append((name.strip().lower(), (attributes.get("content") or "").strip()))
        return pairs

    @cached_property
    def scripts(self) -> list[Script]:
        """Inline scripts with content."""
        found = []
        for node in self.tagged("script")[:600]:
            text = "" if "src" in node.attrs else node.text()
            if text:
                found.append(Script((attribute(node, "type") or "").strip().lower(), attribute(node, "id") or "", text))
        return found

    @cached_property
    def title(self) -> str:
        """What `<title>` says, white space squeezed."""
        node = next(iter(self.tagged("title")), None)
        return squeeze(node.text()) if node else ""

    @cached_property
    def canonical(self) -> str | None:
        """The page's own canonical URL where it can be believed: same site, and not the front page for all pages."""
        said = (attribute(node, "href") for node in self.linked("canonical"))
        for href in (next(said, None), self.meta.get("og:url")):
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
        return not re.search(r"/(?:404|error|login|signin)(?:[./]|$)", there.path, re.I)

    @cached_property
    def _walk(self) -> tuple[dict[str, list[LexborNode]], list[Piece]]:
        """All elements by tag, and the pieces: both from one walk, since every query of a selector is a walk of its own."""
        elements: dict[str, list[LexborNode]] = defaultdict(list)
        pieces: list[Piece] = []
        if self.tree.root is None:
            return elements, pieces
        size = 0
        inside = False
        for node in self.tree.root.traverse(include_text=True):
            tag = node.tag or ""
            if tag != "-text":
                elements[tag].append(node)
                inside = inside or tag == "body"
                continue
            if not inside or len(pieces) >= MAX_PIECES or size > MAX_TEXT:
                continue
            text = node.text_content
            if not text or text.isspace():
                continue
            parent = node.parent
            if parent is None or parent.tag in SILENT:
                continue
            text = " ".join(text[:MAX_PIECE].split())
            size += len(text)
            pieces.append(Piece(text, parent))
        return elements, pieces

    def tagged(self, tag: str) -> list[LexborNode]:
        """All elements with this tag, in the order of the page."""
        return self._walk[0].get(tag, [])

    def linked(self, relation: str) -> Iterator[LexborNode]:
        """The `link` elements with this relation (lower case) and an address."""
        for node in self.tagged("link"):
            if attribute(node, "href") and relation in attribute(node, "rel").lower().split():
                yield node

    def mentions(self, names: Iterable[str]) -> list[str]:
        """Those of the names (of attributes, classes) that stand anywhere in the page's source: a query needs no others."""
        return [name for name in names if name in self.source_text]

    @property
    def pieces(self) -> list[Piece]:
        """The texts of the body in order, white space squeezed, scripts and the like left out."""
        return self._walk[1]

    @cached_property
    def visible(self) -> str:
        """The text that the page shows, a line a piece."""
        return "\n".join(piece.text for piece in self.pieces)

    @cached_property
    def body(self) -> LexborNode | None:
        """The body element, None on a page without any."""
        return self.tree.body


def join_url(base: str, href: str | None) -> str | None:
    """The absolute http(s) URL of a reference, or None where it is none."""
    if not href:
        return None
    href = href.strip()
    if not href or len(href) > MAX_URL or href[0] == "#" or href[:11].lower() == "javascript:" or href[:5].lower() == "data:":
        return None
    if _SIMPLE.match(href):
        return href
    if _ROOTED.match(href) and (origin := _ORIGIN.match(base)):
        return origin.group() + href
    try:
        url = urljoin(base, href.replace("\n", "").replace("\t", ""))
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
    except ValueError:
        return None
    return url


def attribute(node: LexborNode | None, name: str) -> str:
    """An attribute's value, empty where there is none."""
    # Only elements have attributes: a document, a comment or a text raises.
    if node is None or not node.is_element_node:
        return ""
    return node.attrs.get(name) or ""


def short_text(node: LexborNode, limit: int) -> str:
    """The text of an element as it stands, broken off behind `limit` characters: what asks often must not read all."""
    parts: list[str] = []
    size = 0
    for child in node.traverse(include_text=True):
        if child.tag == "-text":
            text = (child.text_content or "")[: limit + 1]
            parts.append(text)
            size += len(text)
            if size > limit:
                break
    return "".join(parts)


def attributes_of(node: LexborNode) -> Any:
    """An element's attributes, read as they are asked for (`.get`, `in`); those of a document or a comment are none."""
    return node.attrs if node.is_element_node else {}


def select(node: LexborNode | LexborHTMLParser | None, selector: str, limit: int = 5_000) -> list[LexborNode]:
    """The elements that a selector finds, in the order of the page, each once (a list of selectors gives some twice)."""
    if node is None:
        return []
    found = node.css(selector)
    if "," not in selector:
        return found[:limit]
    seen: set[int] = set()
    unique = []
    for one in found:
        if one.mem_id not in seen:
            seen.add(one.mem_id)
            unique.append(one)
            if len(unique) >= limit:
                break
    return unique


_SPACED = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")


def closed(text: str) -> str:
    """A label without the spaces that only make it as wide as its neighbours: 发 布 人, 价　　格."""
    return _SPACED.sub("", text) if " " in text[:12] else text


def squeeze(text: str) -> str:
    """The text on one line, without spaces at the ends or in rows."""
    return " ".join(text.split())


def node_text(node: LexborNode, *, limit: int = 200_000, without: re.Pattern[str] | None = None) -> str:
    """The text of a node as a reader sees it: a line a block, spaces squeezed, scripts and styles left out.

    without: elements inside whose class this pattern finds are left out, and block quotes with them.
    """
    parts: list[str] = []
    size = 0
    here: LexborNode | None = node.first_child
    depth = 1
    while here is not None and depth > 0 and size < limit:
        tag = here.tag or ""
        if tag == "-text":
            text = (here.text_content or "")[:limit]
            parts.append(text.replace("\n", " "))
            size += len(text)
        elif tag in BLOCKS:
            parts.append("\n")
        elif tag == "img" and (alt := attribute(here, "alt")) and len(alt) <= 4:
            parts.append(alt)  # emoji drawn as images
        silent = tag in SILENT or tag[:1] == "-" or (without is not None and (tag == "blockquote" or _is(here, without)))
        child = None if silent else here.first_child
        if child is not None:
            here = child
            depth += 1
            continue
        while here is not None and depth > 0:
            following = here.next
            if following is not None:
                here = following
                break
            here = here.parent
            depth -= 1
            if here is not None and depth > 0 and here.tag in BLOCKS:
                parts.append("\n")
    return tidy("".join(parts))


def _is(node: LexborNode, pattern: re.Pattern[str]) -> bool:
    words = attribute(node, "class")
    return bool(words) and pattern.search(words or "") is not None


def tidy(text: str) -> str:
    """Spaces in rows squeezed to one, blank lines dropped, ends trimmed."""
    return _LINES.sub("\n", _SPACES.sub(" ", text)).strip()


def html_to_text(markup: str) -> str:
    """The text of a piece of HTML (a description inside JSON); plain text passes through."""
    if "<" not in markup and "&" not in markup:
        return tidy(markup)
    body = LexborHTMLParser(markup[:2_000_000]).body
    if body is None:
        return tidy(markup)
    if "<" not in markup:
        return tidy(body.text())
    lines = markup.count("\n")
    tags = markup.count("<br") + markup.count("<p") + markup.count("<li") + markup.count("<div")
    if lines and not tags:
        # Plain text with a few inline tags: its own line breaks are the ones that count.
        return tidy(body.text())
    return node_text(body)


def clean_language(value: str) -> str | None:
    """A language tag in BCP 47's usual writing (`zh-Hant`, `en-GB`), None for what is none."""
    value = value.strip().replace("_", "-")
    match = re.match(r"([A-Za-z]{2,3})((?:-[A-Za-z0-9]{2,8}){0,3})$", value)
    if not match or match.group(1).lower() in ("und", "mul", "zxx"):
        return None
    parts = [match.group(1).lower()]
    for part in match.group(2).split("-")[1:]:
        parts.append(part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part.lower())
    return "-".join(parts)
