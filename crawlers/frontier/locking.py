"""One process at a time in a run's folder, on this machine."""

from __future__ import annotations

import contextlib
import fcntl
import os
from pathlib import Path

from crawlers.frontier.port import FrontierUnavailable
from tidewaiter.errors import AlreadyRunning


def lock_folder(folder: Path) -> int:
    """Makes the folder, holds its lock and gives the lock's descriptor: closing it, or dying, lets go.

    The file names the process. Raises `AlreadyRunning` where another process holds it, `FrontierUnavailable` where the
    folder can't be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise FrontierUnavailable(f"{folder}: {error.strerror or error}", do="Give a folder that can be written.") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise AlreadyRunning(
            f"{folder}: another process is at work on this run", do="Wait until it ends, or stop it; then run this again."
        ) from error
    with contextlib.suppress(OSError):  # a full disk: then `tidewaiter stop` does not find this process
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
    return descriptor
