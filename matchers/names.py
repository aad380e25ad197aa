"""Compares names of people and firms across scripts, spellings and orders."""

from __future__ import annotations

import re
from functools import lru_cache

from tidewaiter.folding import fold_text

_HAN = re.compile("[\u3400-\u9fff]")
_LEGAL = re.compile(
    r"(股份有限公司|有限责任公司|有限公司|集团公司|公司|集团|株式会社|"
    r"\b(?:co|company|ltd|limited|llc|inc|incorporated|corp|corporation|plc|gmbh|ag|sa|srl|spa|bv|nv|oy|ab|as|kg|pte|pty|sdn|bhd|jsc|ojsc|pjsc|tnhh|llp|lp)\b\.?|"
    r"\bcông ty(?: tnhh| cổ phần)?\b|\b(?:ооо|оао|зао|пао|ао|ип)\b)"
)
_CITY = re.compile(r"^(?:[\u4e00-\u9fff]{2,3}?(?:省|市|县|区))+")


@lru_cache(maxsize=4096)
def pinyin_of(han: str) -> tuple[str, ...]:
    """The syllables of Chinese characters, without tones, lower case."""
    from pypinyin import lazy_pinyin

    return tuple(syllable.lower() for syllable in lazy_pinyin(han))


def core_of_enterprise(name: str) -> str:
    """A firm's name, folded, without legal form and a province or city that is marked as one."""
    folded = _LEGAL.sub(" ", fold_text(name))
    return " ".join(_CITY.sub("", folded.strip()).split())
