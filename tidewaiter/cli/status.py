"""`tidewaiter status`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tidewaiter.cli.context import command_app, index_of, print_json, settings_of_call

if TYPE_CHECKING:
    from campaigns.status import CampaignStatus, Status

app = command_app()


@app.command(epilog="Example: tidewaiter status --json")
def status(as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False) -> None:
    """Show what every campaign is doing: last run, run under way, next due; and alerts that wait."""
    from campaigns.outbox import Outbox
    from campaigns.status import status_of

    settings = settings_of_call()
    with index_of(settings) as index:
        found = status_of(settings, index)
    if as_json:
        for one in found.campaigns:
            print_json(one)
        return
    print("\n".join(_lines(found)))
    for waiting in Outbox(settings.home_path).waiting():
        problem = f" ({waiting.problem})" if waiting.problem else ""
        print(f"alerts wait: {len(waiting.items)} of '{waiting.campaign}' for {waiting.channel}{problem}")


def _lines(found: Status) -> list[str]:
    lines = [f"scheduler: process {found.scheduler}" if found.scheduler else "scheduler: not running"]
    for one in found.campaigns:
        lines.append(f"{one.campaign}: {one.state}")
        lines += [f"  {line}" for line in _details(one)]
    return lines if found.campaigns else [*lines, "No campaign has run here yet, and HOME/campaigns holds none."]


def _details(one: CampaignStatus) -> list[str]:
    told = []
    if one.problem:
        told.append(f"its file can't be used: {one.problem}")
    if now := one.running:
        told.append(f"now   process {now.pid} since {now.since}, {now.seconds:.0f} s:")
        told[-1] += f" {now.pages} pages, {now.listings} listings, {now.leads} leads"
    if last := one.last:
        ended = last.ended or "?"
        told.append(f"last  {last.outcome}, {ended}: {last.pages} pages, {last.listings} listings, {last.leads} leads")
    if one.next_due:
        told.append(f"next  {one.next_due}")
    elif one.schedule:
        told.append(f"schedule {one.schedule}")
    return told
