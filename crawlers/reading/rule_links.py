"""A page's links as its source's patterns alone name them: nothing is judged."""

from __future__ import annotations

import re

from crawlers.reading.document import Document
from crawlers.reading.links import MAX_ANCHORS, PageLink, address_of
from crawlers.reading.nodes import select
from crawlers.reading.rules import on_listing_url
from crawlers.reading.texts import squeeze
from crawlers.source import Source

MAX_TEXT = 200


def links_by_rules(document: Document, source: Source) -> list[PageLink] | None:
    """The links that `listing.url` and `pages.index` name, and those that the page itself calls the next.

    None where the source says nothing of its lists and the page doesn't say either how they go on: then the links have to
    be judged. `pages.next` is applied elsewhere, as a rule of any family is.
    """
    listing, pages = source.listing.url, source.pages
    if listing is None and pages.index is None and pages.next is None:
        return None
    found: dict[str, PageLink] = {}
    for href in document.linked("next"):
        if (url := address_of(href, document, document.host)) is not None:
            found[url] = PageLink(url, "", "next", 1.0)
    for node in select(document.tree, "a[href], area[href]", MAX_ANCHORS):
        attributes = node.attributes
        url = address_of(attributes.get("href") or "", document, document.host)
        if url is None or url in found or (pages.ignore and re.search(pages.ignore, url)):
            continue
        if listing and re.search(listing, url):
            found[url] = PageLink(url, squeeze(node.text()[:MAX_TEXT]), "listing", 1.0)
        elif "next" in (attributes.get("rel") or "").lower().split():
            found[url] = PageLink(url, squeeze(node.text()[:MAX_TEXT]), "next", 1.0)
        elif pages.index and re.search(pages.index, url):
            found[url] = PageLink(url, squeeze(node.text()[:MAX_TEXT]), "index", 1.0)
    told = pages.index is not None or pages.next is not None or (listing is not None and on_listing_url(source, document.url))
    if told or any(link.kind == "next" for link in found.values()):
        return list(found.values())
    return None
