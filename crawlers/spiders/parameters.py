"""Query parameters that don't change what a page shows (`?from=list`, `?ref=3`): learned from pages that turn out the same."""

from __future__ import annotations

import json
import re
from collections import Counter, OrderedDict
from dataclasses import dataclass
from hashlib import blake2b
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from tidewaiter.model import Listing

ENOUGH = 2
"""Pairs of pages that must agree before a parameter counts as meaningless; a single pair that differs says that it isn't."""
_PAGES = 20_000
"""Pages that are remembered to compare others with."""
_SHORTEST = 40
"""Characters of title and text from which on two pages that say the same are the same: a short one may be a form."""
_NAMES_AN_ITEM = re.compile(
    r"(?:^|[_-])(?:id|[a-z]{1,8}id|no|num|number|item|goods|product|sku|p|t|a|k|key|page|offset|start|q|query|code|slug)$", re.I
)
"""Names that say which item it is: the same text under two of them is an offer made twice, which matters."""


@dataclass(slots=True)
class _Seen:
    url: str
    listing: str
    signature: bytes


class Parameters:
    """What one run learns of each host's query parameters."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, _Seen] = OrderedDict()
        self._same: Counter[tuple[str, str]] = Counter()
        self._different: set[tuple[str, str]] = set()

    def plain(self, url: str) -> str:
        """The URL without the parameters that are known to be meaningless on its host."""
        parts = urlsplit(url)
        if not parts.query or not self._same:
            return url
        kept = [pair for pair in parts.query.split("&") if not self.is_meaningless(parts.netloc, pair.partition("=")[0])]
        return urlunsplit(parts._replace(query="&".join(kept)))

    def is_meaningless(self, host: str, name: str) -> bool:
        """Whether pages of the host are the same whatever the parameter says."""
        return self._same[host, name] >= ENOUGH and (host, name) not in self._different

    def same_as(self, url: str, listing: Listing) -> str | None:
        """Id of a listing of this run that is the same one under another query, if any; learns from the comparison.

        listing: the one that the page at `url` shows, alone.
        """
        parts = urlsplit(url)
        place = f"{parts.netloc}{parts.path}"
        signature = _signature(listing)
        before = self._pages.get(place)
        if before is None:
            self._pages[place] = _Seen(url, listing.id, signature)
            if len(self._pages) > _PAGES:
                self._pages.popitem(last=False)
            return None
        differing = _differing(before.url, url)
        if not differing:
            return before.listing
        if any(_NAMES_AN_ITEM.search(name) or (parts.netloc, name) in self._different for name in differing):
            return None
        if len(listing.title) + len(listing.text) >= _SHORTEST and signature == before.signature:
            for name in differing:
                self._same[parts.netloc, name] += 1
            return before.listing
        if len(differing) == 1:  # of several, no one knows which made the difference
            self._different.add((parts.netloc, differing.pop()))
        return None

    def told(self, url: str, listing: Listing) -> None:
        """Learns from a page whose own address for its listing lacks some of the parameters that it was fetched with."""
        parts, own = urlsplit(url), urlsplit(listing.url)
        if (parts.netloc, parts.path) != (own.netloc, own.path):
            return
        kept = {name for name, _ in parse_qsl(own.query, keep_blank_values=True)}
        for name in _differing(url, listing.url) - kept:
            if not _NAMES_AN_ITEM.search(name):
                self._same[parts.netloc, name] += 1
        self._pages.setdefault(f"{parts.netloc}{parts.path}", _Seen(url, listing.id, _signature(listing)))
        if len(self._pages) > _PAGES:
            self._pages.popitem(last=False)

    def shown(self, url: str) -> bool:
        """Whether the page was fetched under a query that differs in meaningless parameters only."""
        parts = urlsplit(url)
        before = self._pages.get(f"{parts.netloc}{parts.path}")
        if before is None:
            return False
        differing = _differing(before.url, url)
        return bool(differing) and all(self.is_meaningless(parts.netloc, name) for name in differing)

    def dump(self) -> str:
        """As JSON, for after a restart; a person can read it."""
        same = [[host, name, count] for (host, name), count in self._same.items()]
        return json.dumps({"same": same, "different": sorted(self._different)})

    def load(self, text: str) -> None:
        """Takes up what `dump` gave."""
        data = json.loads(text)
        self._same = Counter({(host, name): count for host, name, count in data["same"]})
        self._different = {(host, name) for host, name in data["different"]}


def _signature(listing: Listing) -> bytes:
    said = "\n".join((listing.title, listing.text, listing.sku or "", str(listing.price.amount if listing.price else "")))
    return blake2b(said.encode("utf-8", "replace"), digest_size=12).digest()


def _differing(one: str, other: str) -> set[str]:
    """Names of the parameters in which two URLs differ."""
    first = set(parse_qsl(urlsplit(one).query, keep_blank_values=True))
    second = set(parse_qsl(urlsplit(other).query, keep_blank_values=True))
    return {name for name, _ in first ^ second}
