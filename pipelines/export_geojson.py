"""Listings on a map: a GeoJSON FeatureCollection (RFC 7946) of those whose place has coordinates."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from tidewaiter.model import Listing
from tidewaiter.serialising import to_json


def geojson_lines(listings: Iterable[Listing]) -> Iterator[str]:
    """The collection, one feature a line."""
    yield '{"type": "FeatureCollection", "features": [\n'
    between = ""
    for listing in listings:
        place = listing.place
        if place is None or place.lat is None or place.lon is None:
            continue
        feature = {
            "type": "Feature",
            "id": listing.id,
            "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
            "properties": to_json(listing),
        }
        yield between + json.dumps(feature, ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"
