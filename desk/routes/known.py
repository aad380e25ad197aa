"""What is known: watched goods and cases."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from desk.page import Desk, ask, render
from tidewaiter.case import Case
from tidewaiter.goods import Goods
from tidewaiter.model import Listing, Match, Series, Snapshot

SHOWN = 50


async def cases(request: Request) -> Response:
    """All cases, newest id first."""

    def question(desk: Desk) -> list[tuple[Case, int]]:
        found = desk.index.find(Case, newest_first=True)
        return [(case, desk.index.count(Match, {"target": f"case/{case.id}"})) for case in found]

    return render(request, "cases.html", cases=await ask(request, question))


async def case(request: Request) -> Response:
    """One case with its matches, series and snapshots."""
    id = request.path_params["id"]

    def question(desk: Desk) -> tuple[Case, list[tuple[Match, Listing | None]], list[Series], list[Snapshot]] | None:
        found = desk.index.get(Case, id)
        if found is None:
            return None
        series = desk.index.find(Series, {"case": id})
        snapshots = desk.index.find(Snapshot, {"case": id}, newest_first=True)
        return found, matched(desk, f"case/{id}"), series, snapshots

    answer = await ask(request, question)
    if answer is None:
        raise HTTPException(404)
    found, matches, series, snapshots = answer
    return render(request, "case.html", case=found, matches=matches, series=series, snapshots=snapshots)


async def all_goods(request: Request) -> Response:
    """All watched goods."""

    def question(desk: Desk) -> list[tuple[Goods, int]]:
        found = desk.index.find(Goods)
        return [(goods, desk.index.count(Match, {"target": f"goods/{goods.id}"})) for goods in found]

    return render(request, "all_goods.html", all_goods=await ask(request, question))


async def one_goods(request: Request) -> Response:
    """One kind of watched goods with its matches."""
    id = request.path_params["id"]

    def question(desk: Desk) -> tuple[Goods, list[tuple[Match, Listing | None]]] | None:
        found = desk.index.get(Goods, id)
        return (found, matched(desk, f"goods/{id}")) if found else None

    answer = await ask(request, question)
    if answer is None:
        raise HTTPException(404)
    return render(request, "goods.html", goods=answer[0], matches=answer[1])


def matched(desk: Desk, target: str) -> list[tuple[Match, Listing | None]]:
    """The best matches of a target with their listings."""
    matches = sorted(desk.index.find(Match, {"target": target}), key=lambda match: -match.probability)[:SHOWN]
    listings = desk.index.listings([match.listing for match in matches])
    return [(match, listings.get(match.listing)) for match in matches]


ROUTES = [
    Route("/cases", cases),
    Route("/cases/{id}", case),
    Route("/goods", all_goods),
    Route("/goods/{id}", one_goods),
]
