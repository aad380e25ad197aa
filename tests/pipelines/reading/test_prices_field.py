"""Price fields of product pages."""

from __future__ import annotations

import json

import pytest

from pipelines.reading.prices_currency import Currencies
from pipelines.reading.prices_field import read_price_field
from tests.shared_data import shared
from tidewaiter.folding import fold_text

NO_COUNTRY = Currencies("", None, "en", in_field=True)


@pytest.mark.parametrize(
    ("text", "hint", "amount", "currency"),
    [
        ("12,00 €*", None, 12, "EUR"),
        ("Was $120.00 Now $60.00", None, 60, "USD"),
        ("1 120 900", "руб.", 1120900, "RUB"),
        ("$1,190.00 AUD", None, 1190, "AUD"),
        ("1.837, 32 €", None, 1837.32, "EUR"),
        ("22000.00元/台", None, 22000, "CNY"),
        ("Free!", None, 0, None),
        ("50 ¢", None, 0.5, "USD"),
        ("", "EUR", None, "EUR"),
    ],
)
def test_fields(text: str, hint: str | None, amount: float | None, currency: str | None) -> None:
    price = read_price_field(text, currency=hint, language="en")

    assert price is not None
    assert (price.amount, price.currency) == (amount, currency)


@pytest.mark.parametrize("text", ["", "Pure & IP BP Ph. Eur.", "out of stock", "  "])
def test_a_field_without_a_price(text: str) -> None:
    assert read_price_field(text) is None


def test_a_known_decimal_point_counts() -> None:
    price = read_price_field("1.234", decimal_point=".")

    assert price is not None
    assert price.amount == 1.234


def test_it_is_not_under_price_parser_on_its_own_cases() -> None:
    """price-parser passes all of the first kind and none of the second (its README, and ../shared/data/README.md)."""
    right = {True: 0, False: 0}
    count = {True: 0, False: 0}
    for line in (shared("specs") / "price-parser.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        known_failure = "XFAIL" in row["group"]
        price = read_price_field(
            row["price_raw"] or "", currency=row["currency_raw"], language="en", decimal_point=row["decimal_separator"]
        )
        sign = NO_COUNTRY.after(" " + fold_text(row["currency"]), 0) if row["currency"] else None
        wanted = (row["amount_float"], NO_COUNTRY.meant(sign[0]) if sign else None)
        right[known_failure] += ((price.amount, price.currency) if price else (None, None)) == wanted
        count[known_failure] += 1

    assert right[False] == count[False]
    assert right[True] / count[True] >= 0.6
