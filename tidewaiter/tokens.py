"""What the index holds of a text: folded words, and pairs of characters where a script is written without spaces.

A run of Han (or kana, Thai, Lao, Burmese, Khmer) gives its overlapping pairs (象牙手镯 -> 象牙 牙手 手镯), a single such
character itself; other letters and digits give words. A phrase is a sequence of tokens, so the same function serves queries.
Tokens hold letters, digits and marks only: never a space or ASCII punctuation, which both engines take as separators.
"""

from __future__ import annotations

import re

from tidewaiter.folding import fold_text

LONGEST = 64
"""Characters of a word; a longer one (a data URL, a key) is cut: nobody types it, and engines split it in their own ways."""

_PAIRED = (
    "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
    "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"  # kana
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ecd\u0edc-\u0edf"  # Thai, Lao
    "\u1000-\u103f\u1050-\u109d\u1780-\u17d3"  # Burmese, Khmer
)
# Vowel signs and points that `\w` leaves out, or words of these scripts would fall to pieces.
_MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff\u0f71-\u0f87"
_RUN = re.compile(rf"[{_PAIRED}]+|(?:[^\W_{_PAIRED}]|[{_MARKS}])+")
_IS_PAIRED = re.compile(rf"[{_PAIRED}]")


def index_tokens(text: str) -> list[str]:
    """The tokens of a text in order, folded; linear in its length."""
    return tokens_of_folded(fold_text(text))


def tokens_of_folded(folded: str) -> list[str]:
    """The tokens of a text that is folded already."""
    tokens: list[str] = []
    for run in _RUN.findall(folded):
        if len(run) > 1 and _IS_PAIRED.match(run):
            tokens.extend(run[i : i + 2] for i in range(len(run) - 1))
        else:
            tokens.append(run[:LONGEST])
    return tokens
