# ruff: noqa: SIM905 - words with blanks between read better than lists of them
"""Amounts in English words: two hundred, twenty-five, a grand, twelve hundred and fifty, half a million."""

from __future__ import annotations

import re

_ONES = dict(zip("one two three four five six seven eight nine ten".split(), range(1, 11), strict=True)) | dict(
    zip("eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(), range(11, 20), strict=True)
)
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_SCALES = {"thousand": 1e3, "grand": 1e3, "lakh": 1e5, "million": 1e6, "crore": 1e7, "billion": 1e9}
_PARTS = {"half": 0.5, "quarter": 0.25}
_LARGE = "|".join(["hundred", *_SCALES])
_WORD = "|".join(sorted([*_ONES, *_TENS, "hundred", *_SCALES], key=len, reverse=True))
SPELLED = re.compile(
    rf"(?:(?:half|quarter)(?: of)?(?: an?)? (?:{_LARGE})"
    rf"|(?:{_WORD})(?:(?:[ -]| and (?:an? )?)(?:{_WORD})){{0,12}})(?![a-z])"
)
"""A number in words; `spelled_value` says whether it makes sense."""


def spelled_value(written: str) -> tuple[float, float] | None:
    """The value of folded English number words, and the scale that they end in; None for what is no number (one two three)."""
    words = re.findall("[a-z]+", written)
    if words[0] in _PARTS:
        scale = _SCALES.get(words[-1], 100.0)
        return _PARTS[words[0]] * scale, scale
    total = section = 0.0
    smallest = float("inf")  # the scale that came last: those after it must be smaller
    for word in words:
        if word in _ONES:
            if section % 100 and (section % 10 or _ONES[word] > 9):
                return None
            section += _ONES[word]
        elif word in _TENS:
            if section % 100:
                return None
            section += _TENS[word]
        elif word == "hundred":
            if section >= 100:
                return None
            section = (section or 1) * 100
        elif word in _SCALES:
            if _SCALES[word] >= smallest:
                return None
            smallest = _SCALES[word]
            total += (section or 1) * smallest
            section = 0.0
    last = words[-1]
    return total + section, 100.0 if last == "hundred" else _SCALES.get(last, 1.0)
