"""What one more sighting of a listing changes: the stored listing and the new one become one, and the difference is kept."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from tidewaiter.identity import canonical_url
from tidewaiter.model import Listing, Sighting, SightingKind
from tidewaiter.serialising import to_json

COMPARED = ("title", "text", "price", "availability", "seller", "photos", "place", "sku")
"""Fields whose change is worth a sighting; the history of the price is the changes of `price`."""
UNAVAILABLE = frozenset({"OutOfStock", "SoldOut", "Discontinued"})
LONGEST_KEPT = 2000
"""Characters of a field's earlier form that a sighting keeps; the page itself lies in the store."""


def merged(before: Listing | None, listing: Listing, *, at: str) -> Listing:
    """The listing as it is to be stored: first seen stays, last seen moves on, other URLs become aliases.

    A listing that is gone keeps what was known of it. at: time of this sighting, RFC 3339.
    """
    if before is None:
        first = min(filter(None, (listing.first_seen, at)))
        return replace(listing, first_seen=first, last_seen=listing.last_seen or at, aliases=_aliases(listing))
    first = min(filter(None, (before.first_seen, listing.first_seen, at)))
    if listing.status == "gone" and not (listing.title or listing.text):
        run, campaign = listing.run or before.run, listing.campaign or before.campaign
        return replace(before, status="gone", first_seen=first, run=run, campaign=campaign, why_gone=listing.why_gone)
    last = max(filter(None, (before.last_seen, at)))
    return replace(
        listing, first_seen=first, last_seen=last, aliases=_aliases(listing, before), page=listing.page or before.page
    )


def sighting_of(before: Listing | None, after: Listing, *, at: str | None = None) -> Sighting | None:
    """What was seen: `first`, `changed` (with the fields), `sold`, `gone`, `back`; None where nothing is new.

    `sold`: it can't be had any more, and its page says so; `back`: it can be had again, or is there again. at: when (None:
    when it was last seen, which is before it was gone).
    """
    changes = () if before is None else changes_between(before, after)
    kind: SightingKind
    if before is None:
        kind = "first"
    elif before.status != after.status:
        kind = "gone" if after.status == "gone" else "back"
    elif is_sold(after) and not is_sold(before):
        kind = "sold"
    elif after.availability and is_sold(before) and not is_sold(after):
        kind = "back"
    elif changes:
        kind = "changed"
    else:
        return None
    when = (after.first_seen if kind == "first" else at or after.last_seen) or ""
    why = after.why_gone if kind == "gone" else None
    return Sighting(f"{when}-{after.id}-{kind}", after.id, when, kind, changes=changes, run=after.run, why=why)


def is_sold(listing: Listing) -> bool:
    """Whether it can't be had any more, by what its page says."""
    return listing.availability in UNAVAILABLE


def changes_between(before: Listing, after: Listing) -> tuple[tuple[str, str, str], ...]:
    """(field, before, after) of each compared field that differs, as the texts that a person reads."""
    pairs = ((name, _shown(name, before), _shown(name, after)) for name in COMPARED)
    return tuple((name, old[:LONGEST_KEPT], new[:LONGEST_KEPT]) for name, old, new in pairs if old != new)


def _shown(name: str, listing: Listing) -> str:
    if name == "photos":
        # The photo itself where it is known: its URL changes with every sign-off of a signed address.
        return " ".join(photo.sha256 or photo.url or photo.path or "" for photo in listing.photos)
    value: Any = getattr(listing, name)
    if value is None or isinstance(value, str):
        return value or ""
    shape: dict[str, Any] = to_json(value)
    shape.pop("spans", None)
    return json.dumps(shape, ensure_ascii=False, sort_keys=True)


def _aliases(listing: Listing, before: Listing | None = None) -> list[str]:
    urls = [*(before.aliases if before else []), *([before.url] if before else []), *listing.aliases]
    return [url for url in dict.fromkeys(canonical_url(url) for url in urls if url) if url != canonical_url(listing.url)]
