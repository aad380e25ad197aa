"""`tidewaiter purge`."""

from __future__ import annotations

from typing import Annotated

import typer

from tidewaiter.cli.context import command_app, index_of, print_json, settings_of_call

app = command_app()


@app.command(epilog="Example: tidewaiter purge --dry-run")
def purge(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would go; take nothing away.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")] = False,
) -> None:
    """Take away what need not be kept: old listings that match nothing, with their photos and contacts; old raw pages."""
    from campaigns.retention import purge as purge_old

    settings = settings_of_call()
    with index_of(settings) as index:
        report = purge_old(settings, index, dry_run=dry_run)
    if as_json:
        print_json(report)
    else:
        print("\n".join(report.lines()))
