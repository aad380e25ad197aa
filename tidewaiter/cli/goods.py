"""`tidewaiter goods`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tidewaiter.cli import watched
from tidewaiter.cli.context import command_app, index_of, print_json, settings_of_call
from tidewaiter.goods import Goods, read_goods

app = command_app(
    help="Watched goods: check, add, list, show.", no_args_is_help=True, epilog="Example: tidewaiter goods check goods/"
)

Files = Annotated[list[Path], typer.Argument(help="YAML files, or folders of them.", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


@app.command(epilog="Example: tidewaiter goods check my-goods/")
def check(files: Files, as_json: Json = False) -> None:
    """Validate files of watched goods; every mistake is shown with file, line and field. Nothing is stored."""
    watched.check(files, read_goods, as_json=as_json)


@app.command(epilog="Example: tidewaiter goods add giant-clam.yml")
def add(files: Files, as_json: Json = False) -> None:
    """Store watched goods (or a new version of them) and match them against all stored listings."""
    from matchers.retro import add_goods

    watched.add(files, read_goods, add_goods, as_json=as_json)


@app.command("list", epilog="Example: tidewaiter goods list --json")
def list_(as_json: Json = False) -> None:
    """List the watched goods."""
    for one in _stored():
        if as_json:
            print_json({"id": one.id, "name": one.name, "severity": one.severity})
        else:
            print(f"{one.id:<20} {one.severity:<9} {one.label()} / {one.label('zh')}")


@app.command(epilog="Example: tidewaiter goods show elephant-ivory")
def show(id: Annotated[str, typer.Argument(help="Id of the goods.")], as_json: Json = False) -> None:
    """Show one kind of watched goods."""
    one = next((goods for goods in _stored() if goods.id == id), None)
    if one is None:
        raise watched.unknown("goods", id)
    if as_json:
        print_json(one.model_dump(mode="json", by_alias=True, exclude_defaults=True))
    else:
        print(_shown(one))


def _stored() -> list[Goods]:
    from matchers.matching import store_catalogue

    settings = settings_of_call()
    with index_of(settings) as index:
        store_catalogue(index, settings)
        return index.find(Goods)


def _shown(one: Goods) -> str:
    lines = [f"{one.id}: {', '.join(one.name.values())}", f"severity: {one.severity}"]
    lines += [f"terms ({language}): {', '.join(words)}" for language, words in one.terms.items()]
    lines += [
        f"code word: {code.word}" + (f" (needs {', '.join(code.needs)})" if code.needs else "") for code in one.code_words
    ]
    if one.not_:
        lines.append(f"not: {', '.join(one.not_)}")
    if one.hs:
        lines.append(f"HS: {', '.join(one.hs)}")
    if one.cites:
        lines.append(
            f"CITES: {one.cites.appendix or '-'} (as of {one.cites.as_of or 'an unknown date'}): {', '.join(one.cites.taxa)}"
        )
    if one.price:
        low, high = one.price.low or 0, one.price.high if one.price.high is not None else "any"
        lines.append(f"price: {low:g} to {high} {one.price.currency}" + (f" a {one.price.unit}" if one.price.unit else ""))
    lines += [f"photo: {photo}" for photo in one.photos]
    return "\n".join(lines)
