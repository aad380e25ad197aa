"""Telephone numbers as digits that can be compared, whichever messenger they were given for and however they were written."""

from __future__ import annotations

import re

# Calling codes by length: what stands before the national number in E.164 (ITU-T E.164, list of assigned country codes).
_ONE = frozenset({"1", "7"})
_TWO = frozenset(
    {
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49", "51",
        "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84", "86", "90",
        "91", "92", "93", "94", "95", "98",
    }
)  # fmt: skip
_DIGITS = re.compile(r"\+?[\d\s().-]{7,24}")
_CHINESE_MOBILE = re.compile(r"1[3-9]\d{9}")
FEWEST_DIGITS = 8
"""A shorter number is an extension, a year or a size: it links nothing."""


def national_numbers(value: str) -> list[str]:
    """The national digits that a number may stand for (without calling code and trunk prefix), likeliest first.

    `+8613812345678` and `13812345678` both give `13812345678`; `0702233132` and `84702233132` both give `702233132`.
    What is no number gives none.
    """
    if not _DIGITS.fullmatch(value):
        return []
    digits = re.sub(r"\D", "", value)
    if value.startswith("+"):
        return _long_enough([_after_calling_code(digits)])
    if _CHINESE_MOBILE.fullmatch(digits):
        return [digits]
    readings = [digits.lstrip("0")]
    if len(digits) == 11 and digits.startswith("89"):  # the Russian trunk prefix before a mobile
        readings.insert(0, digits[1:])
    elif digits[0] != "0" and len(digits) >= 11:  # written with the calling code but no plus
        readings.insert(0, _after_calling_code(digits))
    return _long_enough(readings)


def _after_calling_code(digits: str) -> str:
    if digits[:1] in _ONE:
        return digits[1:]
    return digits[2 if digits[:2] in _TWO else 3 :].lstrip("0")


def _long_enough(numbers: list[str]) -> list[str]:
    return [number for number in dict.fromkeys(numbers) if len(number) >= FEWEST_DIGITS]
