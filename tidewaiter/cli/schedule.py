"""`tidewaiter schedule`."""

from __future__ import annotations

import signal
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Annotated

import typer

from tidewaiter.cli.context import command_app, note, settings_of_call
from tidewaiter.errors import InvalidInput

app = command_app()


@app.command(epilog="Example: tidewaiter schedule ivory.yml pangolin.yml --metrics-port 9464")
def schedule(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[CAMPAIGN.yml...]", help="Campaigns or folders; default: HOME/campaigns.")
    ] = None,
    metrics_port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Serve Prometheus metrics at this port; 0: any free one.")
    ] = None,
    metrics_host: Annotated[str, typer.Option(help="Address that the metrics listen on.")] = "127.0.0.1",
) -> None:
    """Run campaigns when they are due, until stopped with Ctrl-C or `tidewaiter stop`.

    A campaign never runs twice at once; runs that were missed while this was off are caught up once; a run that died is
    taken up where it was. Once a day what need not be kept is purged.
    """
    from campaigns.alerts import deliver_at_each_look
    from campaigns.due import due_after
    from campaigns.metrics import serve_metrics
    from campaigns.scheduling import run_schedule, scheduler_of

    settings = settings_of_call()
    folder = settings.home_path / "campaigns"
    if not files and not folder.is_dir():
        raise InvalidInput(
            f"{folder} is not there", do="Put campaign files into it, or name them: tidewaiter schedule FILE.yml."
        )
    scheduler = scheduler_of(settings, files or [folder])
    now = datetime.now(UTC)
    for path, one in scheduler.campaigns.items():
        when = due_after(one.schedule, now, jitter=one.jitter, name=one.slug).isoformat() if one.schedule else "by hand only"
        note(f"{one.name} ({path.name}): {when}")
    stop = Event()
    interrupted = Event()

    def end(number: int, _: object) -> None:
        stop.set()
        if number == signal.SIGINT:
            interrupted.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    with ExitStack() as ends:
        if metrics_port is not None:
            port, end_metrics = serve_metrics(settings, metrics_port, host=metrics_host)
            ends.callback(end_metrics)
            note(f"metrics: http://{metrics_host}:{port}/metrics")
        run_schedule(scheduler, stop, each_look=deliver_at_each_look(settings))
    if interrupted.is_set():
        raise KeyboardInterrupt
