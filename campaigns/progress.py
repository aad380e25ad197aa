"""How far a run is, kept in its folder: for `tidewaiter status` while it runs, and for the harvest curve of its report."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from campaigns.folders import read_json, write_json
from crawlers.stats import PREFIX

FILE = "progress.json"
EVERY = 2.0
"""Seconds between two writes."""
MOST_SAMPLES = 500
"""When there are more, every other one is dropped: the curve stays as long as the run and never grows large."""


@dataclass(slots=True, frozen=True)
class Sample:
    """How far a run was at one moment."""

    seconds: float
    pages: int
    listings: int
    leads: int


class ProgressFile:
    """Called with the counts of a run, it keeps samples of them in `folder`, after those that an earlier part kept."""

    def __init__(self, folder: Path, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._file, self._clock = folder / FILE, clock
        self.samples = read_samples(folder)
        self._written = -EVERY

    def __call__(self, counts: Mapping[str, float]) -> None:
        """Takes the counts so far; writes them at most every two seconds, and always when the crawl has ended."""
        ended = any(key.startswith(f"{PREFIX}outcome/") for key in counts)
        if not ended and self._clock() - self._written < EVERY:
            return
        self._written = self._clock()
        sample = sample_of(counts)
        if not self.samples or sample.pages > self.samples[-1].pages:
            self.samples.append(sample)
        elif ended:
            self.samples[-1] = sample
        if len(self.samples) > MOST_SAMPLES:
            self.samples = [*self.samples[:-1:2], self.samples[-1]]
        rows = [[one.seconds, one.pages, one.listings, one.leads] for one in self.samples]
        write_json(self._file, {"now": [sample.seconds, sample.pages, sample.listings, sample.leads], "samples": rows})


def sample_of(counts: Mapping[str, float]) -> Sample:
    """The four numbers of interest among a run's counts."""
    pages, listings, leads = (int(counts.get(PREFIX + key, 0)) for key in ("pages", "listings", "leads/new"))
    return Sample(round(float(counts.get(f"{PREFIX}seconds", 0.0)), 1), pages, listings, leads)


def read_samples(folder: Path) -> list[Sample]:
    """The samples that a run kept in its folder, oldest first."""
    rows = read_json(folder / FILE).get("samples")
    return [sample for row in rows if (sample := _sample(row))] if isinstance(rows, list) else []


def read_progress(folder: Path) -> Sample | None:
    """How far the run in this folder is; None where it has not said anything yet."""
    return _sample(read_json(folder / FILE).get("now"))


def _sample(row: Any) -> Sample | None:
    if not isinstance(row, list) or len(row) != 4 or not all(isinstance(value, int | float) for value in row):
        return None
    return Sample(float(row[0]), int(row[1]), int(row[2]), int(row[3]))
