"""The frontier of one machine: one SQLite file in the run's folder, held by one process at a time.

Who holds the folder's lock holds all leases: when a process dies, the next one to take the lock finds them free again.
"""

from __future__ import annotations

import heapq
import json
import math
import os
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw

from crawlers.frontier.locking import lock_folder
from crawlers.frontier.port import FrontierUnavailable, Lease, PageKind, Wanted, added, told_by

PENDING, LEASED, DONE = 0, 1, 2
LONGEST_WAIT = 3660.0
"""Seconds that a page or a host waits at most: an hour, as the longest Retry-After that is kept, and what a delay adds."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS hosts(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS pages(
    id INTEGER PRIMARY KEY, host INTEGER NOT NULL, state INTEGER NOT NULL, priority REAL NOT NULL, due REAL NOT NULL,
    tries INTEGER NOT NULL, depth INTEGER NOT NULL, redirects INTEGER NOT NULL, kind INTEGER NOT NULL, source TEXT,
    render INTEGER NOT NULL, url TEXT NOT NULL, about TEXT
);
CREATE INDEX IF NOT EXISTS waiting ON pages(host, priority DESC) WHERE state = 0;
CREATE INDEX IF NOT EXISTS held ON pages(state) WHERE state = 1;
CREATE INDEX IF NOT EXISTS later ON pages(host, due) WHERE state = 0 AND due > 0;
CREATE TABLE IF NOT EXISTS pauses(host INTEGER PRIMARY KEY, until REAL NOT NULL);
CREATE TABLE IF NOT EXISTS listings(id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS notes(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS done(one INTEGER PRIMARY KEY CHECK (one = 1), pages INTEGER NOT NULL, bytes INTEGER NOT NULL);
INSERT OR IGNORE INTO done VALUES(1, 0, 0);
"""
_ARRIVAL = 1e-9
"""Taken off the priority for each page that came before: first come, first served, without a column of its own."""


_PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "NORMAL",
    "cache_size": -65536,
    # 64 MB: fingerprints fall anywhere, and with millions of pages hardly two changes meet on one leaf within the usual 4.
    "wal_autocheckpoint": 16384,
}


class SqliteFrontier:
    """The frontier in `folder`. Raises `AlreadyRunning` where another process holds it.

    gather: changes become durable together, when `flush` is called; a transaction for each would cost a third of the pace.
    """

    def __init__(self, folder: Path, *, gather: bool = False, clock: Callable[[], float] | None = None) -> None:
        self._clock, self._gather = clock or _steady_clock(), gather
        self._lock = lock_folder(folder)
        try:
            with _clear_errors(folder):
                self._db = apsw.Connection(str(folder / "frontier.sqlite"))
                self._db.set_busy_timeout(5000)
                # WAL with NORMAL: a killed process loses nothing; a power cut may, and then the last pages are fetched again.
                # One by one: apsw runs what follows a statement that answers only when its answer is read.
                for name, value in _PRAGMAS.items():
                    self._db.pragma(name, value)
                self._db.execute(_SCHEMA)
                self._add_what_is_new()
                self.folder = folder
                self._db.execute("UPDATE pages SET state = 0 WHERE state = 1")
                self._hosts: dict[str, int] = {name: id for id, name in self._db.execute("SELECT id, name FROM hosts")}
                self._names = names = {id: name for name, id in self._hosts.items()}
                counts = self._db.execute("SELECT host, count(*) FROM pages WHERE state = 0 GROUP BY host")
                self._waiting: OrderedDict[str, int] = OrderedDict((names[host], count) for host, count in counts)
                self._all_waiting = sum(self._waiting.values())
                # Host -> a bound on the priority of its best page that waits.
                self._top: dict[str, float] = dict.fromkeys(self._waiting, math.inf)
                self._order: _Order | None = None  # kept once somebody asks for the best of all hosts
                self._arrivals = int(self._rows("SELECT count(*) FROM pages")[0][0])
                self._paused = self._pauses_left()
                self._pages, self._bytes = map(int, self._rows("SELECT pages, bytes FROM done")[0])
        except BaseException:
            os.close(self._lock)
            raise
        self._counted_before: dict[str, float] = json.loads(self.noted("counts") or "{}")

    def add(self, wanted: Sequence[Wanted]) -> int:
        """See `Frontier.add`."""
        with self._transaction():
            return self._insert(wanted)

    def _add_what_is_new(self) -> None:
        """A run that an earlier version began lacks a column."""
        if "about" not in {row[1] for row in self._rows("PRAGMA table_info(pages)")}:
            self._db.execute("ALTER TABLE pages ADD COLUMN about TEXT")

    def _pauses_left(self) -> dict[str, float]:
        """Host -> until when it is left alone."""
        now = self._clock()
        # What lies further ahead than anybody waits was noted before the clock was set back.
        self._db.execute(_NO_LONGER_LATER, (now + LONGEST_WAIT,))
        self._db.execute("DELETE FROM pauses WHERE until NOT BETWEEN ? AND ?", (now, now + LONGEST_WAIT))
        return {self._names[host]: until for host, until in self._db.execute("SELECT host, until FROM pauses")}

    def lease(self, limit: int, *, room: Mapping[str, int], most_per_host: int, best_first: bool = False) -> list[Lease]:
        """See `Frontier.lease`."""
        now = self._clock()
        if best_first:
            return self._lease_best(limit, now, room, most_per_host)
        taken: list[Lease] = []
        with self._transaction():
            for host in list(self._waiting):
                if len(taken) >= limit:
                    break
                free = min(most_per_host - room.get(host, 0), limit - len(taken))
                if free <= 0 or self._paused.get(host, 0.0) > now:
                    continue
                rows = self._best(host, now, free)
                taken += [self._take(host, row) for row in rows]
                if host in self._waiting:
                    self._waiting.move_to_end(host)
        return taken

    def _lease_best(self, limit: int, now: float, room: Mapping[str, int], most_per_host: int) -> list[Lease]:
        if self._order is None:
            self._order = _Order(self._top)
        order, taken, aside = self._order, list[Lease](), list[str]()
        free: dict[str, int] = {}
        with self._transaction():
            while len(taken) < limit and (host := order.pop()) is not None:
                left = free.get(host, most_per_host - room.get(host, 0))
                rests = left <= 0 or self._paused.get(host, 0.0) > now
                here = min(left, limit - len(taken))
                rows = [] if rests else self._best(host, now, here + 1)
                # Only what is as good as the next host's best: there may be better there.
                good = [row for row in rows[:here] if row[2] >= order.best]
                taken += [self._take(host, row) for row in good]
                free[host] = left - len(good)
                if len(good) == len(rows):  # nothing more of it may be had now
                    aside.append(host)
                else:
                    self._top[host] = rows[len(good)][2]
                    order.push(host)
                if good and host in self._waiting:
                    self._waiting.move_to_end(host)
        for host in aside:
            order.push(host)
        return taken

    def queued(self, host: str, *, below: float | None = None, limit: int = 200) -> list[tuple[int, Wanted]]:
        """See `Frontier.queued`."""
        if host not in self._waiting:
            return []
        rows = self._rows(
            f"{_SELECT} priority < ? ORDER BY priority DESC LIMIT ?",
            (self._hosts[host], math.inf if below is None else below, limit),
        )
        return [(row[0], _wanted(row, host)) for row in rows]

    def rescore(self, priorities: Mapping[int, float]) -> None:
        """See `Frontier.rescore`."""
        with self._transaction():
            for id, priority in priorities.items():
                sql = "UPDATE pages SET priority = ? WHERE id = ? AND state = 0 RETURNING host"
                for (host,) in self._rows(sql, (priority, id)):
                    self._rise(self._names[host], priority)

    def hosts(self) -> list[str]:
        """See `Frontier.hosts`."""
        return list(self._waiting)

    def _best(self, host: str, now: float, limit: int) -> list[tuple[Any, ...]]:
        return self._rows(
            f"{_SELECT} due <= ? ORDER BY priority DESC LIMIT ?",
            (self._hosts[host], now, limit),
        )

    def _take(self, host: str, row: tuple[Any, ...]) -> Lease:
        self._db.execute("UPDATE pages SET state = 1 WHERE id = ?", (row[0],))
        self._count(host, -1)
        return Lease(row[0], _wanted(row, host), row[8])

    def skip(self, lease: Lease) -> None:
        """See `Frontier.skip`."""
        with self._transaction():
            self._db.execute("UPDATE pages SET state = 2 WHERE id = ?", (lease.id,))

    def done(self, lease: Lease, *, found: Sequence[Wanted] = (), listings: Collection[str] = (), bytes_read: int = 0) -> int:
        """See `Frontier.done`."""
        # A redirect to itself waits again (it may have set a cookie); a mere link to itself does not.
        again = next((page for page in found if page.redirects > lease.wanted.redirects and page.id == lease.id), None)
        with self._transaction():
            new = self._insert(found)
            if again is None:
                self._db.execute("UPDATE pages SET state = 2, about = NULL WHERE id = ?", (lease.id,))
            else:
                self._db.execute("UPDATE pages SET state = 0, redirects = ? WHERE id = ?", (again.redirects, lease.id))
                self._count(lease.wanted.host, 1, lease.wanted.priority)
            if listings:
                self._db.executemany("INSERT OR IGNORE INTO listings VALUES(?)", [(id,) for id in listings])
        self._pages += 1
        self._bytes += bytes_read
        return new

    def put_back(self, lease: Lease, *, seconds: float = 0.0, tried: bool = True) -> None:
        """See `Frontier.put_back`."""
        with self._transaction():
            self._db.execute(
                "UPDATE pages SET state = 0, due = ?, tries = tries + ? WHERE id = ?",
                (self._clock() + seconds if seconds else 0.0, int(tried), lease.id),
            )
        self._count(lease.wanted.host, 1, lease.wanted.priority)

    def drop_host(self, host: str) -> int:
        """See `Frontier.drop_host`."""
        if host not in self._waiting:
            return 0
        with self._transaction():
            self._db.execute("UPDATE pages SET state = 2 WHERE host = ? AND state = 0", (self._hosts[host],))
        self._top.pop(host, None)
        dropped = self._waiting.pop(host)
        self._all_waiting -= dropped
        return dropped

    def pause(self, host: str, seconds: float) -> None:
        """See `Frontier.pause`."""
        self._paused[host] = until = max(self._paused.get(host, 0.0), self._clock() + seconds)
        with self._transaction():
            self._db.execute("INSERT OR REPLACE INTO pauses VALUES(?, ?)", (self._host(host), until))

    def paused_for(self, host: str) -> float:
        """See `Frontier.paused_for`."""
        return max(0.0, until - self._clock()) if (until := self._paused.get(host)) is not None else 0.0

    def waiting(self) -> int:
        """See `Frontier.waiting`."""
        return self._all_waiting

    def held_elsewhere(self) -> int:
        """See `Frontier.held_elsewhere`: whoever holds the folder holds it alone."""
        return 0

    def seconds_to_next(self) -> float | None:
        """See `Frontier.seconds_to_next`."""
        now = self._clock()
        soonest: float | None = None
        for host, count in self._waiting.items():
            later, first = self._rows(_LATER, (self._hosts[host],))[0]
            due = float(first) if later == count else 0.0
            wait = max(0.0, due - now, self._paused.get(host, 0.0) - now)
            soonest = wait if soonest is None else min(soonest, wait)
            if soonest == 0.0:
                break
        return soonest

    def seen(self, listings: Collection[str]) -> set[str]:
        """See `Frontier.seen`."""
        return {id for id in listings if self._rows("SELECT 1 FROM listings WHERE id = ?", (id,))}

    def pages_done(self) -> int:
        """See `Frontier.pages_done`."""
        return self._pages

    def bytes_done(self) -> int:
        """See `Frontier.bytes_done`."""
        return self._bytes

    def note(self, name: str, value: str) -> None:
        """See `Frontier.note`."""
        with self._transaction():
            self._db.execute("INSERT OR REPLACE INTO notes VALUES(?, ?)", (name, value))

    def noted(self, name: str) -> str | None:
        """See `Frontier.noted`."""
        rows = self._rows("SELECT value FROM notes WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else None

    def keep_counts(self, counts: Mapping[str, float]) -> None:
        """See `Frontier.keep_counts`."""
        self.note("counts", json.dumps(added(self._counted_before, counts)))

    def other_counts(self) -> dict[str, float]:
        """See `Frontier.other_counts`."""
        return dict(self._counted_before)

    @property
    def turns(self) -> None:
        """See `Frontier.turns`: the downloads of one process know by themselves."""
        return None

    def flush(self) -> None:
        """See `Frontier.flush`."""
        if not self._db.in_transaction:
            return
        with _clear_errors(self.folder):
            self._db.execute("UPDATE done SET pages = ?, bytes = ?", (self._pages, self._bytes))
            self._db.execute("COMMIT")

    def leave(self) -> int:
        """See `Frontier.leave`."""
        with self._transaction():
            held = self._rows("SELECT name, count(*) FROM pages JOIN hosts ON hosts.id = host WHERE state = 1 GROUP BY host")
            self._db.execute("UPDATE pages SET state = 0 WHERE state = 1")
        for host, pages in held:
            self._count(host, pages, math.inf)
        self.flush()
        return 0

    def close(self) -> None:
        """See `Frontier.close`."""
        try:
            self.leave()
        finally:
            self._db.close()
            os.close(self._lock)

    def _insert(self, wanted: Sequence[Wanted]) -> int:
        before = self._arrivals
        for page in wanted:
            host = page.host
            id = page.id
            self._db.execute(
                "INSERT OR IGNORE INTO pages VALUES(?, ?, 0, ?, 0, 0, ?, ?, ?, ?, ?, ?, ?)",
                (
                    id, self._host(host), page.priority - self._arrivals * _ARRIVAL, page.depth, page.redirects,
                    _KINDS.index(page.kind),
                    page.source, int(page.render), _folded(page.url, host), page.about,
                ),
            )  # fmt: skip
            if self._db.changes():
                self._arrivals += 1
                self._count(host, 1, page.priority)
            elif page.kind in _BETTER or page.text:
                self._raise(id, page)
        return self._arrivals - before

    def _raise(self, id: int, page: Wanted) -> None:
        # A page that waits, and is now linked to as something better, moves up.
        self._db.execute(
            "UPDATE pages SET priority = ?, kind = ?, about = coalesce(?, about) WHERE id = ? AND state = 0 AND priority < ?",
            (page.priority - self._arrivals * _ARRIVAL, _KINDS.index(page.kind), page.about, id, page.priority - 1.0),
        )
        if self._db.changes():
            self._rise(page.host, page.priority)

    def _host(self, name: str) -> int:
        id = self._hosts.get(name)
        if id is None:
            self._db.execute("INSERT OR IGNORE INTO hosts(name) VALUES(?)", (name,))
            id = int(self._rows("SELECT id FROM hosts WHERE name = ?", (name,))[0][0])
            self._hosts[name] = id
            self._names[id] = name
        return id

    def _count(self, host: str, by: int, priority: float = -math.inf) -> None:
        """So many pages more (or fewer) of a host wait; priority: of the best of those that are new."""
        count = self._waiting.get(host, 0) + by
        self._all_waiting += by
        if count > 0:
            self._waiting[host] = count
            self._rise(host, priority)
        else:
            self._waiting.pop(host, None)
            self._top.pop(host, None)

    def _rise(self, host: str, priority: float) -> None:
        """A page of the host waits that may be better than all others of it."""
        if priority > self._top.get(host, -math.inf):
            self._top[host] = priority
            if self._order is not None:
                self._order.push(host)
        else:
            self._top.setdefault(host, priority)

    def _rows(self, sql: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        return list(self._db.execute(sql, values))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with _clear_errors(self.folder):
            if not self._db.in_transaction:
                self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                if self._db.in_transaction:  # a full disk rolls back by itself
                    self._db.execute("ROLLBACK")
                raise
        if not self._gather:
            self.flush()


def _steady_clock() -> Callable[[], float]:
    """Seconds since 1970 as the system's clock says now, and from here on without its jumps."""
    ahead = time.time() - time.monotonic()
    return lambda: ahead + time.monotonic()


class _Order:
    """Hosts by the bound on their best page, the highest first; among equals, who was put in first.

    `top` is its owner's: an entry whose bound is no longer the host's is passed over.
    """

    def __init__(self, top: Mapping[str, float]) -> None:
        self._top, self._turns = top, 0
        self._heap: list[tuple[float, int, str]] = []
        for host in top:
            self.push(host)

    def push(self, host: str) -> None:
        """The host's bound has changed, or it was popped and goes back."""
        if (bound := self._top.get(host)) is None:
            return
        self._turns += 1
        heapq.heappush(self._heap, (-bound, self._turns, host))
        if len(self._heap) > 4 * len(self._top) + 1000:
            latest = {host: (bound, turn, host) for bound, turn, host in self._heap if self._top.get(host) == -bound}
            self._heap = list(latest.values())
            heapq.heapify(self._heap)

    def pop(self) -> str | None:
        """The first host, taken out; None: there is none."""
        self._pass_over()
        return heapq.heappop(self._heap)[2] if self._heap else None

    @property
    def best(self) -> float:
        """The bound of the first host; none: less than any."""
        self._pass_over()
        return -self._heap[0][0] if self._heap else -math.inf

    def _pass_over(self) -> None:
        while self._heap and self._top.get(self._heap[0][2]) != -self._heap[0][0]:
            heapq.heappop(self._heap)


# Ten million pages: what every row would repeat is left out.
_KINDS: tuple[PageKind, ...] = ("start", "listing", "index", "next", "other")
_NO_LONGER_LATER = "UPDATE pages INDEXED BY later SET due = 0 WHERE state = 0 AND due > 0 AND due > ?"
_LATER = "SELECT count(*), min(due) FROM pages WHERE host = ? AND state = 0 AND due > 0"


def _folded(url: str, host: str) -> str:
    """The URL without scheme and host, which the row has anyway; whole where it isn't written plainly."""
    for letter, scheme in (("s", "https://"), ("h", "http://")):
        if url.startswith(f"{scheme}{host}/"):
            return letter + url[len(scheme) + len(host) :]
    return url


def _unfolded(url: str, host: str) -> str:
    return {"s/": f"https://{host}", "h/": f"http://{host}"}[url[:2]] + url[1:] if url[:2] in {"s/", "h/"} else url


_BETTER = frozenset({"listing", "next", "index"})
_SELECT = (
    "SELECT id, url, priority, depth, kind, source, render, redirects, tries, about FROM pages WHERE host = ? AND state = 0 AND"
)


def _wanted(row: tuple[Any, ...], host: str) -> Wanted:
    """A row of `_SELECT` as the page that it is."""
    _, url, priority, depth, kind, source, render, redirects, _, about = row
    return Wanted(_unfolded(url, host), priority, depth, _KINDS[kind], source, bool(render), redirects, *told_by(about))


@contextmanager
def _clear_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except (apsw.FullError, apsw.IOError, apsw.ReadOnlyError, apsw.CantOpenError) as error:
        raise FrontierUnavailable(f"{folder}: can't be written: {error}", do="Make room on the disk, then go on.") from error
    except (apsw.CorruptError, apsw.NotADBError) as error:
        raise FrontierUnavailable(f"{folder}: damaged: {error}", do="Move the folder away to begin anew.") from error
