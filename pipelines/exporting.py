"""What an export holds: listings, matches, leads or series, all or those of a query, one after the other."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Literal, TypeVar

from indexers.index import Index, Query
from pipelines.export_csv import csv_lines
from pipelines.export_ftm import ftm_lines
from pipelines.export_geojson import geojson_lines
from pipelines.export_stix import stix_lines
from pipelines.history import SeenAt, sightings_of
from tidewaiter.errors import InvalidInput
from tidewaiter.masking import MASKED_KINDS, masked, shown
from tidewaiter.model import Lead, Listing, Match, Series, Signal
from tidewaiter.serialising import to_json

What = Literal["listings", "leads", "series", "matches", "sightings"]
Format = Literal["jsonl", "csv", "ftm", "stix", "geojson"]
T = TypeVar("T")

PAGE = 200
"""Listings that are asked for at once."""
LOWEST = 0.01
"""Probability from which on a match is written."""
OF_LISTINGS: dict[str, Callable[[Iterator[Listing]], Iterator[str]]] = {
    "ftm": ftm_lines,
    "stix": stix_lines,
    "geojson": geojson_lines,
}
"""Formats that describe listings: with leads, matches or series they hold the listings behind those."""


def export_lines(index: Index, query: str, *, what: What, format: Format) -> Iterator[str]:
    """The export, line by line, each with its line break. Numbers of the masked kinds are masked everywhere."""
    if format in OF_LISTINGS:
        yield from OF_LISTINGS[format](map(shown, listings_behind(index, query, what)))
        return
    records: Iterator[Listing] | Iterator[Match] | Iterator[Lead] | Iterator[Series] | Iterator[SeenAt]
    if what == "listings":
        records = map(shown, listings_of(index, query))
    elif what == "matches":
        records = matches_of(index, query)
    elif what == "sightings":
        records = sightings_of(index, _batches(listings_of(index, query)))
    elif what == "leads":
        records = leads_of(index, query)
    else:
        records = series_of(index, query)
    if format == "csv":
        yield from csv_lines(what, records)
        return
    for record in records:
        yield json.dumps(to_json(record), ensure_ascii=False) + "\n"


def listings_of(index: Index, query: str) -> Iterator[Listing]:
    """All listings by id, or those that hold the words of the query, best first."""
    if not query.strip():
        yield from index.all_listings()
        return
    offset = 0
    while hits := index.search(Query(text=query, mode="text", limit=PAGE, offset=offset)).hits:
        yield from (hit.listing for hit in hits)
        offset += len(hits)


def matches_of(index: Index, query: str) -> Iterator[Match]:
    """Every match of those listings down to `LOWEST`, listing by listing, likeliest first."""
    for batch in _batches(listings_of(index, query)):
        numbers = {listing.id: _secret_numbers(listing) for listing in batch}
        found: dict[str, list[Match]] = {}
        for match in index.find(Match, {"listing": list(numbers)}):
            if match.probability >= LOWEST:
                found.setdefault(match.listing, []).append(_masked_match(match, numbers[match.listing]))
        for listing in batch:
            yield from sorted(found.get(listing.id, ()), key=lambda match: (-match.probability, match.target.id))


def leads_of(index: Index, query: str) -> Iterator[Lead]:
    """The leads, or those about listings or series of the query."""
    if not query.strip():
        yield from index.find(Lead)
        return
    seen: set[str] = set()
    for batch in _batches(listings_of(index, query)):
        ids = [listing.id for listing in batch]
        series = [one.id for one in index.find(Series, {"listing": ids})]
        leads = [*index.find(Lead, {"listing": ids}), *(index.find(Lead, {"series": series}) if series else [])]
        yield from (lead for lead in leads if lead.id not in seen and not seen.add(lead.id))  # type: ignore[func-returns-value] # add gives None


def series_of(index: Index, query: str) -> Iterator[Series]:
    """The series, or those with a listing of the query."""
    if not query.strip():
        yield from index.find(Series)
        return
    seen: set[str] = set()
    for batch in _batches(listings_of(index, query)):
        for series in index.find(Series, {"listing": [listing.id for listing in batch]}):
            if series.id not in seen:
                seen.add(series.id)
                yield series


def listings_behind(index: Index, query: str, what: What) -> Iterator[Listing]:
    """The listings, or those that the matches, leads or series are about, each once."""
    if what in {"listings", "sightings"}:
        yield from listings_of(index, query)
        return
    ids: Iterator[str]
    if what == "matches":
        ids = (match.listing for match in matches_of(index, query))
    elif what == "series":
        ids = (id for series in series_of(index, query) for id in series.listings)
    else:
        ids = (id for lead in leads_of(index, query) for id in _listings_of_lead(index, lead))
    seen: set[str] = set()
    for batch in _batches(ids):
        new = [id for id in dict.fromkeys(batch) if id not in seen]
        seen.update(new)
        yield from index.listings(new).values()


def check_format(what: What, format: Format) -> None:
    """Raises `InvalidInput` for a pair that says nothing. Every pair does so far but for places of things without one."""
    if format == "geojson" and what != "listings":
        raise InvalidInput(
            f"--format geojson: {what} have no place of their own",
            do="Use --what listings, or another format (jsonl, csv, ftm, stix).",
        )


def _listings_of_lead(index: Index, lead: Lead) -> list[str]:
    if lead.listing:
        return [lead.listing]
    series = index.get(Series, lead.series) if lead.series else None
    return list(series.listings) if series else []


def _batches(items: Iterator[T]) -> Iterator[list[T]]:
    while batch := list(islice(items, PAGE)):
        yield batch


def _secret_numbers(listing: Listing) -> dict[str, str]:
    return {one.value: masked(one).value for one in listing.identifiers if one.kind in MASKED_KINDS}


def _masked_match(match: Match, numbers: dict[str, str]) -> Match:
    if not numbers:
        return match
    return replace(match, signals=[_masked_signal(signal, numbers) for signal in match.signals])


def _masked_signal(signal: Signal, numbers: dict[str, str]) -> Signal:
    texts = {name: str(getattr(signal, name)) for name in ("listing_side", "target_side", "why")}
    for value, stars in numbers.items():
        texts = {name: text.replace(value, stars) for name, text in texts.items()}
    return replace(signal, **texts)  # type: ignore[arg-type] # the three are texts
