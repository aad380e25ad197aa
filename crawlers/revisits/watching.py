"""What the page of a known listing says at another look: as it was (304), taken away, moved to the index, or anything new."""

from __future__ import annotations

import re
from collections import Counter, OrderedDict
from collections.abc import Sequence
from urllib.parse import urlsplit

from crawlers.frontier.port import Lease, Wanted
from crawlers.reading.reader import Reading
from crawlers.revisits.known import KnownPage
from crawlers.run import CrawlRun
from crawlers.stats import Collector, count
from tidewaiter.identity import canonical_url, host_of, listing_id, now
from tidewaiter.model import Listing, StillThere
from web.client import Fetched

_MOVED = 20_000
"""Redirects that are remembered until the page that they lead to was read."""
MOST_REDIRECTED = 10
"""Known pages of a host that redirect away in a row, with none that answers as it did: from then on it is the host that sends
us away (a block, a log-in, an outage), and says nothing of its listings."""
_GONE = frozenset({404, 410})


class Watch:
    """Tells what became of known listings; knows nothing where the run was given none."""

    def __init__(self, run: CrawlRun, stats: Collector) -> None:
        self._run, self._stats = run, stats
        self._moved: OrderedDict[int, str] = OrderedDict()
        self._sent_away: Counter[str] = Counter()
        self._indexes = {canonical_url(start.url) for start in run.starts}
        """The starts, and pages that turned out to list others."""

    def known(self, url: str) -> KnownPage | None:
        """What is known of a page."""
        return self._run.known.of(url) if self._run.known is not None else None

    def has_read(self, url: str, reading: Reading) -> None:
        """A page was read: where an index is known, nothing is a listing's that leads there."""
        if reading.kind == "listing":
            self._sent_away.pop(urlsplit(url).netloc, None)
        if reading.kind == "index" and len(self._indexes) < _MOVED:
            self._indexes.add(canonical_url(url))

    def is_of_listing(self, lease: Lease) -> bool:
        """Whether a page is taken for a listing's, so that its being gone tells something."""
        is_one = lease.wanted.kind in {"listing", "start"} or lease.id in self._moved
        return is_one or self.known(lease.wanted.url) is not None

    def missing(self, lease: Lease, fetched: Fetched) -> list[Listing] | None:
        """The listings of a page that is no more (404, 410); None: it is there, or was none. The index knows if it was one."""
        if fetched.status not in _GONE or not self.is_of_listing(lease):
            return None
        url = self._moved.pop(lease.id, lease.wanted.url)
        return self.gone(url, lease.wanted.source, str(fetched.status))

    def unchanged(self, lease: Lease, fetched: Fetched) -> list[StillThere] | None:
        """The listings of a page that answers 304; None: it doesn't, or nobody asked whether it changed."""
        page = self.known(lease.wanted.url) if fetched.status == 304 else None
        if page is None:
            return None
        count(self._stats, "tidewaiter/unmodified")
        self._sent_away.pop(lease.wanted.host, None)
        at = now()
        return [StillThere(id, page.source, page.url, at, self._run.run) for id in page.listings]

    def gone(self, url: str, source: str | None, why: str) -> list[Listing]:
        """The listings of a page that was taken away; where nothing is known, the one that may have been there.

        why: `404`, `410`, `taken_down` or `redirected`.
        """
        count(self._stats, "tidewaiter/gone", why)
        page = self.known(url)
        described = self._run.source_of(url, source)
        name = page.source if page else described.name if described else host_of(url)
        seen, run = now(), self._run
        return [
            Listing(
                id=id, source=name, url=page.url if page else url, last_seen=seen, status="gone", why_gone=why,
                campaign=run.campaign, run=run.run,
            )
            for id in (page.listings if page else (listing_id(url),))
        ]  # fmt: skip

    def redirected(self, lease: Lease, target: str) -> list[Listing]:
        """The listings of a page that now leads to the site's front, an index or a folder above it: they are gone.

        Where it leads to another page, that page says whether it is the listing's: it is remembered until then.
        """
        url = lease.wanted.url
        if (before := self._moved.pop(lease.id, None)) is not None:
            url = before
        if self.known(url) is None:
            return []
        if self._leads_away(url, target, lease.wanted.source):
            self._sent_away[lease.wanted.host] += 1
            if self._sent_away[lease.wanted.host] > MOST_REDIRECTED:
                return []
            return self.gone(url, lease.wanted.source, "redirected")
        self._moved[Wanted(target, render=lease.wanted.render).id] = url
        if len(self._moved) > _MOVED:
            self._moved.popitem(last=False)
        return []

    def arrived(self, lease: Lease, reading: Reading, listings: Sequence[Listing]) -> list[Listing]:
        """The listings that a page tells to be gone: its own, or those of a known page that redirected to it.

        Where that page shows one listing, it is the one that was known under the other URL.
        """
        moved = self._moved.pop(lease.id, None)
        if reading.removed:
            return self.gone(moved or lease.wanted.url, lease.wanted.source, "taken_down")
        if moved is None or reading.wall is not None:
            return []
        if len(listings) == 1:
            listings[0].aliases.append(canonical_url(moved))
            return []
        return self.gone(moved, lease.wanted.source, "redirected") if reading.kind == "index" and not listings else []

    def _leads_away(self, url: str, target: str, source: str | None) -> bool:
        to = canonical_url(target)
        if to == canonical_url(url):
            return False
        if to in self._indexes:
            return True
        here, there = urlsplit(canonical_url(url)), urlsplit(to)
        if here.netloc.removeprefix("www.") != there.netloc.removeprefix("www."):
            return False
        folder, page = there.path.rstrip("/"), here.path.rstrip("/")
        if not folder and not re.search(r"\d", there.query):
            return True
        described = self._run.source_of(target, source)
        if described is not None and described.pages.index and re.search(described.pages.index, target):
            return True
        # A folder above it, on which nothing tells one item from another: /item/7 to /item, not /item/7/en to /item/7.
        above = bool(folder) and page.startswith(folder + "/") and not there.query
        return above and not re.search(r"\d", folder.rpartition("/")[2])
