"""What number of listings a day was to be expected, by a series' own past, and whether what was seen is more than chance.

A day's expectation is the level of the last weeks, times the weekday's usual share, times what the same weeks of the year
before did (season). Counts scatter more than a Poisson process; by how much is learned from the series itself. A level,
a weekday and a season each lean on few numbers where there are few, so each is drawn towards "nothing special".
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.float64]
Kind = Literal["burst", "trend"]

LEAST_HISTORY = 56
"""Days before which nothing is judged."""
WINDOW, HALF_LIFE = 84, 28.0
"""Days that the level looks back, and after which a day counts half."""
LEAST_TIMES, LEAST_MORE = 2.0, 5.0
"""A burst is at least so many times the expected number of its days, and so many listings above it."""
TREND_DAYS, BEFORE_TREND, TREND_TIMES, TREND_MORE = 28, 112, 2.0, 10.0
"""The same for a trend: four weeks beside the four months before."""
UNKNOWN_SEASON = 1.3
"""A trend must be so many times more before a year is over: until then a season looks like one."""
ONE_DAY = 0.02
"""Part of the chance that a single day may use: one loud day is often one loud seller, and the second day tells."""
EACH_DAY = 0.05
"""Of two days that are judged together each must be at least so unlikely by itself."""
USUAL_SCATTER, SCATTER_WEIGHT = 1.3, 30.0
"""Variance over mean that is assumed at first, worth so many days of what is then seen."""
FLOOR = 0.05
"""Listings a day that are expected at least: what never was is no proof that it can't be."""
QUIET_DAYS = 14
"""After an alarm, so many days without anything unusual pass before the same series may alarm again."""
_CUT = 3.0
"""Days of the past count as at most so many times the level: an earlier burst is not the new normal."""


@dataclass(slots=True, frozen=True)
class Alarm:
    """More than was to be expected. `day`: index of the last of `days` days that were judged together."""

    kind: Kind
    day: int
    days: int
    seen: float
    expected: float
    chance: float
    """Probability of so many, or more, where nothing is going on."""


def alarms(counts: Counts, *, most_chance: float, begin: int = LEAST_HISTORY, exposure: Counts | None = None) -> list[Alarm]:
    """Alarms of one series of daily counts, in order, as they would have been raised day by day; each thing once.

    most_chance: an alarm's chance at most. exposure: a factor for each day by which more was collected than usual.
    """
    found: list[Alarm] = []
    quiet_until = -1
    for day in range(max(begin, LEAST_HISTORY), len(counts)):
        alarm = judge(counts, day, most_chance=most_chance, exposure=exposure)
        if alarm is None:
            continue
        if day > quiet_until:
            found.append(alarm)
        quiet_until = day + (QUIET_DAYS if alarm.kind == "burst" else TREND_DAYS)
    return found


def judge(counts: Counts, day: int, *, most_chance: float, exposure: Counts | None = None) -> Alarm | None:
    """Whether this day, or this day and the one before, or the last four weeks hold more than chance explains."""
    if not _is_much(counts, day):
        return None
    scatter = scatter_of(counts[:day])
    factors = np.ones(len(counts)) if exposure is None else np.maximum(exposure, 1.0)
    past = counts[: day - 1]
    level = level_of(past)
    expected = [max(FLOOR, expected_on(past, on, level) * float(factors[on])) for on in (day - 1, day)]
    alarm = _alarm("burst", counts, day, 1, expected[1], scatter, most_chance * ONE_DAY)
    if alarm is not None:
        return alarm
    if all(chance_of(float(counts[on]), e, scatter) <= EACH_DAY for on, e in zip((day - 1, day), expected, strict=True)):
        alarm = _alarm("burst", counts, day, 2, sum(expected), scatter, most_chance)
    return alarm or _trend(counts, day, scatter, factors, most_chance / 20)


def _is_much(counts: Counts, day: int) -> bool:
    """A cheap look first: nearly every day of nearly every series ends here."""
    past = counts[max(0, day - WINDOW - 1) : day - 1]
    mean = float(past.mean()) if len(past) else 0.0
    two = float(counts[day - 1] + counts[day])
    if two >= 1.3 * 2 * mean + LEAST_MORE or counts[day] >= 1.3 * mean + LEAST_MORE:
        return True
    if day < TREND_DAYS + LEAST_HISTORY:
        return False
    before = counts[max(0, day - TREND_DAYS - BEFORE_TREND) : day - TREND_DAYS]
    recent = float(counts[day - TREND_DAYS + 1 : day + 1].sum())
    return recent >= TREND_TIMES * 0.8 * TREND_DAYS * float(before.mean()) + TREND_MORE


def _alarm(
    kind: Kind, counts: Counts, day: int, days: int, expected: float, scatter: float, most_chance: float
) -> Alarm | None:
    seen = float(counts[day - days + 1 : day + 1].sum())
    times, more = (LEAST_TIMES, LEAST_MORE) if kind == "burst" else (TREND_TIMES, TREND_MORE)
    if kind == "trend" and day < 364 + WINDOW:
        times *= UNKNOWN_SEASON
    expected = max(expected, FLOOR * days)
    if seen < times * expected or seen < expected + more:
        return None
    chance = chance_of(seen, expected, scatter)
    return Alarm(kind, day, days, seen, expected, chance) if chance <= most_chance else None


def _trend(counts: Counts, day: int, scatter: float, factors: Counts, most_chance: float) -> Alarm | None:
    first = day - TREND_DAYS + 1
    if first < LEAST_HISTORY:
        return None
    past = counts[max(0, first - BEFORE_TREND) : first]
    level = float(np.minimum(past, _CUT * past.mean() + 3).mean())
    days = range(first, day + 1)
    expected = sum(level * _season(counts[:first], on, BEFORE_TREND, weighted=False) * factors[on] for on in days)
    # A level's own drift adds up over four weeks: what scatters from week to week is no trend.
    return _alarm("trend", counts, day, TREND_DAYS, float(expected), scatter + 0.04 * float(expected), most_chance)


def level_of(past: Counts) -> float:
    """Listings a day of late: recent days count more, and bursts are cut."""
    recent = past[-WINDOW:]
    weights = 0.5 ** (np.arange(len(recent))[::-1] / HALF_LIFE)
    rough = float(np.average(recent, weights=weights))
    return float(np.average(np.minimum(recent, _CUT * rough + 3), weights=weights))


def expected_on(past: Counts, day: int, level: float) -> float:
    """Listings expected on a day not before the end of `past`."""
    return level * _weekday(past, day) * _season(past, day)


def _weekday(past: Counts, day: int) -> float:
    recent = past[-182:]
    start = len(past) - len(recent)
    cut = np.minimum(recent, _CUT * recent.mean() + 3)
    same = cut[(day - start) % 7 :: 7]
    usual = float(cut.mean()) * len(same)
    return (float(same.sum()) + 8.0) / (usual + 8.0)


def _season(past: Counts, day: int, days: int = WINDOW, *, weighted: bool = True) -> float:
    """What the year before did from the weeks that the level looks at (the last `days` of the past) to this day."""
    there, end = day - 364, len(past) - 364
    if end < days:
        return 1.0
    window = past[end - days : end]
    around = past[there - 10 : min(there + 11, len(past))]
    weights = 0.5 ** (np.arange(days)[::-1] / HALF_LIFE) if weighted else np.ones(days)
    rough = float(np.average(window, weights=weights))
    then = float(np.average(np.minimum(window, _CUT * rough + 3), weights=weights)) * len(around)
    now = float(np.minimum(around, _CUT * rough + 3).sum())
    return min(4.0, max(0.6, (now + 20.0) / (then + 20.0)))


def scatter_of(past: Counts) -> float:
    """Variance over mean, from how much neighbouring days of the last half year differ."""
    recent = past[-182:]
    weekly = np.array([recent[offset::7].mean() for offset in range(7)])
    shape = (weekly + 0.5) / (weekly.mean() + 0.5)
    expected = np.convolve(recent, np.ones(15) / 15, mode="same") * shape[np.arange(len(recent)) % 7]
    inner = slice(8, len(recent) - 8)
    expected = np.maximum(expected[inner], FLOOR)
    squares = np.minimum((recent[inner] - expected) ** 2 / expected, 16.0) * 15 / 14
    weight = float(np.minimum(expected, 1.0).sum())  # a day on which nothing is expected tells little
    total = float((squares * np.minimum(expected, 1.0)).sum())
    return max(1.0, (USUAL_SCATTER * SCATTER_WEIGHT + total) / (SCATTER_WEIGHT + weight))


def chance_of(seen: float, expected: float, scatter: float) -> float:
    """Probability of `seen` or more under a negative binomial with this mean and variance over mean."""
    if seen <= 0:
        return 1.0
    least = math.ceil(seen)
    scatter = max(scatter, 1.001)  # nearly a Poisson process
    size, p = expected / (scatter - 1.0), 1.0 - 1.0 / scatter
    log_term = math.lgamma(least + size) - math.lgamma(size) - math.lgamma(least + 1)
    log_term += size * math.log(1.0 - p) + least * math.log(p)
    total, term = 0.0, 1.0
    for k in range(least, least + 10_000):
        total += term
        term *= p * (k + size) / (k + 1)
        if term < 1e-6 * total:
            break
    return min(1.0, math.exp(min(0.0, log_term + math.log(total))))


def chance_for(series: int, *, false_a_week: float = 0.5) -> float:
    """The chance below which an alarm is raised, so that among so many series few a week are false."""
    # Of the chance that many looks at one series leave, half is kept back for what a short past gets wrong.
    return min(3e-4, 0.8 * false_a_week / (7 * max(series, 50)))
