"""`tidewaiter leads`."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from tidewaiter.cli.context import command_app, index_of, print_json, settings_of_call
from tidewaiter.errors import InvalidInput
from tidewaiter.model import Lead, Listing, Match

if TYPE_CHECKING:
    from indexers.index import Index

app = command_app()
STATUSES = ("new", "confirmed", "dismissed", "escalated")
_TITLE_COLUMNS = 44


@app.command(epilog="Example: tidewaiter leads --status new --limit 20")
def leads(
    status: Annotated[str | None, typer.Option(help="Only those of this status: new, confirmed, dismissed, escalated.")] = None,
    campaign: Annotated[str | None, typer.Option(help="Only those of this campaign.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most this many.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Show what to look at, likeliest and gravest first, with the reasons."""
    if status is not None and status not in STATUSES:
        raise InvalidInput(f"--status: '{status}' is no status", do=f"Write one of {', '.join(STATUSES)}.")
    where = {name: value for name, value in (("status", status), ("campaign", campaign)) if value is not None}
    with index_of(settings_of_call()) as index:
        from matchers.leads import ranked

        found = ranked(index.find(Lead, where))[:limit]
        if as_json:
            for lead in found:
                print_json(lead)
        elif found:
            print("\n".join(table(index, found)))
        else:
            print("No leads." if not where else "No such leads.")


def table(index: Index, found: Sequence[Lead]) -> list[str]:
    """The lines of the table for people: a lead a line, its reasons below."""
    listings = index.listings([lead.listing for lead in found if lead.listing])
    matches = {match.id: match for match in index.find(Match, {"listing": list(listings)})} if listings else {}
    lines = [f"{'lead':<16}  {'prob.':>5}  {'severity':<8}  {'status':<9}  {'for':<24}  title"]
    for lead in found:
        match = next((matches[id] for id in lead.matches if id in matches), None)
        target = f"{match.target.kind} {match.target.id}" if match else lead.kind
        title = _title(lead, listings)
        retro = "  (found looking back)" if lead.retro else ""
        lines.append(
            f"{lead.id:<16}  {lead.probability:>5.3f}  {lead.severity:<8}  {lead.status:<9}  {target:<24}  {_cut(title)}{retro}"
        )
        if match is not None:
            lines.append("    " + " ".join(signal.why for signal in match.signals if signal.weight > 0)[:240])
    return lines


def _title(lead: Lead, listings: dict[str, Listing]) -> str:
    if lead.listing is None:
        return f"series {lead.series}"
    listing = listings.get(lead.listing)
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
