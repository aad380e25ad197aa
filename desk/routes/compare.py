"""Two side by side: photos that show one picture, laid over each other; listings with what they share, and the judgement."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from desk.laying import drawn, features_in, link_of
from desk.page import Desk, ask, desk_of, render, see_other
from matchers.photos import PhotoLink, same_photo
from matchers.templates import Aligned, template_of
from tidewaiter.errors import InvalidInput
from tidewaiter.model import Decision, Link, Listing, Series

MOST_PHOTOS = 6
"""Of each of two listings, compared with each other."""
VERDICTS = ("same", "different", "revoked")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(slots=True)
class Compared:
    """Two listings and what speaks for one hand."""

    a: Listing
    b: Listing
    series: Series | None
    path: list[Link]
    """Links of their series that lead from one to the other."""
    template: list[Aligned]
    photos: list[tuple[str, str, PhotoLink | None]]
    """Pairs of photos (SHA-256) that show one picture; no link: the same file."""
    judged: Decision | None
    """The judgement that holds."""


async def photos(request: Request) -> Response:
    """Two photos side by side, the part outlined that both show, and one laid over the other."""
    a, b = _hashes(request.query_params.get("a", ""), request.query_params.get("b", ""))
    link = await ask(request, lambda desk: link_of(desk.store, a, b))
    if link is None:
        raise HTTPException(404)
    return render(request, "photos.html", a=a, b=b, link_=link)


async def laid(request: Request) -> Response:
    """One of the pictures of that page."""
    a, b = _hashes(request.path_params["a"], request.path_params["b"])
    view = request.query_params.get("view", "over")
    if view not in {"a", "b", "over"}:
        raise HTTPException(404)
    data = await asyncio.to_thread(drawn, desk_of(request).store, a, b, view)  # type: ignore[arg-type]  # one of three
    if data is None:
        raise HTTPException(404)
    return Response(data, media_type="image/jpeg", headers={"Cache-Control": "private, max-age=86400"})


async def listings(request: Request) -> Response:
    """Two listings side by side."""
    a, b = request.query_params.get("a", ""), request.query_params.get("b", "")
    view = await ask(request, lambda desk: compared(desk, a, b))
    if view is None:
        raise HTTPException(404)
    return render(request, "compare.html", view=view)


async def judge(request: Request) -> Response:
    """POST: two listings are of one hand, or are not, or what was judged is taken back; series, matches and leads follow."""
    form = await request.form(max_files=0, max_fields=10)
    a, b, verdict = (str(form.get(name, "")) for name in ("a", "b", "verdict"))
    if verdict not in VERDICTS:
        raise HTTPException(400)

    def question(desk: Desk) -> None:
        from matchers.retro import add_judgement

        note = str(form.get("note", ""))[:2000]
        add_judgement(desk.index, a, b, verdict, desk.settings, note=note)  # type: ignore[arg-type]  # one of three

    try:
        await ask(request, question)
    except InvalidInput:
        raise HTTPException(404) from None
    return see_other(f"/compare?a={a}&b={b}")


def compared(desk: Desk, a: str, b: str) -> Compared | None:
    """What two listings share; None where one is not stored, or both are one."""
    from matchers.series_judgements import judgements
    from matchers.series_paths import path

    found = desk.index.listings([a, b])
    if a not in found or b not in found or a == b:
        return None
    series = next((one for one in desk.index.find(Series, {"listing": a}) if b in one.listings), None)
    return Compared(
        found[a],
        found[b],
        series,
        path(series, a, b) if series else [],
        template_of(found[a], found[b]),
        list(_pictures(desk, found[a], found[b])),
        judgements(desk.index).by.get((min(a, b), max(a, b))),
    )


def _pictures(desk: Desk, a: Listing, b: Listing) -> Iterator[tuple[str, str, PhotoLink | None]]:
    """The pairs of their photos that show one picture."""
    ours, theirs = (
        {photo.sha256: features_in(desk.store, photo.sha256) for photo in one.photos[:MOST_PHOTOS] if photo.sha256}
        for one in (a, b)
    )
    for first, known in ours.items():
        for second, seen in theirs.items():
            if first == second:
                yield first, second, None
            elif known is not None and seen is not None and (link := same_photo(known, seen)) is not None:
                yield first, second, link


def _hashes(a: str, b: str) -> tuple[str, str]:
    if not _SHA256.fullmatch(a) or not _SHA256.fullmatch(b):
        raise HTTPException(404)
    return a, b


ROUTES = [
    Route("/compare", listings),
    Route("/compare/judge", judge, methods=["POST"]),
    Route("/compare/photos", photos),
    Route("/photos/{a}/on/{b}", laid),
]
