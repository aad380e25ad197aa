"""What a seller offers besides: whoever offers watched goods more than once is likelier to offer the real thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from indexers.index import Index
from matchers.evidence import Evidence
from tidewaiter.model import Listing, Match

_COUNTS = 0.5
"""From this probability on an earlier listing counts."""
_STORED = 50
"""Earlier listings of one seller that are looked at."""


def seller_of(listing: Listing) -> str | None:
    """The seller's key, where the listing has one."""
    return f"seller:{listing.source}/{listing.seller.id}" if listing.seller and listing.seller.id else None


class SellerHistory:
    """The watched goods that sellers offered, from the index and from what is matched since."""

    def __init__(self, index: Index) -> None:
        """Takes the index, which is asked once about each seller."""
        self._index = index
        self._offers: dict[str, dict[str, Mapping[str, float]]] = {}

    def load(self, listings: Iterable[Listing]) -> None:
        """Brings in what is stored of the sellers of these listings."""
        wanted = list(dict.fromkeys(key for listing in listings if (key := seller_of(listing)) and key not in self._offers))
        if not wanted:
            return
        for key in wanted:
            self._offers[key] = {}
        stored = self._index.with_keys(wanted, limit=_STORED)
        owner = {id: key for key, ids in stored.items() for id in ids}
        if not owner:
            return
        offers: dict[str, dict[str, float]] = {id: {} for id in owner}
        for match in self._index.find(Match, {"listing": list(owner)}):
            if match.target.kind == "goods":
                offers[match.listing][match.target.id] = match.probability
        for id, key in owner.items():
            self._offers[key][id] = offers[id]

    def add(self, found: Sequence[tuple[Listing, Mapping[str, float]]]) -> None:
        """Takes what listings were found to offer: goods id -> probability."""
        for listing, offers in found:
            if key := seller_of(listing):
                self._offers.setdefault(key, {})[listing.id] = dict(offers)

    def read(self, listing: Listing, goods: str, label: str) -> list[Evidence]:
        """Whether other listings of the seller offer the same goods, other watched goods, or none."""
        others = {id: offers for id, offers in self._offers.get(seller_of(listing) or "", {}).items() if id != listing.id}
        if not others:
            return []
        same = sum(1 for offers in others.values() if offers.get(goods, 0.0) >= _COUNTS)
        watched = sum(1 for offers in others.values() if max(offers.values(), default=0.0) >= _COUNTS)
        shown = listing.seller.name or listing.seller.id or "" if listing.seller else ""
        if same:
            return [
                Evidence(
                    "seller.same_goods", shown, f"{same} of {len(others)} other listings",
                    f"The seller offers {label} in other listings too.", min(1.0, 0.5 + same / len(others) / 2),
                )
            ]  # fmt: skip
        if watched:
            why = "The seller offers other watched goods."
            return [Evidence("seller.watched_goods", shown, f"{watched} of {len(others)} other listings", why)]
        if len(others) >= 3:
            return [
                Evidence("seller.ordinary", shown, f"{len(others)} other listings", "The seller's other listings are ordinary.")
            ]
        return []


def offers_by_listing(matches: Iterable[Match]) -> dict[str, dict[str, float]]:
    """Listing id -> goods id -> probability."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for match in matches:
        if match.target.kind == "goods":
            found[match.listing][match.target.id] = match.probability
    return dict(found)
