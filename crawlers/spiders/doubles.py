"""One listing under addresses that differ in more than their parameters: a thread by author, as printed, rewritten or not.

Two offers may say the same and yet be two, so that equal words alone never make two pages one: their addresses must speak of
the same item too, and the second view must not say anything that the first did not.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from crawlers.reading.maintext import width_of
from crawlers.reading.photos import photo_key
from crawlers.spiders.naming import names_an_item
from crawlers.spiders.patterns import pattern_of
from crawlers.spiders.scope import site_of
from tidewaiter.model import Listing

_TITLES, _OF_ONE = 20_000, 8
"""Titles that are remembered, and listings of one title on one site."""
_SHORTEST = 40
"""Width of title and text from which on two pages that say the same may be the same."""
_SENTENCES, _FEW = 60, 3
"""Sentences that are compared; how many make a text that nobody else writes."""
_NUMBER = re.compile(r"\d+")
_REACHED = re.compile(r"\d[\d\s().-]{5,}\d|@[\w.]{3,}|[\w.-]+@[\w.-]+|[a-z][\w-]*\d[\w-]*", re.I)
"""What a text may name a way to reach somebody by: a view that has another one of these is another offer."""
_SLUG = 8
"""Characters from which the last part of a path is a name."""


@dataclass(slots=True, frozen=True)
class _Shown:
    url: str
    id: str
    price: float | None
    seller: str
    posted: str
    photos: frozenset[str]
    sentences: frozenset[str]
    reached: frozenset[str]


class Doubles:
    """The listings of one run, by site and title."""

    def __init__(self) -> None:
        self._shown: OrderedDict[tuple[str, str], list[_Shown]] = OrderedDict()

    def same_as(self, url: str, listing: Listing) -> str | None:
        """Id of the listing of this run that the page at `url` shows once more; it is remembered where there is none."""
        if not listing.title or width_of(listing.title) + width_of(listing.text) < _SHORTEST:
            return None
        here = _shown(url, listing)
        known = self._shown.setdefault((site_of(url), _plain(listing.title)), [])
        for before in known:
            if before.id == here.id or (_says_the_same(before, here) and _of_one_item(before.url, url)):
                return before.id
        if len(known) < _OF_ONE:
            known.append(here)
        if len(self._shown) > _TITLES:
            self._shown.popitem(last=False)
        return None


def _shown(url: str, listing: Listing) -> _Shown:
    text = listing.text[:8000]
    seller = listing.seller
    return _Shown(
        url=url,
        id=listing.id,
        price=listing.price.amount if listing.price else None,
        seller=_plain((seller.name or seller.id or "") if seller else ""),
        posted=(listing.posted or "")[:10],
        photos=frozenset(photo_key(photo.url) for photo in listing.photos if photo.url),
        sentences=frozenset(list(_sentences(text))[:_SENTENCES]),
        reached=frozenset(_plain(found) for found in _REACHED.findall(text)),
    )


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()


def _sentences(text: str) -> list[str]:
    parts = map(_plain, re.split(r"[\n.!?。!?]", text))
    return [part for part in parts if len(part) >= 4]


def _says_the_same(before: _Shown, here: _Shown) -> bool:
    """Whether a view of the same title shows the same offer, by nothing that is not on the first."""
    if before.price != here.price or (before.seller and here.seller and before.seller != here.seller):
        return False
    if before.posted and here.posted and before.posted != here.posted:
        return False
    if not here.reached <= before.reached or not here.photos <= before.photos:
        return False
    common, fewest = len(before.sentences & here.sentences), min(len(before.sentences), len(here.sentences))
    if here.photos and here.photos == before.photos:  # uploads have names of their own
        return common >= (fewest + 1) // 2
    return common == fewest and (before.sentences == here.sentences or common >= _FEW)


def _of_one_item(one: str, other: str) -> bool:
    """Whether two addresses name one item: by the same numbers, or the same last part of the path."""
    first, second = urlsplit(one), urlsplit(other)
    if first.path == second.path:
        ours, theirs = dict(_named(first)), dict(_named(second))
        if any(ours[name] != theirs[name] for name in ours.keys() & theirs.keys()):
            return False
        return ours.keys() <= theirs.keys() or theirs.keys() <= ours.keys()
    if pattern_of(_bare(first)) == pattern_of(_bare(second)):
        return False
    slug = _slug(first)
    if slug and slug == _slug(second):
        return True
    numbers, others = _numbers(first), _numbers(second)
    return bool(numbers and others) and (numbers <= others or others <= numbers)


def _named(parts: SplitResult) -> list[tuple[str, str]]:
    return [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if names_an_item(*pair)]


def _bare(parts: SplitResult) -> str:
    return f"http://{parts.netloc}{parts.path}"


def _slug(parts: SplitResult) -> str:
    last = unquote(parts.path.rstrip("/").rpartition("/")[2]).rpartition(".")
    name = last[0] if last[1] and len(last[2]) <= 5 else last[2] or last[0]
    return name if len(name) >= _SLUG and not name.isdigit() else ""


def _numbers(parts: SplitResult) -> frozenset[str]:
    """The numbers of two digits and more of an address: its item's, its forum's, its author's."""
    found = [*_NUMBER.findall(unquote(parts.path)), *(n for pair in parse_qsl(parts.query) for n in _NUMBER.findall(pair[1]))]
    return frozenset(number for number in found if len(number) > 1)
