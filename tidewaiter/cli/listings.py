"""`tidewaiter listings`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tidewaiter.cli.context import command_app, index_of, print_json, settings_of_call
from tidewaiter.errors import InvalidInput

if TYPE_CHECKING:
    from indexers.index import Index
    from pipelines.history import History
    from tidewaiter.model import Listing, Price

app = command_app()


@app.callback(epilog="Example: tidewaiter listings show https://shop.example/item/7")
def listings() -> None:
    """One stored listing with its history."""


@app.command(epilog="Example: tidewaiter listings show 3f2a91bc04d7aa01b2c3 https://shop.example/item/7 --json")
def show(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids or addresses of listings.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Show listings with all that was seen of each: first, changed, sold, gone, back, and every price that was asked."""
    from pipelines.history import history_of

    with index_of(settings_of_call()) as index:
        for id in ids:
            history = history_of(index, _listing(index, id))
            if as_json:
                print_json(history)
            else:
                print("\n".join(_lines(history)))


def _listing(index: Index, id: str) -> Listing:
    from tidewaiter.identity import canonical_url

    if "://" in id:
        id = index.ids_of_urls([canonical_url(id)]).get(canonical_url(id), id)
    found = index.listing(id)
    if found is None:
        raise InvalidInput(f"{id}: there is no such listing", do="`tidewaiter search` finds listings, with their ids.")
    return found


def _lines(history: History) -> list[str]:
    listing = history.listing
    lines = [f"{listing.id}  {_line(listing.title)}", f"  {listing.url}", f"  {listing.status}, last seen {listing.last_seen}"]
    lines += [f"  {one.at}  {_amount(one.price)}" for one in history.prices]
    for seen in history.sightings:
        lines.append(f"  {seen.at}  {seen.kind}{f' ({seen.why})' if seen.why else ''}")
        lines += [f"    {one.field}: {_line(one.before)} -> {_line(one.after)}" for one in seen.changes if one.field != "price"]
    return lines


def _amount(price: Price | None) -> str:
    if price is None:
        return "no price"
    amount = price.raw or "" if price.amount is None else f"{price.amount:g}"
    return " ".join(filter(None, (amount, price.currency, f"a {price.unit}" if price.unit else "")))


def _line(text: str) -> str:
    text = " ".join(text.split())
    return "".join(character for character in text if character.isprintable())[:100]
