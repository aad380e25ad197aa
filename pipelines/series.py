"""Puts listings that were just written into series: which listings and cases one hand stands behind."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

from pipelines.failing import work_through
from pipelines.indexing import makes_lead
from pipelines.parts import Parts
from pipelines.stage import Stage
from tidewaiter.config import Settings
from tidewaiter.model import Listing, Series

if TYPE_CHECKING:
    from indexers.index import Index
    from matchers.matching import Matcher
    from matchers.series import SeriesKeeper
    from pipelines.counts import Stats


class KeepSeries(Stage):
    """Brings the stored series up to date; stands after indexing, since it asks the index for what listings share.

    What a changed series says of cases (a listing in it belongs to one) becomes matches of the others in it, and leads.
    """

    name = "series"

    def __init__(self, keeper: SeriesKeeper, matcher: Matcher, index: Index, stats: Stats, settings: Settings) -> None:
        super().__init__(stats)
        self._keeper, self._matcher, self._index, self._settings = keeper, matcher, index, settings

    @classmethod
    def from_parts(cls, parts: Parts) -> Self:
        """Every run has this stage."""
        from matchers.series import SeriesKeeper

        return cls(SeriesKeeper(parts.index), parts.matcher, parts.index, parts.stats, parts.settings)

    async def work(self, listings: Sequence[Listing]) -> None:
        """Live listings only: what is gone stays in the series that it is in."""
        live = [listing for listing in listings if listing.status == "live"]
        if live:
            await asyncio.to_thread(work_through, self._keep, live, stage=self.name, stats=self.stats)

    def _keep(self, listings: Sequence[Listing]) -> None:
        changed = self._keeper.add(listings)
        self.stats.inc_value("tidewaiter/series/changed", len(changed))
        self._follow(changed, listings[0])

    def _follow(self, changed: Sequence[Series], listing: Listing) -> None:
        from matchers.leads import leads_of, take_over

        followed = self._matcher.follow(changed)
        matches, least = followed.matches, self._settings.min_probability
        take_over(self._index, matches, instead_of=followed.before, min_probability=least)
        if not matches:
            return
        wanted = [match for match in matches if makes_lead(match, self._settings)]
        campaign, run = listing.campaign, listing.run
        leads = leads_of(self._index, wanted, min_probability=least, campaign=campaign, run=run)
        self.stats.inc_value("tidewaiter/series/matches", len(matches))
        self.stats.inc_value("tidewaiter/leads/new", len(leads))
