"""`tidewaiter series`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from tidewaiter.cli.context import command_app, index_of, note, print_json, settings_of_call
from tidewaiter.errors import InvalidInput
from tidewaiter.model import Listing, Series

if TYPE_CHECKING:
    from indexers.index import Index

app = command_app()


@app.command(epilog="Example: tidewaiter series --min-accounts 2, then: tidewaiter series S-3f2a91bc04d7")
def series(
    id: Annotated[
        str | None, typer.Argument(help="Id of a series, of a listing in it, or of a case.", show_default=False)
    ] = None,
    min_accounts: Annotated[int, typer.Option(min=1, help="Only series of at least so many accounts.")] = 1,
    limit: Annotated[int | None, typer.Option(min=1, help="At most this many.")] = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Make all series anew first; ids and judgements are kept.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Show the series: listings and cases that one hand stands behind, with the links that say why; the largest first."""
    with index_of(settings_of_call()) as index:
        if rebuild:
            from matchers.series import rebuild as make_anew

            note(f"{make_anew(index)} series")
        found = _one(index, id) if id is not None else _all(index, min_accounts)[:limit]
        if as_json:
            for one in found:
                print_json(one)
        elif id is not None:
            for one in found:
                print("\n".join(shown(index, one)))
        else:
            _table(found)


def _one(index: Index, id: str) -> list[Series]:
    one = index.get(Series, id)
    found = [one] if one is not None else index.find(Series, {"listing": id}) or index.find(Series, {"case": id})
    if not found:
        raise InvalidInput(f"{id}: there is no such series", do="`tidewaiter series` lists them with their ids.")
    return found


def _all(index: Index, min_accounts: int) -> list[Series]:
    found = [one for one in index.find(Series) if min_accounts == 1 or _accounts(one) >= min_accounts]
    return sorted(found, key=lambda one: (-len(one.listings), one.id))


def _accounts(series: Series) -> int:
    """Accounts in a series: of each account, all listings but one hang on another of it."""
    inside = sum(1 for link in series.links if link.signals and link.signals[0].kind == "seller.same")
    return len(series.listings) - inside


def _table(found: Sequence[Series]) -> None:
    if not found:
        print("No series.")
        return
    print(f"{'series':<16}  {'listings':>8}  {'accounts':>8}  cases")
    for one in found:
        print(f"{one.id:<16}  {len(one.listings):>8}  {_accounts(one):>8}  {', '.join(one.cases)}")


def shown(index: Index, one: Series) -> list[str]:
    """A series for people: its listings, then the links between accounts and to cases."""
    listings = index.listings(one.listings)
    lines = [f"series {one.id}: {len(one.listings)} listings, {_accounts(one)} accounts, {len(one.cases)} cases"]
    for id in one.listings:
        listing = listings.get(id)
        lines.append(f"  {id}  {_account(listing):<28} {_title(listing)}" if listing else f"  {id}  (no longer stored)")
    for link in one.links:
        if [signal.kind for signal in link.signals] == ["seller.same"]:
            continue
        lines.append(f"  {link.a} - {link.b}")
        lines += [f"    {signal.weight:+6.2f}  {signal.kind:<18} {' '.join(signal.why.split())}" for signal in link.signals]
    return lines


def _account(listing: Listing) -> str:
    seller = listing.seller
    return f"{listing.source}/{(seller.id or seller.name or '-') if seller else '-'}"


def _title(listing: Listing) -> str:
    text = " ".join((listing.title or listing.text)[:200].split())
    return "".join(character for character in text if character.isprintable())[:60]
