"""The record types that the index keeps beside listings, and by which of their fields they can be found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from tidewaiter.case import Case
from tidewaiter.goods import Goods
from tidewaiter.model import (
    Decision,
    Lead,
    Match,
    PhotoPrint,
    PhotoReading,
    ReferencePhoto,
    ReferencePrint,
    Run,
    Series,
    Sighting,
    Snapshot,
    Visits,
)


@dataclass(frozen=True, slots=True)
class RecordType:
    """How one type is kept: its name in the engine, and field name -> the values by which a record is found."""

    name: str
    fields: dict[str, Callable[[Any], list[str]]]
    words: Callable[[Any], Sequence[int]] | None = None
    """What `Index.sharing_words` finds it by."""


def _one(attribute: str) -> Callable[[Any], list[str]]:
    def values(record: Any) -> list[str]:
        value = getattr(record, attribute)
        return [] if value is None else [str(value)]

    return values


SHELVES = 16
"""Parts in which the visits of a campaign are read, so that a million of them never lie in the memory together."""


def shelf_of(campaign: str, listing: str) -> str:
    """The part of the campaign's visits that a listing's lies in."""
    return f"{campaign}/{crc32(listing.encode('utf-8', 'replace')) % SHELVES}"


RECORDS: dict[type[object], RecordType] = {
    Goods: RecordType("goods", {}),
    Case: RecordType("cases", {"goods": lambda case: list(case.goods), "listing": lambda case: list(case.listings)}),
    Match: RecordType(
        "matches",
        {
            "listing": _one("listing"),
            "target_kind": lambda match: [match.target.kind],
            "target": lambda match: [f"{match.target.kind}/{match.target.id}"],
        },
    ),
    Lead: RecordType(
        "leads",
        {
            "status": _one("status"),
            "listing": _one("listing"),
            "series": _one("series"),
            "kind": _one("kind"),
            "campaign": _one("campaign"),
            "run": _one("run"),
        },
    ),
    Series: RecordType("series", {"listing": lambda s: list(s.listings), "case": lambda s: list(s.cases)}),
    Sighting: RecordType("sightings", {"listing": _one("listing"), "run": _one("run"), "kind": _one("kind")}),
    Decision: RecordType("decisions", {"action": _one("action"), "subject": _one("subject")}),
    Run: RecordType("runs", {"campaign": _one("campaign")}),
    Visits: RecordType("visits", {"listing": _one("id"), "shelf": lambda one: [shelf_of(one.campaign, one.id)]}),
    Snapshot: RecordType("snapshots", {"case": _one("case"), "listing": _one("listing"), "url": _one("url")}),
    ReferencePhoto: RecordType(
        "reference_photos",
        {"target": lambda photo: [f"{photo.target.kind}/{photo.target.id}"], "sha256": _one("sha256")},
    ),
    PhotoPrint: RecordType("photo_prints", {}, lambda print: print.words),
    ReferencePrint: RecordType("reference_prints", {}, lambda print: print.words),
    PhotoReading: RecordType("photo_readings", {"state": _one("state"), "photo": _one("id"), "campaign": _one("campaign")}),
}
