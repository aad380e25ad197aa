"""The custody ledger: who did what to a snapshot, one JSON line each, append-only, each line chained to the one before.

A line's `hash` is the SHA-256 of its canonical JSON (sorted keys, no spaces, without `hash`); `previous` is the hash of the
line before. A changed, lost or added line breaks the chain; each snapshot also carries the hash of the last line before it,
so that cutting the end off shows as soon as a later snapshot is at hand.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tidewaiter.errors import TidewaiterError
from tidewaiter.identity import now

FILE = "ledger.jsonl"
START = "0" * 64
"""`previous` of the first line."""


class LedgerUnwritable(TidewaiterError):
    """The ledger can't be written, or its last line is damaged: nothing is sealed without it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: number from 1, when, who did what to which snapshot file (by its SHA-256)."""

    n: int
    at: str
    who: str
    what: str
    """`capture`, `verify`, `export` or `note`."""
    snapshot: str
    sha256: str
    url: str
    case: str
    note: str
    previous: str
    hash: str


def hash_of(fields: dict[str, Any]) -> str:
    """SHA-256 of a line's canonical JSON, its `hash` left out."""
    body = {name: value for name, value in fields.items() if name != "hash"}
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


class Ledger:
    """The ledger in a folder. Any number of processes may append: one at a time, each line flushed to disk."""

    def __init__(self, folder: Path) -> None:
        """Takes the folder that holds (or will hold) `ledger.jsonl`."""
        self.file = folder / FILE

    def head(self) -> str:
        """Hash of the last line; `START` where there is none."""
        last = START
        for entry, _ in self.entries():
            if entry is not None:
                last = entry.hash
        return last

    def append(
        self, *, who: str, what: str, snapshot: str, sha256: str, url: str = "", case: str = "", note: str = ""
    ) -> Entry:
        """Adds a line, chained to the last. Raises `LedgerUnwritable`."""
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with self.file.open("a+b") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                last = self._last(file)
                fields: dict[str, Any] = {
                    "n": last.n + 1 if last else 1, "at": now(), "who": who, "what": what, "snapshot": snapshot,
                    "sha256": sha256, "url": url, "case": case, "note": note, "previous": last.hash if last else START,
                }  # fmt: skip
                fields["hash"] = hash_of(fields)
                file.write(json.dumps(fields, ensure_ascii=False).encode() + b"\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise LedgerUnwritable(
                f"{self.file}: can't be written: {error}", do="Make room or give the right to write."
            ) from error
        return Entry(**fields)

    def _last(self, file: Any) -> Entry | None:
        file.seek(0)
        lines = file.read().splitlines(keepends=True)
        if not lines:
            return None
        entry = _entry(lines[-1]) if lines[-1].endswith(b"\n") else None
        if entry is None or entry.hash != hash_of(_fields(entry)):
            raise LedgerUnwritable(
                f"{self.file}:{len(lines)}: the last line is damaged",
                do="Keep the file as it is, find out why (`tidewaiter verify --ledger`), and go on in a new folder.",
            )
        return entry

    def entries(self) -> Iterator[tuple[Entry | None, int]]:
        """Each line as (entry, or None where it can't be read; line number)."""
        try:
            lines = self.file.read_bytes().splitlines()
        except FileNotFoundError:
            return
        for number, line in enumerate(lines, 1):
            yield _entry(line), number

    def failures(self) -> list[str]:
        """What is wrong with the chain, each with its line; empty: it is whole."""
        found: list[str] = []
        previous, expected = START, 1
        for entry, number in self.entries():
            if entry is None:
                found.append(f"ledger line {number} can't be read")
                expected += 1
                continue
            if entry.hash != hash_of(_fields(entry)):
                found.append(f"ledger line {number} was changed: its hash does not fit")
            if entry.previous != previous:
                found.append(f"ledger line {number} does not follow the line before it: a line was changed, lost or put in")
            if entry.n != expected:
                found.append(f"ledger line {number} has number {entry.n}, {expected} was due")
            previous, expected = entry.hash, entry.n + 1
        return found


def _fields(entry: Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in Entry.__slots__}


def _entry(line: bytes) -> Entry | None:
    try:
        data = json.loads(line)
        entry = Entry(**data)
    except (ValueError, TypeError, RecursionError):
        return None
    texts = (value for name, value in data.items() if name != "n")
    return entry if type(entry.n) is int and all(isinstance(value, str) for value in texts) else None
