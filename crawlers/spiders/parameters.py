"""Query parameters that don't change what a page shows (`?from=list`, `?ref=3`): learned from pages that turn out the same."""

from __future__ import annotations

import json
import re
from collections import OrderedDict, defaultdict
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any
from urllib.parse import SplitResult, parse_qsl, urlsplit, urlunsplit

from crawlers.frontier.port import PageKind
from crawlers.reading.maintext import width_of
from crawlers.reading.pagination import STEPPING
from crawlers.reading.photos import photo_key
from crawlers.spiders.naming import names_an_item
from crawlers.spiders.patterns import pattern_of
from crawlers.spiders.shortcuts import Shortcuts
from tidewaiter.identity import canonical_url
from tidewaiter.model import Listing

ENOUGH = 2
"""Pairs of pages that must agree before a parameter counts as meaningless; a single pair that differs says that it isn't."""
_ENOUGH_NAMED = 3
"""The same for one whose name (`_sid`) may as well be an item's: only the pages' own word counts then.

The same text under two of them is an offer made twice, which matters.
"""
_PAGES = 20_000
"""Pages that are remembered to compare others with."""
_SHORTEST = 40
"""Width of title and text from which on two pages that say the same are the same: a short one may be a form."""


@dataclass(slots=True)
class _Seen:
    url: str
    listing: str
    signature: bytes
    title: str = ""
    price: float | None = None
    sentences: frozenset[int] = frozenset()


class Parameters:
    """What one run learns of each site's query parameters: by URL pattern, and by host where several patterns agree."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, _Seen] = OrderedDict()
        self._same: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self._different: set[tuple[str, str]] = set()
        self._apart: set[tuple[str, frozenset[str]]] = set()
        self._everywhere: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self._shortcuts = Shortcuts()

    def plain(self, url: str, kind: PageKind = "other") -> str:
        """The URL without the parameters, and without the part of its path, that are known to be meaningless on its site.

        kind: what the link is taken for; the path of a next page is left as it is.
        """
        if kind != "next":
            url = self._shortcuts.short(url)
        parts = urlsplit(url)
        if not parts.query or not self._same:
            return url
        kept = [pair for pair in parts.query.split("&") if not self._is_meaningless(parts, pair.partition("=")[0])]
        return urlunsplit(parts._replace(query="&".join(kept)))

    def _is_meaningless(self, parts: SplitResult, name: str) -> bool:
        """Whether pages of this path's pattern, or of several others on its host, are the same whatever the parameter says."""
        place = _pattern(parts)
        if (place, name) in self._different or (parts.netloc, name) in self._different:
            return False
        enough = _ENOUGH_NAMED if names_an_item(name) else ENOUGH
        if len(self._same.get((place, name), ())) >= enough:
            return True
        return len(self._everywhere.get((parts.netloc, name), ())) >= ENOUGH

    def same_as(self, url: str, listing: Listing) -> str | None:
        """Id of a listing of this run that is the same one under another query, if any; learns from the comparison.

        listing: the one that the page at `url` shows, alone.
        """
        parts = urlsplit(url)
        here = _seen(url, listing)
        before = self._pages.get(_place(parts))
        if before is None:
            self._remember(parts, here)
            return None
        differing = _differing(before.url, url)
        if not differing:
            return before.listing
        if any(names_an_item(name) for name in differing):
            return None
        known = any((_pattern(parts), name) in self._different for name in differing)
        if _says_enough(listing) and not known and here.signature == before.signature:
            for name in differing:
                self._learn(parts, name, before.listing)
            return before.listing
        if _alike(before, here):
            return before.listing
        self._apart.add((_pattern(parts), frozenset(differing)))
        if len(differing) == 1:  # of several, no one knows which made the difference
            self._different.add((_pattern(parts), differing.pop()))
        return None

    def told(self, url: str, listing: Listing) -> None:
        """Learns from a page whose own address for its listing lacks some of the parameters that it was fetched with."""
        parts, own = urlsplit(url), urlsplit(listing.url)
        self.states(url, listing.url)
        if (parts.netloc, parts.path) == (own.netloc, own.path):
            self._remember(parts, _seen(url, listing))

    def states(self, url: str, canonical: str) -> None:
        """Learns from the address that a page states as its own.

        Pages that all state the same one teach nothing: their site states it wrongly.
        """
        parts, own = urlsplit(url), urlsplit(canonical)
        self._shortcuts.states(url, canonical)
        # A shorter path is learned apart; the parameters that go with it are judged all the same.
        if parts.netloc != own.netloc or not parts.path.endswith(own.path.rpartition("/")[2]):
            return
        kept = {name for name, _ in parse_qsl(own.query, keep_blank_values=True)}
        for name in {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)} - kept:
            self._learn(parts, name, canonical_url(canonical))

    def _learn(self, parts: SplitResult, name: str, of: str) -> None:
        numbered = any(ch.isdigit() for ch in dict(parse_qsl(parts.query)).get(name, ""))
        if numbered and name.lower() in STEPPING:  # two pages of it that show the same are one, and yet the next may not be
            return
        place = _pattern(parts)
        pages = self._same[place, name]
        if len(pages) < 2 * ENOUGH:
            pages.add(of)
        if not names_an_item(name) or len(pages) >= _ENOUGH_NAMED:
            self._everywhere[parts.netloc, name].add(place)

    def _remember(self, parts: SplitResult, seen: _Seen) -> None:
        self._pages.setdefault(_place(parts), seen)
        if len(self._pages) > _PAGES:
            self._pages.popitem(last=False)

    def shown(self, url: str) -> bool:
        """Whether the page was fetched under a query that differs in meaningless parameters only."""
        parts = urlsplit(url)
        before = self._pages.get(_place(parts))
        if before is None:
            return False
        differing = _differing(before.url, url)
        return bool(differing) and all(self._is_meaningless(parts, name) for name in differing)

    def may_be_shown(self, url: str) -> bool:
        """Whether a page was fetched that differs in parameters only which may or may not say something: not known yet."""
        parts = urlsplit(url)
        before = self._pages.get(_place(parts))
        if before is None or not parts.query:
            return False
        pattern, differing = _pattern(parts), _differing(before.url, url)
        if not differing or (pattern, frozenset(differing)) in self._apart:
            return False
        return not any((pattern, name) in self._different for name in differing)

    def dump(self) -> str:
        """As JSON, for after a restart; a person can read it."""
        data = {
            "same": [[place, name, sorted(pages)] for (place, name), pages in self._same.items()],
            "everywhere": [[host, name, sorted(places)] for (host, name), places in self._everywhere.items()],
            "different": sorted(self._different),
            "shortcuts": self._shortcuts.dump(),
        }
        return json.dumps(data)

    def load(self, text: str) -> None:
        """Takes up what `dump` gave."""
        data: dict[str, Any] = json.loads(text)
        self._same.update({(place, name): set(pages) for place, name, pages in data["same"]})
        self._everywhere.update({(host, name): set(places) for host, name, places in data["everywhere"]})
        self._different = {(place, name) for place, name in data["different"]}
        self._shortcuts.load(data["shortcuts"])


def _seen(url: str, listing: Listing) -> _Seen:
    amount = listing.price.amount if listing.price else None
    photos = sorted(photo_key(photo.url) for photo in listing.photos if photo.url)
    said = "\n".join((listing.title, listing.text, listing.sku or "", str(amount or ""), *photos))
    sentences = frozenset(hash(part) for part in list(_sentences(listing.text))[:40])
    digest = blake2b(said.encode("utf-8", "replace"), digest_size=12).digest()
    return _Seen(url, listing.id, digest, listing.title, amount, sentences)


def _says_enough(listing: Listing) -> bool:
    """Whether another page that says the same is the same: a form, a notice or an empty list says little."""
    shown = listing.price is not None and bool(listing.photos)
    return shown or width_of(listing.title) + width_of(listing.text) >= _SHORTEST


def _sentences(text: str) -> list[str]:
    parts = ("".join(part.split()) for part in re.split(r"[\n.!?。!?]", text[:8000]))
    return [part for part in parts if len(part) >= 10]


def _alike(one: _Seen, other: _Seen) -> bool:
    """Whether two views of one item (as printed, without its frame) show the same offer: title, price, most of the text."""
    if one.price != other.price:
        return False
    common, fewest = len(one.sentences & other.sentences), min(len(one.sentences), len(other.sentences))
    enough = 0 < common >= (fewest + 1) // 2
    return enough and (one.title == other.title or common >= 3 or common == fewest)


def _place(parts: SplitResult) -> str:
    """Host, path and the parameters that say which item: what the views of one item have in common."""
    named = sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if names_an_item(*pair))
    return f"{parts.netloc}{parts.path}" + (f"?{named}" if named else "")


def _pattern(parts: SplitResult) -> str:
    return pattern_of(urlunsplit(parts._replace(query="", fragment="")))


def _differing(one: str, other: str) -> set[str]:
    """Names of the parameters in which two URLs differ."""
    first = set(parse_qsl(urlsplit(one).query, keep_blank_values=True))
    second = set(parse_qsl(urlsplit(other).query, keep_blank_values=True))
    return {name for name, _ in first ^ second}
