"""Reads the text of listings: language, handles, identifiers, prices, places and words of the goods catalogue."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from pipelines.failing import work_through
from pipelines.parts import Parts
from pipelines.stage import Stage
from pipelines.text_apart import FEWEST, TextReaders
from tidewaiter.model import Identifier, Listing, Place, Price, unique_handles

if TYPE_CHECKING:
    from pipelines.counts import Stats
    from pipelines.reading.reader import TextReader, TextReading


class ReadText(Stage):
    """What a listing says, in words."""

    name = "text"

    def __init__(self, reader: TextReader, stats: Stats, apart: TextReaders | None = None) -> None:
        """apart: other processes that read large batches; None: this one reads all."""
        super().__init__(stats)
        self._reader, self._apart = reader, apart

    @classmethod
    def from_parts(cls, parts: Parts) -> Self:
        """Every run has this stage; it reads words of the goods that the index holds."""
        from pipelines.reading.reader import TextReader

        apart = TextReaders(parts.readers, parts.goods) if parts.readers is not None else None
        return cls(TextReader(parts.goods), parts.stats, apart)

    async def work(self, listings: Sequence[Listing]) -> None:
        """Reads each listing."""
        if self._apart is not None and len(listings) >= FEWEST and await self._apart.read(listings):
            self.stats.inc_value("tidewaiter/text/read", len(listings))
            return
        await asyncio.to_thread(self._read_all, listings)

    def _read_all(self, listings: Sequence[Listing]) -> None:
        for listing in listings:  # one by one: when one fails, the others need not be read again
            work_through(lambda some: self.read(some[0]), [listing], stage=self.name, stats=self.stats)
        self.stats.inc_value("tidewaiter/text/read", len(listings))

    def read(self, listing: Listing) -> None:
        """Reads one listing; reading it again changes nothing."""
        fields = fields_of(listing)
        country = listing.country or (listing.place.country if listing.place else None)
        reading = self._reader.read(fields, country=country, language=listing.language, posted=listing.posted)
        listing.language = listing.language or reading.language
        listing.handles = unique_handles([*listing.handles, *reading.handles])
        listing.identifiers = unique_identifiers([*listing.identifiers, *reading.identifiers])
        listing.words = reading.words
        listing.price = self._price(listing, reading)
        listing.places = reading.places
        listing.place = self._place(listing.place, reading.places, listing)

    def _price(self, listing: Listing, reading: TextReading) -> Price | None:
        given = listing.price
        if given is not None and given.amount is None and given.raw:
            read = self._reader.read({"text": given.raw}, country=listing.country, language=listing.language, posted=None)
            if read.prices:
                given = filled(given, read.prices[0])
        main = reading.prices[0] if reading.prices else None
        if given is None or main is None:
            return given or main
        return filled(given, main)

    def _place(self, given: Place | None, named: Sequence[Place], listing: Listing) -> Place | None:
        if given is None:
            return named[0] if named else None
        if given.lat is not None and given.lon is not None:
            return given
        country = given.country or listing.country
        read = self._reader.read({"text": given.name}, country=country, language=listing.language, posted=None)
        for place in (*read.places, *named):
            if place.name == given.name or place in read.places:
                country = given.country or place.country
                return replace(given, country=country, lat=place.lat, lon=place.lon)
        return given


def fields_of(listing: Listing) -> dict[str, str]:
    """What a reader is given: title, text, and the text in each photo as `photo:<sha256>`."""
    fields = {"title": listing.title, "text": listing.text}
    fields |= {f"photo:{photo.sha256}": photo.text for photo in listing.photos if photo.sha256 and photo.text}
    return {name: text for name, text in fields.items() if text}


def filled(given: Price, read: Price) -> Price:
    """A page's price with the gaps filled from one read in the text, where the two don't contradict each other."""
    same_amount = given.amount is None or read.amount is None or given.amount == read.amount
    same_currency = given.currency is None or read.currency is None or given.currency == read.currency
    if not (same_amount and same_currency):
        return given
    names = ("amount", "currency", "low", "high", "unit", "raw")
    return replace(given, **{name: getattr(read, name) for name in names if getattr(given, name) is None})


def unique_identifiers(identifiers: Sequence[Identifier]) -> list[Identifier]:
    """Each kind and value once, the first one kept."""
    seen: dict[tuple[str, str], Identifier] = {}
    for identifier in identifiers:
        seen.setdefault((identifier.kind, identifier.value), identifier)
    return list(seen.values())
