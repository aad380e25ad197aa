"""`tidewaiter photos`."""

from __future__ import annotations

from typing import Annotated

import typer

from tidewaiter.cli.context import command_app, index_of, note, print_json, settings_of_call
from tidewaiter.cli.progress import photo_progress

app = command_app(no_args_is_help=True)


@app.callback(epilog="Example: tidewaiter photos read --limit 500")
def photos() -> None:
    """Read what stands in photos: text, QR and bar codes, place and time."""


@app.command(epilog="Example: tidewaiter photos read --limit 500")
def read(
    limit: Annotated[int | None, typer.Option(min=1, help="Photos read at most; without it, photos_read_per_run.")] = None,
    look_through: Annotated[
        bool, typer.Option("--all", help="First look through all stored listings for photos that were never queued.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The report as one JSON object.")] = False,
) -> None:
    """Read the photos that wait, those of listings with leads first. Stopped at any time, it goes on where it was."""
    from pipelines.photo_reading.queue import PhotoQueue

    settings = settings_of_call()
    with index_of(settings) as index:
        queue = PhotoQueue(settings, index)
        if look_through:
            queue.queue_all()
        report = queue.work(limit=limit, on_progress=photo_progress())
    if as_json:
        print_json(report)
        return
    print("\n".join(report.lines() or ["no photo waits to be read"]))


@app.command(epilog="Example: tidewaiter photos show 3f5a0c...")
def show(
    photo: Annotated[str, typer.Argument(help="SHA-256 of the photo.")],
    as_json: Annotated[bool, typer.Option("--json", help="The reading as one JSON object.")] = False,
) -> None:
    """Show what was read in a photo, by what and when."""
    from tidewaiter.errors import InvalidInput
    from tidewaiter.model import PhotoReading

    with index_of(settings_of_call()) as index:
        reading = index.get(PhotoReading, photo)
    if reading is None:
        raise InvalidInput(f"{photo}: no such photo", do="`tidewaiter search` and `export` show the photos of listings.")
    if as_json:
        print_json(reading)
        return
    note(f"{reading.state}{': ' + reading.reason if reading.reason else ''}")
    facts = {
        "taken": reading.taken, "at": reading.place.name if reading.place else None, "camera": reading.camera,
        "read": reading.read, "by": reading.engine,
    }  # fmt: skip
    print("\n".join([*(f"{name}: {value}" for name, value in facts.items() if value), "", reading.text]))
