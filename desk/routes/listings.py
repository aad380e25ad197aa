"""One listing with all that is known of it, and the sealing of a snapshot."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from desk.marking import marked
from desk.page import Desk, ask, render, see_other
from desk.routes.leads import names_of
from pipelines.history import PriceAt, prices_of
from tidewaiter.errors import TidewaiterError
from tidewaiter.model import Lead, Listing, Match, Series, Sighting, Snapshot


@dataclass(slots=True)
class ListingView:
    """A listing with what hangs on it."""

    listing: Listing
    matches: list[Match]
    names: dict[str, str]
    leads: list[Lead]
    series: list[Series]
    sightings: list[Sighting]
    prices: list[PriceAt]
    snapshots: list[Snapshot]


async def listing(request: Request) -> Response:
    """The page of a listing."""
    view = await ask(request, lambda desk: view_of(desk, request.path_params["id"]))
    if view is None:
        raise HTTPException(404)
    text = {name: marked(view.listing, name) for name in ("title", "text")}
    return render(request, "listing.html", view=view, text=text)


def view_of(desk: Desk, id: str) -> ListingView | None:
    """All that is known of a listing, or None."""
    found = desk.index.listing(id)
    if found is None:
        return None
    matches = sorted(desk.index.find(Match, {"listing": id}), key=lambda match: -match.probability)
    sightings = desk.index.find(Sighting, {"listing": id}, newest_first=True)
    return ListingView(
        found,
        matches,
        names_of(desk, matches),
        desk.index.find(Lead, {"listing": id}),
        desk.index.find(Series, {"listing": id}),
        sightings[:50],
        prices_of(found, sightings),
        desk.index.find(Snapshot, {"listing": id}, newest_first=True),
    )


async def capture(request: Request) -> Response:
    """POST: seal a snapshot of the listing's page. The address is the crawler's, so the guard has its say."""
    id = request.path_params["id"]

    def question(desk: Desk) -> None:
        from evidence.capture import capture as seal

        found = desk.index.listing(id)
        if found is None:
            raise HTTPException(404)
        desk.index.put([seal(desk.settings, found.url, listing=id, allowed=desk.settings.allow_private)])

    try:
        await ask(request, question)
    except TidewaiterError as error:
        return render(request, "error.html", code=502, what=error.what, do=error.do)
    return see_other(f"/listings/{id}#snapshots")


ROUTES = [Route("/listings/{id}", listing), Route("/listings/{id}/capture", capture, methods=["POST"])]
