"""Cookies as a browser keeps them, for the length of a run, with caps: a site must not fill the memory, nor the requests."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from crawlers.spiders.scope import site_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

MOST_PER_HOST = 50
MOST_BYTES = 4096
"""Of one cookie; RFC 6265 asks browsers for no more."""
MOST_SENT = 8192
"""Bytes of one Cookie header."""
_MOST_SET = 60
"""Set-Cookie lines looked at in one response."""
_HOSTS = 5000


class Jar:
    """Cookies by host or domain. Paths are not told apart, and nothing outlives the run."""

    def __init__(self) -> None:
        self._domains: OrderedDict[str, OrderedDict[str, str]] = OrderedDict()

    def take(self, url: str, lines: list[str]) -> None:
        """Keeps what the Set-Cookie lines of a response of this URL say."""
        host = urlsplit(url).hostname or ""
        for line in lines[:_MOST_SET]:
            if len(line) > MOST_BYTES:
                continue
            first, *rest = line.split(";")
            name, equals, value = first.strip().partition("=")
            if not equals or not name or not (name + value).isprintable():
                continue
            attributes = {key.strip().lower(): text.strip() for key, _, text in (part.partition("=") for part in rest)}
            domain = attributes.get("domain", "").lstrip(".").lower()
            shared = (
                bool(domain) and (host == domain or host.endswith("." + domain)) and site_of(url) == site_of(f"http://{domain}")
            )
            expired = attributes.get("max-age", "").startswith(("0", "-")) or "1970" in attributes.get("expires", "")
            self._keep("." + domain if shared else host, name.strip(), None if expired else value.strip())

    def header(self, url: str) -> str:
        """The Cookie header for a URL, empty where there is nothing to send."""
        host = urlsplit(url).hostname or ""
        labels = host.split(".")
        found: dict[str, str] = {}
        for domain in (*("." + ".".join(labels[place:]) for place in range(len(labels) - 1, -1, -1)), host):
            found |= self._domains.get(domain, {})
        sent = ""
        for name, value in found.items():
            pair = f"{name}={value}"
            if len(sent) + len(pair) + 2 > MOST_SENT:
                break
            sent = f"{sent}; {pair}" if sent else pair
        return sent

    def _keep(self, domain: str, name: str, value: str | None) -> None:
        kept = self._domains.setdefault(domain, OrderedDict())
        kept.pop(name, None)
        if value is not None:
            kept[name] = value
        if len(kept) > MOST_PER_HOST:
            kept.popitem(last=False)
        if len(self._domains) > _HOSTS:
            self._domains.popitem(last=False)


class KeepCookies:
    """Sends and keeps the cookies of a run."""

    def __init__(self) -> None:
        self._jar = Jar()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls()

    def process_request(self, request: Request) -> None:
        """Adds what the site gave us before."""
        if "Cookie" not in request.headers and (header := self._jar.header(request.url)):
            request.headers["Cookie"] = header

    def process_response(self, request: Request, response: Response) -> Response:
        """Keeps what the response sets."""
        fetched = request.meta.get("fetched")
        if fetched is not None and (lines := fetched.headers.getall("Set-Cookie", [])):
            self._jar.take(response.url, lines)
        return response
