"""Reads the raw pages that were kept again, with the readers of today: what they now see better goes through all stages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import structlog

from crawlers.reading.page import Page
from crawlers.reading.reader import read_page
from crawlers.source import Source, load_sources, source_for
from pipelines.line import Line
from pipelines.settings import STAGES
from tidewaiter.config import Settings
from tidewaiter.identity import listing_id
from tidewaiter.model import Listing
from tidewaiter.store import Store

if TYPE_CHECKING:
    from indexers.index import Index

log = structlog.get_logger(__name__)

_WRITE = "pipelines.indexing.WriteListings"
# It writes without a sighting: the page was read again, not seen again.
_WRITE_AGAIN = "pipelines.photo_reading.stage.WriteAgain"
REREAD_STAGES = {_WRITE_AGAIN if name == _WRITE else name: order for name, order in STAGES.items()}
LOOKED_UP = 200
"""Listings of one page at most; a page holds fewer."""

Progress = Callable[[int], None]


@dataclass(slots=True)
class RereadReport:
    """What reading again did."""

    pages: int = 0
    """Raw pages that were read again."""
    listings: int = 0
    """Listings that came of them."""
    added: int = 0
    """Of them: such as the readers had not seen before."""
    changed: int = 0
    """Stored listings whose title, text or price the readers now see otherwise."""
    leads: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    """Listings that stay as they are: `no_page` (none was kept), `purged` (no longer there), `not_found` (today's readers
    do not see it on its page), `unreadable`."""

    def lines(self) -> list[str]:
        """For a person."""
        told = [
            f"{self.pages} pages read again: {self.listings} listings, {self.added} new, {self.changed} changed;"
            f" {self.leads} new leads"
        ]
        if self.skipped:
            told.append("left as they are: " + ", ".join(f"{name.replace('_', ' ')} {n}" for name, n in self.skipped.items()))
        return told


def reread(
    settings: Settings,
    index: Index,
    *,
    since: str | None = None,
    source: str | None = None,
    on_progress: Progress | None = None,
) -> RereadReport:
    """Reads the pages of all stored listings again. Nothing is fetched; a photo that is new on a page waits for the next crawl.

    since: RFC 3339; only listings last seen from then on. source: only those of one source. A listing keeps its id, when
    it was seen, and whether it is gone.
    """
    report = RereadReport()
    skipped: Counter[str] = Counter()
    pages = _pages(index, since, source, skipped)
    reader = _Reader(index, Store(settings.store_url), load_sources(settings.home_path), report, skipped)
    # No photo is fetched: hashes of known ones are carried over, and a signed address would long be void.
    line = Line(
        settings.model_copy(update={"max_photos": 0}),
        index,
        local_files=False,
        stages=REREAD_STAGES,
        on_progress=(lambda done, counts: on_progress(done)) if on_progress else None,
    )
    done = line.run(reader.listings(pages))
    report.leads = done.count("leads/new")
    report.skipped = dict(sorted(skipped.items()))
    return report


def _pages(index: Index, since: str | None, source: str | None, skipped: Counter[str]) -> dict[str, list[str]]:
    """Raw page -> ids of the listings that stand on it."""
    pages: dict[str, list[str]] = {}
    for listing in index.all_listings():
        if (source is not None and listing.source != source) or (since is not None and (listing.last_seen or "") < since):
            continue
        if listing.page is None:
            skipped["no_page"] += 1
        else:
            pages.setdefault(listing.page, []).append(listing.id)
    return pages


class _Reader:
    def __init__(
        self, index: Index, store: Store, sources: Mapping[str, Source], report: RereadReport, skipped: Counter[str]
    ) -> None:
        self._index, self._store, self._sources = index, store, sources
        self._report, self._skipped = report, skipped

    def listings(self, pages: Mapping[str, list[str]]) -> Iterator[Listing]:
        for page, ids in pages.items():
            stored = list(self._index.listings(ids[:LOOKED_UP]).values())
            if not stored:
                continue  # purged meanwhile
            body = self._body(page)
            if body is None:
                self._skipped["purged"] += len(stored)
                continue
            yield from self._of_page(page, body, stored)

    def _body(self, page: str) -> bytes | None:
        try:
            return self._store.get("pages", page, compress=True)
        except (OSError, EOFError):  # a file that a full disk cut off, or that is no gzip
            log.warning("page.damaged", page=page)
            return None

    def _of_page(self, page: str, body: bytes, stored: list[Listing]) -> Iterator[Listing]:
        first = stored[0]
        source = self._sources.get(first.source) or source_for(first.url, self._sources)
        try:
            reading = read_page(Page(first.url, body), source=source)
        except (ValueError, RecursionError, MemoryError, LookupError, TypeError, AttributeError) as error:
            # As in a crawl: the reader promises never to raise, and what makes it do so costs that page.
            log.error("page.unreadable", url=first.url[:200], error=type(error).__name__)
            self._skipped["unreadable"] += len(stored)
            return
        self._report.pages += 1
        found = paired(reading.listings, stored, body, alone=reading.kind != "index")
        if missing := {one.id for one in stored} - {one.id for one in found}:
            self._skipped["not_found"] += len(missing)
        known = {one.id: one for one in stored}
        for listing in found:
            before = known.get(listing.id)
            self._report.listings += 1
            self._report.added += before is None
            self._report.changed += before is not None and _differs(before, listing)
            yield replace(listing, page=page)


def paired(read: list[Listing], stored: list[Listing], body: bytes, *, alone: bool) -> list[Listing]:
    """What was read, each as the stored listing that it is: with its id, times and status.

    alone: whether the page is about its listings alone, so that one that nobody stored is new; on an index page it is a
    card, whose own page says more.
    """
    known = {one.id: one for one in stored}
    found: dict[str, Listing] = {}
    for number, listing in enumerate(read):
        listing.url = listing.url or stored[0].url
        id = listing.id or listing_id(listing.url, listing.item)
        # The main listing of a page that had one is that one, under whatever address it was met first.
        if id not in known and number == 0 and len(stored) == 1 and alone:
            id = stored[0].id
        if id in found or (id not in known and not alone):
            continue
        found[id] = _as_stored(listing, id, known.get(id) or stored[0], body, new=id not in known)
    return list(found.values())


def _as_stored(listing: Listing, id: str, before: Listing, body: bytes, *, new: bool) -> Listing:
    same = {
        name: getattr(before, name) for name in ("source", "first_seen", "last_seen", "country", "campaign", "run", "status")
    }
    if not new:
        same |= {"url": before.url, "aliases": before.aliases, "item": listing.item or before.item}
        same["text"] = _with_revealed(listing.text, before, body)
        same["posted"] = before.posted or listing.posted  # "2 hours ago" meant the hours before that crawl
    return replace(listing, id=id, **same)


def _with_revealed(text: str, before: Listing, body: bytes) -> str:
    """The text with the contacts that a click had shown: they stand in the stored text, and not in the page."""
    for span in (span for handle in before.handles for span in handle.spans if span.field == "text"):
        if span.raw and span.raw not in text and span.raw.encode() not in body:
            line = next((line for line in before.text.splitlines() if span.raw in line), "")
            if line and line not in text:
                text = f"{text}\n{line}" if text else line
    return text


def _differs(before: Listing, after: Listing) -> bool:
    def price(listing: Listing) -> object:
        return (listing.price.amount, listing.price.currency) if listing.price else None

    return (before.title, before.text) != (after.title, after.text) or (
        after.price is not None and price(before) != price(after)
    )
