"""`tidewaiter cases`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tidewaiter.case import Case, read_case
from tidewaiter.cli import watched
from tidewaiter.cli.context import command_app, index_of, print_json, settings_of_call
from tidewaiter.masking import masked
from tidewaiter.model import Identifier

app = command_app(
    help="Known cases: check, add, list, show.", no_args_is_help=True, epilog="Example: tidewaiter cases add cases/"
)

Files = Annotated[list[Path], typer.Argument(help="YAML files, or folders of them.", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


@app.command(epilog="Example: tidewaiter cases check cases/")
def check(files: Files, as_json: Json = False) -> None:
    """Validate files of cases; every mistake is shown with file, line and field. Nothing is stored."""
    watched.check(files, read_case, as_json=as_json)


@app.command(epilog="Example: tidewaiter cases add C-2024-014.yml")
def add(files: Files, as_json: Json = False) -> None:
    """Store known cases (or a new version of them) and match them against all stored listings."""
    from matchers.retro import add_case

    watched.add(files, read_case, add_case, as_json=as_json)


@app.command("list", epilog="Example: tidewaiter cases list")
def list_(as_json: Json = False) -> None:
    """List the known cases."""
    with index_of(settings_of_call()) as index:
        for case in index.find(Case):
            if as_json:
                print_json({"id": case.id, "title": case.title, "status": case.status, "goods": list(case.goods)})
            else:
                print(f"{case.id:<16} {case.status or '-':<10} {case.title}")


@app.command(epilog="Example: tidewaiter cases show C-2024-014")
def show(id: Annotated[str, typer.Argument(help="Id of the case.")], as_json: Json = False) -> None:
    """Show one case."""
    with index_of(settings_of_call()) as index:
        case = index.get(Case, id)
    if case is None:
        raise watched.unknown("cases", id)
    if as_json:
        print_json(_masked(case).model_dump(mode="json", exclude_defaults=True))
    else:
        print(_shown(_masked(case)))


def _masked(case: Case) -> Case:
    """The case as it may be shown: bank cards and payment accounts but for their last digits."""
    parties = []
    for party in case.parties:
        numbers = [
            number.model_copy(update={"value": masked(Identifier(number.kind, number.value)).value})
            for number in party.identifiers
        ]
        parties.append(party.model_copy(update={"identifiers": tuple(numbers)}))
    return case.model_copy(update={"parties": tuple(parties)})


def _shown(case: Case) -> str:
    lines = [f"{case.id}: {case.title}", f"opened: {case.opened or '-'}, status: {case.status or '-'}"]
    if case.goods:
        lines.append(f"goods: {', '.join(case.goods)}")
    for party in case.parties:
        known = [f"{handle.kind} {handle.value}" for handle in party.handles]
        known += [f"{number.kind} {number.value}" for number in party.identifiers]
        role = f", {party.role}" if party.role else ""
        lines.append(f"{party.kind}: {party.name}{role}" + (f": {'; '.join(known)}" if known else ""))
    lines += [f"handle: {handle.kind} {handle.value}" for handle in case.handles]
    if case.places:
        lines.append(f"places: {', '.join(case.places)}")
    if case.listings:
        lines.append(f"listings: {', '.join(case.listings)}")
    lines += [f"photo: {photo}" for photo in case.photos]
    if case.text:
        lines.append(case.text)
    return "\n".join(lines)
