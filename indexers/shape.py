"""What both engines keep of a listing beside its document: the values by which it is found. One schema, two engines."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tidewaiter.identity import canonical_url
from tidewaiter.model import Listing
from tidewaiter.serialising import from_json, to_json
from tidewaiter.tokens import index_tokens

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

SEAM = "\u00b6"
"""A token that no text gives: stands between fields, so that no phrase is found across them."""
MOST_TOKENS = 50_000
"""Tokens of one listing that are searchable (a page-long post has some 2 000)."""


@dataclass(slots=True, frozen=True)
class PhotoRow:
    """One photo's hashes, big endian bytes; empty where there is none."""

    sha256: str
    phash: bytes
    pdq: bytes


@dataclass(slots=True, frozen=True)
class Row:
    """One listing as it is found again."""

    id: str
    document: str
    """JSON (ASCII) of the whole listing but for its vector."""
    source: str
    language: str | None
    country: str | None
    """Where its place is, else where its source is."""
    seller: str | None
    """`SOURCE/SELLER-ID`."""
    status: str
    time: str | None
    """When it was posted, else first seen: what `since`, `until`, `newest` and `oldest` go by."""
    first_seen: str | None
    price_low: float | None
    price_high: float | None
    """The same amount twice, but for a range."""
    has_photo: bool
    words: str
    """Tokens, separated by spaces; the title stands in it twice, so that it weighs more."""
    points: tuple[tuple[float, float], ...]
    """Latitude and longitude of its places."""
    goods: tuple[str, ...]
    """Goods whose words it carries."""
    keys: tuple[str, ...]
    urls: tuple[str, ...]
    photos: tuple[PhotoRow, ...]


def row_of(listing: Listing) -> Row:
    """What is kept of a listing. Never fails on what a page may hold: what can't be kept is left out."""
    place = listing.place
    seller = listing.seller.id if listing.seller else None
    low, high = _price(listing)
    return Row(
        id=clean(listing.id),
        document=json.dumps(to_json(listing, internal=True)),
        source=clean(listing.source),
        language=_clean(listing.language),
        country=_clean(place.country if place and place.country else listing.country),
        seller=clean(f"{listing.source}/{seller}") if seller else None,
        status=listing.status,
        time=_clean(listing.posted or listing.first_seen),
        first_seen=_clean(listing.first_seen),
        price_low=low,
        price_high=high,
        has_photo=bool(listing.photos),
        words=_words(listing),
        points=_points(listing),
        goods=tuple(sorted({clean(word.goods) for word in listing.words if word.goods})),
        keys=_unique(listing.keys),
        urls=_unique([url for given in (listing.url, *listing.aliases) if given for url in (given, canonical_url(given))]),
        photos=tuple(
            PhotoRow(clean(photo.sha256 or ""), _bits(photo.phash, 8), _bits(photo.pdq, 32))
            for photo in listing.photos
            if photo.phash or photo.pdq
        ),
    )


def listing_of(document: str | bytes | dict[str, Any], vector: npt.NDArray[np.float32] | None = None) -> Listing:
    """The listing of a kept document."""
    data = document if isinstance(document, dict) else json.loads(document)
    listing = from_json(Listing, data, where="index")
    listing.vector = vector
    return listing


def clean(text: str) -> str:
    """The text without lone surrogates and NULs, which no engine stores."""
    return text.encode("utf-8", "replace").decode().replace("\0", "")


def _clean(text: str | None) -> str | None:
    return clean(text) if text else None


def _unique(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(clean(value) for value in values if value))


def _words(listing: Listing) -> str:
    title = index_tokens(listing.title)
    seller = listing.seller.name if listing.seller else None
    others = [listing.text, *(photo.text for photo in listing.photos), seller]
    tokens = [*title, SEAM, *title]
    for text in others:
        if text:
            tokens += [SEAM, *index_tokens(text)]
    return " ".join(tokens[:MOST_TOKENS])


def _price(listing: Listing) -> tuple[float | None, float | None]:
    price = listing.price
    if price is None:
        return None, None
    given = [value for value in (price.amount, price.low, price.high) if value is not None and math.isfinite(value)]
    return (min(given), max(given)) if given else (None, None)


def _points(listing: Listing) -> tuple[tuple[float, float], ...]:
    places = [listing.place, *listing.places] if listing.place else listing.places
    return tuple(
        dict.fromkeys(
            (place.lat, place.lon)
            for place in places
            if place.lat is not None and place.lon is not None and abs(place.lat) <= 90 and abs(place.lon) <= 180
        )
    )


def _bits(text: str | None, size: int) -> bytes:
    """A hash of exactly `size` bytes, else none: one of another width can't be compared."""
    try:
        bits = bytes.fromhex(text or "")
    except ValueError:
        return b""
    return bits if len(bits) == size else b""
