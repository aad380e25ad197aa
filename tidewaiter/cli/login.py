"""`tidewaiter login`."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from tidewaiter.cli.context import command_app, note, print_json, settings_of_call
from tidewaiter.errors import InvalidInput

if TYPE_CHECKING:
    from crawlers.source import Source
    from tidewaiter.config import Settings

app = command_app()


@app.command(epilog="Example: tidewaiter login old-market")
def login(
    source: Annotated[str | None, typer.Argument(help="Source whose site needs an account.")] = None,
    listed: Annotated[bool, typer.Option("--list", help="Show who is logged in where.")] = False,
    forget: Annotated[str | None, typer.Option(metavar="SOURCE", help="Delete the session of a source.")] = None,
    remote_debugging: Annotated[
        int | None,
        typer.Option(
            min=1024, max=65535, metavar="PORT", help="No window: a browser elsewhere shows the page through this port."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Open a browser window, log in to a source's site by hand, and keep the session, encrypted, for crawls and captures."""
    settings = settings_of_call()
    if (source is not None) + listed + (forget is not None) != 1:
        raise InvalidInput("login: one thing at a time", do="Name a source, or give --list, or --forget SOURCE.")
    if listed:
        _list(settings, as_json=as_json)
    elif forget is not None:
        _forget(settings, forget)
    elif source is not None:
        _log_in(settings, _source(settings, source), remote_debugging)


def _source(settings: Settings, name: str) -> Source:
    from crawlers.source import load_sources

    source = load_sources(settings.home_path).get(name)
    if source is None:
        raise InvalidInput(f"no source is called '{name}'", do=f"Describe it in HOME/sources/{name}.yml (docs/sources.md).")
    if not source.domains:
        raise InvalidInput(
            f"source '{name}': it names no domains, and a session is sent nowhere else",
            do=f"Write HOME/sources/NAME.yml for the site, with `domains` and `kind: {name}`.",
        )
    return source


def _log_in(settings: Settings, source: Source, port: int | None) -> None:
    from web.guard import AddressGuard
    from web.login import log_in
    from web.sessions import Sessions

    guard = AddressGuard((*settings.allow_private, *source.allow_private))
    proxy = source.proxy or settings.proxy or None
    if proxy:
        guard.allow_proxy(proxy)
    url = source.start[0] if source.start else f"https://{source.domains[0]}/"
    if port is not None:
        note(f"Open chrome://inspect in a Chromium that reaches 127.0.0.1:{port} (as with `ssh -L {port}:127.0.0.1:{port}`).")
    note(f"Log in to {url}, then press Enter here, or close the window.")
    state = asyncio.run(log_in(settings, url, guard, proxy=proxy, debugging_port=port))
    session = Sessions(settings).save(source.name, state, domains=source.domains)
    if not session.cookies and not session.origins:
        Sessions(settings).forget(source.name)
        raise InvalidInput(
            f"source '{source.name}': the site set no cookies, so there is no session to keep",
            do="Log in before you press Enter; check that `domains` names the site.",
        )
    print(f"{source.name}: logged in, {len(session.cookies)} cookies kept.")
    if not source.session:
        note(f"Write `session: true` into the file of '{source.name}', or crawls will not use it.")


def _list(settings: Settings, *, as_json: bool) -> None:
    from web.sessions import Sessions

    kept = Sessions(settings)
    for name in kept.names():
        session = kept.load(name)
        if session is None:
            continue
        ended = kept.ended(name)
        state = f"asks for a login since {ended}" if ended else "expired" if session.has_expired() else "valid"
        if as_json:
            print_json({"source": name, "saved": session.saved, "state": "ended" if ended else state, "ended": ended})
        else:
            print(f"{name}: saved {session.saved}, {state}")


def _forget(settings: Settings, name: str) -> None:
    from web.sessions import Sessions

    if name not in Sessions(settings).names():
        raise InvalidInput(f"nobody is logged in to '{name}'", do="`tidewaiter login --list` shows where somebody is.")
    Sessions(settings).forget(name)
    print(f"{name}: session deleted.")
