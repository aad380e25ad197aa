"""What to do when a server doesn't answer as it should: try again later, leave the host in peace for a while, or give it up."""

from __future__ import annotations

from collections import Counter

from crawlers.frontier.port import Lease
from crawlers.run import CrawlRun
from crawlers.spiders.tracking import Tracker
from crawlers.stats import Collector, count, count_error
from web.client import Failure, Fetched, FetchFailed
from web.retrying import FAULTS, RETRIED_STATUSES, retry_after

MOST_TRIES = 3
"""Tries of one page, the first one counted."""
MOST_PAUSES = 8
"""Pauses in a row that one host may ask for before it is given up for this run."""
MOST_WALLS = 12
"""Walls in a row (captcha, block) after which a host is left alone."""
MOST_UNREACHABLE = 6
"""Pages in a row that gave no connection after which a host is taken to be down."""
LONGEST_WAIT = 300.0
_SHORTEST_WAIT = 0.5
"""Seconds; doubled with each try."""

PASSING: frozenset[Failure] = frozenset({"dns", "refused", "timeout", "cut_off", "connection", "tls"})
"""What may be gone a moment later; the rest is so by nature."""
_UNREACHABLE: frozenset[Failure] = frozenset({"dns", "refused", "connection", "tls"})


class Patience:
    """Counts each host's faults in a row, and decides."""

    def __init__(self, run: CrawlRun, tracker: Tracker, stats: Collector) -> None:
        self._run, self._tracker, self._stats = run, tracker, stats
        self._pauses: Counter[str] = Counter()
        self._walls: Counter[str] = Counter()
        self._unreachable: Counter[str] = Counter()

    def answered(self, lease: Lease) -> None:
        """A good response: what was held against the host is forgotten."""
        host = lease.wanted.host
        for counts in (self._pauses, self._unreachable):
            counts.pop(host, None)

    def wall(self, lease: Lease, kind: str) -> None:
        """The page stands behind a wall; where the host says over and over that we are not welcome, it is left alone.

        A page that asks for an account says nothing about the others.
        """
        if kind == "login":
            return
        host = lease.wanted.host
        self._walls[host] += 1
        if self._walls[host] >= MOST_WALLS:
            self._give_up(host, "wall")

    def no_wall(self, lease: Lease) -> None:
        """The page could be read."""
        self._walls.pop(lease.wanted.host, None)

    def fault(self, lease: Lease, fetched: Fetched) -> bool:
        """A status of 400 or more; whether nothing is left to be read (a page of 403 or 404 may still say why)."""
        if fetched.status in RETRIED_STATUSES:
            self._pause(lease, fetched)
            return True
        if fetched.status in FAULTS:
            self._error(lease, "status")
            self._again(lease)
            return True
        if fetched.status in {401, 403, 451}:
            return False
        self._error(lease, "status")
        self._run.learner.fetched(lease.wanted.url, kind=lease.wanted.kind, gave=0, led=0)
        self._tracker.done(lease)
        return True

    def no_response(self, lease: Lease, error: FetchFailed) -> None:
        """The request gave no response."""
        if error.reason == "stopped":
            self._tracker.put_back(lease, tried=False)
            return
        self._error(lease, error.reason)
        host = lease.wanted.host
        if error.reason in _UNREACHABLE:
            self._unreachable[host] += 1
            if self._unreachable[host] >= MOST_UNREACHABLE:
                self._give_up(host, "host_down")
        if error.reason in PASSING:
            self._again(lease)
        else:
            self._tracker.done(lease)

    def _error(self, lease: Lease, reason: str) -> None:
        count_error(self._stats, reason, lease.wanted.host, self._run.failing)

    def _again(self, lease: Lease) -> None:
        if lease.tries + 1 >= MOST_TRIES:
            self._tracker.done(lease)
            return
        count(self._stats, "tidewaiter/retries")
        self._tracker.put_back(lease, seconds=self._wait(lease.tries))

    def _pause(self, lease: Lease, fetched: Fetched) -> None:
        host = lease.wanted.host
        # Requests that were under way together are told together: that is one time that the host asked.
        self._pauses[host] += self._run.frontier.paused_for(host) == 0
        if self._pauses[host] > MOST_PAUSES:
            self._give_up(host, "host_down")
            self._tracker.done(lease)
            return
        asked = retry_after(fetched.headers.get("Retry-After"))
        self.asked_for_patience(
            lease, self._wait(self._pauses[host] - 1) if asked is None else max(asked, self._run.settings.delay)
        )

    def asked_for_patience(self, lease: Lease, seconds: float) -> None:
        """The whole host is left alone for so long."""
        count(self._stats, "tidewaiter/pauses")
        self._run.frontier.pause(lease.wanted.host, seconds)
        # The host asked for patience, which says nothing against the page: the pauses are what is counted.
        self._tracker.put_back(lease, tried=False)

    def _wait(self, tries: int) -> float:
        wait = max(_SHORTEST_WAIT, self._run.settings.delay) * 2.0**tries
        return float(min(wait, LONGEST_WAIT))

    def _give_up(self, host: str, reason: str) -> None:
        if dropped := self._run.frontier.drop_host(host):
            count(self._stats, "tidewaiter/skipped", reason, by=dropped)
