"""The listings that offer some goods, by what questions about goods ask of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from indexers.index import Index
from tidewaiter.folding import fold_text
from tidewaiter.model import Listing, Match


@dataclass(slots=True, frozen=True)
class Offer:
    """What questions about goods ask of a listing."""

    source: str
    posted: str
    places: frozenset[str]

    def passes(self, query: Mapping[str, str]) -> bool:
        """Whether it is what a question asks for."""
        if (source := query.get("source")) and self.source != source:
            return False
        if (posted := query.get("posted")) and not self.posted.startswith(posted):
            return False
        place = query.get("place")
        return not place or fold_text(place).strip() in self.places


def offer_of(listing: Listing) -> Offer:
    """What questions ask of a listing."""
    places = frozenset(fold_text(one.name).strip() for one in (listing.place, *listing.places) if one is not None)
    return Offer(listing.source, listing.posted or listing.first_seen or "", places)


class Offers:
    """The listings that match some goods, likeliest first, read from the index as far as somebody asked."""

    PART = 200
    """Listings that are read at once."""

    def __init__(self, index: Index, goods: str) -> None:
        """Takes the index, and the id of the goods."""
        self._index = index
        found = index.find(Match, {"target": f"goods/{goods}"})
        self._unread = sorted(found, key=lambda match: (-match.probability, match.listing), reverse=True)
        self._read: list[tuple[Match, Offer]] = []

    def __iter__(self) -> Iterator[tuple[Match, Offer]]:
        at = 0
        while at < len(self._read) or self._unread:
            if at == len(self._read):
                self._read_part()
            else:
                yield self._read[at]
                at += 1

    def _read_part(self) -> None:
        part = list(reversed(self._unread[-self.PART :]))
        del self._unread[-self.PART :]
        listings = self._index.listings([match.listing for match in part])
        self._read += [(match, offer_of(listings[match.listing])) for match in part if match.listing in listings]
