"""One run of a campaign at a time, on this machine: a lock that dies with the process that holds it."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tidewaiter.errors import AlreadyRunning


@contextmanager
def alone(folder: Path, what: str) -> Iterator[None]:
    """Holds `folder/lock` as long as the block runs. Raises `AlreadyRunning` where another process holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(
                f"{what} is running already", do="Wait until it has ended, or stop it with Ctrl-C where it runs."
            ) from None
        yield
