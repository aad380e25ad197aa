"""What keeps hostile listings and foreign pages away from the desk: the content policy, the host and the origin of requests."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",  # htmx, from our own files
        "style-src 'self'",
        "img-src 'self'",  # photos come out of our store, never from the seller's server
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})


class Safety(BaseHTTPMiddleware):
    """Refuses hosts that are not this machine's own (a name that was rebound to it), and writes that another site sends."""

    async def dispatch(self, request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        """Checks the request, lets it through, adds the headers."""
        host = urlsplit(f"//{request.headers.get('host', '')}").hostname
        if host not in LOOPBACK_NAMES:
            return PlainTextResponse("The desk answers under 127.0.0.1 and localhost only.\n", status_code=421)
        if request.method not in {"GET", "HEAD"} and not _from_here(request):
            return PlainTextResponse("This form was sent from another site.\n", status_code=403)
        response = await call_next(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


def _from_here(request: Request) -> bool:
    # Browsers send Origin with every POST; what sends none is no browser, and can't ride on one.
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site") in {None, "same-origin"}
    return urlsplit(origin).netloc == request.headers.get("host", "")
