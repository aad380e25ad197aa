"""Puts listings that were just written into series: which listings and cases one hand stands behind."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

from pipelines.failing import work_through
from pipelines.parts import Parts
from pipelines.stage import Stage
from tidewaiter.model import Listing

if TYPE_CHECKING:
    from matchers.series import SeriesKeeper
    from pipelines.counts import Stats


class KeepSeries(Stage):
    """Brings the stored series up to date; stands after indexing, since it asks the index for what listings share."""

    name = "series"

    def __init__(self, keeper: SeriesKeeper, stats: Stats) -> None:
        super().__init__(stats)
        self._keeper = keeper

    @classmethod
    def from_parts(cls, parts: Parts) -> Self:
        """Every run has this stage."""
        from matchers.series import SeriesKeeper

        return cls(SeriesKeeper(parts.index), parts.stats)

    async def work(self, listings: Sequence[Listing]) -> None:
        """Live listings only: what is gone stays in the series that it is in."""
        live = [listing for listing in listings if listing.status == "live"]
        if live:
            await asyncio.to_thread(work_through, self._keep, live, stage=self.name, stats=self.stats)

    def _keep(self, listings: Sequence[Listing]) -> None:
        changed = self._keeper.add(listings)
        self.stats.inc_value("tidewaiter/series/changed", len(changed))
