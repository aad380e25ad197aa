"""`tidewaiter import`."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from tidewaiter.cli.context import command_app, index_of, note, print_json, settings_of_call
from tidewaiter.cli.progress import photo_progress
from tidewaiter.errors import InvalidInput

app = command_app()

BULK = 10_000
"""Listings in one import from which on the index is tidied up after it."""


@app.command(
    epilog="Example: tidewaiter import listings.jsonl. TIDEWAITER_TEXT_MODEL=none makes it faster, without text vectors."
)
def import_(
    files: Annotated[list[Path], typer.Argument(help="JSON Lines files in the listing shape; '-' is the standard input.")],
    as_json: Annotated[bool, typer.Option("--json", help="The report as one JSON object.")] = False,
) -> None:
    """Bring in listings from elsewhere: they are read, matched and stored like collected ones.

    Ids are kept; a listing without one gets it from its URL. Paths of photos are relative to the file that names them.
    Doing it again is harmless. A line that is no listing is reported and left out.
    """
    from pipelines.importing import ListingFiles
    from pipelines.line import Line
    from pipelines.photo_reading.queue import read_after_run

    for file in files:
        if str(file) != "-" and not file.is_file():
            raise InvalidInput(f"{file}: no such file", do="Give JSON Lines files, or '-' for the standard input.")
    settings = settings_of_call()
    source = ListingFiles(files, on_bad_line=lambda bad: note(str(bad)))
    listings = iter(source)
    first = next(listings, None)
    if first is None:
        raise InvalidInput(
            f"no line of {', '.join(map(str, files))} is a listing ({sum(source.skipped.values())} left out)",
            do="docs/contracts.md has the shape: one JSON object a line, with at least a url or an id, and a title or a text.",
        )
    with index_of(settings) as index:
        report = Line(settings, index, on_progress=lambda done, _: note(f"{done} listings")).run(chain([first], listings))
        if report.listings >= BULK:
            index.optimize()
        photos, _ = read_after_run(settings, index, on_progress=photo_progress())
    for line in photos.lines():
        note(line)
    if as_json:
        print_json({"listings": report.listings, "skipped": source.skipped, "seconds": report.seconds, "counts": report.counts})
        return
    new, changed, leads = (report.count(key) for key in ("listings/first", "listings/changed", "leads/new"))
    print(f"{report.listings} listings in {report.seconds:.1f} s: {new} new, {changed} changed, {leads} new leads")
    for reason, count in sorted(source.skipped.items()):
        print(f"{count} lines left out: {reason}")
    for key, value in sorted(report.counts.items()):
        if "/skipped/" in key or "/failed" in key:
            print(f"{key}: {value:g}")
