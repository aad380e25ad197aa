"""The same stages without a crawl: for imported listings, and for stored ones that are read again."""

from __future__ import annotations

import asyncio
import importlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from indexers.index import Index
from pipelines.counts import Counts
from pipelines.parts import Parts
from pipelines.settings import STAGES
from pipelines.stage import Stage
from tidewaiter.config import Settings
from tidewaiter.model import Listing
from tidewaiter.workers import Workers

BATCH = 256
"""Listings in a batch: one transaction each, so that what a killed import had not written is little."""
UNDER_WAY = 3
"""Batches under way at once, each in another stage: writing and arithmetic go on while the next texts are read."""

_Task = asyncio.Task[int]


@dataclass(slots=True)
class LineReport:
    """What a run of the line did: `tidewaiter/...` keys as in a crawl's stats (docs/pipelines.md lists them)."""

    listings: int = 0
    seconds: float = 0.0
    counts: dict[str, float] = field(default_factory=dict)

    def count(self, key: str) -> int:
        """One count, by its key without `tidewaiter/`."""
        return int(self.counts.get(f"tidewaiter/{key}", 0))


class Line:
    """Sends listings through the stages in the order of `settings.STAGES`, in batches, several batches under way."""

    def __init__(
        self,
        settings: Settings,
        index: Index,
        *,
        local_files: bool = True,
        stages: Mapping[str, int] = STAGES,
        on_progress: Callable[[int, Mapping[str, float]], None] | None = None,
    ) -> None:
        """Makes the stages.

        local_files: whether photos may be paths on this machine. on_progress: called after each batch with the number of
        listings done and the counts so far. Raises `MissingPart` or `IndexMismatch` for a text model that can't be used.
        """
        self._counts = Counts()
        self._index = index
        parts = Parts(settings, index, self._counts, local_files=local_files)
        self._workers = parts.readers = Workers(settings.processes) if settings.processes else None
        ordered = sorted(stages, key=lambda name: stages[name])
        self._stages = [stage for name in ordered if (stage := _stage_class(name).from_parts(parts)) is not None]
        self._on_progress = on_progress

    def run(self, listings: Iterable[Listing]) -> LineReport:
        """All listings through all stages; durable when it returns. May be called once.

        Raises what no other listing would escape (`IndexUnavailable`, `StoreFull` ...); the batches written before stay.
        """
        return asyncio.run(self._run(iter(listings)))

    async def _run(self, listings: Iterator[Listing]) -> LineReport:
        started = time.perf_counter()
        report = LineReport(counts=self._counts.values)
        turns = [asyncio.Lock() for _ in self._stages]
        under_way: set[asyncio.Task[int]] = set()
        try:
            while batch := list(islice(listings, BATCH)):
                under_way.add(asyncio.create_task(self._through(batch, turns)))
                # Also lets the tasks start, and those that came first reach the first lock first.
                await asyncio.sleep(0)
                if len(under_way) >= UNDER_WAY:
                    under_way = self._count(report, *await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED))
            while under_way:
                under_way = self._count(report, *await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED))
        finally:
            for task in under_way:
                task.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)
            for stage in self._stages:
                await stage.close()
            if self._workers is not None:
                self._workers.close()
        report.seconds = time.perf_counter() - started
        return report

    async def _through(self, batch: Sequence[Listing], turns: Sequence[asyncio.Lock]) -> int:
        for stage, turn in zip(self._stages, turns, strict=True):
            async with turn:  # first come, first served: batches keep their order
                await stage.run(batch)
        return len(batch)

    def _count(self, report: LineReport, done: set[_Task], pending: set[_Task]) -> set[_Task]:
        for task in done:
            report.listings += task.result()
            if self._on_progress is not None:
                self._on_progress(report.listings, self._counts.values)
        return pending


def _stage_class(name: str) -> type[Stage]:
    module, _, attribute = name.rpartition(".")
    found: type[Stage] = getattr(importlib.import_module(module), attribute)
    return found
