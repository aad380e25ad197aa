"""Matches listings with cases until nothing new is learned: one that gives its seller away gives away the seller's others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

from indexers.index import Index
from matchers.case_matching import FEWEST_BANDS, CaseMatcher
from matchers.view import ListingView
from tidewaiter.model import Match

OffersOf = Callable[[Sequence[str]], Mapping[str, Mapping[str, float]]]
"""From ids of stored listings to the goods that each matches -> probability."""


class Spreading:
    """Matches listings with cases until nothing new is learned: in the batch, and among what is stored."""

    MOST_ROUNDS = 6
    MOST_STORED = 2000
    """Stored listings that one round looks at again."""
    REMEMBERED = 1000
    """Listings of earlier batches that are kept in mind, since they may not be written yet (an import has 768 under way)."""

    def __init__(self, index: Index, matcher: CaseMatcher, goods_of: OffersOf) -> None:
        """goods_of: from ids of stored listings to the goods that each matches -> probability."""
        self._index = index
        self._matcher = matcher
        self._goods_of = goods_of
        self._recent: dict[str, ListingView] = {}
        self._recent_goods: dict[str, Mapping[str, float]] = {}
        self._by_key: dict[str, set[str]] = defaultdict(set)

    def run(self, views: Sequence[ListingView], goods: Mapping[str, Mapping[str, float]]) -> dict[str, list[Match]]:
        """Listing id -> its case matches: those of the batch, and stored ones that the batch changed."""
        self._remember(views, goods)
        result: dict[str, list[Match]] = {}
        looked_at = {view.listing.id: view for view in views}
        offers: dict[str, Mapping[str, float]] = dict(goods)
        todo = list(looked_at)
        for _ in range(self.MOST_ROUNDS):
            new: list[str] = []
            for id in todo:
                matches = self._matcher.match(looked_at[id], offers.get(id, {}))
                if matches or id in result:
                    result[id] = matches
                for match in matches:
                    new += self._matcher.learn(looked_at[id], match)
            if not new:
                break
            reached = self._reached(new)
            self._look_up([id for id in reached if id not in looked_at], looked_at, offers)
            self._count_sellers(new, [looked_at[id] for id in reached if id in looked_at])
            todo = [id for id in reached if id in looked_at]
        self._forget()
        for view in views:
            view.rest()
        return result

    def _remember(self, views: Sequence[ListingView], goods: Mapping[str, Mapping[str, float]]) -> None:
        for view in views:
            id = view.listing.id
            self._forget_one(id)
            self._recent[id] = view
            self._recent_goods[id] = goods.get(id, {})
            for key in view.keys:
                self._by_key[key].add(id)

    def _forget(self) -> None:
        while len(self._recent) > self.REMEMBERED:
            self._forget_one(next(iter(self._recent)))

    def _forget_one(self, id: str) -> None:
        view = self._recent.pop(id, None)
        self._recent_goods.pop(id, None)
        for key in view.keys if view else ():
            self._by_key[key].discard(id)
            if not self._by_key[key]:
                del self._by_key[key]

    def _reached(self, keys: Sequence[str]) -> list[str]:
        """Ids of listings, remembered or stored, that share these keys; of text bands, several."""
        keys = list(dict.fromkeys(keys))
        stored = self._index.with_keys(keys, limit=300)
        bands: Counter[str] = Counter()
        reached: dict[str, None] = {}
        for key in keys:
            for id in dict.fromkeys([*stored.get(key, ()), *sorted(self._by_key.get(key, ()))]):
                if key.startswith("t:"):
                    bands[id] += 1
                    if bands[id] < FEWEST_BANDS:
                        continue
                reached[id] = None
        return list(reached)

    def _count_sellers(self, keys: Sequence[str], views: Sequence[ListingView]) -> None:
        wanted = set(keys)
        sellers: dict[str, set[str]] = defaultdict(set)
        for view in views:
            seller = next((key for key in view.keys if key.startswith("seller:")), view.listing.id)
            for key in wanted.intersection(view.keys):
                sellers[key].add(seller)
        for key, several in sellers.items():
            self._matcher.count_sellers(key, len(several))

    def _look_up(self, ids: Sequence[str], looked_at: dict[str, ListingView], offers: dict[str, Mapping[str, float]]) -> None:
        """Adds listings to those that are looked at, from memory or from the index."""
        for id in ids:
            if id in self._recent:
                looked_at[id] = self._recent[id]
                offers[id] = self._recent_goods[id]
        stored = [id for id in ids if id not in looked_at][: self.MOST_STORED]
        if stored:
            looked_at |= {id: ListingView(listing) for id, listing in self._index.listings(stored).items()}
            offers |= self._goods_of(stored)
