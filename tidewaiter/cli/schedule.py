"""`tidewaiter schedule`."""

from __future__ import annotations

import signal
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Annotated

import typer

from tidewaiter.cli.context import command_app, note, settings_of_call
from tidewaiter.errors import InvalidInput

app = command_app()


@app.command(epilog="Example: tidewaiter schedule ivory.yml pangolin.yml")
def schedule(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[CAMPAIGN.yml...]", help="Campaigns or folders; default: HOME/campaigns.")
    ] = None,
) -> None:
    """Run campaigns when they are due, until stopped with Ctrl-C.

    A campaign never runs twice at once; runs that were missed while this was off are caught up once.
    """
    from campaigns.due import next_due
    from campaigns.scheduling import run_schedule, scheduler_of

    settings = settings_of_call()
    folder = settings.home_path / "campaigns"
    if not files and not folder.is_dir():
        raise InvalidInput(
            f"{folder} is not there", do="Put campaign files into it, or name them: tidewaiter schedule FILE.yml."
        )
    scheduler = scheduler_of(settings, files or [folder])
    for path, campaign in scheduler.campaigns.items():
        when = next_due(campaign.schedule, datetime.now(UTC)).isoformat() if campaign.schedule else "by hand only"
        note(f"{campaign.name} ({path.name}): {when}")
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    run_schedule(scheduler, stop)
