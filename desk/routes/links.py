"""What belongs together: series, look-up from a value, the five ways."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from desk.page import Desk, ask, render
from matchers.lookup_hits import Answer, LookupHit
from tidewaiter.case import Case
from tidewaiter.errors import InvalidInput
from tidewaiter.model import Listing, Series

SHOWN = 50
SHOWN_LINKS = 100
MAX_VALUE = 300
"""Characters of what is looked up."""
WAYS = ("case_to_person", "person_to_case", "enterprise_to_case", "goods_to_case", "case_to_case")


@dataclass(slots=True)
class SeriesView:
    """A series with its members."""

    series: Series
    listings: list[Listing]
    cases: list[Case]


async def all_series(request: Request) -> Response:
    """All series, the largest first."""

    def question(desk: Desk) -> tuple[list[SeriesView], int]:
        found = sorted(desk.index.find(Series), key=lambda one: (-len(one.listings) - len(one.cases), one.id))
        return [_view(desk, one, most=4) for one in found[:SHOWN]], len(found)

    views, total = await ask(request, question)
    return render(request, "all_series.html", views=views, total=total)


async def one_series(request: Request) -> Response:
    """One series: members, and the links that say why."""

    def question(desk: Desk) -> SeriesView | None:
        found = desk.index.get(Series, request.path_params["id"])
        return _view(desk, found, most=200) if found else None

    view = await ask(request, question)
    if view is None:
        raise HTTPException(404)
    names = {listing.id: listing.title or listing.text[:60] for listing in view.listings}
    names |= {case.id: f"{case.id} {case.title}" for case in view.cases}
    # That one account is one actor needs no look; what joins accounts does.
    links = sorted(view.series.links, key=lambda link: all(signal.kind == "seller.same" for signal in link.signals))
    return render(request, "series.html", view=view, names=names, links=links[:SHOWN_LINKS], all_links=len(links))


async def lookup(request: Request) -> Response:
    """From a value to what it leads to."""
    value = request.query_params.get("value", "").strip()[:MAX_VALUE]

    def question(desk: Desk) -> tuple[list[LookupHit], dict[str, Listing]]:
        from pipelines.asking import look_up_value

        hits = look_up_value(desk.index, value)[:SHOWN] if value else []
        return hits, desk.index.listings([hit.target.id for hit in hits if hit.target.kind == "listing"])

    hits, listings = await ask(request, question)
    return render(request, "lookup.html", value=value, hits=hits, listings=listings)


async def ways(request: Request) -> Response:
    """One of the five ways, asked of a value."""
    way = request.query_params.get("way", WAYS[0])
    value = request.query_params.get("value", "").strip()[:MAX_VALUE]
    if way not in WAYS:
        raise HTTPException(404)

    def question(desk: Desk) -> tuple[list[Answer], dict[str, Listing], str]:
        from matchers.ways import Ways
        from pipelines.asking import ask_value

        if not value:
            return [], {}, ""
        try:
            answers = ask_value(desk.index, Ways(desk.index), way, value)[:SHOWN]
        except InvalidInput as error:
            return [], {}, f"{error.what}. {error.do}"
        return answers, desk.index.listings([a.id for a in answers if a.kind == "listing"]), ""

    answers, listings, wrong = await ask(request, question)
    return render(request, "ways.html", ways=WAYS, way=way, value=value, answers=answers, listings=listings, wrong=wrong)


def _view(desk: Desk, series: Series, *, most: int) -> SeriesView:
    listings = desk.index.listings(series.listings[:most])
    cases = [case for id in series.cases if (case := desk.index.get(Case, id))]
    return SeriesView(series, [listings[id] for id in series.listings[:most] if id in listings], cases)


ROUTES = [
    Route("/series", all_series),
    Route("/series/{id}", one_series),
    Route("/lookup", lookup),
    Route("/ways", ways),
]
