"""What every page needs: the index, the templates, the language; and how a page is rendered."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from typing import Any, TypeVar
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from desk.texts import Language, chosen_language, text
from indexers.index import Index
from tidewaiter.config import Settings
from tidewaiter.masking import masked, shown

T = TypeVar("T")


@dataclass(slots=True)
class Desk:
    """What the routes work on."""

    settings: Settings
    index: Index
    store: Any


def desk_of(request: Request) -> Desk:
    """The desk that serves this request."""
    desk: Desk = request.app.state.desk
    return desk


async def ask(request: Request, question: Callable[[Desk], T]) -> T:
    """Runs a question to the index off the event loop."""
    return await asyncio.to_thread(question, desk_of(request))


def render(request: Request, template: str, *, code: int = 200, **values: Any) -> Response:
    """A page in the reader's language."""
    language = language_of(request)
    page = _templates().get_template(template)
    html = page.render(
        t=partial(text, language=language),
        language=language,
        here=request.url.path,
        query=request.query_params,
        link=partial(_link, request),
        htmx=request.headers.get("hx-request") == "true",
        **values,
    )
    return HTMLResponse(html, status_code=code)


def language_of(request: Request) -> Language:
    """The language of this reader."""
    cookie = request.query_params.get("lang") or request.cookies.get("lang")
    return chosen_language(cookie, request.headers.get("accept-language", ""), desk_of(request).settings.language)


def see_other(path: str) -> Response:
    """After a POST: back to a page, so that a reload sends nothing again."""
    return RedirectResponse(path, status_code=303)


def _link(request: Request, **changes: Any) -> str:
    """This page's address with some of its query changed (None takes a key out); paging starts anew."""
    kept = {name: value for name, value in request.query_params.items() if name not in {"page", "lang", *changes}}
    kept |= {name: str(value) for name, value in changes.items() if value is not None}
    return f"{request.url.path}?{urlencode(kept)}" if kept else request.url.path


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("desk"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["percent"] = lambda value: f"{value:.0%}" if 0.01 <= value <= 0.99 else f"{value:.1%}"
    environment.filters["money"] = _money
    environment.filters["day"] = lambda value: (value or "")[:10]
    environment.filters["shown"] = shown
    environment.filters["masked"] = masked
    environment.globals["static"] = _static
    return environment


def _money(price: Any) -> str:
    if price is None:
        return ""
    amount = price.amount if price.amount is not None else price.low
    if amount is None:
        return price.raw or ""
    number = f"{amount:,.2f}".removesuffix(".00")
    return " ".join(part for part in (number, price.currency, f"/ {price.unit}" if price.unit else "") if part)


@cache
def _static(name: str) -> str:
    """Address of a static file, with its hash: browsers keep it for good, a new version has a new address."""
    digest = hashlib.sha256(files("desk").joinpath("static", name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?{digest}"
