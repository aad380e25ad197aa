"""Text as a reader of the page sees it: out of elements, out of pieces of HTML in data, on one line or a line a block."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawlers.reading.nodes import attribute
from crawlers.reading.outline import SILENT

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
"""Elements that begin and end a line."""

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
        child: LexborNode | None = None
        if tag == "-text":
            text = (here.text_content or "")[:limit]
            parts.append(text.replace("\n", " ") if "\n" in text else text)
            size += len(text)
        else:
            if tag in BLOCKS:
                parts.append("\n")
            elif tag == "img" and (alt := attribute(here, "alt")) and len(alt) <= 4:
                parts.append(alt)  # emoji drawn as images
            if tag not in SILENT and not (without is not None and (tag == "blockquote" or _is(here, without))):
                child = here.first_child
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
    return "\n".join([line for part in text.split("\n") if (line := " ".join(part.split()))])


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
