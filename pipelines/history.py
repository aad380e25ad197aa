"""The history of a listing as it is shown and exported: its sightings, and every price that was asked for it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from indexers.index import Index
from pipelines.reading.identifiers import read_identifiers
from tidewaiter.errors import TidewaiterError
from tidewaiter.masking import shown
from tidewaiter.model import Listing, Price, Sighting, SightingKind
from tidewaiter.serialising import from_json


@dataclass(slots=True, frozen=True)
class Change:
    """A field that another look found different, as the texts that a person reads."""

    field: str
    before: str = ""
    after: str = ""


@dataclass(slots=True, frozen=True)
class SeenAt:
    """A sighting in the shape of the contracts."""

    listing: str
    at: str
    kind: SightingKind
    why: str | None = None
    changes: tuple[Change, ...] = ()
    run: str | None = None


@dataclass(slots=True, frozen=True)
class PriceAt:
    """A price, and since when it was asked (as far as anybody looked); no price: it named none from then on."""

    at: str
    price: Price | None = None


@dataclass(slots=True)
class History:
    """A listing with all that was seen of it, oldest first."""

    listing: Listing
    sightings: list[SeenAt] = field(default_factory=list)
    prices: list[PriceAt] = field(default_factory=list)


def history_of(index: Index, listing: Listing) -> History:
    """The history of a listing; numbers that must not be shown are masked in it, in what its texts were before, too."""
    sightings = sorted(index.find(Sighting, {"listing": listing.id}), key=_order)
    return History(shown(listing), [seen_at(one) for one in sightings], prices_of(listing, sightings))


def prices_of(listing: Listing, sightings: Sequence[Sighting]) -> list[PriceAt]:
    """The prices that were asked, oldest first. The first one stands in no sighting but as what it changed from."""
    changes = [(one.at, old, new) for one in sorted(sightings, key=_order) for name, old, new in one.changes if name == "price"]
    first = _price(changes[0][1]) if changes else listing.price
    prices = [PriceAt(listing.first_seen or "", replace(first, spans=()) if first else None)]
    prices += [PriceAt(at, _price(new)) for at, _, new in changes]
    return prices if changes or first else []


def sightings_of(index: Index, listings: Iterator[list[Listing]]) -> Iterator[SeenAt]:
    """All sightings of listings, batch by batch, those of a listing oldest first."""
    for batch in listings:
        found: dict[str, list[Sighting]] = {listing.id: [] for listing in batch}
        for sighting in index.find(Sighting, {"listing": list(found)}):
            found[sighting.listing].append(sighting)
        for some in found.values():
            yield from map(seen_at, sorted(some, key=_order))


def seen_at(sighting: Sighting) -> SeenAt:
    """A sighting as it may be shown."""
    changes = tuple(Change(name, *map(_masked, (old, new))) for name, old, new in sighting.changes)
    return SeenAt(sighting.listing, sighting.at, sighting.kind, sighting.why, changes, sighting.run)


def _order(sighting: Sighting) -> tuple[str, bool]:
    # What was seen first comes before what changed in the same second.
    return sighting.at, sighting.kind != "first"


def _masked(text: str) -> str:
    identifiers = read_identifiers(text) if any(letter.isdigit() for letter in text) else []
    return shown(Listing(text=text, identifiers=identifiers)).text


def _price(text: str) -> Price | None:
    """The price of a sighting's text; None where there was none, or it was too long to be kept whole."""
    try:
        return from_json(Price, json.loads(text), where="index") if text else None
    except (ValueError, TidewaiterError):
        return None
