"""`tidewaiter extract`."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from tidewaiter.cli.context import command_app, note, print_json, settings_of_call
from tidewaiter.errors import InvalidInput

if TYPE_CHECKING:
    from crawlers.reading.reader import Reading
    from tidewaiter.model import Listing

MAX_BYTES = 64 << 20
"""Of a page, unpacked: what a crawl would not fetch is not read from a file either."""

app = command_app()


@app.command(epilog="Example: tidewaiter extract page.html --url https://shop.example/item/7 --json")
def extract(
    page: Annotated[Path, typer.Argument(help="A saved page or API answer (HTML, JSON, RSS), also packed (.gz).")],
    url: Annotated[str, typer.Option(help="Address that the page was saved from.")],
    source: Annotated[
        str | None, typer.Option(help="Name of the source whose rules are used; default: what the page shows.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One listing a line, the page's main one first.")] = False,
) -> None:
    """Show what one saved page gives; nothing is stored."""
    from crawlers.reading.page import Page
    from crawlers.reading.reader import read_page
    from crawlers.source import load_sources, source_for

    body = read_file(page)
    address = _checked(url)
    settings = settings_of_call(logs=False)
    sources = load_sources(settings.home_path)
    if source is not None and source not in sources:
        raise InvalidInput(f"--source: there is no source named {source!r}", do=f"Known are {', '.join(sorted(sources))}.")
    chosen = sources[source] if source is not None else source_for(address, sources)
    reading = read_page(Page(address, body), source=chosen)
    if as_json:
        for listing in reading.listings:
            print_json(listing)
    else:
        _show(reading)


def read_file(path: Path) -> bytes:
    """The bytes of a saved page, unpacked where the name ends in `.gz`. Raises `InvalidInput`."""
    try:
        if path.suffix.lower() != ".gz":
            with path.open("rb") as file:
                return file.read(MAX_BYTES)
        with gzip.open(path, "rb") as packed:
            return packed.read(MAX_BYTES)
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error) or "can't be read"
        raise InvalidInput(f"{path}: {reason}", do="Give the file of a saved page.") from error


def _checked(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InvalidInput(f"--url: {url!r} is no web address", do="Give it in full, as in https://shop.example/item/7.")
    return url


def _show(reading: Reading) -> None:
    for listing in reading.listings:
        for line in _lines(listing):
            print(line)
        print()
    kinds = ("listing", "index", "next")
    counts = {kind: [link for link in reading.links if link.kind == kind] for kind in kinds}
    print("Links: " + ", ".join(f"{len(links)} {kind}" for kind, links in counts.items()))
    for kind in kinds:
        for link in counts[kind][:5]:
            print(f"  {kind:8}{link.url}  {link.text[:60]}")
    note(
        f"{len(reading.listings)} listings; the page is of kind {reading.kind}, {reading.encoding}"
        + (f", {reading.family}" if reading.family else "")
    )
    if reading.wall:
        note(f"A wall stands before the page: {reading.wall}.")
    if reading.needs_javascript:
        note("The page shows nothing until its scripts have run: crawl it with --render auto or always.")


def _lines(listing: Listing) -> list[str]:
    price, seller = listing.price, listing.seller
    amount = f"{price.amount:,.2f} {price.currency or ''}".rstrip() if price and price.amount is not None else None
    fields = {
        "url": listing.url,
        "price": amount,
        "availability": listing.availability,
        "sku": listing.sku,
        "seller": (seller.name or seller.id) if seller else None,
        "place": listing.place.name if listing.place else None,
        "posted": listing.posted,
        "language": listing.language,
        "photos": f"{len(listing.photos)}: {listing.photos[0].url}" if listing.photos else None,
        "text": listing.text.replace("\n", " ")[:300] or None,
    }
    return [listing.title or "(no title)", *(f"  {name:13}{value}" for name, value in fields.items() if value)]
