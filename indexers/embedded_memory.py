"""The bits that a process keeps in memory, brought up to date from the file before each look-up.

A listing that is written gets a new number and its old one goes into `removed`, so that what other processes changed is: all
rows above the last one seen, less the numbers that were removed since.
"""

# ruff: noqa: S608 - values are bound; what is put into SQL are names of our own

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from indexers.bits import BitMatrix

BATCH = 20_000


class Memory:
    """One bit matrix and how it is read from the file."""

    def __init__(self, source: Callable[[Any, int], Iterator[tuple[int, int, int, bytes]]]) -> None:
        """Takes a function from connection and last row seen to (row, number, tag, bits), in the order of row."""
        self._source = source
        self._lock = threading.Lock()
        self._forget("")

    def _forget(self, generation: str) -> None:
        self._matrix: BitMatrix | None = None
        self._row = 0
        self._entry = 0
        self._generation = generation

    @contextmanager
    def current(self, db: Any) -> Iterator[BitMatrix | None]:
        """The matrix as of the connection's transaction (None: no rows yet); nobody else uses it meanwhile."""
        with self._lock:
            self._catch_up(db)
            yield self._matrix

    def _catch_up(self, db: Any) -> None:
        generation = db.execute("SELECT value FROM about WHERE name = 'generation'").get or ""
        first, last = db.execute("SELECT min(entry), max(entry) FROM removed").get
        if generation != self._generation or (first is not None and self._entry and first > self._entry + 1):
            self._forget(generation)
        elif self._matrix is not None and (last or 0) > self._entry:
            gone = [number for (number,) in db.execute("SELECT number FROM removed WHERE entry > ?", (self._entry,))]
            self._matrix.remove(gone)
        self._entry = max(last or 0, self._entry)
        batch: list[tuple[int, int, bytes]] = []
        for row, number, tag, bits in self._source(db, self._row):
            self._row = row
            batch.append((number, tag, bits))
            if len(batch) == BATCH:
                self._add(batch)
        self._add(batch)

    def _add(self, batch: list[tuple[int, int, bytes]]) -> None:
        if not batch:
            return
        if self._matrix is None:
            self._matrix = BitMatrix(len(batch[0][2]))
        self._matrix.add(batch)
        batch.clear()


def photo_bits(kind: str) -> Callable[[Any, int], Iterator[tuple[int, int, int, bytes]]]:
    """Reads the hashes of photos (`phash` or `pdq`); the tag is the photo's row."""

    def read(db: Any, last: int) -> Iterator[tuple[int, int, int, bytes]]:
        rows: Iterator[tuple[int, int, int, bytes]] = db.execute(
            f"SELECT photo, number, photo, {kind} FROM photos WHERE photo > ? AND {kind} <> x'' ORDER BY photo", (last,)
        )
        return rows

    return read


def vector_bits(db: Any, last: int) -> Iterator[tuple[int, int, int, bytes]]:
    """Reads the sign bits of vectors."""
    rows: Iterator[tuple[int, int, int, bytes]] = db.execute(
        "SELECT number, number, 0, bits FROM bits WHERE number > ? ORDER BY number", (last,)
    )
    return rows
