"""From a wanted precision to a threshold."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from indexers.index import Index
from matchers.leads import decide, leads_of
from matchers.precision import ENOUGH, HIGHEST, lowest, threshold_for
from tidewaiter.model import Match, Target


def test_the_threshold_is_where_the_likeliest_are_still_precise_enough() -> None:
    told = [(p, p) for p in (0.99, 0.97, 0.9, 0.7, 0.3)]

    assert lowest(told, 0.95) == (0.9, pytest.approx((0.99 + 0.97 + 0.9) / 3))
    assert lowest(told, 0.5)[0] == 0.3


def test_what_was_decided_counts_as_decided() -> None:
    assert lowest([(0.9, 1.0), (0.8, 0.0), (0.7, 1.0)], 0.95)[0] == 0.9


def test_equal_probabilities_are_never_parted() -> None:
    assert lowest([(0.9, 1.0), (0.8, 1.0), (0.8, 0.0)], 0.95)[0] == 0.9


def test_where_nothing_is_precise_enough_only_the_surest_are_leads() -> None:
    at, mean = lowest([(0.4, 0.4)], 0.95)

    assert at == HIGHEST
    assert math.isnan(mean)


def test_an_empty_installation_asks_the_bundled_set(embedded_index: Index, tmp_path: Path) -> None:
    low, high = (threshold_for(embedded_index, tmp_path, precision) for precision in (0.9, 0.99))

    assert low.of == high.of == "bundled"
    assert low.probability < high.probability
    assert low.precision >= 0.9


def test_stored_matches_of_the_campaigns_goods_are_asked(embedded_index: Index, tmp_path: Path) -> None:
    ivory, toys = Target("goods", "ivory"), Target("goods", "toys")
    embedded_index.put([Match(f"l{n}", ivory, 0.0, 0.5 + n / (2 * ENOUGH)) for n in range(ENOUGH)])
    embedded_index.put([Match(f"t{n}", toys, 0.0, 0.999) for n in range(ENOUGH)])

    asked = threshold_for(embedded_index, tmp_path, 0.9, goods=["ivory"])

    assert (asked.of, asked.matches) == ("stored", ENOUGH)
    assert asked.probability == pytest.approx(0.8, abs=0.01)


def test_dismissals_raise_the_threshold(embedded_index: Index, tmp_path: Path) -> None:
    matches = [Match(f"l{n}", Target("goods", "ivory"), 0.0, 0.5 + n / (2 * ENOUGH)) for n in range(ENOUGH)]
    embedded_index.put(matches)
    before = threshold_for(embedded_index, tmp_path, 0.9)
    for lead in leads_of(embedded_index, matches[-60:-30], min_probability=0.5):
        decide(embedded_index, lead.id, "dismiss", by="anna")

    after = threshold_for(embedded_index, tmp_path, 0.9)

    assert after.probability > before.probability
