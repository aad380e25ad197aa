"""What the frontier is measured against: the same port on Scrapy's own memory queue and fingerprints, which keep nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from scrapy import Request
from scrapy.dupefilters import RFPDupeFilter
from scrapy.squeues import FifoMemoryQueue

from crawlers.frontier.port import Lease, Wanted


class MemoryFrontier:
    """As Scrapy's scheduler without JOBDIR: a queue a priority, fingerprints in a set, what is popped is gone."""

    turns = None

    def __init__(self) -> None:
        self._seen = RFPDupeFilter()
        self._queues: dict[int, FifoMemoryQueue] = {}
        self._listings: set[str] = set()
        self._notes: dict[str, str] = {}
        self._waiting = self._pages = self._bytes = 0

    def add(self, wanted: Sequence[Wanted]) -> int:
        new = 0
        for page in wanted:
            request = Request(page.url, priority=int(page.priority), meta={"wanted": page})
            if self._seen.request_seen(request):
                continue
            priority = -request.priority
            if priority not in self._queues:
                self._queues[priority] = FifoMemoryQueue()
            self._queues[priority].push(request)
            new += 1
        self._waiting += new
        return new

    def lease(self, limit: int, *, room: Mapping[str, int], most_per_host: int, best_first: bool = False) -> list[Lease]:
        taken: list[Lease] = []
        while len(taken) < limit and self._queues:
            best = min(self._queues)
            request = self._queues[best].pop()
            if request is None:
                del self._queues[best]
                continue
            page: Wanted = request.meta["wanted"]
            taken.append(Lease(len(taken) + self._pages + self._waiting * 1_000_003, page))
        self._waiting -= len(taken)
        return taken

    def done(self, lease: Lease, *, found: Sequence[Wanted] = (), listings: Collection[str] = (), bytes_read: int = 0) -> int:
        self._pages += 1
        self._bytes += bytes_read
        self._listings.update(listings)
        return self.add(found)

    def skip(self, lease: Lease) -> None: ...

    def put_back(self, lease: Lease, *, seconds: float = 0.0, tried: bool = True) -> None: ...

    def pause(self, host: str, seconds: float) -> None: ...

    def paused_for(self, host: str) -> float:
        return 0.0

    def waiting(self) -> int:
        return self._waiting

    def held_elsewhere(self) -> int:
        return 0

    def seconds_to_next(self) -> float | None:
        return 0.0 if self._waiting else None

    def seen(self, listings: Collection[str]) -> set[str]:
        return self._listings.intersection(listings)

    def pages_done(self) -> int:
        return self._pages

    def bytes_done(self) -> int:
        return self._bytes

    def note(self, name: str, value: str) -> None:
        self._notes[name] = value

    def noted(self, name: str) -> str | None:
        return self._notes.get(name)

    def keep_counts(self, counts: Mapping[str, float]) -> None: ...

    def other_counts(self) -> dict[str, float]:
        return {}

    def flush(self) -> None: ...

    def leave(self) -> int:
        return 0

    def close(self) -> None: ...
