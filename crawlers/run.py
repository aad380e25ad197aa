"""One crawl: what it was asked, what it may use, and what its parts share."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from crawlers.focus.focus import Focus
from crawlers.frontier.port import Frontier, Lease
from crawlers.revisits.known import KnownPages
from crawlers.source import Source, source_for
from crawlers.spiders.learning import Learner
from crawlers.spiders.parameters import Parameters
from crawlers.spiders.scope import Scope
from tidewaiter.config import Settings
from tidewaiter.errors import TidewaiterError
from tidewaiter.store import Store
from tidewaiter.workers import Workers
from web.client import Fetched, GuardedClient
from web.guard import AddressGuard
from web.proxy import Proxies
from web.sessions import Session

if TYPE_CHECKING:
    from web.browser import BrowserPool
    from web.fetch import SharedHosts

Render = Literal["auto", "never", "always"]
_HOSTS = 10_000
Outcome = Literal["finished", "limit", "minutes", "bytes", "interrupted", "failed", "joined"]


@dataclass(slots=True, frozen=True)
class Start:
    """Where to begin, and the source that says how to read there (None: whatever the page shows)."""

    url: str
    source: Source | None = None
    query: str = ""
    """What is searched for there; empty: it is no search."""


@dataclass(slots=True, frozen=True)
class Budget:
    """What a run may spend; None: no limit. A run that goes on after a stop has spent what it spent before."""

    pages: int | None = None
    minutes: float | None = None
    bytes: int | None = None
    browser_minutes: float | None = None


@dataclass(slots=True)
class CrawlRun:
    """What the scheduler, the spider, the downloads and the middlewares of one crawl share."""

    settings: Settings
    frontier: Frontier
    folder: Path
    starts: Sequence[Start]
    sources: Mapping[str, Source]
    guard: AddressGuard
    scope: Scope
    learner: Learner
    parameters: Parameters
    store: Store
    budget: Budget = Budget()
    render: Render = "auto"
    depth: int = 20
    campaign: str | None = None
    run: str | None = None
    focus: Focus | None = None
    """Orders links by what they lead to; None: all of a site is wanted."""
    interest: dict[str, float] = field(default_factory=dict)
    """Listing id -> how likely it is of interest, as the matching stage says, until its page is done. Only with focus."""
    known: KnownPages | None = None
    """Pages of listings that are stored already; None: nothing is known of any."""
    hours: str | None = None
    """`HH:MM-HH:MM ZONE`: nothing is fetched outside them; a source may have its own."""

    hosts: SharedHosts | None = None
    """How photos wait for their turn at a host."""
    workers: Workers | None = None
    """Processes that read pages and photos; None: that is done in this one."""
    meaning: Workers | None = None
    """One more, which holds the text model: it is too large to be held by each."""
    client: GuardedClient | None = None
    browsers: dict[str, BrowserPool] = field(default_factory=dict)
    """Proxy (empty: none) -> the browser that goes through it."""
    proxies: Proxies = field(default_factory=Proxies)
    rendering: set[str] = field(default_factory=set)
    """Hosts whose pages give nothing without the browser."""
    no_browser: bool = False
    """A page needed the browser and this machine has none."""
    browser_seconds: float = 0.0
    sessions: Mapping[str, Session] = field(default_factory=dict)
    """Source -> the account's session that its pages are fetched with."""
    resting: set[str] = field(default_factory=set)
    """Sources that are left alone for the rest of the run: nobody is logged in (any more)."""
    floors: dict[str, float] = field(default_factory=dict)
    """Host -> seconds between two requests at least (Crawl-delay, a source's rate)."""
    failing: set[str] = field(default_factory=set)
    """Hosts whose errors are counted apart."""
    under_way: set[asyncio.Future[Fetched]] = field(default_factory=set)
    """Requests on the wire: a stop cancels them."""
    begun: float = field(default_factory=time.monotonic)
    spent_before: float = 0.0
    """Seconds spent before a restart."""
    stopping: Outcome | None = None
    """Why the run ends; None while it goes on."""
    error: TidewaiterError | None = None
    """What ended it, where it failed."""
    _source_of_host: dict[str, Source | None] = field(default_factory=dict)

    def source_of(self, url: str, name: str | None = None) -> Source | None:
        """The source that says how to read this URL."""
        if name is not None and (named := self.sources.get(name)) is not None:
            return named
        host = urlsplit(url).netloc
        if host not in self._source_of_host:
            if len(self._source_of_host) > _HOSTS:
                self._source_of_host.clear()
            self._source_of_host[host] = source_for(url, self.sources)
        return self._source_of_host[host]

    def as_needed(self, lease: Lease) -> Lease:
        """A page, to be fetched with the browser where its host turned out to give nothing without since it was found."""
        wanted = lease.wanted
        if wanted.render or wanted.host not in self.rendering or self.no_browser or self.render != "auto":
            return lease
        source = self.source_of(wanted.url, wanted.source)
        if source is not None and source.render != "auto":
            return lease
        return replace(lease, wanted=replace(wanted, render=True))

    def session_for(self, url: str, source: Source | None) -> Session | None:
        """The session to send with a request: on the domains of its source, and nowhere else."""
        return self.sessions.get(source.name) if source is not None and source.session and source.covers(url) else None

    @property
    def seconds(self) -> float:
        """Seconds that the run has taken, before a restart too."""
        return self.spent_before + time.monotonic() - self.begun

    def browser_spent(self) -> bool:
        """Whether the browser's minutes are used up."""
        return self.budget.browser_minutes is not None and self.browser_seconds >= self.budget.browser_minutes * 60

    def spent(self) -> Outcome | None:
        """Which budget is used up, if any. Pages are watched by the scheduler, which knows those in flight."""
        if self.budget.minutes is not None and self.seconds >= self.budget.minutes * 60:
            return "minutes"
        if self.budget.bytes is not None and self.frontier.bytes_done() >= self.budget.bytes:
            return "bytes"
        return None
