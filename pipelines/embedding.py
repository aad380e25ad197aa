"""Embeds the text of listings, identical texts once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

from matchers.embedding import TextModel, embedded_text
from pipelines.failing import work_through
from pipelines.parts import Parts
from pipelines.stage import Stage
from tidewaiter.model import Listing

if TYPE_CHECKING:
    from pipelines.counts import Stats


class EmbedText(Stage):
    """Puts a unit vector of title and text into `listing.vector`; one that it carries over from before is kept."""

    name = "embedding"
    at_most = 32

    def __init__(self, model: TextModel, stats: Stats) -> None:
        super().__init__(stats)
        self._model = model

    @classmethod
    def from_parts(cls, parts: Parts) -> Self | None:
        """None where `text_model` is 'none'. Raises `MissingPart` (no such model here) or `IndexMismatch`."""
        model = parts.text_model
        if model is None:
            return None
        parts.index.set_text_model(model.name, model.dimensions)
        return cls(model, parts.stats)

    async def work(self, listings: Sequence[Listing]) -> None:
        """Embeds those that have a text and no vector."""
        new = [listing for listing in listings if listing.vector is None and embedded_text(listing)]
        if new:
            await asyncio.to_thread(work_through, self._embed, new, stage=self.name, stats=self.stats)

    def _embed(self, listings: Sequence[Listing]) -> None:
        texts = [embedded_text(listing) for listing in listings]
        distinct = list(dict.fromkeys(texts))
        vectors = dict(zip(distinct, self._model.encode(distinct), strict=True))
        for listing, text in zip(listings, texts, strict=True):
            listing.vector = vectors[text]
        self.stats.inc_value("tidewaiter/embedding/embedded", len(distinct))
