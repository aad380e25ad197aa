"""What every command needs: the settings of this call, the open index, and how results are printed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from tidewaiter.config import Settings, load_settings
from tidewaiter.serialising import to_json

if TYPE_CHECKING:
    from indexers.index import Index


HOME: ContextVar[Path | None] = ContextVar("HOME", default=None)
"""What the global option --home gave."""


def command_app(**options: Any) -> typer.Typer:
    """A Typer application as every command module uses it: plain text help and errors, no traceback art."""
    return typer.Typer(
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        **options,
    )


def settings_of_call(*, logs: bool = True, **overrides: Any) -> Settings:
    """The settings of this call; `overrides` are what the command line gave (None: not given). Sets up the logs.

    logs: without them a command starts a fifth sooner; for those that have nothing to log.
    """
    settings, _ = load_settings(home=HOME.get(), **overrides)
    if logs:
        from tidewaiter.logs import set_up_logs

        set_up_logs(settings)
    return settings


@contextmanager
def index_of(settings: Settings) -> Iterator[Index]:
    """The index that the settings name, closed at the end."""
    from indexers.opening import open_index

    index = open_index(settings)
    try:
        yield index
    finally:
        index.close()


def print_json(value: object) -> None:
    """One object a line on stdout, UTF-8, unknown values left out."""
    sys.stdout.write(json.dumps(to_json(value), ensure_ascii=False) + "\n")


def note(message: str) -> None:
    """A line for the person at the keyboard, on stderr: progress and results that are no data."""
    print(message, file=sys.stderr)
