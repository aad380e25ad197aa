"""`tidewaiter leads`."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tidewaiter.cli.context import command_app, index_of, print_json, settings_of_call
from tidewaiter.errors import InvalidInput
from tidewaiter.model import Lead, Listing, Match
from tidewaiter.serialising import to_json

if TYPE_CHECKING:
    from indexers.index import Index
    from matchers.series_leads import FoldedLead

app = command_app()
STATUSES = ("new", "confirmed", "dismissed", "escalated")
MOST_FOLDED = 5
"""Leads of a series that the table shows."""
_TITLE_COLUMNS = 44


@app.command(epilog="Example: tidewaiter leads --status new --limit 20")
def leads(
    status: Annotated[str | None, typer.Option(help="Only those of this status: new, confirmed, dismissed, escalated.")] = None,
    campaign: Annotated[str | None, typer.Option(help="Only those of this campaign.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most this many.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Show what to look at, likeliest and gravest first, with the reasons; the leads of one series as one."""
    if status is not None and status not in STATUSES:
        raise InvalidInput(f"--status: '{status}' is no status", do=f"Write one of {', '.join(STATUSES)}.")
    with index_of(settings_of_call()) as index:
        from matchers.series_leads import folded_leads

        found = folded_leads(index, status=status, campaign=campaign)[:limit]
        if as_json:
            for one in found:
                print_json(shape(one))
        elif found:
            print("\n".join(table(index, found)))
        else:
            print("No leads." if status is campaign is None else "No such leads.")


def shape(one: FoldedLead) -> dict[str, Any]:
    """The JSON of a lead; that of a series also has what is folded under it, and who joined since it was decided on."""
    lead: dict[str, Any] = to_json(one.lead)
    if one.lead.kind == "series":
        lead |= {"listings": one.listings, "members": to_json(one.members)} | ({"joined": one.joined} if one.joined else {})
    return lead


def table(index: Index, found: Sequence[FoldedLead]) -> list[str]:
    """The lines of the table for people: a lead a line, its reasons below, then the listings of a series."""
    shown = [one.members[:MOST_FOLDED] if one.members else [one.lead] for one in found]
    listings = index.listings(list(dict.fromkeys(lead.listing for leads in shown for lead in leads if lead.listing)))
    matches = {match.id: match for match in index.find(Match, {"listing": list(listings)})} if listings else {}
    lines = [f"{'lead':<16}  {'prob.':>5}  {'severity':<8}  {'status':<9}  {'for':<24}  title"]
    for one, leads in zip(found, shown, strict=True):
        match = next((matches[id] for id in leads[0].matches if id in matches), None)
        if one.lead.kind == "series":
            lines.append(_line(one.lead, _target(one.lead, match), _of_series(one)))
        else:
            lines.append(_line(one.lead, _target(one.lead, match), _title(one.lead, listings)))
        if match is not None:
            lines.append("    " + " ".join(signal.why for signal in match.signals if signal.weight > 0)[:240])
        for lead in leads if one.members else ():
            of = next((matches[id] for id in lead.matches if id in matches), None)
            lines.append("  " + _line(lead, _target(lead, of), _title(lead, listings), after=_decided_with(one, lead)))
        if len(one.members) > len(leads):
            lines.append(f"    and {len(one.members) - len(leads)} more: tidewaiter lead {one.lead.id}")
    return lines


def _line(lead: Lead, target: str, title: str, *, after: str = "") -> str:
    retro = "  (found looking back)" if lead.retro else ""
    what = f"{lead.id:<16}  {lead.probability:>5.3f}  {lead.severity:<8}  {lead.status:<9}  {target:<24}"
    return f"{what}  {_cut(title)}{retro}{after}"


def _target(lead: Lead, match: Match | None) -> str:
    return f"{match.target.kind} {match.target.id}" if match else lead.kind


def _of_series(one: FoldedLead) -> str:
    since = f", {len(one.joined)} joined since" if one.joined else ""
    return f"{one.lead.series}: {len(one.listings)} listings{since}"


def _decided_with(one: FoldedLead, lead: Lead) -> str:
    return "  (joined since)" if lead.listing in one.joined else ""


def _title(lead: Lead, listings: dict[str, Listing]) -> str:
    listing = listings.get(lead.listing or "")
    return " ".join((listing.title or listing.text).split()) if listing else f"listing {lead.listing} (no longer stored)"


def _cut(text: str) -> str:
    """As much of a title as fits its column; Han are two columns wide. Control characters would play with the terminal."""
    columns = 0
    kept: list[str] = []
    for character in text:
        if unicodedata.category(character).startswith("C"):
            continue
        columns += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if columns > _TITLE_COLUMNS:
            return "".join(kept) + "…"
        kept.append(character)
    return "".join(kept)
