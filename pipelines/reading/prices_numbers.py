"""Numbers as sellers write them: digits with any separators, Chinese numerals, multipliers (万, k, tr, тыс., jt, lakh).

All on folded text. A number may be a range by itself: 三十几万 is 310 000 to 390 000.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipelines.reading.prices_spelled import SPELLED, spelled_value
from pipelines.reading.prices_worded import worded_value
from pipelines.reading.tables import by_first_letter, table

# Behind its first character, whatever that is: `re` passes over all other places at once if an expression begins with a class.
_DIGITS = (
    r"(?<=\d)(?:\d{0,2}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?(?![\d.,]*\d)|\d*(?:[.,'’·]\d+)*)"
    r"|(?<=[.,])(?<![.,].)\d+(?![.,]?\d)"
)
_HAN_DIGITS = "零〇○一二两三四五六七八九壹贰叁肆伍陆柒捌玖俩"
_HAN = f"[{_HAN_DIGITS}十百千万亿拾佰仟几数半点]"
NUMBER = re.compile(rf"[\d.,{_HAN[1:-1]}](?:(?P<digits>{_DIGITS})|(?P<han>(?<={_HAN}){_HAN}{{0,23}}))")
"""A number in figures or Chinese numerals; which, its last group says."""

_HAN_BY_VALUE = ("零〇○", "一壹", "二贰两俩", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
_HAN_VALUE = {character: value for value, characters in enumerate(_HAN_BY_VALUE) for character in characters}
_HAN_UNIT = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10_000, "亿": 100_000_000}

_RUBLES = frozenset({"т.р", "т.р.", "тр", "т. р."})


@cache
def _multipliers() -> dict[str, tuple[float, bool]]:
    """Factor by word, with whether the word alone makes an amount of a number."""
    return {
        word.removeprefix("!"): (float(factor), not word.startswith("!"))
        for factor, words in table("multipliers.tsv")
        for word in words.split(", ")
    }


@cache
def _by_first() -> dict[str, tuple[str, ...]]:
    return by_first_letter(_multipliers())


_LETTER = re.compile("[^\\W\\d_]")
_HAN_OR_THAI = re.compile(".?[\u4e00-\u9fff\u0e00-\u0e7f\uac00-\ud7a3]")
_TAIL = re.compile(r"[1-9]\d{0,2}(?![\d.,]*\d)(?!\s?(?:h|cm|mm|kg|g)\b)")


_LOOSE_TAIL = re.compile(
    r"(?:(?<=triệu)|(?<=tr)|(?<=củ)|(?<=tỷ)|(?<=nghìn)|(?<=ngàn)) ?"
    r"(?:(?P<half>rưỡi)|[1-9](?![\w.,/]| ?(?:cái|con|cây|chai|kg|kí|bộ|tháng|năm|ngày|người|m|g)))|(?<=[0-9]k)[1-9](?![\w.])"
)
"""What hangs on a multiplier behind a space: 1 triệu 2, 2tr rưỡi; and the 5 of 3k5."""


@dataclass(slots=True)
class Number:
    """A number in a text: folded offsets, the value or the range, the multiplier that it was written with."""

    start: int
    end: int
    value: float
    high: float | None = None
    """Upper end where the number itself is a range; `value` is then the lower end."""
    multiplier: str = ""
    factor: float = 1.0
    """What the multiplier stands for; of a numeral the unit it ends in."""
    in_words: bool = False
    """Written in numerals or words, not in figures."""
    digits: int = 0
    """How many digits were written without any separator; 0 for numerals."""

    @property
    def in_rubles(self) -> bool:
        """Whether the multiplier names the currency (т.р.)."""
        return self.multiplier in _RUBLES

    @property
    def sure(self) -> bool:
        """Whether the multiplier alone makes an amount of it."""
        return bool(self.multiplier) and _multipliers().get(self.multiplier, (1, True))[1]


def read_number(text: str, found: re.Match[str], *, multiplied: bool = True) -> Number | None:
    """The number that `NUMBER` or `SPELLED` found, with the multiplier behind it; None for what is none (千, 半)."""
    start, end = found.span()
    if found.re is not NUMBER:
        return _in_words(found)
    written = found[0]
    if found.lastgroup == "han":
        number = _han(written, start, end)
        if number is None:
            return None
    else:
        value = decimal(written)
        if value is None:
            return None
        number = Number(start, end, value, digits=len(written) if written.isdigit() else 0)
    return with_multiplier(text, number) if multiplied else number


def _in_words(found: re.Match[str]) -> Number | None:
    """The number that `SPELLED` or `worded` found."""
    start, end = found.span()
    if found.re is SPELLED:
        spelled = spelled_value(found[0])
        said = "grand" if found[0].endswith("grand") else ""
        return Number(start, end, spelled[0], multiplier=said, factor=spelled[1], in_words=True) if spelled else None
    amount = worded_value(found)
    if amount is None:
        return None
    said = found[0].split()[-1] if amount[1] >= 1000 or (not amount[1] and amount[0] >= 500) else ""
    return Number(start, end, amount[0], multiplier=said, factor=amount[1], in_words=True)


def decimal(written: str) -> float | None:
    """The value of digits with separators of any place: 1.234,56 1,234.56 1 234,56 12,34,567 1'234. None if over 15 digits."""
    if written.isdigit():
        return float(written) if len(written) <= 15 else None
    if len(written) > 15 and sum(character.isdigit() for character in written) > 15:
        return None
    plain = re.sub("[ \u00a0\u202f'’]", "", written).replace("·", ".")
    dots, commas = plain.count("."), plain.count(",")
    if dots and commas:
        point = "." if plain.rindex(".") > plain.rindex(",") else ","
        if plain.count(point) > 1:
            point = ""
    elif dots + commas == 1:
        mark = "." if dots else ","
        head, tail = plain.split(mark)
        groups = len(tail) == 3 and 1 <= len(head) <= 3 and head.strip("0") != ""
        point = "" if groups else mark
    else:  # a mark that stands more than once separates groups
        point = ""
    for mark in ".,":
        if mark != point:
            plain = plain.replace(mark, "")
    return float(plain.replace(point, ".") if point else plain)


def with_multiplier(text: str, number: Number) -> Number:
    """Takes in a multiplier that follows (at most one space between), and what hangs on it: 2tr5, 3万5, 1万2."""
    at = number.end
    if text[at : at + 1] in {" ", "\u00a0"}:
        at += 1
    for word in _by_first().get(text[at : at + 1], ()):
        if not text.startswith(word, at) or (number.in_words and word[0] in _HAN_UNIT):
            continue
        end = at + len(word)
        factor, _ = _multipliers()[word]
        edge = text[end : end + 1]
        if _LETTER.match(edge) and not _HAN_OR_THAI.match(edge + word[-1]) and not text.startswith("usd", end):
            continue
        number.value = _exact(text, number, factor)
        if number.high is not None:
            number.high *= factor
        number.end, number.multiplier, number.factor = end, word, factor
        if factor >= 1000 and (tail := _TAIL.match(text, end)) and number.high is None and word not in {"k", "m", "т", "к"}:
            number.value += int(tail[0]) * factor / 10 ** len(tail[0])
            number.end = tail.end()
        elif (
            factor >= 1000
            and number.high is None
            and (tail := _LOOSE_TAIL.match(text, end))
            and (word != "k" or text[end : end + 1].isdigit())
        ):
            number.value += factor / 2 if tail["half"] else int(tail[0]) * factor / 10
            number.end = tail.end()
        break
    return number


def _exact(text: str, number: Number, factor: float) -> float:
    """The value times the multiplier: before one, a single mark is a decimal point (1.234万), and cents stay exact."""
    written = text[number.start : number.end]
    if not number.in_words and factor >= 1000 and len(re.findall("[.,]", written)) == 1:
        head, tail = re.split("[.,]", written.replace(" ", ""))
        if len(tail) == 3 and head:
            return round(float(f"{head}.{tail}") * factor, 2)
    return round(number.value * factor, 2)


def _han(word: str, start: int, end: int) -> Number | None:
    """A Chinese numeral: 一百二十, 两万零五百, 十几万, 三四千, 一点五万; the colloquial last digit counts (三千五 is 3500)."""
    while word and word[-1] in "点数":
        word, end = word[:-1], end - 1
    if not word or (word[0] in "万亿点千百佰仟" or word in {"半", "几", "数", "零"}):
        return None
    if "点" in word:
        return _han_decimal(word, start, end)
    if "几" in word or "数" in word:
        return _han_some(word.replace("数", "几"), start, end)
    if two := re.fullmatch(rf"([{_HAN_DIGITS}])([{_HAN_DIGITS}])([十百千万亿]+)", word):  # 三四千
        low, high = _HAN_VALUE[two[1]], _HAN_VALUE[two[2]]
        if high == low + 1:
            factor = 1.0
            for unit in two[3]:
                factor *= _HAN_UNIT[unit]
            return Number(start, end, low * factor, high * factor, in_words=True, multiplier=two[3], factor=factor)
    value = _han_value(word)
    if value is None:
        return None
    large = "万" if re.search("[万亿]", word) else ""
    return Number(start, end, value, in_words=True, multiplier=large, factor=_HAN_UNIT.get(word[-1], 1))


def _han_value(word: str) -> float | None:
    if all(character in _HAN_VALUE for character in word):  # read out digit by digit
        return float("".join(str(_HAN_VALUE[character]) for character in word)) if len(word) < 13 else None
    total = section = digit = 0.0
    unit_before = 0.0
    zero = False
    for character in word:
        if character in _HAN_VALUE:
            digit = _HAN_VALUE[character]
            zero = zero or digit == 0
        elif character == "半":
            digit = 0.5
        elif (unit := _HAN_UNIT.get(character)) is None:
            return None
        elif unit >= 10_000:
            total = (total + section + digit) * unit
            section = digit = 0.0
            unit_before = unit
            zero = False
        else:
            section += (digit or 1) * unit
            digit = 0.0
            unit_before = unit
            zero = False
    if digit and unit_before >= 100 and not zero:  # 三千五: the unit after it is left unsaid
        digit *= unit_before / 10
    return total + section + digit


def _han_decimal(word: str, start: int, end: int) -> Number | None:
    head, _, tail = word.partition("点")
    unit = 1.0
    while tail and tail[-1] in _HAN_UNIT:
        unit *= _HAN_UNIT[tail[-1]]
        tail = tail[:-1]
    whole = _han_value(head)
    if whole is None or not tail or not all(character in _HAN_VALUE for character in tail):
        return None
    digits = "".join(str(_HAN_VALUE[character]) for character in tail)
    return Number(start, end, float(f"{int(whole)}.{digits}") * unit, in_words=True, multiplier="万" if unit >= 1e4 else "")


def _han_some(word: str, start: int, end: int) -> Number | None:
    """十几万, 三十几万, 几千, 几百: a range."""
    if word.count("几") != 1:
        return None
    low, high = (_han_value(word.replace("几", digit)) for digit in ("一", "九"))
    if low is None or high is None:
        return None
    return Number(start, end, low, high, in_words=True, multiplier="万" if re.search("[万亿]", word) else "")
