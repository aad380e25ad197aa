"""Tells of what a run found: new leads, those of one series as one; sources that fell silent or seem to have changed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from campaigns.campaign import Campaign
from tidewaiter.config import Settings
from tidewaiter.model import Lead, Match

if TYPE_CHECKING:
    from campaigns.running import RunReport
    from indexers.index import Index


def as_series(index: Index, leads: list[Lead]) -> list[Lead]:
    """The run's leads, those of one series as one; of a series that was decided on before, what joined it.

    What joined a series that was dismissed was dismissed with it: nobody need be told.
    """
    from matchers.series_leads import together

    ours = {lead.id for lead in leads}
    found = []
    for one in together(index, leads):
        if one.lead.decided is None or one.lead.kind == "match":
            found.append(one.lead)
        elif one.lead.status != "dismissed":
            found += [lead for lead in one.members if lead.id in ours]
    return found


def tell_of(settings: Settings, index: Index, campaign: Campaign, report: RunReport) -> None:
    """Puts what is to be told into the outbox and delivers; `report.alerted` says whether all of it went."""
    from campaigns.alerts import changed_item, deliver, lead_item, silent_item, tell
    from campaigns.outbox import Outbox

    leads = [lead for lead in report.leads if lead.probability >= campaign.alerts.min_probability]
    matches = {lead.id: match for lead in leads for id in lead.matches[:1] if (match := index.get(Match, id))}
    listings = index.listings([match.listing for match in matches.values()])
    items = [
        lead_item(lead, listings.get(match.listing) if (match := matches.get(lead.id)) else None, match, report.run)
        for lead in leads
    ]
    items += [silent_item(source, one.usual, report.run) for source, one in report.yields.items() if one.silent]
    items += [changed_item(source, one, report.run) for source, one in report.yields.items() if one.changed]
    outbox = Outbox(settings.home_path)
    if tell(outbox, campaign.name, campaign.alerts, items, now=datetime.now(UTC)):
        deliver(settings, outbox)
        report.alerted = not any(waiting.campaign == campaign.name for waiting in outbox.waiting())
