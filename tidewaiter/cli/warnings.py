"""`tidewaiter warnings`."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Annotated

import typer

from tidewaiter.cli.context import command_app, index_of, note, print_json, settings_of_call

app = command_app()


@app.command(epilog="Example: tidewaiter warnings --days 14 --json")
def warnings(
    days: Annotated[int, typer.Option(min=1, max=90, help="What began within so many days.")] = 7,
    at: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As of the end of this day; default: now.")] = None,
    tell: Annotated[bool, typer.Option("--tell", help="Also tell those whose campaigns want warnings, each one once.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Show which goods, code words, contacts, places, routes and sources are offered more than their own past explains."""
    from campaigns.warning import warnings_of

    settings = settings_of_call()
    moment = datetime.combine(at.date(), time(23, 59), UTC) if at is not None else None
    with index_of(settings) as index:
        found = warnings_of(index, at=moment, days=days)
    for one in found:
        if as_json:
            print_json(one)
        else:
            print(f"{one.text}\n    {' '.join(one.listings[:5])}{' ...' if len(one.listings) > 5 else ''}")
    if not found and not as_json:
        print("Nothing unusual.")
    if tell and found:
        from campaigns.alerts import tell_warnings

        note(f"tidewaiter: {tell_warnings(settings, found)} warnings told that were not told before.")
