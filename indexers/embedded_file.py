"""The embedded engine's file: connections, transactions, and SQLite's errors as ours.

A connection serves one thread at a time, so each transaction takes one from a pool. Readers see the last commit and never
wait; writers, of whatever process, take turns.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw

from tidewaiter.errors import IndexUnavailable

WAIT_MS = 60_000
"""Milliseconds that a writer waits for another one (a rebuild of 100 000 listings takes about a minute)."""
CACHE_KIB = 65_536


class File:
    """One SQLite file, used by any number of threads and processes."""

    def __init__(self, path: Path) -> None:
        """Takes the path; the folder is made where it is missing. Raises `IndexUnavailable`."""
        self.path = path
        self._idle: list[Any] = []
        self._lock = threading.Lock()
        self._closed = False
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise IndexUnavailable(
                f"{path.parent}: can't be made: {error}", do="Set `home` to a folder you may write to."
            ) from error

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """A connection that sees one state of the file throughout."""
        with self._connection("BEGIN") as db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """A connection that alone may write; what it wrote is on the disk when the block ends, or nothing is."""
        with self._connection("BEGIN IMMEDIATE") as db:
            yield db

    @contextmanager
    def bare(self) -> Iterator[Any]:
        """A connection outside any transaction (for checkpoints and the like)."""
        with self._connection("") as db:
            yield db

    def close(self) -> None:
        """Closes the idle connections; those in use are closed when they come back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for db in idle:
            db.close()

    @contextmanager
    def _connection(self, begin: str) -> Iterator[Any]:
        try:
            db = self._take()
            try:
                if begin:
                    db.execute(begin)
                yield db
                if begin:
                    db.execute("COMMIT")
            finally:
                # Also after a failed COMMIT (full disk). A connection that can't even roll back isn't used again.
                if db.in_transaction:
                    with _quiet():
                        db.execute("ROLLBACK")
                self._give_back(db)
        except (apsw.Error, OSError) as error:
            raise unavailable(error, self.path) from error

    def _take(self) -> Any:
        with self._lock:
            if self._closed:
                raise IndexUnavailable(f"{self.path}: the index is closed", do="Open it again.")
            if self._idle:
                return self._idle.pop()
        db = apsw.Connection(str(self.path))
        try:
            db.set_busy_timeout(WAIT_MS)
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=FULL")  # acknowledged means on the disk, also when the power fails
            db.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
            db.execute("PRAGMA journal_size_limit=67108864")
            db.execute("PRAGMA temp_store=MEMORY")
        except apsw.Error:
            db.close()
            raise
        return db

    def _give_back(self, db: Any) -> None:
        with self._lock:
            if not self._closed and not db.in_transaction:
                self._idle.append(db)
                return
        db.close()


@contextmanager
def _quiet() -> Iterator[None]:
    """For a clean-up whose own failure adds nothing to the error that led to it."""
    try:
        yield
    except apsw.Error:
        return


def unavailable(error: Exception, path: Path) -> IndexUnavailable:
    """SQLite's error as what went wrong and what to do."""
    if isinstance(error, apsw.FullError):
        return IndexUnavailable(
            f"{path}: no room on the disk; nothing acknowledged is lost", do=f"Make room in {path.parent}, then go on."
        )
    if isinstance(error, apsw.BusyError | apsw.LockedError):
        return IndexUnavailable(
            f"{path}: another process has been writing for over {WAIT_MS // 1000} s",
            do="Wait until it has ended, then try again.",
        )
    if isinstance(error, apsw.CorruptError | apsw.NotADBError):
        return IndexUnavailable(
            f"{path}: the file is damaged ({error})",
            do="Run `tidewaiter index rebuild`; if that fails too, put back a copy (docs/the-index.md says how to make one).",
        )
    if isinstance(error, apsw.ReadOnlyError | apsw.PermissionsError | apsw.CantOpenError | PermissionError):
        return IndexUnavailable(
            f"{path}: can't be opened for writing ({error})",
            do="Give yourself the right to write there, or set `home` elsewhere.",
        )
    return IndexUnavailable(f"{path}: can't be used ({error})", do="See whether the disk is full or failing.")
