"""Which photos are read first: those of listings that an analyst looks at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tidewaiter.model import Lead, Match, PhotoReading

if TYPE_CHECKING:
    from indexers.index import Index

AT_ONCE = 500
SHOWN_BY = 50
"""Listings that are looked at of those that show one photo."""


def most_wanted_first(index: Index, waiting: Sequence[PhotoReading]) -> list[PhotoReading]:
    """Photos of listings with leads, then of listings with matches, then the others; in each group the newest first."""
    rank: dict[str, int] = {}
    for start in range(0, len(waiting), AT_ONCE):
        some = waiting[start : start + AT_ONCE]
        shown = index.with_keys([f"photo:{reading.id}" for reading in some], limit=SHOWN_BY)
        listings = list(dict.fromkeys(id for several in shown.values() for id in several))
        of_listing: dict[str, int] = {}
        for begin in range(0, len(listings), AT_ONCE):
            ids = listings[begin : begin + AT_ONCE]
            of_listing |= {match.listing: 1 for match in index.find(Match, {"listing": ids})}
            of_listing |= {lead.listing: 0 for lead in index.find(Lead, {"listing": ids}) if lead.listing}
        for key, several in shown.items():
            rank[key.removeprefix("photo:")] = min((of_listing.get(id, 2) for id in several), default=2)
    newest = sorted(waiting, key=lambda reading: reading.queued, reverse=True)
    return sorted(newest, key=lambda reading: rank.get(reading.id, 2))
