"""Matches listings with watched goods and known cases; what is found waits until indexing has stored the listing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Self

from pipelines.failing import work_through
from pipelines.indexing import makes_lead
from pipelines.parts import Parts
from pipelines.stage import Stage
from tidewaiter.model import Listing, Match

if TYPE_CHECKING:
    from matchers.matching import Matcher
    from pipelines.counts import Stats


class MatchListings(Stage):
    """Gives each listing its keys, and its matches with goods and cases."""

    name = "matching"

    def __init__(
        self,
        matcher: Matcher,
        found: dict[str, list[Match]],
        stats: Stats,
        counts: Callable[[Match], bool] = lambda match: True,
        interest: dict[str, float] | None = None,
    ) -> None:
        """counts: whether a match is one that the run is about. interest: where the probability of the best one is told."""
        super().__init__(stats)
        self._matcher, self._found = matcher, found
        self._counts, self._interest = counts, interest

    @classmethod
    def from_parts(cls, parts: Parts) -> Self:
        """Every run has this stage."""
        return cls(parts.matcher, parts.matches, parts.stats, lambda match: makes_lead(match, parts.settings), parts.interest)

    async def work(self, listings: Sequence[Listing]) -> None:
        """Matches the live ones; what is gone keeps the matches that it had."""
        live = [listing for listing in listings if listing.status == "live"]
        if live:
            await asyncio.to_thread(work_through, self._match_all, live, stage=self.name, stats=self.stats)

    def _match_all(self, listings: Sequence[Listing]) -> None:
        from matchers.keys import keys_of

        for listing in listings:
            listing.keys = keys_of(listing)
        matches = self._matcher.match(listings)
        for listing, found in zip(listings, matches, strict=True):
            self._found[listing.id] = found
            if self._interest is not None:
                self._interest[listing.id] = max((one.probability for one in found if self._counts(one)), default=0.0)
        self.stats.inc_value("tidewaiter/matching/matched", len(listings))
        self.stats.inc_value("tidewaiter/matching/matches", sum(len(found) for found in matches))
