"""The price against the band of the real goods: far below it, the thing is an imitation, a toy or a lure."""

from __future__ import annotations

import json
import math
from functools import cache
from importlib.resources import files

from matchers.evidence import Evidence
from tidewaiter.goods import Goods, PriceBand
from tidewaiter.model import Price

_GRAMS = {
    "g": 1.0, "gram": 1.0, "克": 1.0, "kg": 1000.0, "公斤": 1000.0, "千克": 1000.0, "斤": 500.0, "两": 50.0,
    "t": 1e6, "吨": 1e6, "oz": 28.35, "lb": 453.6,
}  # fmt: skip


@cache
def _usd() -> dict[str, float]:
    data: dict[str, float] = json.loads(files("matchers").joinpath("rates.json").read_text("utf-8"))["usd"]
    return data


def in_currency(amount: float, currency: str, wanted: str) -> float | None:
    """An amount in another currency by the bundled rates (`rates.json` says of which day); None where one is unknown."""
    rates = _usd()
    if currency not in rates or wanted not in rates:
        return None
    return amount * rates[currency] / rates[wanted]


def price_evidence(price: Price | None, goods: Goods) -> list[Evidence]:
    """How the asked price stands to the goods' band: below (by orders of magnitude), within, or above it."""
    band = goods.price
    if price is None or band is None or price.currency is None:
        return []
    asked = price.amount if price.amount is not None else price.low
    if asked is None or not math.isfinite(asked) or asked <= 0 or (comparable := _comparable(asked, price, band)) is None:
        return []
    said = price.raw or f"{asked:g} {price.currency}"
    shown = f"{band.low or 0:g} to {band.high or math.inf:g} {band.currency}" + (f" a {band.unit}" if band.unit else "")
    if band.low and comparable < band.low:
        below = math.log10(band.low / comparable)
        why = f"It costs {band.low / comparable:.1f} times less than the cheapest real {goods.label()}."
        return [Evidence("price.below", said, shown, why, round(min(2.0, below), 2))]
    if band.high and comparable > band.high:
        above = math.log10(comparable / band.high)
        return [Evidence("price.above", said, shown, "It costs more than the dearest known.", round(min(2.0, above), 2))]
    return [Evidence("price.within", said, shown, f"The price is one of real {goods.label()}.")]


def _comparable(asked: float, price: Price, band: PriceBand) -> float | None:
    """The asked price in the band's currency, and per the band's unit where both say a weight."""
    amount = in_currency(asked, price.currency or "", band.currency)
    if amount is None:
        return None
    ours, theirs = _GRAMS.get(price.unit or ""), _GRAMS.get(band.unit or "")
    return amount / ours * theirs if ours and theirs else amount
