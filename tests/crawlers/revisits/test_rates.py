"""How often listings change, from looks that see at most one change."""

from __future__ import annotations

import numpy as np
import pytest

from crawlers.revisits.rates import LISTING_STRENGTH, RATE, rates_of, shrunk_rates
from pipelines.visits import with_look


def looked(rate: float, every: float, looks: int, listings: int = 400, seed: int = 1) -> tuple[np.ndarray, ...]:
    """What looks at even times tell of listings that change at one rate."""
    random = np.random.default_rng(seed)
    numbers: tuple[np.ndarray, ...] = tuple(np.zeros(listings) for _ in range(3))
    for _ in range(looks):
        changed = (random.random(listings) < -np.expm1(-rate * every)).astype(float)
        numbers = with_look(*numbers, after=np.float64(every), changed=changed)
    return numbers


@pytest.mark.parametrize(("rate", "every"), [(0.1, 1.0), (1.0, 1.0), (2.0, 1.0), (0.05, 7.0)])
def test_changes_that_no_look_saw_are_counted_in(rate: float, every: float) -> None:
    changes, days, days_changed = looked(rate, every, looks=40)

    # All listings together: the prior no longer matters.
    found = rates_of(*(np.array([some.sum()]) for some in (changes, days, days_changed)), prior=RATE, strength=1.0)

    assert found[0] == pytest.approx(rate, rel=0.1)
    if rate * every >= 1:  # the plain count is far off
        assert changes.sum() / days.sum() < 0.75 * rate


def test_without_a_look_the_rate_is_the_prior() -> None:
    nothing = np.zeros(3)

    assert rates_of(nothing, nothing, nothing, prior=np.array([0.1, 0.5, 2.0]), strength=1.0) == pytest.approx([0.1, 0.5, 2.0])


def test_a_listing_that_changed_at_every_look_has_a_finite_rate() -> None:
    found = rates_of(np.array([30.0]), np.array([30.0]), np.array([30.0]), prior=RATE, strength=LISTING_STRENGTH)

    assert 0.5 < found[0] < 10


def test_a_new_listing_takes_after_its_seller_and_a_new_seller_after_its_source() -> None:
    quick, slow = looked(1.0, 1.0, 30, listings=20), looked(0.02, 1.0, 30, listings=20, seed=2)
    # Two sellers of one source; then a new listing of each, and one of a new seller.
    numbers = [np.concatenate([a, b, np.zeros(3)]) for a, b in zip(quick, slow, strict=True)]
    sellers = np.array([0] * 20 + [1] * 20 + [0, 1, 2])

    rate = shrunk_rates(*numbers, sellers=sellers, sources=np.zeros(43, dtype=np.int64))

    of_quick, of_slow, of_nobody = rate[-3:]
    assert of_quick == pytest.approx(1.0, rel=0.3)
    assert of_slow < 0.06
    assert of_slow < of_nobody < of_quick


def test_nothing_known_is_no_error() -> None:
    nobody = np.zeros(0, dtype=np.int64)

    assert len(shrunk_rates(np.zeros(0), np.zeros(0), np.zeros(0), sellers=nobody, sources=nobody)) == 0
