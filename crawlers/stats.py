"""What a crawl counts. Each key stands in docs/stats.md too, and a test holds it to that; a reason is one of a fixed few."""

from __future__ import annotations

from typing import Protocol

PREFIX = "tidewaiter/"

KEYS: dict[str, str] = {
    # key, or the part before a reason: what it counts
    "tidewaiter/pages": "Pages fetched (responses of any status but redirects), with the browser or without.",
    "tidewaiter/pages/rendered": "Of them: with the browser.",
    "tidewaiter/pages/status": "Of them: by class of status (2xx, 4xx, 5xx).",
    "tidewaiter/bytes": "Bytes of pages, as sent.",
    "tidewaiter/redirects": "Redirects followed.",
    "tidewaiter/links": "Links found that lead to pages never seen before in this run.",
    "tidewaiter/listings": "Listings read, each once a run.",
    "tidewaiter/listings/again": "Listings met again in the same run, on another page.",
    "tidewaiter/unmodified": "Pages of known listings that answer that they are as they were (304); nothing is read.",
    "tidewaiter/gone": "Pages of what may be a listing that was taken away, by how they say so.",
    "tidewaiter/revisits": "Pages of known listings that were due.",
    "tidewaiter/not_due": "Links to known listings that were left alone, by source.",
    "tidewaiter/hosts": "The same errors by host and kind (at most 300 hosts; `others`: the rest).",
    "tidewaiter/closed": "Times that the pages of a host began to wait for its opening hours.",
    "tidewaiter/skipped": "Pages not fetched, or links not followed, by reason.",
    "tidewaiter/errors": "Requests that gave no response or an error, by kind.",
    "tidewaiter/retries": "Pages that wait for another try.",
    "tidewaiter/pauses": "Pauses that a host asked for (429, 503).",
    "tidewaiter/walls": "Pages that stand behind a wall, by kind.",
    "tidewaiter/sessions": "Sources that are left alone since nobody is logged in (any more), by reason.",
    "tidewaiter/robots": "robots.txt files read.",
    "tidewaiter/outcome": "How the run ended, by outcome.",
    "tidewaiter/seconds": "Seconds that the run took.",
    "tidewaiter/waiting": "Pages that still wait to be fetched.",
}

SKIPPED = (
    "offsite", "scheme", "private_address", "url", "no_host", "depth", "url_length", "maze", "barren", "not_a_page", "links",
    "same_page", "no_yield",
    "not_due", "robots", "wall", "host_down", "no_browser", "too_many_redirects", "session",
)  # fmt: skip
ERRORS = (
    "address", "dns", "refused", "timeout", "too_large", "headers", "cut_off", "coding", "tls", "url", "connection",
    "redirects", "status", "complex", "browser", "reading", "pipeline", "store", "other",
)  # fmt: skip
GONE = ("404", "410", "taken_down", "redirected")
SESSIONS = ("missing", "expired", "wall")
WALLS = ("login", "captcha", "blocked")
OUTCOMES = ("finished", "limit", "minutes", "bytes", "interrupted", "failed", "joined")
STATUSES = ("2xx", "4xx", "5xx", "other")

REASONS: dict[str, tuple[str, ...]] = {
    "tidewaiter/pages/status": STATUSES,
    "tidewaiter/skipped": SKIPPED,
    "tidewaiter/errors": ERRORS,
    "tidewaiter/gone": GONE,
    "tidewaiter/walls": WALLS,
    "tidewaiter/sessions": SESSIONS,
    "tidewaiter/outcome": OUTCOMES,
}


class Collector(Protocol):
    """The part of Scrapy's stats collector that is used here."""

    def inc_value(self, key: str, count: int = 1, start: int = 0) -> None:
        """Adds to a count."""


def count(stats: Collector, key: str, reason: str | None = None, *, by: int = 1) -> None:
    """Adds to `key` and, where it is counted by reason, to `key/reason`. A reason that isn't listed counts as `other`."""
    if reason is None:
        stats.inc_value(key, by)
        return
    if key != "tidewaiter/pages/status":
        stats.inc_value(key, by)
    stats.inc_value(f"{key}/{reason if reason in REASONS[key] else 'other'}", by)


MOST_HOSTS = 300
"""Hosts whose errors are counted apart: names are cheap to make up."""


def count_error(stats: Collector, reason: str, host: str, hosts: set[str]) -> None:
    """Adds to the errors of a kind, and to those of the host; hosts: those that are counted apart so far."""
    count(stats, "tidewaiter/errors", reason)
    name = host if host in hosts or len(hosts) < MOST_HOSTS else "others"
    hosts.add(name)
    stats.inc_value(f"tidewaiter/hosts/{name}/{reason if reason in ERRORS else 'other'}")
