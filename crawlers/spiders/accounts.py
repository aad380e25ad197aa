"""Sources that need an account: with no session, or when the site asks for a login again, they are left alone."""

from __future__ import annotations

from collections import Counter

import structlog

from crawlers.run import CrawlRun
from crawlers.source import Source
from crawlers.stats import Collector, count
from web.sessions import Sessions

log = structlog.get_logger(__name__)

MOST_WALLS = 3
"""Pages in a row that ask for a login after which the session is taken to be over: one page may be for others only."""


class Accounts:
    """Watches the sessions of one run."""

    def __init__(self, run: CrawlRun, stats: Collector) -> None:
        self._run, self._stats = run, stats
        self._walls: Counter[str] = Counter()

    def begin(self) -> None:
        """Lets those sources rest to which nobody is logged in."""
        kept = Sessions(self._run.settings)
        for source in {start.source.name: start.source for start in self._run.starts if start.source}.values():
            if not source.session:
                continue
            session = self._run.sessions.get(source.name)
            if session is None:
                self._rest(source, "missing")
            elif session.has_expired() or kept.ended(source.name):
                self._rest(source, "expired")

    def answered(self, source: Source | None, *, wall: str | None) -> None:
        """A page of a source was read."""
        if source is None or not source.session or source.name in self._run.resting:
            return
        if wall != "login":
            self._walls.pop(source.name, None)
            return
        self._walls[source.name] += 1
        if self._walls[source.name] >= MOST_WALLS:
            Sessions(self._run.settings).note_ended(source.name)
            self._rest(source, "wall")

    def _rest(self, source: Source, reason: str) -> None:
        self._run.resting.add(source.name)
        count(self._stats, "tidewaiter/sessions", reason)
        log.warning("session.none", source=source.name, reason=reason, do=f"tidewaiter login {source.name}")
