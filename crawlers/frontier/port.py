"""The frontier port: what to fetch next. It leases, it does not pop: PENDING -> LEASED -> DONE.

A page is done only when all that came of it (listings through the pipelines, and the pages it links to) is stored; a
lease that outlives its holder goes back. So `kill -9` at any moment costs at most the pages in flight, fetched again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal, Protocol
from urllib.parse import urlsplit

from tidewaiter.errors import TidewaiterError
from tidewaiter.identity import canonical_url

PageKind = Literal["start", "listing", "index", "next", "other"]


class FrontierUnavailable(TidewaiterError):
    """The frontier can't be read or written: no room, no right, a damaged file. Nothing acknowledged before is lost."""


class HostPaused(Exception):
    """The host asked for patience after the page was leased: it is not sent, and waits again."""


@dataclass(slots=True, frozen=True)
class Wanted:
    """A page to fetch."""

    url: str
    priority: float = 0.0
    """Higher is sooner; among equals, first come first served."""
    depth: int = 0
    kind: PageKind = "other"
    source: str | None = None
    render: bool = False
    """To be fetched with the browser; counts as another page than the same URL without."""
    redirects: int = 0
    text: str = ""
    """What the link says, where a crawl orders its links by that."""
    parent: int = 0
    """`id` of the page that the link stands on; 0: of none."""
    query: str = ""
    """The search that led here, whatever lay between; empty: none."""

    @property
    def about(self) -> str | None:
        """Text, parent and query as a frontier keeps them: nothing where there is none of them."""
        if not (self.text or self.parent or self.query):
            return None
        return f"{self.parent:x}{_APART}{self.query}{_APART}{self.text}"

    @property
    def id(self) -> int:
        """64-bit fingerprint of the canonical URL and of how it is fetched."""
        name = ("render " if self.render else "") + canonical_url(self.url)
        return int.from_bytes(blake2b(name.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True)

    @property
    def host(self) -> str:
        """Host and port: what politeness goes by."""
        return urlsplit(self.url).netloc.rpartition("@")[2].lower()


_APART = "\x1f"


def told_by(about: str | None) -> tuple[str, int, str]:
    """Text, parent and query from `Wanted.about`."""
    if not about:
        return "", 0, ""
    parent, query, text = about.split(_APART, 2)
    return text, int(parent, 16), query


@dataclass(slots=True, frozen=True)
class Lease:
    """A page that was taken to be fetched."""

    id: int
    wanted: Wanted
    tries: int = 0
    """How often it was tried before, and failed."""


class Turns(Protocol):
    """Whose turn it is at a host, over all crawlers."""

    def take(self, host: str, *, delay: float, most: int, seconds: float, lane: str = "") -> tuple[str, float] | None:
        """A turn and the seconds until it begins; None: as many requests as may are under way, ask again.

        Raises `HostPaused` while the host is left alone.

        delay: seconds between two requests. seconds: after which the turn is over by itself, should its holder die.
        lane: requests of one kind (photos) take turns among themselves only; pauses hold for all.
        """

    def end(self, host: str, turn: str, *, lane: str = "") -> None:
        """The request is over."""


def added(*counts: Mapping[str, float]) -> dict[str, float]:
    """The counts of several processes together."""
    total: dict[str, float] = {}
    for some in counts:
        for key, value in some.items():
            total[key] = total.get(key, 0) + value
    return total


class Frontier(Protocol):
    """What is to be fetched, what is being fetched, and what is done. Used by one thread.

    A change is durable when the call returns; where the frontier gathers changes, when `flush` does.
    """

    def add(self, wanted: Sequence[Wanted]) -> int:
        """Puts pages in that were never in it; gives how many were new."""

    def lease(self, limit: int, *, room: Mapping[str, int], most_per_host: int, best_first: bool = False) -> list[Lease]:
        """Up to `limit` pages that are due, best first, hosts by turns.

        most_per_host: leases that one host may have at once; `room` says how many each busy host has already.
        best_first: the host with the best page comes first, instead of the one that has waited longest.
        """

    def queued(self, host: str, *, below: float | None = None, limit: int = 200) -> list[tuple[int, Wanted]]:
        """Pages of a host that wait, with their ids, best first; below: only those of a lower priority."""

    def rescore(self, priorities: Mapping[int, float]) -> None:
        """Gives pages that wait another priority, by id; others are left as they are."""

    def hosts(self) -> list[str]:
        """Hosts of which pages wait."""

    def done(self, lease: Lease, *, found: Sequence[Wanted] = (), listings: Collection[str] = (), bytes_read: int = 0) -> int:
        """In one step: the page is done, the pages it links to are in, its listings are seen. Gives how many pages were new.

        A page that found itself (a redirect to its own URL) waits again.
        """

    def skip(self, lease: Lease) -> None:
        """The page is done without having been fetched."""

    def put_back(self, lease: Lease, *, seconds: float = 0.0, tried: bool = True) -> None:
        """The page waits again, for at least `seconds`. tried: it counts as a failed try."""

    def drop_host(self, host: str) -> int:
        """All waiting pages of a host are done unfetched; gives how many."""

    def pause(self, host: str, seconds: float) -> None:
        """No page of the host is leased for so long. It outlives the process."""

    def paused_for(self, host: str) -> float:
        """Seconds for which the host is still left alone: what was leased before is not to be sent either."""

    def waiting(self) -> int:
        """How many pages wait (those leased not counted)."""

    def held_elsewhere(self) -> int:
        """How many pages other crawlers of this run are fetching: more may come of them."""

    def seconds_to_next(self) -> float | None:
        """Seconds until a page that waits may be leased; 0: now; None: none waits."""

    def seen(self, listings: Collection[str]) -> set[str]:
        """Which of these listings' ids were seen in this run."""

    def pages_done(self) -> int:
        """Pages that were fetched and are done, since the run began (before a restart too)."""

    def bytes_done(self) -> int:
        """Bytes that were read for them."""

    def note(self, name: str, value: str) -> None:
        """Keep something small about the run (what was learned, counts so far) for after a restart."""

    def noted(self, name: str) -> str | None:
        """What was kept under the name."""

    def keep_counts(self, counts: Mapping[str, float]) -> None:
        """Keep what this process has counted since it opened the frontier."""

    def other_counts(self) -> dict[str, float]:
        """What was counted before a restart, and by the other crawlers of this run."""

    @property
    def turns(self) -> Turns | None:
        """How crawlers that share the frontier take turns at a host; None where one process holds it alone."""

    def flush(self) -> None:
        """Makes all changes so far durable, where the frontier gathers them."""

    def leave(self) -> int:
        """Leases that are still held go back; gives how many other crawlers are at work on the run."""

    def close(self) -> None:
        """Leases that are still held go back; lets go of the frontier."""
