"""Links listings to watched goods: words in context, photos, price, meaning, and what their seller offers besides."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from matchers.evidence import Evidence
from matchers.score import Weights, weigh
from matchers.signals.photos import ReferencePhotos
from matchers.signals.prices import price_evidence
from matchers.signals.sellers import SellerHistory
from matchers.signals.text import GoodsMeanings
from matchers.signals.words import GoodsWords
from matchers.view import ListingView
from tidewaiter.goods import Goods
from tidewaiter.model import Match, ReferencePhoto, Target

if TYPE_CHECKING:
    from matchers.embedding import TextModel
    from matchers.photos import KnownPictures


class GoodsMatcher:
    """All watched goods, ready to be looked for."""

    def __init__(
        self,
        goods: Sequence[Goods],
        photos: Sequence[ReferencePhoto],
        weights: Weights,
        *,
        own: Collection[str] = (),
        model: TextModel | None = None,
        pictures: KnownPictures | None = None,
    ) -> None:
        """Takes the watched goods, all reference photos, the fitted weights.

        own: ids of goods that the user added to the catalogue's; model: the text model, where listings have vectors.
        pictures: what finds altered copies of reference photos.
        """
        self.goods = {one.id: one for one in goods}
        self.weights = weights
        self._words = GoodsWords(goods, own)
        self._photos = ReferencePhotos(photos, "goods", pictures)
        self._meanings = GoodsMeanings(goods, model) if model is not None else None

    def evidence(self, view: ListingView) -> dict[str, list[Evidence]]:
        """Goods id -> evidence, for each goods that a word, a photo or the meaning of the text points to."""
        found = self._words.read(view)
        for id, near in self._photos.near(view.listing.photos).items():
            found.setdefault(id, []).append(near.evidence())
        if self._meanings is not None and view.listing.vector is not None:
            for id, evidence in self._meanings.read(view, set(found)).items():
                found.setdefault(id, []).append(evidence)
        for id, evidence_list in found.items():
            evidence_list.extend(price_evidence(view.listing.price, self.goods[id]))
        return found

    def match(self, views: Sequence[ListingView], history: SellerHistory) -> dict[str, list[Match]]:
        """Listing id -> the goods that it may offer, likeliest first.

        history: what the sellers of these listings offered before; it is brought up to date with what is found.
        """
        found = {view.listing.id: self.evidence(view) for view in views}
        first = {
            view.listing.id: {
                id: self._weighed(view, id, evidence).probability for id, evidence in found[view.listing.id].items()
            }
            for view in views
        }
        history.add([(view.listing, first[view.listing.id]) for view in views])
        return {view.listing.id: self._with_history(view, found[view.listing.id], history) for view in views}

    def _with_history(self, view: ListingView, found: Mapping[str, list[Evidence]], history: SellerHistory) -> list[Match]:
        matches = []
        for id, evidence in found.items():
            match = self._weighed(view, id, [*evidence, *history.read(view.listing, id, self.goods[id].label())])
            if match.probability >= self.weights.least:
                matches.append(match)
        return sorted(matches, key=lambda match: -match.probability)

    def _weighed(self, view: ListingView, id: str, evidence: Sequence[Evidence]) -> Match:
        return weigh(view.listing.id, Target("goods", id), evidence, self.weights)
