"""Numbers in any notation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.reading.prices_numbers import NUMBER, decimal, read_number


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1,234.56", 1234.56),
        ("1.234,56", 1234.56),
        ("1 234,56", 1234.56),
        ("12,34,567.89", 1234567.89),
        ("58.000.000", 58e6),
        ("1'234", 1234),
        ("1.198", 1198),
        ("0.125", 0.125),
        ("34.992001", 34.992001),
        (".75", 0.75),
        ("3,5", 3.5),
    ],
)
def test_separators(written: str, value: float) -> None:
    assert decimal(written) == value


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("三千五", 3500, None),
        ("一百二十", 120, None),
        ("二百五", 250, None),
        ("一万二", 12000, None),
        ("十几万", 110000, 190000),
        ("三四千", 3000, 4000),
        ("一点五万", 15000, None),
        ("6.8个w", 68000, None),
        ("3万5", 35000, None),
        ("1.234万", 12340, None),
        ("12 тыс.", 12000, None),
        ("35 lakh", 3.5e6, None),
        ("5만원", 50000, None),
        ("两三百", 200, 300),
    ],
)
def test_numerals_and_multipliers(text: str, low: float, high: float | None) -> None:
    found = NUMBER.search(text)
    assert found
    number = read_number(text, found)

    assert number
    assert (number.value, number.high) == (low, high)


@pytest.mark.parametrize("text", ["万一", "千万别", "半", "几", "零"])
def test_words_that_hold_a_numeral_are_no_number(text: str) -> None:
    assert all(read_number(text, found) is None for found in NUMBER.finditer(text))


@given(st.integers(min_value=0, max_value=10**12))
def test_digits_grouped_by_commas_keep_their_value(value: int) -> None:
    assert decimal(f"{value:,}") == value or value < 1000


@given(st.text(alphabet="0123456789., '’·", max_size=40))
def test_no_digits_make_it_raise(text: str) -> None:
    for found in NUMBER.finditer(text):
        read_number(text, found)
