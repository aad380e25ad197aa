"""How often something led to a listing of interest: a site, a URL pattern, the links of one page, a search."""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Record:
    """What came of the pages that were fetched of something."""

    tried: float = 0.0
    found: float = 0.0
    """Worth of those pages: 1 for each that gave a listing of interest."""

    def add(self, worth: float) -> None:
        """One page more."""
        self.tried += 1
        self.found += worth

    def rate(self, before: float, trust: float) -> float:
        """Share that was found, drawn to what was expected before; trust: pages that the expectation is worth."""
        return (self.found + trust * before) / (self.tried + trust)


class Records(OrderedDict[str, Record]):
    """Records by name; beyond `most` the one goes that was not touched for longest."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def of(self, name: str) -> Record:
        """The record of that name, to be added to."""
        record = self.get(name)
        if record is None:
            record = self[name] = Record()
            if len(self) > self._most:
                self.popitem(last=False)
        else:
            self.move_to_end(name)
        return record

    def written(self) -> dict[str, list[float]]:
        """Name -> tried and found, those that found most first."""
        ordered = sorted(self.items(), key=lambda pair: (-pair[1].found, pair[1].tried))
        return {name: [round(record.tried, 2), round(record.found, 2)] for name, record in ordered}

    def load(self, data: Any, *, keep: float = 1.0) -> None:
        """Takes up what `written` gave. keep: share of the past that still counts."""
        if not isinstance(data, dict):
            return
        for name, pair in data.items():
            if isinstance(pair, list) and len(pair) == 2 and all(isinstance(one, int | float) for one in pair):
                tried, found = float(pair[0]) * keep, float(pair[1]) * keep
                if math.isfinite(tried) and math.isfinite(found) and 0 <= found <= tried:
                    self[name] = Record(tried, found)
