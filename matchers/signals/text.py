"""The meaning of a listing's text against what the goods are called, by the text model's vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from matchers.evidence import Evidence
from matchers.view import ListingView
from tidewaiter.goods import Goods

if TYPE_CHECKING:
    from matchers.embedding import TextModel

CANDIDATE = 0.6
"""Cosine from which on the meaning alone makes goods a candidate."""


class GoodsMeanings:
    """One vector a name of the goods; a listing's likeness is its best cosine less what it has to goods on average."""

    def __init__(self, goods: Sequence[Goods], model: TextModel) -> None:
        """Takes the goods and the model that makes the listings' vectors."""
        names = [
            (one.id, one.label(), name)
            for one in goods
            for name in dict.fromkeys([*one.name.values(), *(words[0] for words in one.terms.values() if words)])
        ]
        self._owners = [(id, label) for id, label, _ in names]
        self._vectors = model.encode([name for _, _, name in names]) if names else np.empty((0, model.dimensions), np.float32)

    def read(self, view: ListingView, asked: set[str]) -> dict[str, Evidence]:
        """Goods id -> evidence, for the goods asked about and those that are near by meaning alone."""
        vector = view.listing.vector
        if vector is None or not self._owners or vector.shape[0] != self._vectors.shape[1]:
            return {}
        cosines = self._vectors @ vector
        usual = float(cosines.mean())
        best: dict[str, tuple[float, str]] = {}
        for (id, label), cosine in zip(self._owners, cosines, strict=True):
            if id not in best or cosine > best[id][0]:
                best[id] = (float(cosine), label)
        return {
            id: Evidence(
                "text.meaning",
                f"cosine {cosine:.2f}",
                label,
                f"Its meaning is near that of {label}.",
                round(max(0.0, cosine - usual) * 2, 3),
            )
            for id, (cosine, label) in best.items()
            if id in asked or cosine >= CANDIDATE
        }
