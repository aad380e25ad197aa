"""What one more look at a listing tells of how often it changes; `crawlers/revisits` works out from it what is due."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from tidewaiter.model import Listing, Match, Sighting, StillThere, Visits

FADING_DAYS = 180.0
"""Days between looks after which what was seen before them counts half: sellers and sites change their ways."""
LONGEST_ETAG = 500
"""Characters of an ETag or Last-Modified; a longer one is not kept."""

N = TypeVar("N", bound=float)


def with_look(changes: N, days: N, days_changed: N, *, after: N, changed: N) -> tuple[N, N, N]:
    """The three numbers after one more look (arrays of them, too). after: days since the look before; changed: 0 or 1."""
    kept = 0.5 ** (after / FADING_DAYS)
    return changes * kept + changed, days * kept + after, days_changed * kept + after * changed


def looked_at(
    before: Visits | None, listing: Listing, sighting: Sighting | None, matches: list[Match] | None, *, at: str
) -> Visits:
    """The visits after a page was read. sighting: what it brought; None: nothing new. at: when, RFC 3339."""
    changed = sighting is not None and sighting.kind != "first" and matters(sighting)
    numbers = (0.0, 0.0, 0.0)
    if before is not None:
        numbers = with_look(
            before.changes, before.days, before.days_changed, after=_days(before.at, at), changed=float(changed)
        )
    same_status = before is not None and before.status == listing.status
    etag, modified = _validators(listing)
    return Visits(
        id=listing.id,
        url=listing.url,
        source=listing.source,
        campaign=listing.campaign or "",
        at=max(at, before.at) if before else at,
        seller=(listing.seller.id or listing.seller.name) if listing.seller else None,
        changes=numbers[0],
        days=numbers[1],
        days_changed=numbers[2],
        interest=_interest(before, matches),
        status=listing.status,
        since=before.since if before is not None and same_status else at,
        etag=etag,
        modified=modified,
        distrusted=_lied(before, etag, modified, changed=changed),
    )


def seen_again(before: Visits, seen: StillThere) -> Visits:
    """The visits after a page answered that it is as it was."""
    numbers = with_look(before.changes, before.days, before.days_changed, after=_days(before.at, seen.at), changed=0.0)
    return replace(
        before, at=max(seen.at, before.at), changes=numbers[0], days=numbers[1], days_changed=numbers[2],
        unmodified=before.unmodified + 1,
    )  # fmt: skip


def matters(sighting: Sighting) -> bool:
    """Whether what changed says something about the listing: counters of views and "3 hours ago" change at every look."""
    return sighting.kind != "changed" or any(
        field != "text" or _without_counters(old) != _without_counters(new) for field, old, new in sighting.changes
    )


def _without_counters(text: str) -> str:
    # Up to four digits: a telephone number that is another one is a change.
    return re.sub(r"(?<!\d)\d{1,4}(?!\d)|\s+", "", text)


def _validators(listing: Listing) -> tuple[str | None, str | None]:
    """ETag and Last-Modified to ask with at the next look."""
    return (None, None) if listing.status == "gone" else (_short(listing.etag), _short(listing.modified))


def _lied(before: Visits | None, etag: str | None, modified: str | None, *, changed: bool) -> bool:
    """Whether the server said that nothing had changed, and something had."""
    if before is None or before.distrusted:
        return before is not None
    return changed and (etag, modified) != (None, None) and (etag, modified) == (before.etag, before.modified)


def _short(value: str | None) -> str | None:
    return value if value and len(value) <= LONGEST_ETAG else None


def _interest(before: Visits | None, matches: list[Match] | None) -> float:
    if matches is None:
        return before.interest if before else 0.0
    return round(max((match.probability for match in matches), default=0.0), 4)


def _days(since: str, at: str) -> float:
    try:
        return max((datetime.fromisoformat(at) - datetime.fromisoformat(since)).total_seconds() / 86400, 0.0)
    except ValueError:
        return 0.0
