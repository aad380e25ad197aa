"""Exports as a table (RFC 4180, UTF-8): one row a record, lists joined, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pipelines.history import SeenAt
from tidewaiter.model import Lead, Listing, Match, Series

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a cell begins that a spreadsheet runs (OWASP, CSV injection); in some locales full-width forms too."""


def csv_lines(what: str, records: Iterable[Listing | Match | Lead | Series | SeenAt]) -> Iterator[str]:
    """The heading and one line a record; `what` as in `tidewaiter export --what`."""
    names, row_of = TABLES[what]
    yield _line(names)
    for record in records:
        yield _line(row_of(record))


def _line(cells: Iterable[object]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow([safe_cell(cell) for cell in cells])
    return buffer.getvalue()


def safe_cell(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula: a text that begins like one gets an apostrophe in front."""
    if not isinstance(cell, str):
        return cell
    return f"'{cell}" if cell.lstrip(" \u00a0\u3000").startswith(FORMULA) or cell.startswith(FORMULA) else cell


LISTING = (
    "id", "source", "url", "title", "text", "language", "price", "currency", "price_low", "price_high", "unit", "availability",
    "sku", "seller_id", "seller_name", "seller_url", "handles", "identifiers", "words", "photos", "place", "country", "lat",
    "lon", "posted", "first_seen", "last_seen", "status",
)  # fmt: skip
MATCH = ("listing", "target_kind", "target", "probability", "prior", "signals", "retro")
LEAD = (
    "id", "kind", "probability", "severity", "status", "listing", "series", "matches", "created", "decided_by", "decided_at",
    "note", "campaign", "run", "retro",
)  # fmt: skip
SERIES = ("id", "listings", "cases", "links")
SIGHTING = ("listing", "at", "kind", "why", "changes", "run")


def _listing(x: Listing) -> list[object]:
    price, seller, place = x.price, x.seller, x.place
    handles = _joined(f"{handle.kind}:{handle.value}" for handle in x.handles)
    identifiers = _joined(f"{identifier.kind}:{identifier.value}" for identifier in x.identifiers)
    words = _joined(dict.fromkeys(f"{word.goods or word.kind}:{word.raw}" for word in x.words))
    photos = _joined(photo.sha256 or photo.url or photo.path or "" for photo in x.photos)
    return [
        x.id, x.source, x.url, x.title, x.text, x.language, *_of(price, "amount", "currency", "low", "high", "unit"),
        x.availability, x.sku, *_of(seller, "id", "name", "url"), handles, identifiers, words, photos,
        *_of(place, "name", "country", "lat", "lon"), x.posted, x.first_seen, x.last_seen, x.status,
    ]  # fmt: skip


def _match(x: Match) -> list[object]:
    signals = _joined(f"{signal.kind} {signal.weight:+.2f}: {signal.why}" for signal in x.signals)
    return [x.listing, x.target.kind, x.target.id, x.probability, x.prior, signals, x.retro]


def _lead(x: Lead) -> list[object]:
    return [
        x.id, x.kind, x.probability, x.severity, x.status, x.listing, x.series, _joined(x.matches), x.created,
        *_of(x.decided, "by", "at", "note"), x.campaign, x.run, x.retro,
    ]  # fmt: skip


def _series(x: Series) -> list[object]:
    return [x.id, _joined(x.listings), _joined(x.cases), _joined(f"{link.a} - {link.b}" for link in x.links)]


def _sighting(x: SeenAt) -> list[object]:
    changes = _joined(f"{change.field}: {change.before} -> {change.after}" for change in x.changes)
    return [x.listing, x.at, x.kind, x.why, changes, x.run]


def _of(value: object, *names: str) -> list[object]:
    return [None if value is None else getattr(value, name) for name in names]


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(text for text in texts if text)


TABLES: dict[str, tuple[tuple[str, ...], Callable[[Any], list[object]]]] = {
    "listings": (LISTING, _listing),
    "matches": (MATCH, _match),
    "leads": (LEAD, _lead),
    "series": (SERIES, _series),
    "sightings": (SIGHTING, _sighting),
}
"""What is exported -> its columns, and from a record to their values."""
