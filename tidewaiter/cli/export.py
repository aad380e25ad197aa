"""`tidewaiter export`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

import typer

from tidewaiter.cli.context import command_app, index_of, note, settings_of_call
from tidewaiter.errors import TidewaiterError

app = command_app()


@app.command(epilog="Example: tidewaiter export 象牙 --what listings --format csv --out ivory.csv")
def export(
    query: Annotated[str, typer.Argument(help="Words that the listings must hold; none: all.")] = "",
    what: Annotated[
        Literal["listings", "leads", "series", "matches", "sightings"], typer.Option(help="What to write out.")
    ] = "listings",
    format: Annotated[
        Literal["jsonl", "csv", "ftm", "stix", "geojson"],
        typer.Option(help="jsonl, csv, ftm (FollowTheMoney entities), stix (a 2.1 bundle), geojson (listings with a place)."),
    ] = "jsonl",
    out: Annotated[Path | None, typer.Option(help="File to write; it appears when it is whole. Default: stdout.")] = None,
) -> None:
    """Write out what is stored. Bank and payment account numbers are masked."""
    from pipelines.exporting import check_format, export_lines

    check_format(what, format)
    with index_of(settings_of_call()) as index:
        lines = export_lines(index, query, what=what, format=format)
        if out is None:
            sys.stdout.writelines(lines)
        else:
            count = _write_file(out, lines)
            note(f"{out}: {count} lines")


def _write_file(out: Path, lines: Iterable[str]) -> int:
    temporary = out.with_name(f".{out.name}.{os.getpid()}")
    count = 0
    try:
        with temporary.open("w", encoding="utf-8", newline="") as file:
            for line in lines:
                file.write(line)
                count += 1
        temporary.replace(out)
    except OSError as error:
        raise TidewaiterError(f"{out}: can't be written: {error}", do="Give another --out, or make room.") from error
    finally:
        temporary.unlink(missing_ok=True)
    return count
