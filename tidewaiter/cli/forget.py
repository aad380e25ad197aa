"""`tidewaiter forget`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tidewaiter.cli.context import command_app, index_of, note, print_json, settings_of_call
from tidewaiter.errors import InvalidInput

app = command_app()


@app.command(epilog="Example: tidewaiter forget --handle wechat:abc1234 --yes")
def forget(
    seller: Annotated[str | None, typer.Option(help="An account on a source: SOURCE/ID.")] = None,
    handle: Annotated[str | None, typer.Option(help="All listings with this contact: KIND:VALUE.")] = None,
    listing: Annotated[str | None, typer.Option(help="One listing, by id.")] = None,
    name: Annotated[str | None, typer.Option(help="All listings of sellers of this name.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")] = False,
) -> None:
    """Take away all that is stored of a person, a seller or a listing, for good. Sealed snapshots are never touched."""
    from campaigns.forgetting import Whom, listings_of
    from campaigns.forgetting import forget as forget_all

    settings = settings_of_call()
    whom = Whom(seller, handle, listing, name)
    with index_of(settings) as index:
        count = len(listings_of(index, whom))
        if not yes:
            if not sys.stdin.isatty():
                raise InvalidInput(
                    f"{count} listings would be forgotten, and nobody can be asked", do="Say --yes if you mean it."
                )
            typer.confirm(f"Forget {count} listings with all that hangs on them?", abort=True, err=True)
        done = forget_all(settings, index, whom)
    if as_json:
        print_json(done)
        return
    removed = done.removed
    print(f"forgotten: {removed.listings} listings, {removed.photos} photos, {removed.pages} raw pages, {removed.leads} leads")
    if removed.photos_kept:
        print(f"{removed.photos_kept} photos stay: other listings show them")
    if removed.leads_kept:
        print(f"{removed.leads_kept} leads that were decided on stay in the journal, without what they were about")
    if done.snapshots:
        note(
            f"tidewaiter: {done.snapshots} sealed snapshots of these listings stay: evidence is never touched by this command."
        )
