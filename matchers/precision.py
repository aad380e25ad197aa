"""From a wanted precision to a threshold: from which probability on are, of all leads together, so many of a hundred right."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexers.index import Index
from matchers.calibrate import bundled_judged
from matchers.score import logistic, weights_of
from tidewaiter.model import Lead, Match

ENOUGH = 200
"""Stored matches from which on those of this installation are asked, and not the bundled judged set."""
HIGHEST = 0.99
"""The threshold where not even the likeliest matches are that precise: what little comes is looked at."""


@dataclass(slots=True, frozen=True)
class Threshold:
    """From which probability on a match becomes a lead, and what is expected of those that do."""

    probability: float
    precision: float
    """Expected share of right ones among them; NaN where there are none."""
    matches: int
    """How many matches that was read from."""
    of: str
    """`stored` matches of this installation, or the `bundled` judged set."""


def threshold_for(
    index: Index, home: Path, precision: float, *, goods: Collection[str] = (), cases: Collection[str] = ()
) -> Threshold:
    """The lowest probability from which on the matches are right as often as `precision` (0 to 1) says.

    Probabilities are calibrated, so the expected share of right ones among some matches is their mean; what analysts decided
    counts as they decided. goods, cases: ids of those that become leads; empty: all.
    """
    told = list(_stored(index, goods, cases))
    of = "stored" if len(told) >= ENOUGH else "bundled"
    if of == "bundled":
        told = list(_judged(home))
    at, mean = lowest(told, precision)
    return Threshold(at, mean, len(told), of)


def lowest(told: Sequence[tuple[float, float]], precision: float) -> tuple[float, float]:
    """(probability, mean) of the longest row of the likeliest whose mean is `precision` at least.

    told: (probability, how right it is: a probability again, or 0 or 1 where that is known). Equal ones are not parted.
    """
    best = (HIGHEST, math.nan)
    total = 0.0
    ordered = sorted(told, reverse=True)
    for number, (probability, right) in enumerate(ordered, 1):
        total += right
        last = number == len(ordered) or ordered[number][0] < probability
        if last and total / number >= precision:
            best = (probability, total / number)
    return best


def _stored(index: Index, goods: Collection[str], cases: Collection[str]) -> Iterable[tuple[float, float]]:
    decided = {
        match: float(lead.status == "confirmed")
        for lead in index.find(Lead, {"status": ["confirmed", "dismissed"]})
        if lead.kind == "match"
        for match in lead.matches
    }
    for match in index.find(Match):
        wanted = goods if match.target.kind == "goods" else cases
        if not wanted or match.target.id in wanted:
            yield match.probability, decided.get(match.id, match.probability)


def _judged(home: Path) -> Iterable[tuple[float, float]]:
    for kind, weights in weights_of(home).items():
        for one in bundled_judged(kind):
            yield from [(logistic(one.log_odds(weights)), float(one.right))] * one.times
