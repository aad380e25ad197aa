"""The matcher: listings in, matches out, each with its reasons."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from indexers.index import Index
from matchers.case_matching import CaseMatcher
from matchers.goods_matching import GoodsMatcher
from matchers.photos import KnownPictures
from matchers.score import Weights, weights_of
from matchers.signals.sellers import SellerHistory, offers_by_listing
from matchers.spreading import Spreading
from matchers.view import views_of
from tidewaiter.case import Case
from tidewaiter.config import Settings
from tidewaiter.goods import Goods
from tidewaiter.model import Decision, Listing, Match, ReferencePhoto, Series, TargetKind

if TYPE_CHECKING:
    from matchers.embedding import TextModel


@dataclass(slots=True, frozen=True)
class Followed:
    """What changed series say of cases."""

    matches: list[Match]
    """Case matches, new or changed."""
    before: list[Match]
    """Stored case matches that stood on a series that has been parted: what is not among `matches` holds no longer."""


class Matcher:
    """Matches listings with the goods and cases that the index holds. One lasts for a run: it learns as it goes."""

    def __init__(
        self,
        index: Index,
        settings: Settings,
        *,
        weights: Mapping[TargetKind, Weights] | None = None,
        text_model: Callable[[], TextModel | None] | None = None,
    ) -> None:
        """Stores the catalogue's goods that the index lacks, then makes everything ready that does not depend on a listing.

        weights: instead of those of this installation. text_model: gives the model when it is needed; by default it is loaded.
        """
        self._weights = weights or weights_of(settings.home_path)
        self._index = index
        self._text_model = text_model or partial(_loaded_model, settings)
        self._lock = threading.Lock()
        store_catalogue(index, settings)
        self.refresh()

    def refresh(self) -> None:
        """Takes the goods and cases anew, as the index holds them now."""
        photos = self._index.find(ReferencePhoto)
        goods = self._index.find(Goods)
        with self._lock:
            self._own = {decision.subject for decision in self._index.find(Decision, {"action": "goods.add"})}
            self._pictures = KnownPictures(self._index)
            self._goods = GoodsMatcher(goods, photos, self._weights["goods"], own=self._own, pictures=self._pictures)
            self._model_asked = False
            self._photos = photos
            self._cases = CaseMatcher(self._index.find(Case), photos, self._weights["case"], self._pictures)
            self._spreading = Spreading(self._index, self._cases, self._stored_offers)
            self._history = SellerHistory(self._index)
            self._relearn()

    def match(self, listings: Sequence[Listing]) -> list[list[Match]]:
        """The matches of each listing, likeliest first: every target of at least probability 0.01.

        A listing that shows whose account, number or photo it is may change what earlier ones are worth: matches of stored
        listings that it changes stand behind its own (their `listing` says whose they are).
        """
        with self._lock:
            self._use_meaning(listings)
            views = views_of(listings)
            self._history.load(listings)
            goods = self._goods.match(views, self._history)
            offers = offers_by_listing(match for matches in goods.values() for match in matches)
            cases = self._spreading.run(views, offers)
        found = [[*goods[view.listing.id], *cases.pop(view.listing.id, [])] for view in views]
        if found:
            found[-1].extend(match for matches in cases.values() for match in matches)
        return found

    def follow(self, series: Sequence[Series]) -> Followed:
        """What series say of cases, of listings that share a series with a case's listing, or no longer do.

        To be stored by the caller. Series come after matching, since they need what it finds.
        """
        with self._lock:
            untied, keys = self._cases.untie(series)
            sharing = self._index.with_keys(keys, limit=300) if keys else {}
            ids = dict.fromkeys([*self._cases.take_series(series), *(id for id, _ in untied)])
            ids |= dict.fromkeys(id for several in sharing.values() for id in several)
            stored = self._index.listings(list(ids))
            found = self._spreading.run(views_of(list(stored.values())), self._stored_offers(list(stored)))
            matches = [match for several in found.values() for match in several]
            before = [self._index.get(Match, f"{id}|case|{case}") for id, case in untied]
        return Followed(matches, [match for match in before if match is not None])

    def reached_by_cases(self, cases: Sequence[Case]) -> list[str]:
        """Ids of the stored listings that share a key with these cases, or are named by them."""
        reach = CaseMatcher(cases, [], self._cases.weights)
        by_key = self._index.with_keys(reach.keys(), limit=2000)
        return list(dict.fromkeys([*reach.named(), *(id for ids in by_key.values() for id in ids)]))

    def _use_meaning(self, listings: Sequence[Listing]) -> None:
        """Loads the text model once a listing has a vector to compare: it takes seconds and much memory."""
        if self._model_asked or all(listing.vector is None for listing in listings):
            return
        model = self._text_model()
        self._goods = GoodsMatcher(
            list(self._goods.goods.values()),
            self._photos,
            self._goods.weights,
            own=self._own,
            model=model,
            pictures=self._pictures,
        )
        self._model_asked = True  # only now: where its process died, the next batch asks again

    def _stored_offers(self, ids: Sequence[str]) -> Mapping[str, Mapping[str, float]]:
        return offers_by_listing(self._index.find(Match, {"listing": list(ids)})) if ids else {}

    def _relearn(self) -> None:
        """What earlier runs learned of the cases: the keys of the listings that belong to them."""
        stored = [m for m in self._index.find(Match, {"target_kind": "case"}) if m.probability >= 0.5]
        listings = self._index.listings(list(dict.fromkeys([*(m.listing for m in stored), *self._cases.named()])))
        views = {view.listing.id: view for view in views_of(list(listings.values()))}
        for match in sorted(stored, key=lambda m: -m.probability):
            if match.listing in views:
                self._cases.learn(views[match.listing], match)
                self._cases.retie(match)


def _loaded_model(settings: Settings) -> TextModel | None:
    from matchers.embedding import load_text_model

    return load_text_model(settings)


def store_catalogue(index: Index, settings: Settings) -> list[Goods]:
    """Puts the goods of HOME/goods that the index lacks into it; gives those that were new."""
    from matchers.catalogue import load_goods

    known = {one.id for one in index.find(Goods)}
    new = [one for one in load_goods(settings.home_path) if one.id not in known]
    if new:
        index.put(new)
    return new
