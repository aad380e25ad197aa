"""Writes listings with their sightings, matches and leads; when `process_item` returns, all of it is durable."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar, Self

from pipelines.failing import work_through
from pipelines.parts import Parts
from pipelines.sightings import merged, sighting_of
from pipelines.stage import Stage
from pipelines.visits import looked_at
from tidewaiter.config import Settings
from tidewaiter.identity import now
from tidewaiter.model import Listing, Match, Sighting, Visits

if TYPE_CHECKING:
    from indexers.index import Index
    from pipelines.counts import Stats


class WriteListings(Stage):
    """The last stage: listings first, then what refers to them."""

    name = "indexing"
    looks: ClassVar[bool] = True
    """Whether what is written was looked at now, so that it tells how often listings change."""

    def __init__(self, index: Index, found: dict[str, list[Match]], stats: Stats, settings: Settings) -> None:
        super().__init__(stats)
        self._index, self._found, self._settings = index, found, settings

    @classmethod
    def from_parts(cls, parts: Parts) -> Self:
        """Every run has this stage."""
        return cls(parts.index, parts.matches, parts.stats, parts.settings)

    async def work(self, listings: Sequence[Listing]) -> None:
        """Writes them all, in as few transactions as the order allows."""
        await asyncio.to_thread(work_through, self._write, listings, stage=self.name, stats=self.stats)
        for listing in listings:
            self._found.pop(listing.id, None)

    def sighting(self, before: Listing | None, after: Listing, at: str) -> Sighting | None:
        """What is kept of this sighting; a stage that writes without having seen the page says None."""
        return sighting_of(before, after, at=at)

    def _visits(self, listings: Sequence[Listing], seen_before: set[str]) -> dict[str, Visits]:
        again = [listing.id for listing in listings if listing.id in seen_before]
        return {one.id: one for one in self._index.find(Visits, {"listing": again})} if again and self.looks else {}

    def _untold(self, stored: Mapping[str, Listing]) -> set[str]:
        """Listings that were stored once and whose first sighting was not: a kill came between the two."""
        once = [listing.id for listing in stored.values() if listing.first_seen == listing.last_seen]
        return set(once) - {one.listing for one in self._index.find(Sighting, {"listing": once})} if once else set()

    def _write(self, listings: Sequence[Listing]) -> None:
        stored = self._index.listings([listing.id for listing in listings], vectors=True)
        seen_before = set(stored)
        visits = self._visits(listings, seen_before)
        untold = self._untold(stored)
        sightings: list[Sighting] = []
        latest: dict[str, Listing] = {}
        seen: Counter[str] = Counter()
        for listing in listings:
            before = stored.get(listing.id)
            if before is None and listing.status == "gone" and not (listing.title or listing.text):
                seen["unknown_gone"] += 1
                continue  # a page that vanished and that we never saw: there is nothing to keep
            at = listing.last_seen or now()
            after = merged(before, listing, at=at)
            if before is not None and listing.id in untold and (first := self.sighting(None, before, at)) is not None:
                sightings.append(first)
                untold.discard(listing.id)
            sighting = self.sighting(before, after, at)
            if sighting is not None:
                sightings.append(sighting)
            if self.looks and after.campaign:
                visits[after.id] = looked_at(visits.get(after.id), after, sighting, self._found.get(after.id), at=at)
            seen[sighting.kind if sighting else "still_gone" if after.status == "gone" else "unchanged"] += 1
            stored[listing.id] = latest[listing.id] = after
        self._index.write_listings(list(latest.values()))
        self._write_matches(latest, seen_before, [*sightings, *visits.values()])
        for kind, count in seen.items():
            self.stats.inc_value(f"tidewaiter/listings/{kind}", count)

    def _write_matches(self, listings: dict[str, Listing], seen_before: set[str], told: Sequence[Sighting | Visits]) -> None:
        matched = [listing for listing in listings.values() if listing.id in self._found]
        matches = [match for listing in matched for match in self._found[listing.id]]
        self._index.put([*told, *matches])
        again = [listing.id for listing in matched if listing.id in seen_before]
        if again:
            kept = {match.id for match in matches}
            outdated = [match.id for match in self._index.find(Match, {"listing": again}) if match.id not in kept]
            self._index.delete(Match, outdated)
        self._make_leads(matched)

    def _make_leads(self, listings: Sequence[Listing]) -> None:
        from matchers.leads import leads_of

        def origin(listing: Listing) -> tuple[str, str]:
            return listing.campaign or "", listing.run or ""

        for (campaign, run), some in groupby(sorted(listings, key=origin), key=origin):
            matches = [match for listing in some for match in self._found[listing.id] if makes_lead(match, self._settings)]
            if matches:
                least = self._settings.min_probability
                leads = leads_of(self._index, matches, min_probability=least, campaign=campaign or None, run=run or None)
                self.stats.inc_value("tidewaiter/leads/new", len(leads))


def makes_lead(match: Match, settings: Settings) -> bool:
    """Whether the run makes leads of this target: a campaign may be about some goods and cases only."""
    only = settings.lead_goods if match.target.kind == "goods" else settings.lead_cases
    return not only or match.target.id in only
