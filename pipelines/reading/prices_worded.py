# ruff: noqa: E501 - tables of words read better in long lines
"""Amounts in Russian, Vietnamese, Thai and Indonesian words: полторы тысячи, hai triệu rưỡi, พันห้า, sejuta dua ratus ribu.

English is in `prices_spelled`, Chinese in `prices_numbers`. Folded text.
"""

from __future__ import annotations

import re
from functools import cache

from pipelines.reading.triggers import Triggered


def _table(words: str) -> dict[str, float]:
    return {word: float(value) for entry in words.split() for word, value in [entry.split("=")]}


_DIGITS = {
    "ru": _table(
        "один=1 одна=1 одну=1 два=2 две=2 три=3 четыре=4 пять=5 шесть=6 семь=7 восемь=8 девять=9 десять=10 одиннадцать=11 двенадцать=12 "
        "тринадцать=13 четырнадцать=14 пятнадцать=15 шестнадцать=16 семнадцать=17 восемнадцать=18 девятнадцать=19 двадцать=20 тридцать=30 "
        "сорок=40 пятьдесят=50 шестьдесят=60 семьдесят=70 восемьдесят=80 девяносто=90 сто=100 двести=200 триста=300 четыреста=400 пятьсот=500 "
        "шестьсот=600 семьсот=700 восемьсот=800 девятьсот=900 полтора=1.5 полторы=1.5 пол=0.5 пару=2 пятихатка=500 пятихатку=500"
    ),
    "vi": _table("một=1 mốt=1 hai=2 ba=3 bốn=4 tư=4 năm=5 lăm=5 nhăm=5 sáu=6 bảy=7 bẩy=7 tám=8 chín=9 mười=10 nửa=0.5 vài=2"),
    "id": _table(
        "satu=1 dua=2 tiga=3 empat=4 lima=5 enam=6 tujuh=7 delapan=8 sembilan=9 sepuluh=10 sebelas=11 setengah=0.5 gopek=500 ceban=10000 "
        "goceng=5000 goban=50000 gocap=50000 seceng=1000 ceceng=1000"
    ),
    "th": _table("หนึ่ง=1 นึง=1 เอ็ด=1 สอง=2 ยี่=2 สาม=3 สี่=4 ห้า=5 หก=6 เจ็ด=7 แปด=8 เก้า=9 ครึ่ง=0.5"),
}
_SCALES = {
    "ru": _table(
        "тысяча=1000 тысячу=1000 тысячи=1000 тысяч=1000 тыщ=1000 тыща=1000 тыщи=1000 тыщу=1000 косарь=1000 косаря=1000 косарей=1000 штук=0 "
        "миллион=1000000 миллиона=1000000 миллионов=1000000 лям=1000000 ляма=1000000 лямов=1000000 ляму=1000000"
    ),
    "vi": _table("mươi=10 chục=10 trăm=100 nghìn=1000 ngàn=1000 triệu=1000000 củ=1000000 tỷ=1000000000 tỉ=1000000000"),
    "id": _table("belas=0 puluh=10 ratus=100 seratus=100 ribu=1000 seribu=1000 juta=1000000 sejuta=1000000 miliar=1000000000 semiliar=1000000000"),
    "th": _table("สิบ=10 ร้อย=100 พัน=1000 หมื่น=10000 แสน=100000 ล้าน=1000000"),
}  # fmt: skip
_JOINING = {"ru": " ?", "vi": " (?:lẻ |linh )?", "id": " ", "th": ""}
_SMALLEST = {"ru": 100.0, "vi": 100.0, "id": 500.0, "th": 100.0}
"""Less than this in words is rather a count than a price."""
MAY_BE_WORDED = Triggered(
    "сот|двест|трист|тыс|тыщ|косар|милли|лям|пятихат|trăm|nghìn|ngàn|triệu|củ |ratus|ribu|juta|ceng|ceban|goba|gocap|gopek|ร้อย|พัน|หมื่น|แสน|ล้าน"
)
"""What no amount in these words does without, cheaply."""


def _alternatives(language: str) -> str:
    words = sorted(
        [*_DIGITS[language], *(word for word, value in _SCALES[language].items() if value or word == "belas")],
        key=len,
        reverse=True,
    )
    more = {"vi": ["rưỡi"], "ru": ["полмиллиона", "полляма"]}.get(language, [])
    return "|".join([*more, *words])


@cache
def worded() -> re.Pattern[str]:
    """A number in words of one of the languages; `worded_value` says whether it makes sense."""
    parts = []
    for language in _DIGITS:
        words = _alternatives(language)
        edge = ("", "") if language == "th" else (r"(?<![^\W_])", r"(?![^\W_])")
        parts.append(f"(?P<{language}>{edge[0]}(?:{words})(?:{_JOINING[language]}(?:{words})){{0,11}}{edge[1]})")
    return re.compile("|".join(parts))


@cache
def _words(language: str) -> re.Pattern[str]:
    return re.compile(_alternatives(language))


def worded_value(found: re.Match[str]) -> tuple[float, float] | None:
    """The value and the largest scale of what `worded` found; None for what is no amount (a count, words that don't add up)."""
    language = found.lastgroup or "ru"
    digits, scales = _DIGITS[language], _SCALES[language]
    words = _words(language).findall(found[0])
    if words in (["полмиллиона"], ["полляма"]):
        return 500_000.0, 1e6
    total = section = 0.0
    open_digit: float | None = None
    largest = last = 0.0
    for word in words:
        if word == "rưỡi" or (word == "ครึ่ง" and last):
            if not last:
                return None
            total, section, open_digit = total + section + (open_digit or 0) + last / 2, 0.0, None
        elif word == "belas":
            open_digit = (open_digit or 0) + 10
        elif word in digits:
            if (
                open_digit is not None
                and digits[word] != 0.5
                and not (open_digit >= 10 > digits[word] or open_digit >= 100 > digits[word])
            ):
                return None
            open_digit = (open_digit or 0) + digits[word]
        else:
            scale = scales[word]
            if scale >= 1000 and language != "th":
                total += (section + (open_digit or 0) or 1) * scale
                section = 0.0
            elif scale == 1e6:
                total = (total + section + (open_digit or 0) or 1) * scale
                section = 0.0
            else:
                section += (open_digit or 1) * scale
            open_digit, last, largest = None, scale, max(largest, scale)
    if open_digit is not None:
        colloquial = (
            open_digit < 10 and open_digit == int(open_digit) and last >= 1000 and language in {"th", "vi"} and len(words) > 1
        )
        section += open_digit * (last / 10 if colloquial else 1)
    value = total + section
    return (value, largest) if value >= _SMALLEST[language] and (largest >= 100 or value >= 100) else None
