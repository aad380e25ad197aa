"""`tidewaiter search`."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

import typer

from tidewaiter.cli.context import command_app, index_of, note, print_json, settings_of_call
from tidewaiter.errors import InvalidInput, MissingPart
from tidewaiter.identity import rfc3339

if TYPE_CHECKING:
    from indexers.index import Found, Hit, Index, Query
    from tidewaiter.config import Settings

app = command_app()

Mode = Literal["hybrid", "text", "meaning"]
Order = Literal["relevance", "newest", "oldest", "cheapest", "dearest"]


@app.command(epilog="Example: tidewaiter search '象牙 手镯' --since 2026-11-01 --price 100..5000 --json")
def search(
    query: Annotated[str, typer.Argument(help='Words; "in quotes" a phrase; -word excludes. Empty: all that passes.')] = "",
    goods: Annotated[list[str] | None, typer.Option(help="Only listings of these watched goods (id).")] = None,
    case: Annotated[list[str] | None, typer.Option(help="Only listings that match these cases (id).")] = None,
    source: Annotated[list[str] | None, typer.Option(help="Only listings of these sources.")] = None,
    seller: Annotated[list[str] | None, typer.Option(help="Only listings of these sellers, as SOURCE/ID.")] = None,
    language: Annotated[list[str] | None, typer.Option(help="Only listings in these languages (zh, en, vi ...).")] = None,
    country: Annotated[list[str] | None, typer.Option(help="Only listings in these countries (CN, VN ...).")] = None,
    status: Annotated[Literal["live", "gone"] | None, typer.Option(help="Only listings that are (not) there any more.")] = None,
    since: Annotated[str | None, typer.Option(help="Posted (else first seen) from this date or time on.")] = None,
    until: Annotated[str | None, typer.Option(help="Posted (else first seen) up to this date or time.")] = None,
    price: Annotated[str | None, typer.Option(help="LOW..HIGH, either may be left out; in the listing's own currency.")] = None,
    near: Annotated[str | None, typer.Option(help="PLACE,KM or LAT,LON,KM: within so many kilometres.")] = None,
    photo: Annotated[bool, typer.Option("--photo", help="Only listings with photos.")] = False,
    min_probability: Annotated[float, typer.Option(min=0, max=1, help="From which probability on a match counts.")] = 0.5,
    mode: Annotated[Mode | None, typer.Option(help="Rank by words, meaning, or both (the default where possible).")] = None,
    order: Annotated[Order, typer.Option(help="What comes first.")] = "relevance",
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="Listings shown at most.")] = 20,
    offset: Annotated[int, typer.Option(min=0, max=1_000_000, help="Listings left out at the beginning.")] = 0,
    facet: Annotated[list[str] | None, typer.Option(help="Also count by: source, goods, case, language ...")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Search listings."""
    from indexers.index import Query

    low, high = _range(price)
    asked = Query(
        text=query,
        sources=tuple(source or ()),
        goods=tuple(goods or ()),
        cases=tuple(case or ()),
        languages=tuple(language or ()),
        countries=tuple(code.upper() for code in country or ()),
        sellers=tuple(seller or ()),
        status=status,
        since=_moment("--since", since, end=False),
        until=_moment("--until", until, end=True),
        price_low=low,
        price_high=high,
        near=_near(near),
        has_photo=photo,
        min_probability=min_probability,
        order=order,
        limit=limit,
        offset=offset,
        facets=tuple(facet or ()),
    )
    settings = settings_of_call()
    with index_of(settings) as index:
        found = index.search(_in_mode(asked, mode, index, settings))
        unknown = [] if found.total else _unknown(index, asked)
    _show(found, asked, as_json=as_json)
    for filter_ in unknown:
        note(f"{filter_} is not known here: is it written right?")


def _unknown(index: Index, query: Query) -> list[str]:
    """The goods and cases that a query filters by and that nobody has stored: a slip of the pen finds nothing."""
    from tidewaiter.case import Case
    from tidewaiter.goods import Goods

    unknown = [f"--goods {id}" for id in query.goods if index.get(Goods, id) is None]
    return unknown + [f"--case {id}" for id in query.cases if index.get(Case, id) is None]


def _in_mode(query: Query, mode: Mode | None, index: Index, settings: Settings) -> Query:
    """The query with the vector of its text where the mode needs one. Unless it was asked for, a missing model is no error."""
    if mode == "text" or not query.text.strip() or (mode is None and not index.info()["vectors"]):
        return replace(query, mode="text")
    from matchers.embedding import load_text_model

    try:
        model = load_text_model(settings)
    except MissingPart as error:
        if mode is not None:
            raise
        note(f"{error.what}; searching by words alone.")
        model = None
    if model is None:
        if mode is not None:
            raise InvalidInput(f"--mode {mode}: the settings name no text model", do="Set `text_model`, or use --mode text.")
        return replace(query, mode="text")
    index.set_text_model(model.name, model.dimensions)
    words = re.sub(r'(^|\s)-("[^"]*"?|\S+)', " ", query.text).replace('"', " ").strip()
    vector = model.encode([words or query.text])[0]
    return replace(query, mode=cast("Mode", mode or "hybrid"), vector=vector)


def _show(found: Found, query: Query, *, as_json: bool) -> None:
    from tidewaiter.masking import shown

    for number, hit in enumerate(found.hits, query.offset + 1):
        if as_json:
            print_json({"listing": shown(hit.listing), "score": round(hit.score, 6), "why": hit.why})
        else:
            print(_text(number, hit))
    for name, counts in found.facets.items():
        note(f"{name}: " + ", ".join(f"{value} {count}" for value, count in counts[:20]))
    note(f"{len(found.hits)} of {found.total} listings.")


def _text(number: int, hit: Hit) -> str:
    listing = hit.listing
    price = listing.price
    amount = f"{price.amount:g} {price.currency or ''}".strip() if price and price.amount is not None else None
    title = " ".join((listing.title or listing.text)[:200].split())[:80]
    parts = [amount, listing.place.name if listing.place else None, listing.posted or listing.first_seen, listing.source]
    facts = " | ".join(part for part in parts if part)
    return f"{number:>3}. {title}\n     {facts}\n     {listing.id}  {listing.url}\n     {hit.why}"


def _range(text: str | None) -> tuple[float | None, float | None]:
    if text is None:
        return None, None
    low, dots, high = text.partition("..")
    try:
        numbers = [float(part) if part.strip() else None for part in (low, high)]
    except ValueError:
        numbers = []
    if not dots or not numbers or any(number is not None and not math.isfinite(number) for number in numbers):
        raise InvalidInput(f"--price: '{text}' is no range", do="Write LOW..HIGH, as in 100..5000, 100.. or ..5000.")
    low_price, high_price = numbers
    if low_price is not None and high_price is not None and low_price > high_price:
        raise InvalidInput(f"--price: '{text}' has nothing in it", do=f"Swap its ends: {high}..{low}.")
    return low_price, high_price


def _moment(option: str, text: str | None, *, end: bool) -> str | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidInput(f"{option}: '{text}' is no date", do="Write 2026-11-24 or 2026-11-24T09:30:00Z.") from None
    if end and len(text) <= len("2026-11-24"):
        moment = moment.replace(hour=23, minute=59, second=59)
    return rfc3339(moment)


def _near(text: str | None) -> tuple[float, float, float] | None:
    if text is None:
        return None
    place, _, distance = text.rpartition(",")
    wrong = InvalidInput(f"--near: '{text}' is no place and distance", do="Write PLACE,KM or LAT,LON,KM, as in 凭祥,50.")
    try:
        km = float(distance)
    except ValueError:
        raise wrong from None
    if not place.strip() or not (math.isfinite(km) and km >= 0):
        raise wrong
    lat, lon = _degrees(place) or _named(place.strip())
    if not (abs(lat) <= 90 and abs(lon) <= 180):
        raise wrong
    return lat, lon, km


def _degrees(place: str) -> tuple[float, float] | None:
    try:
        lat, lon = (float(part) for part in place.split(","))
    except ValueError:
        return None
    return lat, lon


def _named(name: str) -> tuple[float, float]:
    from pipelines.reading.places import read_places

    places: list[Any] = [place for place in read_places(name) if place.lat is not None and place.lon is not None]
    if not places:
        raise InvalidInput(f"--near: the gazetteer knows no place '{name}'", do="Write LAT,LON,KM instead, in degrees.")
    return places[0].lat, places[0].lon
