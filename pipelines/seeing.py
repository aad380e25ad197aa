"""Listings whose pages answered that nothing changed (304): seen again, with nothing to read, match or embed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from pipelines.batching import Batches
from pipelines.parts import Parts
from pipelines.stage import Stage
from pipelines.visits import seen_again
from tidewaiter.model import Listing, StillThere, Visits

if TYPE_CHECKING:
    from indexers.index import Index
    from pipelines.counts import Stats


class SeeAgain(Stage):
    """Moves on when such a listing was seen last, and what is known of how often it changes."""

    name = "seeing"

    def __init__(self, index: Index, stats: Stats) -> None:
        super().__init__(stats)
        self._index = index
        self._seen = Batches(self._see, at_most=self.at_most, wait_seconds=self.wait_seconds)

    @classmethod
    def from_parts(cls, parts: Parts) -> Self:
        """Every run has this stage."""
        return cls(parts.index, parts.stats)

    async def process_item(self, item: Any) -> Any:
        """What was seen again, together with others; listings pass untouched."""
        return await self._seen.process(item) if isinstance(item, StillThere) else item

    async def work(self, listings: Sequence[Listing]) -> None:
        """Nothing: a listing that was read is written by the stage before."""

    async def _see(self, seen: Sequence[StillThere]) -> None:
        await asyncio.to_thread(self._write, {one.id: one for one in seen})

    def _write(self, seen: dict[str, StillThere]) -> None:
        visits = self._index.find(Visits, {"listing": list(seen)})
        stored = self._index.listings(list(seen), vectors=True)
        self._index.write_listings(
            [replace(one, last_seen=max(one.last_seen or "", seen[id].at)) for id, one in stored.items()]
        )
        self._index.put([seen_again(one, seen[one.id]) for one in visits if one.id in stored])
        self.stats.inc_value("tidewaiter/listings/unchanged", len(stored))
