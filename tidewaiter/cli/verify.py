"""`tidewaiter verify`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tidewaiter.cli.context import command_app, print_json
from tidewaiter.errors import InvalidInput

app = command_app()


@app.command(epilog="Example: tidewaiter verify ~/.tidewaiter/evidence/*.wacz --ledger ~/.tidewaiter/evidence/ledger")
def verify(
    files: Annotated[list[Path], typer.Argument(help="Snapshots to check.")],
    ledger: Annotated[
        Path | None, typer.Option(help="Folder of the custody ledger; without it only the files themselves are checked.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Check that snapshots are unchanged since they were sealed. Needs no network and no index.

    Exit code 0: all hold; 1: something failed (each failure is named); 2: wrong usage.
    """
    from evidence.verify import verify as check

    for file in files:
        if not file.is_file():
            raise InvalidInput(f"{file}: no such file", do="Give the .wacz files that `tidewaiter capture` wrote.")
    if ledger and not (ledger / "ledger.jsonl").is_file():
        raise InvalidInput(
            f"--ledger: {ledger} holds no ledger.jsonl",
            do="Give the folder evidence/ledger of the installation that captured.",
        )
    results = [check(file, ledger) for file in files]
    for result in results:
        if as_json:
            print_json({"ok": result.ok, **_fields(result)})
            continue
        print(f"{'whole  ' if result.ok else 'FAILED '} {result.file}")
        for line in (
            *(f"  failure: {failure}" for failure in result.failures),
            *(f"  note: {note}" for note in result.notes),
            f"  page: {result.url or 'unknown'}, captured {result.captured or 'unknown'}",
            f"  SHA-256: {result.sha256}",
        ):
            print(line)
    if not all(result.ok for result in results):
        raise typer.Exit(1)


def _fields(result: object) -> dict[str, object]:
    return {name: value for name in result.__slots__ if (value := getattr(result, name))}  # type: ignore[attr-defined]
