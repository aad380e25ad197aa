"""What a capture saw: the page's traffic, its looks and its text, and how it was reached."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True, frozen=True)
class Exchange:
    """One request and its response. Bodies are decoded (no transfer or content coding); None where none could be had."""

    url: str
    method: str
    request_headers: tuple[tuple[str, str], ...]
    request_body: bytes
    status: int
    reason: str
    response_headers: tuple[tuple[str, str], ...]
    body: bytes | None
    at: str
    """RFC 3339."""
    address: str | None = None
    """IP address and port that answered."""
    protocol: str = "HTTP/1.1"


@dataclass(slots=True)
class Recording:
    """One page as it was captured."""

    url: str
    """As asked for."""
    final_url: str
    started: str
    ended: str
    title: str = ""
    text: str = ""
    dom: str = ""
    """The page's HTML after its scripts ran; empty without a browser."""
    screenshot: bytes | None = None
    """PNG of the whole page (at most `recorder.MAX_HEIGHT` pixels high)."""
    exchanges: list[Exchange] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    """What was done, in order: opened, redirected to, scrolled."""
    gaps: list[str] = field(default_factory=list)
    """What could not be had, and why."""
    browser: str = ""
    """Name and version; empty: fetched without one."""
    tls: dict[str, str] = field(default_factory=dict)
    """Issuer, subject, protocol and validity of the certificate, as the browser saw it."""

    @property
    def main(self) -> Exchange | None:
        """The exchange that gave the page itself."""
        document = self.final_url.partition("#")[0]
        return next((e for e in self.exchanges if e.url.partition("#")[0] == document and e.body is not None), None)
