"""Takes listings away for good, with all that hangs on them: photos, handles, matches, undecided leads, sightings, series."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from matchers.series_leads import fold, place_leads
from tidewaiter.identity import now, time_ordered_id
from tidewaiter.model import (
    Decision,
    Lead,
    Listing,
    PhotoPrint,
    PhotoReading,
    ReferencePhoto,
    Series,
    Sighting,
    Visits,
)

if TYPE_CHECKING:
    from indexers.index import Index
    from tidewaiter.store import Store

BATCH = 500


@dataclass(slots=True)
class Removed:
    """What was taken away; `photos` and `pages` are files of the store."""

    listings: int = 0
    photos: int = 0
    photos_kept: int = 0
    """Photos that stay because another listing, or a watched reference, shows them."""
    pages: int = 0
    leads: int = 0
    leads_kept: int = 0
    """Leads that somebody has decided on: the decision stays, what it was about does not."""
    series: int = 0
    """Series that lost a member, or all of them."""

    def add(self, other: Removed) -> None:
        """Adds what was taken away elsewhere."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def counts(self) -> dict[str, str]:
        """For the journal: numbers only."""
        return {name: str(getattr(self, name)) for name in self.__slots__}


def remove_listings(index: Index, store: Store, listings: Sequence[Listing], *, pages: bool) -> Removed:
    """Takes the listings away. pages: also their raw pages, which may show what others wrote on the same page."""
    removed = Removed()
    for some in batches(listings):
        _remove(index, store, some, removed, pages=pages)
    return removed


def _remove(index: Index, store: Store, listings: Sequence[Listing], removed: Removed, *, pages: bool) -> None:
    # What hangs on the listings goes first: should this die half way, the listings are still there to begin with again.
    ids = [listing.id for listing in listings]
    series = _leave_series(index, ids, removed)
    leads = index.find(Lead, {"listing": ids})
    undecided = [lead.id for lead in leads if lead.status == "new"]
    removed.leads += index.delete(Lead, undecided)
    removed.leads_kept += len(leads) - len(undecided)
    fold(index, series)
    index.delete(Visits, ids)
    index.delete(Sighting, [sighting.id for sighting in index.find(Sighting, {"listing": ids})])
    _remove_photos(index, store, listings, removed)
    if pages:
        kept = {listing.page for listing in listings if listing.page}
        removed.pages += sum(store.delete("pages", page, compress=True) for page in sorted(kept))
    removed.listings += index.delete_listings(ids)


def _remove_photos(index: Index, store: Store, listings: Sequence[Listing], removed: Removed) -> None:
    ids = {listing.id for listing in listings}
    photos = sorted({photo.sha256 for listing in listings for photo in listing.photos if photo.sha256})
    shown = index.with_keys([f"photo:{sha256}" for sha256 in photos], limit=len(ids) + 1)
    # Keys are made when a listing passes the stages; one that was stored without them is asked nothing, and its photo goes.
    watched = {photo.sha256 for photo in index.find(ReferencePhoto)}
    alone = [one for one in photos if one not in watched and set(shown.get(f"photo:{one}", ())) <= ids]
    removed.photos_kept += len(photos) - len(alone)
    removed.photos += sum(store.delete("photos", sha256) for sha256 in alone)
    index.delete(PhotoReading, alone)
    index.delete(PhotoPrint, alone)


def _leave_series(index: Index, ids: Sequence[str], removed: Removed) -> list[str]:
    """Takes the listings out of their series; gives the ids of those."""
    gone = set(ids)
    changed: list[Series] = []
    ended: list[str] = []
    alone: list[str] = []
    for series in index.find(Series, {"listing": list(ids)}):
        rest = [listing for listing in series.listings if listing not in gone]
        if len(rest) + len(series.cases) < 2:
            ended.append(series.id)
            alone += rest
        else:
            links = [link for link in series.links if link.a not in gone and link.b not in gone]
            changed.append(replace(series, listings=rest, links=links))
    if changed:
        index.put(changed)
    index.delete(Series, ended)
    place_leads(index, dict.fromkeys(alone))
    removed.series += len(changed) + len(ended)
    return [*(series.id for series in changed), *ended]


def note_in_journal(index: Index, action: str, *, by: str, subject: str, data: dict[str, str]) -> None:
    """A line of the journal, with counts and never with what was taken away."""
    index.put([Decision(time_ordered_id(), now(), by, action, subject, data=data)])


def batches(listings: Sequence[Listing]) -> Iterator[Sequence[Listing]]:
    """The listings, a few hundred at a time."""
    for start in range(0, len(listings), BATCH):
        yield listings[start : start + BATCH]
