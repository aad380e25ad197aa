"""The desk: the analyst's web application, over one index. On this machine only, until there are users and roles."""

from __future__ import annotations

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from desk.page import Desk, render, see_other
from desk.routes import compare, files, known, leads, links, listings, runs, search
from desk.safety import Safety
from desk.texts import LANGUAGES
from indexers.index import Index
from tidewaiter.config import Settings
from tidewaiter.errors import TidewaiterError
from tidewaiter.store import Store

log = structlog.get_logger(__name__)


def make_app(settings: Settings, index: Index) -> Starlette:
    """The application. GET changes nothing; a POST answers with a redirect; errors become pages in one place."""
    app = Starlette(
        routes=[
            *leads.ROUTES,
            *search.ROUTES,
            *listings.ROUTES,
            *known.ROUTES,
            *links.ROUTES,
            *compare.ROUTES,
            *runs.ROUTES,
            *files.ROUTES,
            Route("/language/{language}", _language, methods=["POST"]),
        ],
        middleware=[Middleware(Safety)],
        exception_handlers={HTTPException: _http_error, TidewaiterError: _own_error, Exception: _unknown_error},
    )
    app.state.desk = Desk(settings, index, Store(settings.store_url))
    return app


async def _language(request: Request) -> Response:
    language = request.path_params["language"]
    if language not in LANGUAGES:
        raise HTTPException(404)
    # Back to where the reader was, on this desk only.
    back = request.headers.get("referer", "/").partition("://")[2].partition("/")[2]
    response = see_other("/" + back.lstrip("/"))
    response.set_cookie("lang", language, max_age=365 * 86400, httponly=True, samesite="strict")
    return response


async def _http_error(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return render(request, "error.html", code=status, what="", do="")


async def _own_error(request: Request, error: Exception) -> Response:
    what, do = (error.what, error.do) if isinstance(error, TidewaiterError) else ("", "")
    return render(request, "error.html", code=503, what=what, do=do)


async def _unknown_error(request: Request, error: Exception) -> Response:
    log.error("desk.failed", path=request.url.path, exc_info=error)
    return render(request, "error.html", code=500, what="", do="")
