"""Seals snapshots of what a run found, as its campaign says: of new leads, of every new listing, or of none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from campaigns.campaign import Campaign
from tidewaiter.config import Settings
from tidewaiter.errors import TidewaiterError
from tidewaiter.model import Sighting, Snapshot

if TYPE_CHECKING:
    from campaigns.running import RunReport
    from crawlers.run import Start
    from indexers.index import Index

log = structlog.get_logger(__name__)

MAX_SNAPSHOTS = 200
"""Snapshots that one run seals at most."""


def seal(settings: Settings, index: Index, campaign: Campaign, report: RunReport, starts: list[Start], *, since: str) -> None:
    """Counts in the report what was sealed and what failed. What an earlier part of the run sealed is not sealed again."""
    from evidence.capture import capture
    from web.guard import AddressGuard

    if campaign.capture == "never":
        return
    if campaign.capture == "all":
        first = index.find(Sighting, {"run": report.run, "kind": "first"})
        ids = list(dict.fromkeys(sighting.listing for sighting in first))
    else:
        ids = list(dict.fromkeys(lead.listing for lead in report.leads if lead.listing))
    guard = AddressGuard(settings.allow_private)
    for start in starts:
        guard.allow_url(start.url)
        for pair in start.source.allow_private if start.source else ():
            guard.allow(pair)
    listings = index.listings(ids[:MAX_SNAPSHOTS])
    # What an earlier part of this run sealed before it died is not sealed again.
    done = {one.listing for one in index.find(Snapshot, {"listing": list(listings)}) if one.captured >= since} if ids else set()
    report.snapshots = len(done)
    for listing in listings.values():
        if listing.id in done:
            continue
        try:
            index.put([capture(settings, listing.url, listing=listing.id, allowed=guard.allowed)])
        except TidewaiterError as error:
            log.warning("capture.failed", listing=listing.id, reason=type(error).__name__)
            report.snapshots_failed += 1
        else:
            report.snapshots += 1
