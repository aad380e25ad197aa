"""What is asked for: amounts with currency, range and unit, the main price of a listing first.

What a thing once cost, deposits, shipping, instalments, discounts and wages are left aside. "原价1.2w 5折" asks for 6000.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import accumulate, pairwise

from pipelines.reading.prices_amounts import Amounts
from pipelines.reading.prices_weighing import Amount
from tidewaiter.folding import Folded, fold
from tidewaiter.model import Price, Span

MAX_PRICES = 50
"""Prices kept of one listing."""
_WIDE_DIGITS = re.compile("[\uff10-\uff19]，[\uff10-\uff19]")
_GROUPED = re.compile(r"[¥￥$]\s?\d{1,3}，\d{3}(?!\d)")
"""A Chinese comma between thousands, beside a sign."""
_FOLD = re.compile(r"(?:打|享|只要|仅)?\s?(\d(?:\.\d)?|\d\d|[一二三四五六七八九]{1,2})\s?折")
_FOLD_BEHIND = re.compile(r"[，, ]{0,2}(?:可?打|享|现)?\s?(\d(?:\.\d)?|\d\d|[一二三四五六七八九]{1,2})\s?折")
_PERCENT_OFF = re.compile(r"(\d{1,2})\s?% ?(?:off|discount)|(?:giảm|скидка|ลด|diskon|sale|discount|-)\s?(\d{1,2})\s?%")
_IN_PARTS = re.compile("月供|分期|每期|首付|期付|月还|按揭|instal|finance|deposit")
_A_MONTH = re.compile(r"[元块]?\s?(?:/|每|一个?|per |a |в |mỗi |một |ต่อ|ละ|per)\s?(?:月|mo\b|month|мес|tháng|เดือน|bulan)")
"""A rent: what is asked where nothing else is."""
_HAN_DIGIT = {character: value for value, character in enumerate("零一二三四五六七八九")}


def read_prices(
    fields: str | Mapping[str, str], *, country: str | None = None, language: str | None = None, every: bool = False
) -> list[Price]:
    """Prices asked in a listing, the main one first, the others in the order in which they stand.

    country: ISO 3166-1 alpha-2 of the listing; language: BCP 47. They decide what a shared sign ($, ¥, 元) means and in which
    currency a number without a sign is. every: also amounts that are not asked for (old prices, deposits, wages).
    """
    named = {"text": fields} if isinstance(fields, str) else fields
    folded = {name: fold(text) for name, text in named.items() if text}
    return read_folded_prices(folded, country=country, language=language, every=every)


def read_folded_prices(
    fields: Mapping[str, Folded], *, country: str | None = None, language: str | None = None, every: bool = False
) -> list[Price]:
    """The same for texts that are folded already."""
    found: list[tuple[float, Price]] = []
    for name, folded in fields.items():
        reader = _Reader(_with_commas(folded), country, language)
        found += [(amount.score, _price(amount, name, folded)) for amount in (reader.amounts() if every else reader.asked())]
    if not found:
        return []
    best = max(range(len(found)), key=lambda number: (found[number][0], -number))
    ordered = [found[best], *found[:best], *found[best + 1 :]]
    return [price for _, price in ordered[:MAX_PRICES]]


def weighed_amounts(
    fields: Mapping[str, Folded], *, country: str | None = None, language: str | None = None
) -> Iterator[tuple[Amount, Price]]:
    """Every amount of the texts with what was made of it, those that are only mentioned too: for people."""
    for name, folded in fields.items():
        for amount in _Reader(_with_commas(folded), country, language).amounts():
            yield amount, _price(amount, name, folded)


class _Reader(Amounts):
    """What one text asks for."""

    def asked(self) -> list[Amount]:
        """What is asked for, without what is only mentioned."""
        amounts = self.amounts()
        asked = [amount for amount in amounts if not amount.aside]
        strong = [amount for amount in asked if amount.score > 1]
        if not asked and (reduced := self._reduced(amounts)):
            return [reduced]
        if not asked and not _IN_PARTS.search(self.text):
            asked = [amount for amount in amounts if amount.roles == {"instalment"} and _A_MONTH.match(self.text, amount.end)][
                :1
            ]
        for amount in strong or asked:
            self._take_discount(amount)
        return strong or asked  # bare numbers count only where nothing else does

    def _take_discount(self, amount: Amount) -> None:
        """A discount said right behind a price: 标价880，7.5折."""
        found = _FOLD_BEHIND.match(self.text, amount.end)
        if found and amount.high is None:
            amount.low = round(amount.low * _fold(found[1]), 2)

    def _reduced(self, amounts: list[Amount]) -> Amount | None:
        """An old price with a discount beside it, where no new price is said: 原价1.2w 5折."""
        for amount in amounts:
            if "old" not in amount.roles or amount.high is not None:
                continue
            behind = self.text[amount.end : amount.end + 24]
            factor = None
            if found := _FOLD.search(behind) or _FOLD.search(self.text, max(0, amount.start - 12), amount.start):
                factor = _fold(found[1])
            elif found := _PERCENT_OFF.search(behind):
                factor = 1 - int(found[1] or found[2]) / 100
            if factor:
                amount.low = round(amount.low * factor, 2)
                return amount
        return None


def _fold(written: str) -> float:
    """The share of the price that stays: 8折 is 0.8, 85折 and 八五折 0.85."""
    digits = "".join(str(_HAN_DIGIT.get(character, character)) for character in written)
    return float(digits) / (100 if len(digits) == 2 else 10)


def _with_commas(folded: Folded) -> str:
    """The folded text with its Chinese commas: folded, they would pass for the comma inside a number."""
    text, original = folded.text, folded.original
    if "，" not in original:
        return text
    same_length = len(text) == len(original)
    if same_length and not _WIDE_DIGITS.search(original) and not _GROUPED.search(original):
        cuts = list(accumulate(len(clause) + 1 for clause in original.split("，")))[:-1]
        if all(text[cut - 1] == "," for cut in cuts):
            return "，".join([text[start : end - 1] for start, end in pairwise([0, *cuts, len(text) + 1])])
    characters = list(text)
    for found in re.finditer("，", original):
        at = found.start()
        if _WIDE_DIGITS.match(original, at - 1 if at else 0) or _GROUPED.search(original, max(0, at - 5), at + 5):
            continue
        if not same_length or text[at] != ",":
            at = folded.index(at)
        if characters[at : at + 1] == [","]:
            characters[at] = "，"
    return "".join(characters)


def _price(amount: Amount, name: str, folded: Folded) -> Price:
    first, last = folded.span(amount.start, amount.end)
    raw = folded.original[first:last]
    spans = (Span(name, first, last, raw),)
    low, high = _plain(amount.low), _plain(amount.high)
    if high is not None:
        return Price(None, amount.currency, low, high, amount.unit, raw, spans)
    if amount.floor:
        return Price(None, amount.currency, low, None, amount.unit, raw, spans)
    if amount.ceiling:
        return Price(None, amount.currency, None, low, amount.unit, raw, spans)
    return Price(low, amount.currency, None, None, amount.unit, raw, spans)


def _plain(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
