"""`tidewaiter sources`."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

import typer

from tidewaiter.cli.context import command_app, note, print_json, settings_of_call
from tidewaiter.errors import InvalidInput, TidewaiterError

if TYPE_CHECKING:
    from crawlers.reading.page import Page
    from crawlers.source import Source
    from crawlers.teaching import Gathered, Learned, Rows, Trial
    from tidewaiter.config import Settings

app = command_app(
    help="How sites are read: list, show, test rules, learn them from an example page.",
    no_args_is_help=True,
    epilog="Example: tidewaiter sources test old-market",
)

SHOWN = 3
"""Pages or rows of which it is printed what a rule gave."""

Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Render = Annotated[bool, typer.Option("--render", help="Open the pages in the browser.")]


class PageUnread(TidewaiterError):
    """A page could not be fetched, or gives nothing to learn from."""


@app.command("list", epilog="Example: tidewaiter sources list --json")
def list_(as_json: Json = False) -> None:
    """List all sources: those that come with the product, and those in HOME/sources."""
    settings = settings_of_call()
    for source, own in _all(settings):
        if as_json:
            facts = {"name": source.name, "kind": source.kind, "domains": source.domains, "session": source.session, "own": own}
            print_json(facts)
        else:
            print(f"{source.name:<22} {'HOME/sources' if own else 'bundled':<13} {', '.join(source.domains) or 'any site'}")


@app.command(epilog="Example: tidewaiter sources show discuz")
def show(name: Annotated[str, typer.Argument(help="Name of the source.")], as_json: Json = False) -> None:
    """Show one source as its file would say it."""
    shape = _named(settings_of_call(), name).model_dump(mode="json", by_alias=True, exclude_defaults=True)
    if as_json:
        print_json(shape)
    else:
        print(_yaml(shape), end="")


@app.command("test", epilog="Example: tidewaiter sources test old-market https://market.example/item/7")
def try_out(
    name: Annotated[str, typer.Argument(help="Name of the source.")],
    url: Annotated[str | None, typer.Argument(help="Page of a listing; default: one that its first start links to.")] = None,
    render: Render = False,
    as_json: Json = False,
) -> None:
    """Show what each rule gives on a page, and what is read there without it. Exit code 1 where a rule gives nothing."""
    from crawlers.teaching import trials

    settings = settings_of_call()
    source = _named(settings, name)
    if not source.listing.fields:
        raise InvalidInput(f"source '{name}': it has no rules", do="Write `listing: {fields: ...}`, or `sources learn URL`.")
    page = asyncio.run(_page_to_test(settings, source, url, render=render or source.render == "always"))
    found = trials(page, source)
    for trial in found:
        if as_json:
            print_json({"url": page.url, "field": trial.field, "rule": trial.rule, "gave": trial.values[:10],
                        "expected": trial.expected, "agrees": trial.agrees})  # fmt: skip
        else:
            print(_line(trial))
    if not as_json:
        note(page.url)
    if any(not trial.values for trial in found):
        raise typer.Exit(1)


@app.command(epilog="Example: tidewaiter sources learn https://market.example/item/7 --example title='Old figure' price='$ 90'")
def learn(
    url: Annotated[str, typer.Argument(help="Page of one listing, or (--items) of several.")],
    more: Annotated[list[str] | None, typer.Argument(metavar="FIELD=VALUE...", help="Further examples.")] = None,
    example: Annotated[list[str] | None, typer.Option(metavar="FIELD=VALUE", help="What the page shows.")] = None,
    items: Annotated[bool, typer.Option("--items", help="The page holds several listings; the examples are of one.")] = False,
    listed: Annotated[str | None, typer.Option("--list", metavar="URL", help="A page that lists listings.")] = None,
    name: Annotated[str | None, typer.Option(help="Name of the source; default: from its host.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")] = False,
    render: Render = False,
    as_json: Json = False,
) -> None:
    """Write HOME/sources/NAME.yml from one example page, and try the rules on other pages of the site."""
    from crawlers.teaching import gather, learn_next, learn_rows
    from crawlers.teaching import learn as learn_rules

    settings = settings_of_call()
    examples = _examples([*(example or []), *(more or [])])
    host = urlsplit(url).hostname or ""
    own_name = name or re.sub(r"[^a-z0-9]+", "-", host.lower().removeprefix("www.")).strip("-")
    source = _blank(own_name, url, listed=url if items else listed, is_list=items, render=render)
    file = settings.home_path / "sources" / f"{source.name}.yml"
    if file.exists() and not force:
        raise InvalidInput(f"{file}: there is such a source already", do="Give another --name, or --force to replace it.")
    got = asyncio.run(gather(settings, source, url, is_list=items, render=render))
    if got.page is None:
        raise _unread(url)
    rows = learn_rows(got.page, examples) if items else None
    found = rows.fields if rows is not None else learn_rules(got.page, examples, got.others)
    going_on = learn_next(got.listed, got.next_url, got.following) if got.listed is not None and got.next_url else None
    _write(file, source, found, rows, going_on)
    _tell_learned(found, got, rows, file=file, as_json=as_json)
    if going_on is not None:
        if as_json:
            print_json({"field": "pages.next", "rule": going_on, "gave": [got.next_url], "file": str(file)})
        else:
            print(f"{'pages.next':<12} {going_on:<44} leads to {got.next_url}")
    note(f"written: {file}")
    if not items and not got.others:
        note("No other page of this kind was found: the rules are tried on the example alone.")


def _tell_learned(found: list[Learned], got: Gathered, rows: Rows | None, *, file: Path, as_json: bool) -> None:
    """Prints each field's rule, and what it gave elsewhere: on other pages, or in the list's other rows."""
    of, where = (rows.count, "rows") if rows is not None else (len(got.others), "other pages")
    if rows is not None:
        _tell_rows(rows, got, file=file, as_json=as_json)
    for one in found:
        places = [f"row {number + 1}" for number in range(of)] if rows is not None else [page.url for page in got.others]
        gave = dict(zip(places, one.gave, strict=True))
        if as_json:
            told = {"field": one.field, "rule": one.rule, "pages": one.pages, "of": of, "file": str(file)}
            print_json(told | {"gave": {place: value and value[:300] for place, value in gave.items()}})
            continue
        print(f"{one.field:<12} {one.rule:<44} gave something on {one.pages} of {of} {where}")
        for place, value in list(gave.items())[:SHOWN]:
            print(f"{'':<14}{place}: {'NOTHING' if value is None else value[:100]}")


def _tell_rows(rows: Rows, got: Gathered, *, file: Path, as_json: bool) -> None:
    from crawlers.teaching import count_rows

    after = count_rows(got.following, rows.items) if got.following is not None else None
    if as_json:
        print_json({"field": "items", "rule": rows.items, "key": rows.key, "rows": rows.count, "rows_of_next_page": after,
                    "file": str(file)})  # fmt: skip
        return
    further = f", {after} on the next page" if after is not None else ""
    print(f"{'items':<12} {rows.items:<44} {rows.count} rows{further}")
    if rows.key is not None:
        print(f"{'key':<12} {rows.key}")


def _all(settings: Settings) -> list[tuple[Source, bool]]:
    from crawlers.source import bundled_sources, load_sources

    bundled = bundled_sources()
    return [(source, bundled.get(name) is not source) for name, source in sorted(load_sources(settings.home_path).items())]


def _named(settings: Settings, name: str) -> Source:
    found = {source.name: source for source, _ in _all(settings)}
    if name not in found:
        raise InvalidInput(f"no source is called '{name}'", do="`tidewaiter sources list` shows all.")
    return found[name]


def _examples(given: list[str]) -> dict[str, str]:
    found = {}
    for one in given:
        field, equals, value = one.partition("=")
        if not equals or not value.strip():
            raise InvalidInput(f"--example {one!r}: this is no example", do="Write FIELD=VALUE, as in title='Old figure'.")
        found[field.strip()] = value.strip()
    if not found:
        raise InvalidInput(
            "learn: nothing to learn from", do="Give what the page shows: --example title='Old figure' price='$ 90'."
        )
    return found


def _blank(name: str, url: str, *, listed: str | None, is_list: bool, render: bool) -> Source:
    from crawlers.source import Source
    from crawlers.teaching import url_pattern
    from web.guard import AddressGuard

    parts = urlsplit(url)
    guard = AddressGuard()
    for one in (url, listed or url):
        guard.allow_url(one)
        guard.check_url(one)
    start = listed or f"{parts.scheme}://{parts.netloc}/"
    shape: dict[str, Any] = {"name": name, "domains": [parts.hostname], "start": [start]}
    # The rules of rows hold wherever rows are; those of a listing on its pages alone.
    if not is_list and (pattern := url_pattern(url)) is not None:
        shape["listing"] = {"url": pattern}
    if render:
        shape["render"] = "always"
    if guard.allowed:
        shape["allow_private"] = list(guard.allowed)
    try:
        return Source.model_validate(shape)
    except ValueError as error:
        raise InvalidInput(f"--name: '{name}' is no name", do="Use letters, digits, - and _, as in 'my-forum'.") from error


def _write(file: Path, source: Source, found: list[Learned], rows: Rows | None, going_on: str | None) -> None:
    shape = source.model_dump(mode="json", exclude_defaults=True)
    around = {"items": rows.items, "key": rows.key} if rows is not None else {}
    given = {name: value for name, value in around.items() if value is not None}
    shape["listing"] = {**shape.get("listing", {}), **given, "fields": {one.field: one.rule for one in found}}
    if going_on is not None:
        shape["pages"] = {"next": going_on}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(_yaml(shape), "utf-8")


def _yaml(shape: object) -> str:
    import yaml

    return yaml.safe_dump(shape, allow_unicode=True, sort_keys=False, width=110)


def _line(trial: Trial) -> str:
    rule = trial.rule if isinstance(trial.rule, str) else " | ".join(trial.rule)
    mark = (
        {True: "as expected", False: "NOT as expected", None: "nothing expected"}[trial.agrees] if trial.values else "NOTHING"
    )
    gave = "; ".join(trial.values[:3])[:160] or "-"
    told = f"\n{'':<14}expected {trial.expected[:160]}" if trial.expected and not trial.agrees else ""
    return f"{trial.field:<12}  {mark}\n{'':<14}{rule}\n{'':<14}gave {gave}{told}"


async def _page_to_test(settings: Settings, source: Source, url: str | None, *, render: bool) -> Page:
    from crawlers.visiting import Visitor

    async with Visitor(settings, source, [url] if url else source.start) as visitor:
        if url is not None:
            return await _had(visitor.page(url, render=render), url)
        for start in source.start:
            page = await _had(visitor.page(start, render=render), start)
            for link in visitor.listings_from(page):
                if (found := await visitor.page(link, render=render)) is not None:
                    return found
    raise InvalidInput(f"source '{source.name}': no page of a listing was found from its start", do="Give the URL of one.")


async def _had(asked: Any, url: str) -> Page:
    page: Page | None = await asked
    if page is None:
        raise _unread(url)
    return page


def _unread(url: str) -> PageUnread:
    return PageUnread(f"{url}: the page could not be fetched", do="Open it in a browser to see whether it is there.")
