"""`tidewaiter pause`."""

from __future__ import annotations

from typing import Annotated

import typer

from tidewaiter.cli.context import command_app, settings_of_call

app = command_app()


@app.command(epilog="Example: tidewaiter pause ivory")
def pause(campaign: Annotated[str, typer.Argument(help="Name or file of the campaign.")]) -> None:
    """Have the scheduler leave a campaign out; a run of it is ended and goes on at `tidewaiter resume`."""
    from campaigns.naming import campaign_named
    from campaigns.stopping import stop

    settings = settings_of_call()
    folder = campaign_named(settings, campaign)
    folder.pause()
    for one in stop(settings, folder.slug):
        print(f"{one.what} (process {one.pid}): {'ended' if one.how == 'cleanly' else one.how} after {one.seconds:.1f} s")
    print(f"{folder.noted().get('name') or folder.slug}: paused.")
