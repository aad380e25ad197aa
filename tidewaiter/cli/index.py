"""`tidewaiter index`: info, rebuild, migrate."""

from __future__ import annotations

from typing import Annotated

import typer

from tidewaiter.cli.context import command_app, index_of, note, print_json, settings_of_call

app = command_app()


@app.callback(epilog="Example: tidewaiter index info")
def index() -> None:
    """State of the index: info, rebuild, migrate."""


@app.command(epilog="Example: tidewaiter index info --json")
def info(as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False) -> None:
    """Show engine, address, schema, text model, counts by type and bytes on disk."""
    with index_of(settings_of_call()) as opened:
        facts = opened.info()
    if as_json:
        print_json(facts)
        return
    width = max(map(len, facts))
    for name, value in facts.items():
        print(f"{name:<{width}}  {value}")


@app.command(epilog="Example: tidewaiter index rebuild")
def rebuild() -> None:
    """Make words, keys and hashes again from the stored documents, after an update that reads them in another way.

    Others may go on reading meanwhile; writers wait (embedded) or are refused (Elasticsearch).
    """
    with index_of(settings_of_call()) as opened:
        count = opened.rebuild()
        opened.optimize()
    note(f"Rebuilt: {count} listings.")


@app.command(epilog="Example: tidewaiter index migrate")
def migrate() -> None:
    """Bring an index of an older version up to date; done by itself whenever an index is opened."""
    with index_of(settings_of_call()) as opened:  # opening it is what migrates
        facts = opened.info()
    note(f"{facts['address']}: schema {facts['schema']}, {facts['listings']} listings.")
