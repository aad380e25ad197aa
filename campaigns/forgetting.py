"""Forgets a person, a seller or one listing: what is stored of them goes; the journal keeps the numbers alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaigns.outbox import Outbox
from campaigns.removing import Removed, note_in_journal, remove_listings
from tidewaiter.config import Settings
from tidewaiter.errors import InvalidInput
from tidewaiter.folding import fold_text
from tidewaiter.model import HANDLE_KINDS, Listing, Snapshot
from tidewaiter.store import Store

if TYPE_CHECKING:
    from indexers.index import Index

PER_KEY = 10_000
"""Listings that are looked up at once: Elasticsearch gives no more. Of somebody who has more, the rest is taken next."""


@dataclass(slots=True, frozen=True)
class Whom:
    """Who or what is forgotten: one of the four."""

    seller: str | None = None
    """`SOURCE/ID`."""
    handle: str | None = None
    """`KIND:VALUE`."""
    listing: str | None = None
    name: str | None = None
    """Of a seller, as the site shows it; width and script variants count as the same."""

    def kind(self) -> str:
        """Which of the four: what the journal says. Raises `InvalidInput` where it is not exactly one."""
        given = [name for name in ("seller", "handle", "listing", "name") if getattr(self, name) is not None]
        if len(given) != 1:
            raise InvalidInput(
                f"forget: {'nothing' if not given else ', '.join('--' + name for name in given)} given",
                do="Give one of --seller SOURCE/ID, --handle KIND:VALUE, --listing ID, --name NAME.",
            )
        return given[0]


@dataclass(slots=True)
class Forgotten:
    """What was taken away, and what stays although it belongs to them."""

    removed: Removed
    snapshots: int
    """Sealed snapshots of these listings: evidence is never touched."""
    alerts: int


def listings_of(index: Index, whom: Whom) -> list[Listing]:
    """The listings that would be forgotten, at most `PER_KEY` for each way to write the contact.

    Raises `InvalidInput` for what can't name anybody.
    """
    kind = whom.kind()
    if kind == "listing":
        found = index.listing(whom.listing or "")
        return [found] if found else []
    found_ids: dict[str, None] = {}
    for key in _keys(whom):
        for ids in index.with_keys([key], limit=PER_KEY).values():
            found_ids |= dict.fromkeys(ids)
    return list(index.listings(list(found_ids)).values())


def forget(settings: Settings, index: Index, whom: Whom) -> Forgotten:
    """Takes all listings of the person away, with photos, raw pages, matches, undecided leads and alerts that wait."""
    store, outbox = Store(settings.store_url), Outbox(settings.home_path)
    removed = Removed()
    snapshots = alerts = 0
    while listings := listings_of(index, whom):
        ids = [listing.id for listing in listings]
        snapshots += sum(len(index.find(Snapshot, {"listing": ids[start : start + 500]})) for start in range(0, len(ids), 500))
        alerts += outbox.forget(ids)
        step = remove_listings(index, store, listings, pages=True)
        removed.add(step)
        if not step.listings:  # somebody else was faster
            break
    data = {**removed.counts(), "snapshots_kept": str(snapshots)}
    note_in_journal(index, "forget", by=settings.operator_name, subject=whom.kind(), data=data)
    # The engine's words of what was deleted go when its segments are merged, which is now.
    index.optimize()
    return Forgotten(removed, snapshots, alerts)


def _keys(whom: Whom) -> list[str]:
    if whom.seller is not None:
        source, _, id = whom.seller.partition("/")
        if not source or not id:
            raise InvalidInput(f"--seller: '{whom.seller}' is not SOURCE/ID", do="Write it as in my-forum/12345.")
        return [f"seller:{whom.seller}"]
    if whom.name is not None:
        folded = fold_text(whom.name).strip()
        if not folded:
            raise InvalidInput("--name: is empty", do="Give the seller's name as the site shows it.")
        return [f"sellername:{folded[:80]}"]
    return _handle_keys(whom.handle or "")


def _handle_keys(text: str) -> list[str]:
    kind, _, value = text.partition(":")
    value = value.strip()
    if kind not in HANDLE_KINDS or not value:
        raise InvalidInput(
            f"--handle: '{text}' is not KIND:VALUE with a kind that we know",
            do=f"Write it as in wechat:abc123; kinds are {', '.join(HANDLE_KINDS)}.",
        )
    from pipelines.reading.handles import read_handles

    # As a person types it, and in the normal form that is stored.
    normal = [one.value for one in read_handles(f"{kind}: {value}") if one.kind == kind]
    return [f"{kind}:{one}" for one in dict.fromkeys([value, value.lower(), *normal])]
