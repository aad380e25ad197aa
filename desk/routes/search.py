"""Search: words, filters as links (a search is an address that can be shared), facets, photos."""

from __future__ import annotations

from typing import cast, get_args

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from desk.page import Desk, ask, render
from indexers.index import Found, Order, Query

PAGE_SIZE = 20
MAX_PAGES = 50
FACETS = ("goods", "case", "source", "language", "country", "status")


async def search(request: Request) -> Response:
    """The search page."""
    query, page = query_of(request)
    found: Found = await ask(request, lambda desk: _search(desk, query))
    pages = min(MAX_PAGES, max(1, -(-found.total // PAGE_SIZE)))
    return render(
        request, "search.html", found=found, page=page, pages=pages, facets=FACETS, orders=get_args(Order), order=query.order
    )


def query_of(request: Request) -> tuple[Query, int]:
    """The query that an address says, and the page. What makes no sense is left aside: an old link must never fail."""
    asked = request.query_params
    number = asked.get("page", "1")
    page = min(MAX_PAGES, max(1, int(number))) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    order = asked.get("order", "relevance")
    return (
        Query(
            text=asked.get("q", "")[:500],
            mode="text",
            sources=tuple(asked.getlist("source")),
            goods=tuple(asked.getlist("goods")),
            cases=tuple(asked.getlist("case")),
            languages=tuple(asked.getlist("language")),
            countries=tuple(asked.getlist("country")),
            sellers=tuple(asked.getlist("seller")),
            status=asked.get("status") or None,
            price_low=_number(asked.get("low")),
            price_high=_number(asked.get("high")),
            since=asked.get("since") or None,
            has_photo=asked.get("photo") == "1",
            order=cast("Order", order if order in get_args(Order) else "relevance"),
            limit=PAGE_SIZE,
            offset=(page - 1) * PAGE_SIZE,
            facets=FACETS,
        ),
        page,
    )


def _search(desk: Desk, query: Query) -> Found:
    return desk.index.search(query)


def _number(value: str | None) -> float | None:
    try:
        return float(value) if value else None
    except ValueError:
        return None


ROUTES = [Route("/search", search)]
