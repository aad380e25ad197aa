"""Which currency a sign, code or word beside a number stands for, by country where one sign is shared ($, ¥, 元, kr).

All on folded text (`tidewaiter.folding`): lower case, simplified characters, one width. The signs are in `currencies.tsv`.
"""

from __future__ import annotations

import re
from functools import cache

from pipelines.reading.tables import by_first_letter, table

_SHARED = {
    "*dollar": frozenset(
        [
            "AU",
            "BB",
            "BN",
            "BS",
            "BZ",
            "CA",
            "FJ",
            "GY",
            "HK",
            "JM",
            "LR",
            "MO",
            "NA",
            "NZ",
            "SB",
            "SG",
            "TT",
            "TW",
            "MX",
            "CL",
            "CO",
            "AR",
        ]
    ),
    "*yuan": frozenset(["TW", "HK", "MO"]),
    "*pound": frozenset(["EG", "LB", "SY", "SD", "GI", "FK"]),
    "*krona": frozenset(["NO", "DK", "IS"]),
    "*peso": frozenset(["AR", "CL", "CO", "PH", "UY", "CU", "DO"]),
    "*rupee": frozenset(["PK", "LK", "NP", "ID", "MU", "SC"]),
    "*dong": frozenset({"ID"}),
    "*franc": frozenset(["RW", "BI", "CD", "DJ", "GN", "SN", "CI", "CM"]),
    "*yen": frozenset({"JP"}),
    "*cent": frozenset(["AU", "CA", "HK", "SG", "NZ", "ZA"]),
    "*sen": frozenset(["ID", "JP"]),
    "*dinar": frozenset(["KW", "BH", "JO", "IQ", "TN", "DZ", "LY"]),
}
"""Countries in which a shared sign means their own currency."""
_ELSEWHERE = {
    "*dollar": "USD", "*yen": "CNY", "*yuan": "CNY", "*pound": "GBP", "*krona": "SEK", "*peso": "MXN", "*rupee": "INR",
    "*dong": "VND", "*franc": "CHF", "*cent": "USD", "*pence": "GBP", "*sen": "MYR", "*peseta": "ESP", "*dinar": "RSD",
}  # fmt: skip
HUNDREDTHS = frozenset({"*cent", "*pence"})
"""Signs after which a number counts hundredths."""

_BY_LANGUAGE = {
    "zh": "CNY", "vi": "VND", "ru": "RUB", "th": "THB", "id": "IDR", "ja": "JPY", "ko": "KRW", "ms": "MYR", "my": "MMK",
    "km": "KHR", "lo": "LAK", "de": "EUR", "fr": "EUR", "it": "EUR", "es": "EUR", "pl": "PLN", "tr": "TRY", "hi": "INR",
}  # fmt: skip
_SCRIPTS = (
    ("JPY", re.compile("[\u3041-\u30fa]")),
    ("KRW", re.compile("[\uac00-\ud7a3]")),
    ("THB", re.compile("[\u0e00-\u0e7f]")),
    ("VND", re.compile("[\u0111\u01a1\u01b0\u1ea0-\u1ef9]")),
    ("CNY", re.compile("[\u4e00-\u9fff]")),
    ("RUB", re.compile("[\u0430-\u044f]")),
)
_JAPANESE = re.compile("日元|日圆|日币|円|jpy|税込|税抜|[\u3041-\u30fa]")
_MULTIPLIERS = "万亿千kwmтtj"
_LETTER = re.compile("[a-z\u00df-\u024f\u0370-\u03ff\u0400-\u052f\u1e00-\u1eff]")


@cache
def _signs() -> tuple[dict[str, tuple[str, bool]], dict[str, tuple[str, ...]]]:
    """Currency by sign and whether that is only for fields and its own country; the signs by their first character."""
    found: dict[str, tuple[str, bool]] = {}
    for currency, words in table("currencies.tsv"):
        for word in words.split(", "):
            sign = word.removeprefix("!")
            found.setdefault(sign, (sign.upper() if currency == "codes" else currency, word != sign))
    return found, by_first_letter(found)


_ONLY_BEHIND = frozenset({"u", "刀"})
"""The u of USDT, and 刀: in 小刀一点 it is no dollar."""


@cache
def _by_last() -> dict[str, list[tuple[str, tuple[str, bool]]]]:
    """Signs by their last two characters (or all, if one), the longest first; without those that never stand in front."""
    table: dict[str, list[tuple[str, tuple[str, bool]]]] = {}
    for sign, found in sorted(_signs()[0].items(), key=lambda one: -len(one[0])):
        if sign not in _ONLY_BEHIND:
            table.setdefault(sign[-2:], []).append((sign, found))
    return table


@cache
def sign_edges() -> frozenset[str]:
    """Characters that may stand right before a number where a sign does: what `before` can do without, cheaply."""
    return frozenset(sign[-1] for sign in _by_last()) | frozenset(" \u00a0:：")


@cache
def _countries() -> dict[str, str]:
    """ISO 4217 by country."""
    return {row[0]: row[1] for row in table("countries.tsv") if row[1]}


class Currencies:
    """Reads currency signs for one listing.

    country: ISO 3166-1 alpha-2 of the listing; language: BCP 47. Both may be unknown. in_field: the text holds a price and
    nothing else, so that a single letter may be a sign.
    """

    def __init__(self, text: str, country: str | None, language: str | None, *, in_field: bool = False) -> None:
        self._country = country.upper() if country else None
        self._in_field = in_field
        self.own = _countries().get(self._country or "")
        self.default = self.own or _BY_LANGUAGE.get((language or "")[:2].lower()) or _by_script(text, language)
        """What a number without any sign is in, where that is known."""
        self._text, self._language = text, language

    def before(self, text: str, end: int) -> tuple[str, int] | None:
        """The sign that ends at `end` (a space or colon may follow it): its currency, still shared, and where it begins."""
        last = end
        while last and text[last - 1] in " \u00a0:：" and end - last < 2:
            last -= 1
        if text[last - 1 : last] not in sign_edges():
            return None
        table = _by_last()
        for sign, found in (*table.get(text[max(0, last - 2) : last], ()), *table.get(text[last - 1 : last], ())):
            if text.endswith(sign, 0, last) and self._counts(*found):
                start = last - len(sign)
                edge = text[start - 1] if start else " "
                if not (_LETTER.match(text[start]) and (_LETTER.match(edge) or edge.isdigit())):
                    return found[0], start
        return None

    def after(self, text: str, start: int) -> tuple[str, int] | None:
        """The sign that begins at `start` (a space may stand before it): its currency, still shared, and where it ends."""
        signs, firsts = _signs()
        first = start
        if text[first : first + 1] not in firsts:
            while first < len(text) and text[first] in " \u00a0" and first - start < 2:
                first += 1
            if first == start or text[first : first + 1] not in firsts:
                return None
        for sign in firsts[text[first]]:
            if text.startswith(sign, first) and self._counts(*(found := signs[sign])):
                if sign == "u" and first > start:  # 300u is USDT, "300 u" may be anything
                    continue
                end = first + len(sign)
                edge = text[end] if end < len(text) else " "
                if not (_LETTER.match(text[end - 1]) and (_LETTER.match(edge) or edge.isdigit())):
                    return found[0], end
        return None

    def near_after(self, text: str, start: int) -> bool:
        """Whether a sign or a multiplier may begin at `start` (cheap)."""
        edge = text[start : start + 2].lstrip(" \u00a0")[:1]
        return edge != "" and not edge.isdigit() and (edge in _signs()[1] or edge in _MULTIPLIERS)

    def together(self, before: str, after: str) -> str | None:
        """The currency of a number with signs on both sides: $50 AUD, 人民币50元; None where they are two (rmb 10 usd 20)."""
        if self.meant(before) == self.meant(after):
            return before
        if before == "*dollar" and after.endswith("D"):
            return after
        if before == "*yen" and after in {"JPY", "CNY"}:
            return after
        return before if after in {"*yuan", "*dollar"} else None

    def meant(self, currency: str) -> str:
        """ISO 4217 of a currency that may be shared."""
        if not currency.startswith("*"):
            return currency
        if currency == "*yen":
            japanese = self._country == "JP" or (self._language or "")[:2] == "ja"
            return "JPY" if japanese or (not self._country and _JAPANESE.search(self._text)) else "CNY"
        if self._country in _SHARED.get(currency, ()) and self.own:
            return self.own
        return _ELSEWHERE[currency]

    def _counts(self, currency: str, only_in_fields: bool) -> bool:
        return not only_in_fields or self._in_field or currency == self.own


def _by_script(text: str, language: str | None) -> str | None:
    if language:  # a language that says nothing of the currency, such as English
        return None
    return next((currency for currency, pattern in _SCRIPTS if pattern.search(text)), None)
