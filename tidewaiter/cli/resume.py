"""`tidewaiter resume`."""

from __future__ import annotations

from typing import Annotated

import typer

from tidewaiter.cli.context import command_app, settings_of_call

app = command_app()


@app.command(epilog="Example: tidewaiter resume ivory")
def resume(campaign: Annotated[str, typer.Argument(help="Name or file of the campaign.")]) -> None:
    """End a pause. The scheduler takes up the run that was interrupted, and what it missed, once."""
    from campaigns.lock import holder_of
    from campaigns.naming import campaign_named

    settings = settings_of_call()
    folder = campaign_named(settings, campaign)
    name = folder.noted().get("name") or folder.slug
    if not folder.resume():
        print(f"{name}: was not paused.")
    elif holder_of(settings.home_path / "schedule") is not None:
        print(f"{name}: goes on.")
    else:
        print(f"{name}: no longer paused. No scheduler runs: start one with `tidewaiter schedule`, or `tidewaiter run` it now.")
