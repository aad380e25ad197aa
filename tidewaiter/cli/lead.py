"""`tidewaiter lead`."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Annotated

import typer

from tidewaiter.cli.context import command_app, index_of, print_json, settings_of_call
from tidewaiter.cli.leads import shape
from tidewaiter.errors import InvalidInput
from tidewaiter.model import Lead, Match
from tidewaiter.serialising import to_json

if TYPE_CHECKING:
    from indexers.index import Index
    from matchers.leads import Action

app = command_app()
MOST_REASONS = 20
"""Matches that are shown whole."""


@app.command(epilog="Example: tidewaiter lead 3f2a91bc04d7e655 --confirm --note 'seen by two of us'")
def lead(
    id: Annotated[str, typer.Argument(help="Id of the lead, as `tidewaiter leads` shows it.")],
    confirm: Annotated[bool, typer.Option("--confirm", help="It is what it seems.")] = False,
    dismiss: Annotated[bool, typer.Option("--dismiss", help="It is nothing.")] = False,
    escalate: Annotated[bool, typer.Option("--escalate", help="Somebody else must look.")] = False,
    note: Annotated[str, typer.Option(help="Why; kept with the decision.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object: the lead with its matches.")] = False,
) -> None:
    """Show one lead with all its reasons, or decide on it. A decision on a series carries to its listings."""
    action = _action(confirm=confirm, dismiss=dismiss, escalate=escalate)
    if note and action is None:
        raise InvalidInput("--note: there is nothing to note it with", do="Add --confirm, --dismiss or --escalate.")
    settings = settings_of_call()
    with index_of(settings) as index:
        from matchers.leads import decide

        if action is not None:
            found: Lead | None = decide(index, id, action, by=settings.operator_name, note=note)
        else:
            found = index.get(Lead, id)
        if found is None:
            raise InvalidInput(f"{id}: there is no such lead", do="`tidewaiter leads` lists them with their ids.")
        _print(index, found, as_json=as_json)


def _action(*, confirm: bool, dismiss: bool, escalate: bool) -> Action | None:
    given: list[Action] = []
    given += ["confirm"] if confirm else []
    given += ["dismiss"] if dismiss else []
    given += ["escalate"] if escalate else []
    if len(given) > 1:
        raise InvalidInput(" and ".join(f"--{name}" for name in given) + " clash", do="Give one of them.")
    return given[0] if given else None


def _print(index: Index, found: Lead, *, as_json: bool) -> None:
    from matchers.series_leads import whole_of

    whole = whole_of(index, found)
    matches = [match for id in found.matches[:MOST_REASONS] if (match := index.get(Match, id)) is not None]
    if as_json:
        print_json(shape(whole) | {"reasons": [to_json(match) for match in matches]})
        return
    print(f"lead {found.id}: {found.status}, probability {found.probability:.3f}, severity {found.severity}")
    if found.decided:
        on = f", on series {found.decided.series}" if found.decided.series else ""
        note = f": {found.decided.note}" if found.decided.note else ""
        print(f"decided by {found.decided.by} at {found.decided.at}{on}{note}")
    if found.kind == "series":
        joined = f", {len(whole.joined)} of them joined since it was decided on" if whole.joined else ""
        print(f"series {found.series}: {len(whole.listings)} listings{joined} (`tidewaiter series {found.series}` says why)")
        for member in whole.members:
            print(f"  lead {member.id}: {member.status}, {member.probability:.3f}, {member.severity}, listing {member.listing}")
        matches = matches[:1]
    best = found.listing or next(iter(whole.listings), None)
    if best and (listing := index.listing(best)):
        print(f"listing {listing.id}: {_clean(listing.title)}\n  {_clean(listing.url)}\n  {_clean(listing.text)[:500]}")
    for match in matches:
        print(f"for {match.target.kind} {match.target.id}: {match.probability:.3f} (prior {match.prior:+.2f})")
        for signal in match.signals:
            print(f"  {signal.weight:+6.2f}  {signal.kind:<20} {_clean(signal.why)}")


def _clean(text: str) -> str:
    """On one line, without control characters, which would play with the terminal."""
    return "".join(c for c in " ".join(text.split()) if not unicodedata.category(c).startswith("C"))
