"""One form for text that is written in many ways, with the way back to the text as it stood.

Compatibility forms (full-width, circled, keycap, mathematical), case, traditional characters, look-alike letters of
other scripts inside a word, zero-width and bidi marks: all that an eye passes over. The same function serves the index and
every reader. `fold_text` is the fast path, `fold` also knows where each character came from.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cache
from importlib.resources import files

# Combining marks that either compose with the letter before them or are decoration (struck-out digits, "zalgo").
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u3099\u309a\ufe20-\ufe2f"
_HAS_MARKS = re.compile(f"[{_MARKS}]")
# At most 64 marks are looked at with their letter; those beyond fall to the same rule alone, and vanish.
_MARKED = re.compile(f"[^{_MARKS}]?[{_MARKS}]{{1,64}}", re.DOTALL)

_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u2800\u3164\uffa0")
"""Shown as nothing though Unicode doesn't file them under format characters."""
_ENCLOSING = range(0x20DD, 0x20E5)
_VARIATION = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
_NEGATIVE_LETTERS = (0x1F150, 0x1F170)
"""Where the alphabets of white letters on black circles and squares begin; Unicode gives them no decomposition."""
_PHONETIC = {"ɑ": "a", "ɩ": "i"}
"""Letters of the phonetic alphabet that pass for Latin ones, beside those that their names tell."""
_PARENTHESISED = re.compile(r"\((\w{1,2})\)|(\d{1,2})\.")
_SMALL_CAPITAL = re.compile(
    r"LATIN LETTER SMALL CAPITAL ([A-Z])|LATIN SMALL LETTER SCRIPT ([A-Z])|LATIN SMALL LETTER DOTLESS (I)"
)

_TO_LATIN = str.maketrans(
    # Cyrillic, then Greek, then Armenian: only letters that an eye takes for the Latin one, in small or capital form.
    "авеёзкмнорстухіїјѕԁԛԝһӏүѵъьгпиαβεικνορτυχγηωցհոսօ",
    "abee3kmhopctyxiijsdqwhlyvbbrnuabeikvoptuxynwghnuo",
)
_TO_CYRILLIC = str.maketrans("aceopxyiskmtbh", "асеорхуіѕкмтвн")
# Letters of the one script that have no twin in the other tell which script a mixed word is really in.
_SURE_LATIN = re.compile("[dfgjlnqruvwz]")
_SURE_CYRILLIC = re.compile("[бджйлфцчшщыэюя]")
_OTHER = "\u0370-\u03ff\u0400-\u052f\u0530-\u058f"
_HAS_OTHER = re.compile(f"[{_OTHER}]")
_WORD = re.compile(f"[a-z0-9_{_OTHER}]+")
_LATIN = re.compile("[a-z]")


@cache
def _traditional() -> dict[str, str]:
    """Traditional to simplified, one character each (OpenCC's TSCharacters, first choice)."""
    left, right = files("tidewaiter").joinpath("traditional.txt").read_text(encoding="utf-8").splitlines()
    return dict(zip(left, right, strict=True))


def _once(character: str) -> str:
    """One step towards the folded form of a single character."""
    code = ord(character)
    if character in _PHONETIC:
        return _PHONETIC[character]
    if character in _INVISIBLE or code in _ENCLOSING or any(code in some for some in _VARIATION):
        return ""
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    if category == "Cs":  # half a character, as broken JSON leaves it: nothing that takes UTF-8 takes it
        return "\ufffd"
    if category in {"Nd", "No"}:
        number = unicodedata.numeric(character)
        if number == int(number) and number <= 50:  # circled, negative circled, any script's digits; not 100 or a half
            return str(int(number))
    for start in _NEGATIVE_LETTERS:
        if start <= code < start + 26:
            return chr(ord("a") + code - start)
    if category == "Ll" and (small := _SMALL_CAPITAL.fullmatch(unicodedata.name(character, ""))):
        return str(small[small.lastindex or 0]).lower()
    if 0x3131 <= code <= 0x318E:  # NFKC would turn a Korean letter into half a syllable
        return character
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", character).casefold())
    if (inside := _PARENTHESISED.fullmatch(folded)) and character != folded:
        folded = inside[1] or inside[2]
    if folded[:1] == " " and len(folded) > 1:  # a spacing accent is no space
        return character
    return "".join(_traditional().get(one, one) for one in _HAS_MARKS.sub("", folded))


class _Table(dict[int, str]):
    """Folded form by code point, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        before, folded = "", chr(code)
        while folded != before:
            before, folded = folded, "".join(map(_once, folded))
        self[code] = folded
        if len(folded) != 1:
            _uneven.add(chr(code))
        return folded


_table = _Table()
_uneven: set[str] = set()
"""Characters met so far that don't fold to just one."""


def _compose(found: re.Match[str]) -> str:
    """A letter with its marks: the composed letter where there is one, else the bare letter."""
    letter = found[0][:1]
    composed = unicodedata.normalize("NFC", letter.translate(_table) + found[0][1:])
    return _HAS_MARKS.sub("", composed)


def _one_script(found: re.Match[str]) -> str:
    """A word in one script, where it mixes look-alikes of two."""
    word = found[0]
    if not (_HAS_OTHER.search(word) and _LATIN.search(word)):
        return word
    cyrillic, latin = bool(_SURE_CYRILLIC.search(word)), bool(_SURE_LATIN.search(word))
    if cyrillic and latin:
        return word
    if cyrillic or (not latin and 2 * len(_LATIN.findall(word)) < len(word)):
        return word.translate(_TO_CYRILLIC)
    return word.translate(_TO_LATIN)


def _finish(folded: str) -> str:
    return _WORD.sub(_one_script, folded) if _HAS_OTHER.search(folded) else folded


def fold_text(text: str) -> str:
    """The folded form alone. Idempotent; equal to `fold(text).text`."""
    if text.isascii():
        return text.lower()
    if _HAS_MARKS.search(text):
        text = _MARKED.sub(_compose, text)
    return _finish(text.translate(_table))


class Folded:
    """Folded text that knows where it came from.

    text: the folded form; original: the text as it stood. Offsets are in code points.
    """

    __slots__ = ("_shifts", "original", "text")

    def __init__(self, original: str, text: str) -> None:
        self.original = original
        self.text = text
        self._shifts: _Shifts | None = None

    def start(self, index: int) -> int:
        """Where the folded character at `index` begins in the original."""
        if index >= len(self.text):
            return len(self.original)
        shifts = self._shifts or self._made()
        return shifts.start(index) if shifts.folded else index

    def end(self, index: int) -> int:
        """Where the original ends of what was folded into `text[:index]`: the exclusive end of a span up to `index`."""
        if index <= 0:
            return 0
        shifts = self._shifts or self._made()
        return shifts.end(min(index, len(self.text)) - 1) if shifts.folded else index

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original's offsets of `text[start:end]`."""
        return self.start(start), self.end(end)

    def index(self, offset: int) -> int:
        """Where the original's character at `offset` stands in the folded text (or the next one that left a trace)."""
        shifts = self._shifts or self._made()
        return min(shifts.index(offset) if shifts.folded else offset, len(self.text))

    def _made(self) -> _Shifts:
        self._shifts = _shifts_of(self.original)
        return self._shifts


class _Shifts:
    """The pieces of a text that did not fold character by character: where each began and ended, there and folded."""

    __slots__ = ("ends", "folded", "folded_ends", "starts")

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.folded: list[int] = []
        self.folded_ends: list[int] = []

    def add(self, start: int, end: int, size: int) -> None:
        """A piece `[start, end)` of the original that became `size` characters; in order."""
        at = self.folded_ends[-1] + start - self.ends[-1] if self.ends else start
        self.starts.append(start)
        self.ends.append(end)
        self.folded.append(at)
        self.folded_ends.append(at + size)

    def start(self, index: int) -> int:
        """Where the folded character at `index` begins."""
        piece = bisect_right(self.folded, index) - 1
        if piece < 0:
            return index
        beyond = index - self.folded_ends[piece]
        return self.starts[piece] if beyond < 0 else self.ends[piece] + beyond

    def end(self, index: int) -> int:
        """Where the folded character at `index` ends."""
        piece = bisect_right(self.folded, index) - 1
        if piece < 0:
            return index + 1
        beyond = index - self.folded_ends[piece]
        return self.ends[piece] + max(beyond + 1, 0)

    def index(self, offset: int) -> int:
        """Where the original's character at `offset` stands in the folded text."""
        piece = bisect_right(self.starts, offset) - 1
        if piece < 0:
            return offset
        beyond = offset - self.ends[piece]
        return self.folded[piece] if beyond < 0 else self.folded_ends[piece] + beyond


def _shifts_of(text: str) -> _Shifts:
    shifts = _Shifts()
    if text.isascii():
        return shifts
    place = 0
    for found in _MARKED.finditer(text) if _HAS_MARKS.search(text) else ():
        _add_uneven(shifts, text, place, found.start())
        shifts.add(*found.span(), len(_compose(found).translate(_table)))
        place = found.end()
    _add_uneven(shifts, text, place, len(text))
    return shifts


def _add_uneven(shifts: _Shifts, text: str, start: int, end: int) -> None:
    """The characters of a stretch without combining marks that did not fold to just one."""
    # What was folded was looked up, so that `_uneven` knows all characters of this text.
    stretch = text[start:end]
    if not _uneven.isdisjoint(stretch):
        for place, one in enumerate(stretch, start):
            if one in _uneven:
                shifts.add(place, place + 1, len(_table[ord(one)]))


def fold(text: str) -> Folded:
    """The folded form, with offsets back into `text` (made when first asked for)."""
    return Folded(text, fold_text(text))
