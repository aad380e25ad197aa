"""The pages that rules are learned from: the example's, others of its kind, and a list that goes on."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawlers.reading.page import Page
from crawlers.source import Source
from crawlers.teaching.paging import next_of
from crawlers.visiting import Visitor
from tidewaiter.config import Settings

OTHERS = 3
"""Further pages of a site on which learned rules are tried."""


@dataclass(slots=True)
class Gathered:
    """What was fetched; `page` is None where the example's own page can't be had."""

    page: Page | None
    others: list[Page] = field(default_factory=list)
    """Pages of the same kind that the page or the list links to."""
    listed: Page | None = None
    """The list."""
    next_url: str | None = None
    """Where the list goes on, as the reader finds it."""
    following: Page | None = None


async def gather(settings: Settings, source: Source, url: str, *, is_list: bool, render: bool) -> Gathered:
    """Fetches the page, up to three like it, the source's start (or the page itself, if it is a list) and what follows."""
    async with Visitor(settings, source, [url, *source.start]) as visitor:
        found = Gathered(await visitor.page(url, render=render))
        if found.page is None:
            return found
        found.listed = found.page if is_list else await visitor.page(source.start[0], render=render)
        found.next_url = next_of(found.listed) if found.listed is not None else None
        if found.next_url is not None:
            found.following = await visitor.page(found.next_url, render=render)
        if not is_list:
            links = visitor.like(found.page, url) or (visitor.like(found.listed, url) if found.listed is not None else [])
            for link in links[:OTHERS]:
                if (other := await visitor.page(link, render=render)) is not None:
                    found.others.append(other)
        return found
