"""The price of a field that holds a price and little else, as product pages give it: "12,00 €*", "Was $120 Now $60"."""

from __future__ import annotations

import re

from pipelines.reading.prices_cues import ASIDE, Cues
from pipelines.reading.prices_currency import HUNDREDTHS, Currencies
from pipelines.reading.prices_numbers import NUMBER, Number, read_number
from tidewaiter.folding import fold_text
from tidewaiter.model import Price

MAX_FIELD = 400
"""Characters looked at."""
_SIGN_AS_POINT = re.compile(r"(\d+)([€£$])(\d{3}| ?\d\d)(?![.,]?\d)")
_SPLIT_POINT = re.compile(r"(\d[.,]) (\d\d)(?!\d)")
"""A space that crept in behind the decimal point: 36. 24."""
_FREE = re.compile(r"\b(?:free|gratis|免费|бесплатно|miễn phí|ฟรี)\b")
_PERCENT = re.compile(r"\s?%")
_THRESHOLD = re.compile(r"\+|\borders?\b|\bover\b")
"""Free shipping on orders $49+: no price of the goods."""
_WORD = re.compile("[a-z\u00df-\u024f\u0400-\u04ff]")


def read_price_field(
    text: str,
    *,
    currency: str | None = None,
    country: str | None = None,
    language: str | None = None,
    decimal_point: str | None = None,
) -> Price | None:
    """The price that a field holds; None where it holds none.

    currency: what stands in a currency field beside it, in any form; it counts where the text has no sign itself.
    A number without any sign has no currency here: the page must say it. An amount may be missing where only the currency is
    said, and the other way round. decimal_point: "." or "," where the site is known to use it.
    """
    folded = _SPLIT_POINT.sub(r"\1\2", fold_text(text[:MAX_FIELD]).strip())
    if decimal_point in {".", ","}:
        folded = _with_point(folded, decimal_point)
    hint = fold_text((currency or "")[:MAX_FIELD]).strip()
    currencies = Currencies(folded, country, language, in_field=True)
    found = _amount(folded, currencies)
    sign = (found[1] if found else None) or _any_sign(hint, currencies) or _only_sign(folded, currencies)
    if found is None:
        if _FREE.search(folded) and not any(character.isdigit() for character in folded):
            return Price(0.0, currencies.meant(sign) if sign else None, raw=text[:MAX_FIELD])
        return Price(None, currencies.meant(sign)) if sign else None
    value = found[0].value / 100 if sign in HUNDREDTHS else found[0].value
    return Price(round(value, 8), currencies.meant(sign) if sign else None, raw=text[:MAX_FIELD])


def _amount(text: str, currencies: Currencies) -> tuple[Number, str | None] | None:
    """The number that is the price, and the sign beside it: what is asked first, then numbers with a sign, then the first."""
    if (found := _SIGN_AS_POINT.fullmatch(text)) and (sign := currencies.after(text, found.end(1))):
        return Number(0, len(text), float(f"{found[1]}.{found[3].strip()}")), sign[0]
    cues = Cues(text)
    choices: list[tuple[int, int, Number, str | None]] = []
    for found in NUMBER.finditer(text):
        if found.lastgroup == "han" or _PERCENT.match(text, found.end()):
            continue
        number = read_number(text, found)
        if number is None:
            continue
        before, after = currencies.before(text, number.start), currencies.after(text, number.end)
        both = currencies.together(before[0], after[0]) if before and after else None
        beside = both or (before[0] if before else after[0] if after else None)
        start, end = before[1] if before else number.start, after[1] if after else number.end
        roles = frozenset().union(*cues.beside(start, end))
        if "discount" in roles and beside is None:
            continue
        inside_a_word = not before and number.start > 0 and _WORD.match(text[number.start - 1]) is not None
        aside = not ASIDE.isdisjoint(roles) and "current" not in roles
        choices.append((4 * aside + 2 * inside_a_word + (beside is None), number.start, number, beside))
    if not choices:
        return None
    rank, _, number, beside = min(choices, key=lambda choice: choice[:2])
    return None if rank >= 4 and _THRESHOLD.search(text) else (number, beside)


def _with_point(text: str, point: str) -> str:
    """The text with its last decimal point as a dot, and no other dot or comma."""
    text = text.replace("," if point == "." else ".", "").replace(point, ".")
    text = text.replace(".", "", text.count(".") - 1)
    return re.sub(r"(\.\d{3})(?!\d)", r"\g<1>0", text)  # or three decimals would pass for thousands


def _only_sign(text: str, currencies: Currencies) -> str | None:
    """The sign that a text is, or that stands beside a digit in it."""
    found = _any_sign(text, currencies)
    alone = currencies.after(" " + text, 0)
    return found if any(character.isdigit() for character in text) or (alone and alone[1] == len(text) + 1) else None


def _any_sign(text: str, currencies: Currencies) -> str | None:
    """The first sign anywhere in a text: at a word's beginning, or beside a digit."""
    for at in range(len(text)):
        if at and _WORD.match(text[at]) and _WORD.match(text[at - 1]):
            continue
        if text[at] not in " :" and (found := currencies.after(text, at)):
            return found[0]
    return None
