"""Platform families: which of the bundled sources a page belongs to, by the marks that it shows, and their next pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from crawlers.reading.document import Document
from crawlers.reading.rules import rule_values, shows
from crawlers.reading.urls import join_url
from crawlers.source import Source, bundled_sources


def families_of(
    source: Source | None, *, document: Document | None = None, url: str = "", text: str = "", data: Any = None
) -> list[Source]:
    """The source itself (where it has rules), the family that it names, and all families whose marks the page shows."""
    found = [source] if source is not None and (source.listing.fields or source.listing.items) else []
    if source is not None and source.only:
        return found
    where = document.url if document is not None else url
    for family in bundled_sources().values():
        named = source is not None and source.kind in (family.kind, family.name)
        is_json = any(mark.json_path for mark in family.recognise)
        if is_json != (data is not None):
            continue
        if (named and not is_json) or shows(family.recognise, url=where, document=document, text=text, data=data):
            found.append(family)
    # Those that tell several listings of a page apart come first: a forum on WordPress is a forum.
    found.sort(key=lambda family: (family is not source, family.listing.items is None))
    return found


def next_links(families: Sequence[Source], document: Document | None, *, page_url: str = "", data: Any = None) -> list[str]:
    """Further pages that the families' rules name: links, or cursors put into their URL template."""
    found: list[str] = []
    for family in families:
        if family.pages.next is None:
            continue
        target = document.tree.root if document is not None else data
        for value in rule_values(family.pages.next, target, document)[:3]:
            if not isinstance(value, str | int):
                continue
            href = str(value)
            if family.pages.next_url is not None:
                href = family.pages.next_url.replace("{cursor}", href if href[:1] in "?/" else quote(href, safe=""))
            url = document.join(href) if document is not None else join_url(page_url, href)
            if url is not None and url not in found:
                found.append(url)
    return found
