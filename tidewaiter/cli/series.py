"""`tidewaiter series`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from tidewaiter.cli.context import command_app, index_of, note, print_json, settings_of_call
from tidewaiter.errors import InvalidInput
from tidewaiter.model import Link, Listing, Series
from tidewaiter.serialising import to_json

if TYPE_CHECKING:
    from indexers.index import Index
    from matchers.series_judgements import Verdict
    from tidewaiter.config import Settings

app = command_app()
Pair = tuple[str, str] | None


@app.command(
    epilog="Example: tidewaiter series S-3f2a91bc04d7, or: --why L1 L7, or: --different L1 L7 --note 'two phones, two shops'"
)
def series(
    id: Annotated[
        str | None, typer.Argument(help="Id of a series, of a listing in it, or of a case.", show_default=False)
    ] = None,
    min_accounts: Annotated[int, typer.Option(min=1, help="Only series of at least so many accounts.")] = 1,
    limit: Annotated[int | None, typer.Option(min=1, help="At most this many.")] = None,
    why: Annotated[Pair, typer.Option(help="The path between two members: three links at most.", show_default=False)] = None,
    same: Annotated[Pair, typer.Option(help="Judge that two listings are of one hand.", show_default=False)] = None,
    different: Annotated[Pair, typer.Option(help="Judge that two listings are of two hands.", show_default=False)] = None,
    revoke: Annotated[Pair, typer.Option(help="Take back what was judged of two listings.", show_default=False)] = None,
    note_: Annotated[str, typer.Option("--note", help="Why it was judged so; kept with the judgement.")] = "",
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Make all series anew first; ids and judgements are kept.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Show the series: listings and cases that one hand stands behind, with the links that say why; the largest first.

    A judgement of two listings binds whatever they share, until it is taken back.
    """
    judged = _judged(same, different, revoke)
    if note_ and judged is None:
        raise InvalidInput("--note: there is nothing to note it with", do="Add --same, --different or --revoke.")
    settings = settings_of_call()
    with index_of(settings) as index:
        if judged is not None:
            _judge(index, settings, judged, note_, as_json=as_json)
            return
        if rebuild:
            from matchers.series import rebuild as make_anew

            note(f"{make_anew(index)} series")
        if why is not None:
            _explain(index, *why, as_json=as_json)
            return
        found = _one(index, id) if id is not None else _all(index, min_accounts)[:limit]
        if as_json:
            for one in found:
                print_json(one)
        elif id is not None:
            for one in found:
                print("\n".join(shown(index, one)))
        else:
            _table(found)


def _judged(same: Pair, different: Pair, revoke: Pair) -> tuple[Verdict, str, str] | None:
    given: list[tuple[Verdict, str, str]] = []
    given += [("same", *same)] if same else []
    given += [("different", *different)] if different else []
    given += [("revoked", *revoke)] if revoke else []
    if len(given) > 1:
        raise InvalidInput("--same, --different and --revoke clash", do="Give one of them.")
    return given[0] if given else None


def _judge(index: Index, settings: Settings, judged: tuple[Verdict, str, str], why: str, *, as_json: bool) -> None:
    from matchers.retro import add_judgement

    verdict, a, b = judged
    report = add_judgement(index, a, b, verdict, settings, note=why)
    if as_json:
        counts = {"matches": len(report.matches), "leads": len(report.leads)}
        print_json({"judged": verdict, "a": a, "b": b, "series": report.targets} | counts)
    else:
        print(f"{a} and {b}: {verdict}; series {', '.join(report.targets) or 'unchanged'}; {len(report.leads)} new leads")


def _explain(index: Index, a: str, b: str, *, as_json: bool) -> None:
    from matchers.series_paths import path

    both = [
        one for one in index.find(Series, {"listing": a}) or index.find(Series, {"case": a}) if b in (*one.listings, *one.cases)
    ]
    if not both or a == b:
        raise InvalidInput(f"{a} and {b} are not in one series", do="`tidewaiter series ID` shows who is in one.")
    links = path(both[0], a, b)
    if as_json:
        print_json({"series": both[0].id, "path": to_json(links)})
    else:
        print("\n".join([f"series {both[0].id}", *(line for link in links for line in _link_lines(link))]))


def _link_lines(link: Link) -> list[str]:
    shown = [f"    {signal.weight:+6.2f}  {signal.kind:<18} {' '.join(signal.why.split())}" for signal in link.signals]
    return [f"  {link.a} - {link.b}", *shown]


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
        if [signal.kind for signal in link.signals] not in (["seller.same"], ["seller.path"]):
            lines += _link_lines(link)
    if one.against:
        lines.append("ties that do not join:")
        lines += [line for link in one.against for line in _link_lines(link)]
    return lines


def _account(listing: Listing) -> str:
    seller = listing.seller
    return f"{listing.source}/{(seller.id or seller.name or '-') if seller else '-'}"


def _title(listing: Listing) -> str:
    text = " ".join((listing.title or listing.text)[:200].split())
    return "".join(character for character in text if character.isprintable())[:60]
