"""One run of a campaign at a time, on this machine: a lock that dies with the process that holds it, and names that process."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tidewaiter.errors import AlreadyRunning
from tidewaiter.identity import now

_TRIES = 5
_PAUSE = 0.02
"""Seconds between two tries: `holder_of` takes a look at the lock for a few microseconds."""


@dataclass(slots=True, frozen=True)
class Holder:
    """Who holds a lock: a process, and since when (RFC 3339; empty where it did not say)."""

    pid: int
    since: str = ""


@contextmanager
def alone(folder: Path, what: str) -> Iterator[None]:
    """Holds `folder/lock` as long as the block runs. Raises `AlreadyRunning` where another process holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a+") as file:
        if not _taken(file.fileno()):
            raise AlreadyRunning(f"{what} is running already", do="Wait until it has ended, or end it with `tidewaiter stop`.")
        file.truncate(0)
        file.write(f"{os.getpid()} {now()}\n")
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def holder_of(folder: Path) -> Holder | None:
    """Who holds `folder/lock` now; None where nobody does (a note that a killed process left behind counts for nothing)."""
    try:
        file = (folder / "lock").open("r")
    except OSError:
        return None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            pid, _, since = file.read(100).strip().partition(" ")
            return Holder(int(pid), since) if pid.isdigit() else None
    return None


def _taken(descriptor: int) -> bool:
    for attempt in range(_TRIES):
        if attempt:
            time.sleep(_PAUSE)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        return True
    return False
