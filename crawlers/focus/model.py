"""The model behind focus: a logistic regression that learns from each page, with a weight a mark that a person can read."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

RATE = 0.25
"""Step of a weight that has not moved yet; it shrinks as the weight learns (AdaGrad)."""
MOST_MARKS = 20_000
"""Weights that are kept; beyond that those that were seen least, and say least, go."""
_STEEP = 6.0


class Weights:
    """Weight, spread (sum of squared steps) and count of each mark. Numbers beside marks (`facts`) have a weight too."""

    def __init__(self, start: Mapping[str, float], *, most: int = MOST_MARKS) -> None:
        self._start, self._most = dict(start), most
        self._weights: dict[str, list[float]] = {}

    def logit(self, marks: Iterable[str], facts: Mapping[str, float]) -> float:
        """The log-odds that a link with these marks and facts leads to a listing of interest."""
        weights, start = self._weights, self._start
        total = 0.0
        for mark in marks:
            found = weights.get(mark)
            if found is not None:
                total += found[0]
            elif mark in start:
                total += start[mark]
        for name, value in facts.items():
            found = weights.get(name)
            total += value * (found[0] if found is not None else start.get(name, 0.0))
        return total

    def learn(self, marks: Iterable[str], facts: Mapping[str, float], wanted: float, *, weight: float = 1.0) -> float:
        """Moves the weights towards what a link turned out to be worth (0 to 1); gives what was expected."""
        marks = tuple(marks)
        expected = sigmoid(self.logit(marks, facts))
        step = (expected - wanted) * weight
        for mark in marks:
            self._move(mark, step)
        for name, value in facts.items():
            if value:
                self._move(name, step * value)
        if len(self._weights) > self._most:
            self._forget()
        return expected

    def _move(self, mark: str, step: float) -> None:
        found = self._weights.get(mark)
        if found is None:
            found = self._weights[mark] = [self._start.get(mark, 0.0), 0.0, 0]
        found[1] += step * step
        found[2] += 1
        moved = found[0] - RATE * step / math.sqrt(found[1] + 0.02)
        found[0] = max(-_STEEP, min(_STEEP, moved))

    def _forget(self) -> None:
        kept = sorted(self._weights.items(), key=lambda pair: (pair[0] in self._start, abs(pair[1][0]) * pair[1][2]))
        self._weights = dict(kept[len(kept) - int(self._most * 0.8) :])

    def dump(self) -> dict[str, list[float]]:
        """Mark -> weight, spread, count; the strongest first."""
        ordered = sorted(self._weights.items(), key=lambda pair: -pair[1][0])
        return {mark: [round(weight, 4), round(spread, 4), int(count)] for mark, (weight, spread, count) in ordered}

    def load(self, data: Any) -> None:
        """Takes up what `dump` gave; what is no weight is left out."""
        if not isinstance(data, dict):
            return
        for mark, found in data.items():
            if isinstance(found, list) and len(found) == 3 and all(_is_number(value) for value in found):
                self._weights[mark] = [float(found[0]), max(0.0, float(found[1])), int(found[2])]


def sigmoid(value: float) -> float:
    """From log-odds to a probability."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, value))))


def logit(probability: float) -> float:
    """From a probability to log-odds; never infinite."""
    probability = max(1e-4, min(1 - 1e-4, probability))
    return math.log(probability / (1 - probability))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)
