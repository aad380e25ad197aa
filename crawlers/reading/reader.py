"""From a page's bytes and URL to what stands on it: listings (the main one first), links, walls. Never raises."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from crawlers.reading.document import Document
from crawlers.reading.encoding import decode
from crawlers.reading.fusing import hint_of, main_listing
from crawlers.reading.json_ld import read_json_ld
from crawlers.reading.links import PageLink, read_links
from crawlers.reading.microdata import read_microdata
from crawlers.reading.opengraph import read_opengraph
from crawlers.reading.page import Page
from crawlers.reading.schema_org import kind_of, read_item
from crawlers.reading.walls import needs_javascript, wall_of
from crawlers.source import Source
from tidewaiter.model import Listing

PageKind = Literal["listing", "index", "other"]


@dataclass(slots=True)
class Reading:
    """What one page gives."""

    listings: list[Listing] = field(default_factory=list)
    """The page's main one first; a thread's posts, a channel's messages, an API's items in their order."""
    links: list[PageLink] = field(default_factory=list)
    kind: PageKind = "other"
    wall: Literal["login", "captcha", "blocked"] | None = None
    needs_javascript: bool = False
    canonical: str | None = None
    encoding: str = "utf-8"


def read_page(page: Page, *, source: Source | None = None) -> Reading:
    """What a page gives: by the rules of `source` (or of the family that the page shows), else by what any page may hold."""
    text, encoding = decode(page.body, page.header("content-type"))
    document = Document(page, text)
    reading = Reading(encoding=encoding, canonical=document.canonical)
    hint = hint_of(document)
    founds = [
        read_item(item, document.join, where=where, hint=hint)
        for where, items in (("json-ld", read_json_ld(document)), ("microdata", read_microdata(document)))
        for item in items
        if kind_of(item)
    ]
    if (graph := read_opengraph(document, hint=hint)) is not None:
        founds.append(graph)
    reading.links = read_links(document, source=source)
    count = sum(1 for link in reading.links if link.kind == "listing")
    if (listing := main_listing(document, founds, many_links=count >= 8)) is not None:
        listing.source = source.name if source else document.host
        reading.listings.append(listing)
    reading.kind = "listing" if reading.listings else "index" if count >= 3 else "other"
    reading.wall = wall_of(document, document.visible, status=page.status, has_listing=bool(reading.listings))
    reading.needs_javascript = needs_javascript(document, document.visible, listings=len(reading.listings), listing_links=count)
    return reading
