"""What the machines that crawl one run together agree on: which run it is, how it ended, and who does what is left to do."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

from crawlers.frontier.redis import clear_errors, connect, name_of, prefix_of
from tidewaiter.config import Settings

_CLOSING_SECONDS = 3600
"""So long a machine has for what is left to do after a crawl, before another may take that up."""


class SharedRun:
    """The run of a folder, as it stands on the Redis of the settings. Raises `FrontierUnavailable`."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self._url = settings.frontier
        self._redis = connect(settings.frontier)
        self._keys = prefix_of(name_of(settings, folder))
        self._machine = f"{socket.gethostname()}:{settings.home_path}"

    @property
    def id(self) -> str | None:
        """Id of the run that is under way or not all done; None where there is none."""
        return self._note("run")

    @property
    def outcome(self) -> str | None:
        """How its crawl ended; empty while it goes on; None where there is no run."""
        return self._note("outcome")

    def agree(self, proposed: str) -> str:
        """The run that all crawl: the proposed one, unless another machine was first."""
        with clear_errors(self._url):
            self._redis.hsetnx(self._keys + "notes", "run", proposed)
        return self.id or proposed

    def end(self, outcome: str) -> None:
        """Notes how the crawl ended."""
        with clear_errors(self._url):
            self._redis.hset(self._keys + "notes", "outcome", outcome)

    def closes(self) -> bool:
        """Whether this machine does what is left after the crawl (photos, snapshots, alerts, report): one does."""
        key = self._keys + "closing"
        with clear_errors(self._url):
            if self._redis.set(key, self._machine, nx=True, ex=_CLOSING_SECONDS):
                return True
            holder: Any = self._redis.get(key)
        return bool(holder == self._machine)  # an earlier process of this home, which has died: one at a time works here

    def forget(self) -> None:
        """All is done: nothing of the run stays."""
        with clear_errors(self._url):
            # The name is quoted: it holds nothing that a pattern would take for its own.
            for key in self._redis.scan_iter(match=self._keys + "*", count=1000):
                self._redis.unlink(key)

    def _note(self, name: str) -> str | None:
        with clear_errors(self._url):
            value: Any = self._redis.hget(self._keys + "notes", name)
        return value if isinstance(value, str) else None
