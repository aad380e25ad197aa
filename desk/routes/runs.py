"""What was collected, and what was sealed."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from desk.page import Desk, ask, render
from tidewaiter.model import Run, Snapshot

SHOWN = 100


async def runs(request: Request) -> Response:
    """The last runs with their counts."""

    def question(desk: Desk) -> list[Run]:
        return desk.index.find(Run, newest_first=True, limit=SHOWN)

    return render(request, "runs.html", runs=await ask(request, question))


async def snapshots(request: Request) -> Response:
    """The last snapshots."""

    def question(desk: Desk) -> list[Snapshot]:
        return desk.index.find(Snapshot, newest_first=True, limit=SHOWN)

    return render(request, "snapshots.html", snapshots=await ask(request, question))


ROUTES = [Route("/runs", runs), Route("/snapshots", snapshots)]
