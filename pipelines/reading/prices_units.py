"""What a price is for: per gram, 斤, carton; and what a bare number counts when it is no price."""

from __future__ import annotations

import re
from functools import cache

from pipelines.reading.tables import by_first_letter, table

_LATIN_END = re.compile("[a-z\u00df-\u024f\u0400-\u04ff\u1e00-\u1eff]")


@cache
def _words() -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Unit by word; all that a number may count, by first letter."""
    units: dict[str, str] = {}
    counted: set[str] = set()
    for unit, words in table("price_units.tsv"):
        counted.update(words.split())
        if unit != "-":
            units |= dict.fromkeys(words.split(), unit)
    return units, by_first_letter(counted)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A unit behind a price and a unit before it."""
    words = "|".join(map(re.escape, sorted(_words()[0], key=len, reverse=True)))
    per = r"/|每|一|per\s|a\s|an\s|за\s(?:1\s)?|một\s|mỗi\s|ต่อ|\s|"
    after = rf"\s?(?:{per})\s?(?:1\s?)?({words})(?![a-zà-ỹа-я0-9])"
    said = r"[:：\s]*(?:一口价|现价?|只要|才|卖)?[:：\s]*$"
    before = rf"(?:(?:每|一|单|1)({words})(?:价|只要|仅|卖|才)?|({words})价){said}"
    return re.compile(after), re.compile(before)


@cache
def _heads() -> frozenset[str]:
    """Characters that a unit behind a price, and what may stand before it, begin with."""
    return frozenset(unit[0] for unit in _words()[0]) | frozenset("/每一paзmต1")


_UNIT_NAMED = re.compile("[每一单1价]")
"""What no unit before a price does without, cheaply."""
_PER_MARK = re.compile(r"\s?(?:/|每|一|per\s|a\s|an\s|за\s|một\s|mỗi\s|ต่อ)")


def unit_after(text: str, at: int) -> tuple[str, int] | None:
    """The unit that a price ending at `at` is for (元/克, 68一斤, usd per kilo, each), and where its words end."""
    edge = text[at : at + 1]
    if edge not in _heads() and not edge.isspace():
        return None
    found = _patterns()[0].match(text, at)
    return (_words()[0][found[1]], found.end()) if found else None


def is_per(text: str, at: int) -> bool:
    """Whether a word for 'per' stands at `at`: what makes a bare number before a unit a price and no quantity."""
    return _PER_MARK.match(text, at) is not None


@cache
def _named_ends() -> frozenset[str]:
    """Characters that a unit before a price, and what may stand behind it, end in."""
    return frozenset(unit[-1] for unit in _words()[0]) | frozenset("价要仅卖才现")


def unit_before(text: str, at: int) -> str | None:
    """The unit named before a price that begins at `at`: 克价58, 一张1200, 每斤68."""
    low = max(0, at - 16)
    if text[low:at].rstrip(" :：\t\n")[-1:] not in _named_ends() or not _UNIT_NAMED.search(text, low, at):
        return None
    found = _patterns()[1].search(text, low, at)
    return _words()[0][found[1] or found[2]] if found else None


def is_quantity(text: str, at: int) -> bool:
    """Whether what follows a number at `at` is something that it counts or measures: 5克, 30cm, 2016年, 40 kg."""
    first = at + 1 if text[at : at + 1] in {" ", "-"} else at
    for word in _words()[1].get(text[first : first + 1], ()):
        if text.startswith(word, first):
            end = first + len(word)
            if not (_LATIN_END.match(word[-1]) and _LATIN_END.match(text[end : end + 1])):
                return True
    return False
