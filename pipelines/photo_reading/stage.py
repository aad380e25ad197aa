"""The stage that puts photos into the queue, and gives listings what was read in photos that they show."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Self

from pipelines.failing import work_through
from pipelines.indexing import WriteListings
from pipelines.parts import Parts
from pipelines.photo_reading.codes import payees
from pipelines.photo_reading.lookalikes import Lookalikes
from pipelines.stage import Stage
from pipelines.text import ReadText, fields_of
from tidewaiter.identity import now
from tidewaiter.model import Listing, Photo, PhotoReading, Sighting, unique_handles

if TYPE_CHECKING:
    from indexers.index import Index

AT_ONCE = 500
"""Photos that the index is asked for at once."""


class TakeReadings(Stage):
    """A photo that was read before gives its text, codes and place to the listing at once; a new one is queued."""

    name = "photo_reading"

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.stats)
        self._parts = parts
        self._lookalikes = Lookalikes(parts.index)

    @classmethod
    def from_parts(cls, parts: Parts) -> Self | None:
        """None where the settings want no photos read."""
        return cls(parts) if parts.settings.read_photos else None

    @cached_property
    def _text(self) -> ReadText:
        return ReadText.from_parts(self._parts)

    async def work(self, listings: Sequence[Listing]) -> None:
        """Asks the index for the readings of all photos together."""
        shown = [listing for listing in listings if any(photo.sha256 for photo in listing.photos)]
        if shown:
            await asyncio.to_thread(work_through, self._take, shown, stage=self.name, stats=self.stats)

    def _take(self, listings: Sequence[Listing]) -> None:
        known = readings_of(
            self._parts.index, (photo.sha256 for listing in listings for photo in listing.photos if photo.sha256)
        )
        self.queue(listings, known)
        for listing in listings:
            self._give(listing, known)

    def queue(self, listings: Iterable[Listing], known: dict[str, PhotoReading]) -> None:
        """Puts the photos of listings that were never looked at (that are not `known`) into the queue."""
        queued: dict[str, PhotoReading] = {}
        for listing in listings:
            for photo in listing.photos:
                if photo.sha256 and photo.sha256 not in known and photo.sha256 not in queued and self._can_be_read(photo):
                    queued[photo.sha256] = PhotoReading(photo.sha256, queued=now(), campaign=listing.campaign)
        if queued:
            self._parts.index.put(list(queued.values()))
            self.stats.inc_value("tidewaiter/photo_reading/queued", len(queued))

    def _can_be_read(self, photo: Photo) -> bool:
        # One that came with its text or only with its hashes is not ours to read.
        return not photo.text and self._parts.store.has("photos", photo.sha256 or "")

    def _give(self, listing: Listing, known: dict[str, PhotoReading]) -> None:
        new = False
        readings = [known[photo.sha256] for photo in listing.photos if photo.sha256 in known]
        for photo in listing.photos:
            if photo.sha256 in known and not photo.text and known[photo.sha256].text:
                photo.text, new = known[photo.sha256].text, True
        if new:
            self._text.read(listing)
            self.stats.inc_value("tidewaiter/photo_reading/given")
        handles = unique_handles([*listing.handles, *payees(fields_of(listing))])
        listing.handles = self._lookalikes.settle(listing.id, handles) if readings else handles
        for reading in readings:
            if (place := reading.place) is not None and place not in listing.places:
                listing.places.append(place)
                listing.place = listing.place or place


class WriteAgain(WriteListings):
    """Writes listings whose photos were read: the page was not seen again, so there is no sighting of it."""

    name = "photo_writing"
    looks = False

    def sighting(self, before: Listing | None, after: Listing, at: str) -> Sighting | None:
        """None."""
        return None


def readings_of(index: Index, photos: Iterable[str]) -> dict[str, PhotoReading]:
    """The stored readings of photos, by SHA-256."""
    found: dict[str, PhotoReading] = {}
    wanted = iter(dict.fromkeys(photos))
    while some := list(islice(wanted, AT_ONCE)):
        found.update((reading.id, reading) for reading in index.find(PhotoReading, {"photo": some}))
    return found
