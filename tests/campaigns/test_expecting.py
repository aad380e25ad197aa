from __future__ import annotations

import numpy as np
import pytest

from benchmarks.early_warning import score, world
from campaigns.expecting import LEAST_HISTORY, Counts, alarms, chance_for, chance_of, scatter_of

MOST = chance_for(2000)


def steady(mean: float, days: int = 400, seed: int = 3) -> Counts:
    return np.random.default_rng(seed).poisson(mean, days).astype(np.float64)


@pytest.mark.parametrize("mean", [0.05, 0.5, 2.0, 8.0])
def test_a_burst_is_told_on_its_second_day_at_the_latest_and_once(mean: float) -> None:
    counts = steady(mean)
    for day in range(300, 305):
        counts[day] = np.ceil(max(4 * mean, mean + 9))

    found = alarms(counts, most_chance=MOST)

    assert [one.kind for one in found] == ["burst"]
    assert found[0].day in (300, 301)
    assert found[0].seen >= 3 * found[0].expected


def test_one_loud_day_of_few_listings_is_no_burst() -> None:
    counts = steady(1.0)
    counts[300] = 6

    assert alarms(counts, most_chance=MOST) == []


def test_a_busy_weekday_is_expected() -> None:
    counts = steady(0.5)
    counts[6::7] = 9

    assert [one for one in alarms(counts, most_chance=MOST) if one.day > 150] == []


def test_a_season_that_comes_every_year_is_no_news_and_one_that_does_not_is() -> None:
    days = np.arange(3 * 365)
    season = 2 + 8 * np.maximum(0, 1 - np.abs(days % 365 - 200) / 45)
    every_year = np.random.default_rng(5).poisson(season).astype(np.float64)
    once = np.where(days < 720, steady(2.0, len(days)), every_year)

    assert [one for one in alarms(every_year, most_chance=MOST) if one.day > 800] == []
    assert [one for one in alarms(once, most_chance=MOST) if one.day > 800] != []


def test_what_grows_slowly_over_weeks_is_a_trend() -> None:
    counts = steady(1.0, 700)
    counts[600:] += np.random.default_rng(8).poisson(np.linspace(0.3, 5, 100))

    kinds = {one.kind for one in alarms(counts, most_chance=MOST) if one.day >= 600}

    assert "trend" in kinds


def test_when_more_of_everything_was_collected_nothing_is_a_burst() -> None:
    counts = steady(2.0)
    counts[300:304] = 14
    exposure = np.ones(400)
    exposure[300:304] = 7

    assert alarms(counts, most_chance=MOST, exposure=exposure) == []
    assert alarms(counts, most_chance=MOST) != []


def test_without_a_past_nothing_is_judged() -> None:
    counts = np.zeros(LEAST_HISTORY)
    counts[-2:] = 50

    assert alarms(counts, most_chance=MOST) == []


def test_the_chance_is_that_of_the_distribution() -> None:
    assert chance_of(0, 1.0, 1.3) == 1.0
    assert chance_of(3, 2.0, 1.0) == pytest.approx(0.3233, abs=2e-3)  # Poisson
    # Negative binomial: mean 2, variance 4 is size 2, p 1/2; P(X >= 2) = 1 - 1/4 - 1/4.
    assert chance_of(2, 2.0, 2.0) == pytest.approx(0.5, abs=1e-6)
    assert chance_of(500, 0.05, 1.3) < 1e-100


def test_scatter_is_learned_from_the_series() -> None:
    wild = np.random.default_rng(4).negative_binomial(1, 0.2, 400).astype(np.float64)

    assert scatter_of(steady(4.0)) < 1.3
    assert scatter_of(wild) > 2.5


def test_more_series_need_stronger_evidence() -> None:
    assert chance_for(100_000) < chance_for(2000) < chance_for(10)


def test_few_and_right_on_a_small_simulated_world() -> None:
    counts, bursts = world(150, seed=11)

    found = score(counts, bursts, [alarms(row, most_chance=chance_for(2000)) for row in counts])

    assert found["within_2_days"] >= 0.85
    assert found["false_a_week"] <= 0.3
