"""`tidewaiter settings`."""

from __future__ import annotations

from typing import Annotated

import typer

from tidewaiter.cli.context import HOME, command_app, print_json
from tidewaiter.config import PREFIX, load_settings
from tidewaiter.masking import without_password

app = command_app()


@app.command(epilog="Example: tidewaiter settings --json")
def settings(as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False) -> None:
    """Show every setting: value, where the value came from, and what it means."""
    _, origins = load_settings(home=HOME.get())
    for name, value, origin, sentence in origins:
        shown = value if isinstance(value, int | float) else without_password(str(value))
        if as_json:
            print_json({"name": name, "value": shown, "origin": origin, "variable": PREFIX + name.upper(), "help": sentence})
        else:
            print(f"{name} = {shown}\n    {sentence} [{origin}; {PREFIX}{name.upper()}]")
