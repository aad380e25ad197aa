"""What the stages count, in a crawl (Scrapy's stats) and without one."""

from __future__ import annotations

import threading
from typing import Any, Protocol


class Stats(Protocol):
    """The part of Scrapy's stats collector that the stages use."""

    def inc_value(self, key: str, count: float = 1, start: float = 0) -> None:
        """Adds to a count."""


class Counts:
    """The same without Scrapy: `tidewaiter/...` key -> number, safe to add to from any thread."""

    def __init__(self) -> None:
        self.values: dict[str, float] = {}
        self._lock = threading.Lock()

    def inc_value(self, key: str, count: float = 1, start: float = 0) -> None:
        """Adds to a count."""
        with self._lock:
            self.values[key] = self.values.get(key, start) + count


class LockedStats:
    """Scrapy's stats collector, made safe to add to from the threads that the stages work in."""

    def __init__(self, stats: Any) -> None:
        self._stats = stats
        self._lock = threading.Lock()

    def inc_value(self, key: str, count: float = 1, start: float = 0) -> None:
        """Adds to a count."""
        with self._lock:
            self._stats.inc_value(key, count, start)
