"""The part of a page that an element stands in: the main part, or the furniture around it, by tags, roles, classes and ids."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from selectolax.lexbor import LexborNode

Region = Literal["main", "nav", "header", "footer", "aside", "crumbs", "pager", "cart"]

_TAGS: dict[str, Region] = {"nav": "nav", "footer": "footer", "aside": "aside"}
_PLAIN = frozenset(
    [
        "a",
        "b",
        "i",
        "em",
        "strong",
        "img",
        "span",
        "font",
        "p",
        "td",
        "tr",
        "tbody",
        "h1",
        "h2",
        "h3",
        "h4",
        "sup",
        "small",
        "svg",
        "path",
        "br",
        "input",
        "button",
    ]
)
_WORD = r"(?:^|[-_\s])(?:{})(?:[-_\s]|$)"
_FRAME = (
    r"(?:^|\s)(?:(?:site|main|global|top|shop|layout|app|web|store|page|g|l)[-_]*)?(?:{})(?:[-_](?:main"
    r"|wrap(?:per)?|container|inner|top|bottom|nav\w*|menu|bar|links|box))?(?:\s|$)"
)
_PATTERNS: tuple[tuple[re.Pattern[str], Region], ...] = (
    (
        re.compile(
            _WORD.format(
                r"paginat\w*|pager|pages|pgs|pg|page-?nav\w*|fenye|page[-_]?(?:list|numbers?|bar|box|links?)|wp-pagenavi"
            ),
            re.I,
        ),
        "pager",
    ),
    (re.compile(r"bread-?crumbs?|" + _WORD.format(r"crumbs?|pathway|mianbao\w*|navxx|position"), re.I), "crumbs"),
    (re.compile(r"mini-?cart|cart-?(?:drawer|preview|summary|total|popup|dropdown|sidebar|modal)|(?:header|top|nav"
        r"|side)-?cart|shopping-?cart|mini-?basket|basket-?(?:summary|total)", re.I), "cart"),
    (re.compile(_FRAME.format("footer|foot|ft|colophon"), re.I), "footer"),
    (re.compile(_FRAME.format("header|hd|masthead|top-?bar|topnav|toolbar"), re.I), "header"),
    (re.compile(_WORD.format(r"navbar|nav|menu|navigation|main-?nav|sub-?nav|mega-?menu|submenu"), re.I), "nav"),
    (
        re.compile(
            _WORD.format(r"side-?bar|aside|widget|related(?:-?\w+)?|recommend\w*|similar\w*|recently\w*|also-?\w*|upsells?"
                r"|cross-?sells?|rank\w*|you-?may\w*|hot-?\w*|suggest\w*|bestsellers?|last-?seen|viewed")
            + r"|RelatedProduct|SimilarItem|Recommend|CrossSell|UpSell",
            re.I,
        ),
        "aside",
    ),
)  # fmt: skip


def own_region(tag: str, attributes: Mapping[str, str | None], parent: str, node: LexborNode) -> Region | None:
    """What an element itself says of the region that it is, None where it says nothing.

    parent: the tag of the element around it. node: the element itself, looked into where its tag leaves it open.
    """
    if tag in ("body", "html", "main"):
        return "main"
    if tag in _PLAIN:
        return None
    if tag == "header":
        # A header inside an article or a section holds the title of the thing itself.
        return "header" if parent in ("body", "div") and node.css_first("h1") is None else None
    words = f"{attributes.get('class') or ''} {attributes.get('id') or ''} {attributes.get('role') or ''}"
    named = _named(words) if 4 <= len(words) <= 2_000 else None
    # `<nav class="pagination">` is a pager first.
    return named if named == "pager" else _TAGS.get(tag, named)


@lru_cache(maxsize=20_000)
def _named(words: str) -> Region | None:
    return next((region for pattern, region in _PATTERNS if pattern.search(words)), None)
