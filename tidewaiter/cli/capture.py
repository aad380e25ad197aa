"""`tidewaiter capture`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from tidewaiter.cli.context import command_app, index_of, note, print_json, settings_of_call
from tidewaiter.errors import InvalidInput, TidewaiterError
from tidewaiter.identity import canonical_url

if TYPE_CHECKING:
    from indexers.index import Index
    from web.sessions import Session

app = command_app()


@app.command(epilog="Example: tidewaiter capture https://shop.example/item/7 --case C-2026-014")
def capture(
    urls: Annotated[list[str], typer.Argument(metavar="URL...", help="Pages to capture.")],
    case: Annotated[str | None, typer.Option(help="Case that the snapshots belong to.")] = None,
    source: Annotated[str | None, typer.Option(help="Source whose session and private addresses are used.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a snapshot.")] = False,
) -> None:
    """Seal a snapshot of each page: one .wacz with traffic, screenshot and text, signed, and booked in the custody ledger."""
    from evidence.capture import capture as seal
    from web.guard import pair_of

    settings = settings_of_call()
    allowed: tuple[str, ...] = settings.allow_private
    session: Session | None = None
    if source:
        from crawlers.source import load_sources
        from web.sessions import Sessions

        known = load_sources(settings.home_path)
        if source not in known:
            raise InvalidInput(f"--source: no source is called '{source}'", do="Leave it out, or add HOME/sources/NAME.yml.")
        allowed += tuple(known[source].allow_private)
        session = Sessions(settings).load(source) if known[source].session else None
        strangers = [url for url in urls if session and not known[source].covers(url)]
        if strangers:
            raise InvalidInput(
                f"{strangers[0]}: not on the domains of '{source}', whose session goes nowhere else", do="Leave --source out."
            )
    for url in urls:
        if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
            raise InvalidInput(f"{url}: no web address", do="Give whole addresses, as in https://shop.example/item/7.")
    failed: list[TidewaiterError] = []
    with index_of(settings) as index:
        for url in urls:
            note(f"capturing {url} ...")
            try:
                snapshot = seal(
                    settings, url, case=case, listing=_listing(index, url), allowed=(*allowed, pair_of(url)), session=session
                )
            except TidewaiterError as error:
                failed.append(error)
                note(f"failed: {error.what}\n  {error.do}")
                continue
            index.put([snapshot])
            if as_json:
                print_json(snapshot)
            else:
                print(f"{snapshot.path}\n  {snapshot.url}\n  SHA-256: {snapshot.sha256}")
    if failed:
        raise typer.Exit(max(error.exit_code for error in failed))


def _listing(index: Index, url: str) -> str | None:
    return index.ids_of_urls([canonical_url(url)]).get(canonical_url(url))
