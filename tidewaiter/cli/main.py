"""`tidewaiter`: finds the command's module, loads the settings, turns errors into messages and exit codes.

Exit codes: 0 success, 1 failure at work, 2 wrong usage or invalid input, 130 Ctrl-C.
"""

from __future__ import annotations

import importlib
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
import typer.core
import typer.main

from tidewaiter.cli.context import HOME, command_app
from tidewaiter.errors import TidewaiterError

COMMANDS: dict[str, tuple[str, str]] = {
    # name: (module in this package, sentence for `tidewaiter --help`)
    "run": ("run", "Run a campaign now; an interrupted run is taken up where it was."),
    "crawl": ("crawl", "Collect listings from sites that no source file describes."),
    "login": ("login", "Log in to a source's site by hand; the session is kept, encrypted."),
    "sources": ("sources", "How sites are read: list, show, test rules, learn them from an example page."),
    "extract": ("extract", "Show what one saved page gives; nothing is stored."),
    "read": ("read", "Show what a text gives: handles, prices, places, code words, identifiers."),
    "import": ("import_", "Bring in listings from elsewhere."),
    "photos": ("photos", "Read what stands in photos: text, QR and bar codes, place and time."),
    "export": ("export", "Write out listings, matches, leads or series."),
    "goods": ("goods", "Watched goods: check, add, list, show."),
    "cases": ("cases", "Known cases: check, add, list, show."),
    "search": ("search", "Search listings."),
    "listings": ("listings", "One stored listing with its history: sightings and prices."),
    "lookup": ("lookup", "From a phone, account, name, number or photo to listings, sellers, series and cases."),
    "leads": ("leads", "What to look at, with reasons."),
    "lead": ("lead", "Show one lead and decide on it."),
    "calibrate": ("calibrate", "Fit the weights of all reasons to what analysts decided."),
    "series": ("series", "Listings and cases that belong together, and why."),
    "ways": ("ways", "Ask the five ways: case to person, person to case, enterprise, goods and case to case."),
    "words": ("words", "New code words: find them in what is stored, accept or reject them."),
    "capture": ("capture", "Seal a snapshot of a page as evidence."),
    "verify": ("verify", "Check snapshots, with no network and no index."),
    "desk": ("desk", "Serve the analyst's web application."),
    "schedule": ("schedule", "Run campaigns when they are due, until stopped."),
    "status": ("status", "What every campaign is doing: last run, run under way, next due."),
    "learned": ("learned", "What a campaign has learned of where its finds are."),
    "stop": ("stop", "End what runs here, cleanly and within 5 seconds."),
    "pause": ("pause", "Have the scheduler leave a campaign out."),
    "resume": ("resume", "End a pause."),
    "warnings": ("warnings", "Early warning: what is offered more than its own past explains."),
    "purge": ("purge", "Take away what need not be kept any more."),
    "forget": ("forget", "Take away all that is stored of a person, a seller or a listing."),
    "reread": ("reread", "Read the raw pages that were kept again, with today's readers."),
    "index": ("index", "State of the index: info, rebuild, migrate."),
    "doctor": ("doctor", "What is missing on this machine, and how to get it."),
    "settings": ("settings", "Every setting, its value and where it came from."),
}


class _Commands(typer.core.TyperGroup):
    """Imports a command's module (which holds a Typer `app`) when it is named."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        app = importlib.import_module(f"tidewaiter.cli.{COMMANDS[cmd_name][0]}").app
        command = typer.main.get_command(app)
        command.name = cmd_name
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, sentence) for name, (_, sentence) in COMMANDS.items()])


app = command_app(cls=_Commands, no_args_is_help=True)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(f"tidewaiter {version('tidewaiter')}")
        raise typer.Exit


@app.callback(epilog="Example: tidewaiter crawl http://shop.example/ --limit 200. Each command has --help with an example.")
def root(
    home: Annotated[Path | None, typer.Option(help="Folder with all state (or TIDEWAITER_HOME).", file_okay=False)] = None,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")] = False,
) -> None:
    """Tidewaiter finds smuggling in online listings: it collects, reads, matches and seals evidence."""
    HOME.set(home)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and gives its exit code."""
    try:
        app(args=list(arguments) if arguments is not None else None, prog_name="tidewaiter")
    except TidewaiterError as error:
        print(f"tidewaiter: {error.what}\n  {error.do}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("tidewaiter: stopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 0  # the reader of our output went away (`| head`)
    except OSError as error:
        print(f"tidewaiter: {error}\n  See that there is room, and the right to read and write there.", file=sys.stderr)
        return 1
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 1
    return 0


def script() -> None:
    """Entry point of the console script: whatever the locale says, text is UTF-8; a closed stream is an empty one."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - it lives as long as we do
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace" if mode == "r" else "backslashreplace")
    code = main()
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os._exit(code)  # as above; the interpreter's end would try to flush once more, and complain
    except OSError as error:
        print(f"tidewaiter: the results can't be written: {error}\n  See that there is room.", file=sys.stderr)
        os._exit(1)  # what can't be flushed would fail once more at the interpreter's end
    sys.exit(code)


if __name__ == "__main__":
    script()
