"""A page as it came from the network (or a file): all that reading needs, and nothing of how it was fetched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(slots=True, frozen=True)
class Page:
    """One response. `read_page` is a function of it alone, so a saved page reads as the fetched one did."""

    url: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    """Response headers; their names are compared without regard to case."""
    status: int = 200
    rendered: bool = False
    """The body is what a browser made of the page after its scripts ran."""
    responses: tuple[tuple[str, bytes], ...] = ()
    """JSON that the page's own scripts fetched: (URL, body)."""
    fetched: str | None = None
    """When it came, RFC 3339: what relative dates (3天前) are read against. None: such dates are not read."""
    of_listing: bool = False
    """Taken for the page of a listing: whether it says that the listing was taken away is read too."""

    def header(self, name: str) -> str:
        """The value of a header, empty where there is none."""
        wanted = name.lower()
        return next((value for key, value in self.headers.items() if key.lower() == wanted), "")
