"""`tidewaiter stop`."""

from __future__ import annotations

from typing import Annotated

import typer

from tidewaiter.cli.context import command_app, print_json, settings_of_call

app = command_app()


@app.command(epilog="Example: tidewaiter stop; or of one campaign: tidewaiter stop ivory")
def stop(
    campaign: Annotated[str | None, typer.Argument(help="Name or file; default: all runs, crawls and the scheduler.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """End what runs here, cleanly and within 5 seconds. What was read is stored; a run goes on where it was the next time."""
    from campaigns.naming import campaign_named
    from campaigns.stopping import stop as stop_all

    settings = settings_of_call()
    ended = stop_all(settings, campaign_named(settings, campaign).slug if campaign is not None else None)
    for one in ended:
        if as_json:
            print_json(one)
        elif one.how == "refused":
            print(f"{one.what} (process {one.pid}) belongs to another user and goes on.")
        else:
            print(f"{one.what} (process {one.pid}): {'ended' if one.how == 'cleanly' else 'killed'} after {one.seconds:.1f} s")
    if not ended and not as_json:
        print("Nothing runs.")
    if any(one.how == "refused" for one in ended):
        raise typer.Exit(1)
