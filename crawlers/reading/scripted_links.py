"""Links that no `a` holds: cards whose script leads on (`data-href`, `onclick="location.href='…'"`), routers' attributes."""

from __future__ import annotations

import re

from crawlers.reading.document import Document
from crawlers.reading.outline import Element, in_order

NAMES = ("data-href", "data-link", "data-url", "data-target-url", "data-item-url", "routerlink", "ng-reflect-router-link", "to")
"""Attributes that hold where a card leads."""
MAX_SCRIPTED, MAX_SCRIPT = 1_000, 600
_TAGS = frozenset(["div", "li", "article", "section", "tr", "td", "span", "button", "figure", "dl", "p", "h2", "h3", "h4"])
_GOES = re.compile(
    r"(?:location(?:\.href)?\s{0,3}=|(?:location\.(?:assign|replace)|window\.open|navigate(?:To)?|goTo|router\.push|\.push)\s{0,3}\()"
    r"\s{0,3}[\"'`](?P<url>[^\"'`\s]{2,500})",
    re.I,
)
_ADDRESS = re.compile(r"(?:https?:)?//\S|[/?.]\S|[\w-]{1,80}/\S|\S{1,200}\.(?:s?html?|php|aspx?)(?:\?|$)")


def scripted_links(document: Document) -> list[tuple[Element, str]]:
    """Elements that lead on by their attributes or their script, each with the address, in the order of the page."""
    outline = document.outline
    found = []
    for element in in_order([outline.having(name) for name in (*NAMES, "onclick")])[:MAX_SCRIPTED]:
        if element.tag in _TAGS and (href := _leads_to(element)) is not None and not _holds(element, href, document):
            found.append((element, href))
    return found


def _leads_to(element: Element) -> str | None:
    for name in NAMES:
        value = element.get(name).strip()
        if 1 < len(value) <= MAX_SCRIPT and _ADDRESS.match(value):
            return value
    said = _GOES.search(element.get("onclick")[:MAX_SCRIPT])
    return said["url"] if said is not None and _ADDRESS.match(said["url"]) else None


def _holds(element: Element, href: str, document: Document) -> bool:
    """Whether a link inside leads there as well: that one has the words of its own."""
    return any(link.get("href") == href for link in document.outline.links_in(element))
