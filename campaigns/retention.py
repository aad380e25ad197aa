"""Purges what need not be kept: listings that match nothing, with photos and handles, and raw pages, after their days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from campaigns.removing import BATCH, Removed, batches, note_in_journal, remove_listings
from tidewaiter.case import Case
from tidewaiter.config import Settings
from tidewaiter.identity import rfc3339
from tidewaiter.model import Decision, Lead, Listing, Match, Series, Snapshot
from tidewaiter.store import Store

if TYPE_CHECKING:
    from indexers.index import Index

MATCHES = 0.1
"""A match of less probability is none: they are stored down to 0.01, and nearly every listing has one."""


@dataclass(slots=True)
class PurgeReport:
    """What was purged, or (`dry_run`) would be."""

    dry_run: bool
    unmatched_before: str
    """Listings last seen before this moment that match nothing are not kept."""
    pages_before: str
    listings: int = 0
    photos: int = 0
    photos_kept: int = 0
    leads: int = 0
    series: int = 0
    pages: int = 0

    def lines(self) -> list[str]:
        """For a person."""
        would = "would go" if self.dry_run else "purged"
        return [
            f"{would}: {self.listings} listings that match nothing, last seen before {self.unmatched_before},"
            f" and {self.photos} photos",
            f"{would}: {self.pages} raw pages from before {self.pages_before}",
        ]


@dataclass(slots=True)
class _Scan:
    """One pass over all listings."""

    old: list[str] = field(default_factory=list)
    """Ids of listings last seen long ago."""
    fresh_pages: set[str] = field(default_factory=set)
    """Raw pages of listings that were seen since, whatever the age of the file."""


def purge(settings: Settings, index: Index, *, dry_run: bool = False, at: datetime | None = None) -> PurgeReport:
    """Purges by the settings `keep_unmatched_days` and `keep_pages_days`; the counts go into the journal.

    A listing stays while it has a match of some probability or a lead, a case or a snapshot names it, somebody judged it,
    or its series holds a case or a lead.
    """
    moment = at or datetime.now(UTC)
    unmatched_before = rfc3339(moment - timedelta(days=settings.keep_unmatched_days))
    pages_before = moment - timedelta(days=settings.keep_pages_days)
    report = PurgeReport(dry_run, unmatched_before, rfc3339(pages_before))
    store = Store(settings.store_url)
    scan = _scan(index, unmatched_before, rfc3339(pages_before))
    kept = _named(index)
    for listings in _unmatched(index, scan.old, kept):
        removed = _would_remove(listings) if dry_run else remove_listings(index, store, listings, pages=False)
        for name in ("listings", "photos", "photos_kept", "leads", "series"):
            setattr(report, name, getattr(report, name) + getattr(removed, name))
    for sha256, stored in store.entries("pages", suffix=".gz"):
        if stored < pages_before and sha256 not in scan.fresh_pages:
            report.pages += 1 if dry_run else store.delete("pages", sha256, compress=True)
    if not dry_run and (report.listings or report.pages):
        counts = {
            name: str(getattr(report, name)) for name in ("listings", "photos", "photos_kept", "leads", "series", "pages")
        }
        note_in_journal(index, "purge", by=settings.operator_name, subject=report.unmatched_before, data=counts)
    return report


def _scan(index: Index, unmatched_before: str, pages_before: str) -> _Scan:
    scan = _Scan()
    for listing in index.all_listings():
        seen = listing.last_seen or listing.first_seen or ""
        # What does not say when it was seen (an import of old files) is kept: nobody knows how old it is.
        if seen and seen < unmatched_before:
            scan.old.append(listing.id)
        if listing.page and seen >= pages_before:
            scan.fresh_pages.add(listing.page)
    return scan


def _named(index: Index) -> set[str]:
    """Ids of listings that something else holds on to, whatever they match."""
    named = {listing for case in index.find(Case) for listing in case.listings}
    named |= {snapshot.listing for snapshot in index.find(Snapshot) if snapshot.listing}
    led = {lead.listing for lead in index.find(Lead) if lead.listing}
    for series in index.find(Series):
        if series.cases or not led.isdisjoint(series.listings):
            named.update(series.listings)
    for decision in index.find(Decision, {"action": ["pair.same", "pair.different"]}):
        named.update(filter(None, (decision.data.get("a"), decision.data.get("b"))))
    return named | led


def _unmatched(index: Index, ids: list[str], kept: set[str]) -> Iterator[list[Listing]]:
    for start in range(0, len(ids), BATCH):
        some = [id for id in ids[start : start + BATCH] if id not in kept]
        if not some:
            continue
        matched = {match.listing for match in index.find(Match, {"listing": some}) if match.probability >= MATCHES}
        if listings := list(index.listings([id for id in some if id not in matched]).values()):
            yield listings


def _would_remove(listings: list[Listing]) -> Removed:
    photos = {photo.sha256 for some in batches(listings) for listing in some for photo in listing.photos if photo.sha256}
    return Removed(listings=len(listings), photos=len(photos))
