"""Early warning judged on simulated daily counts: `python -m benchmarks.early_warning [--series N] [--seed S]`.

Two years of 2 000 series with weekdays, seasons, trends and scatter of their own; 60 planted bursts of three to seven days,
each day at least three times the expected number and at least six more. The goal: nine in ten within two days, one false
alarm a week at most. The level, the seasons and the bursts are random; the warning sees the counts alone, day by day.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from dataclasses import dataclass

import numpy as np

from campaigns.expecting import Alarm, Counts, alarms, chance_for

DAYS = 730
BURSTS = 60
FIRST_BURST = 100


@dataclass(frozen=True)
class Burst:
    series: int
    day: int
    days: int


def world(series: int, seed: int) -> tuple[Counts, list[Burst]]:
    """Counts [series, day] and what was planted in them."""
    random = np.random.default_rng(seed)
    days = np.arange(DAYS)
    level = np.exp(random.normal(np.log(0.4), 1.3, size=(series, 1))).clip(0.01, 30)
    weekday = np.exp(random.normal(0, 0.25, size=(series, 7)))
    weekday /= weekday.mean(axis=1, keepdims=True)
    amplitude, phase = random.uniform(0, 0.45, (series, 1)), random.uniform(0, 2 * np.pi, (series, 1))
    season = 1 + amplitude * np.sin(2 * np.pi * days / 365.25 + phase)
    trend = np.exp(random.normal(0, 0.3, (series, 1)) * (days - 365) / 365)
    mean = level * weekday[:, days % 7] * season * trend
    scatter = random.uniform(1.0, 1.6, (series, 1))
    size = mean / np.maximum(scatter - 1, 1e-3)
    counts = random.poisson(random.gamma(size, mean / size)).astype(np.float64)
    bursts = []
    for one in random.choice(series, BURSTS, replace=False):
        day, length = int(random.integers(FIRST_BURST, DAYS - 10)), int(random.integers(3, 8))
        for on in range(day, day + length):
            expected = mean[one, on]
            counts[one, on] = max(counts[one, on], np.ceil(max(3 * expected, expected + 6)))
        bursts.append(Burst(int(one), day, length))
    return counts, bursts


def score(counts: Counts, bursts: list[Burst], found: list[list[Alarm]]) -> dict[str, float]:
    planted = {burst.series: burst for burst in bursts}
    delays: list[int] = []
    false: Counter[str] = Counter()
    for series, some in enumerate(found):
        burst = planted.get(series)
        right = [one for one in some if burst and burst.day <= one.day < burst.day + burst.days + 28]
        false.update(one.kind for one in some if one not in right)
        first = [one.day - burst.day + 1 for one in right if burst and one.day < burst.day + burst.days]
        delays += first[:1]
    weeks = (DAYS - FIRST_BURST + 44) / 7
    return {
        "bursts": len(bursts),
        "within_1_day": sum(delay <= 1 for delay in delays) / len(bursts),
        "within_2_days": sum(delay <= 2 for delay in delays) / len(bursts),
        "ever": len(delays) / len(bursts),
        "false_a_week": sum(false.values()) / weeks,
        "false_bursts": false["burst"],
        "false_trends": false["trend"],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    counts, bursts = world(options.series, options.seed)
    begun = time.perf_counter()
    most = chance_for(options.series)
    found = [alarms(row, most_chance=most) for row in counts]
    for name, value in score(counts, bursts, found).items():
        print(f"{name:<14} {value:.3g}")
    print(f"{'seconds':<14} {time.perf_counter() - begun:.1f}")


if __name__ == "__main__":
    main()
