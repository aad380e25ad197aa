"""`tidewaiter reread`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tidewaiter.cli.context import command_app, index_of, print_json, settings_of_call
from tidewaiter.errors import InvalidInput

app = command_app()


@app.command(epilog="Example: tidewaiter reread --since 2026-01-01 --source my-forum")
def reread(
    since: Annotated[str | None, typer.Option(help="Only listings last seen from this date on (ISO 8601).")] = None,
    source: Annotated[str | None, typer.Option(help="Only listings of this source.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")] = False,
) -> None:
    """Read the raw pages that were kept again with today's readers, and match what they give. Nothing is fetched."""
    from campaigns.rereading import reread as read_again
    from pipelines.importing import moment

    settings = settings_of_call()
    from_then = moment(since, "--since") if since is not None else None
    if since is not None and from_then is None:
        raise InvalidInput("--since: is empty", do="Write a date, as in 2026-01-31.")

    def progress(done: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{done} listings")
            sys.stderr.flush()

    with index_of(settings) as index:
        report = read_again(settings, index, since=from_then, source=source, on_progress=progress)
    if as_json:
        print_json(report)
    else:
        print("\n".join(report.lines()))
