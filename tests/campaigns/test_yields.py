"""A source that gives nothing any more, fewer, or listings without a field that they always had."""

from __future__ import annotations

import pytest

from campaigns.yields import yields_of
from tidewaiter.model import Run


def run_of(number: int, listings: int, *, priced: int | None = None, outcome: str = "finished", not_due: int = 0) -> Run:
    return Run(f"run-{number}", "Chairs", "2026-11-24T00:00:00Z", outcome=outcome, counts=counts(listings, priced, not_due))


def counts(listings: int, priced: int | None = None, not_due: int = 0) -> dict[str, float]:
    return {
        "tidewaiter/yields/shop": float(listings),
        "tidewaiter/fields/shop/read": float(listings),
        "tidewaiter/fields/shop/price": float(listings if priced is None else priced),
        "tidewaiter/not_due/shop": float(not_due),
    }


EARLIER = [run_of(number, 30) for number in range(3)]


@pytest.mark.parametrize(
    ("now", "outcome", "silent", "fewer", "lost"),
    [
        pytest.param(counts(29), "finished", False, False, (), id="as always"),
        pytest.param(counts(0), "finished", True, False, (), id="nothing"),
        pytest.param(counts(9), "finished", False, True, (), id="far fewer"),
        pytest.param(counts(9), "limit", False, False, (), id="cut short"),
        pytest.param(counts(0, not_due=30), "finished", False, False, (), id="none of them due"),
        pytest.param(counts(9, not_due=20), "finished", False, False, (), id="few of them due"),
        pytest.param(counts(28, priced=3), "finished", False, False, ("price",), id="prices are missing"),
        pytest.param(counts(28, priced=20), "finished", False, False, (), id="some prices are missing"),
        pytest.param(counts(5, priced=0), "limit", False, False, (), id="too few to tell"),
    ],
)
def test_a_source_is_compared_with_its_own_past(
    now: dict[str, float], outcome: str, silent: bool, fewer: bool, lost: tuple[str, ...]
) -> None:
    one = yields_of(now, [], {}, EARLIER, outcome)["shop"]

    assert (one.silent, one.fewer, one.lost) == (silent, fewer, lost)
    assert one.changed == (fewer or bool(lost))


def test_a_source_that_always_gave_few_or_uneven_numbers_is_not_told_of() -> None:
    uneven = [run_of(1, 30), run_of(2, 8), run_of(3, 60)]

    assert not yields_of(counts(5), [], {}, uneven, "finished")["shop"].fewer


def test_a_field_that_was_often_missing_is_not_lost() -> None:
    earlier = [run_of(number, 30, priced=20) for number in range(3)]

    assert yields_of(counts(30, priced=0), [], {}, earlier, "finished")["shop"].lost == ()
