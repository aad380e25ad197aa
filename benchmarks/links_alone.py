"""A reader that looks at the lists' links only: what is left of a crawl is fetching, frontier and guard."""

from __future__ import annotations

from typing import Any


def read_links_alone(page: Any, **_: Any) -> Any:
    """What a reader gives, by the cheapest means."""
    import re

    from crawlers.reading.links import PageLink
    from crawlers.reading.reader import Reading
    from tidewaiter.model import Listing

    if "/item/" in page.url:
        return Reading(listings=[Listing(id=page.url, url=page.url)], kind="listing")
    root = page.url.partition("/?")[0].rstrip("/")
    hrefs = [href.decode() for href in re.findall(rb'href="([^"]+)"', page.body)]
    links = [PageLink(root + href, "", "next" if "?page=" in href else "listing", 0.5) for href in hrefs]
    return Reading(links=links, kind="index")
