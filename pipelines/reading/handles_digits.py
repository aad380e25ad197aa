# ruff: noqa: E501 - long lines of words and patterns are easier to add to than wrapped ones
"""Finds runs of digits in a folded text, whatever the digits are written with and whatever stands between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, pairwise

from pipelines.reading.handles_numerals import LEET, MANY, SIGNS, SOUNDS, number_words
from pipelines.reading.handles_text import BREAK, Piece

_SIGN = "".join(SIGNS)
_LEET = re.escape("".join(LEET))
_HAN = "\u3400-\u9fff"
# A word between digits that only separates them.
_PARTING = (
    r"一横|横杠|中杠|短横|横线|长横|小横|横|杠|减号|减|空格|空|斜杠|下划线|破折号|点|逗号|星号|星|井号|句号|然后|接着|再|加|啊|哦|呀|嗯|呃|噢|喔|欸|诶|"
    r"dash|hyphen|minus|dot|space|slash|point|then|and|gạch ngang|gạch|trừ|chấm|cách|тире|дефис|точка|пробел|минус|ขีด|จุด|เว้น|strip|setrip|garis|titik|spasi|gang|kongge"
)
_NOISE = r"[^\w\x1d\x1e]|_"
JOINT = re.compile(rf"(?:{_NOISE}){{0,6}}(?:(?:{_PARTING})(?:{_NOISE}){{0,3}})?")
_MASK = re.compile(r"\s?(?:[*＊•●x×?█]{2,}|…|\.{3})\s?")
_TOKEN = re.compile(
    rf"(?=[{_SIGN}{_LEET}双đдт])(?:"  # one test for most characters
    rf"(?P<times>[二两三四五六2-6]\s?[个個连連]\s?(?P<one>[{_SIGN}])(?=[{_SIGN}]|[^{_HAN}a-z]|$)|[双]\s?(?P<two>[{_SIGN}])|"
    rf"(?P<three>[一二三四五六七八九零0-9])[x×*]\s?(?P<count>[2-6])(?=[次遍个]))"
    rf"|(?P<many>double|dbl|triple|treble|đôi|dobel|двойная|тройная)\s(?P<repeated>[0-9])"
    rf"|(?P<parting>(?<=[{_SIGN}\s])(?:一横|长横一))"
    r"|(?P<hundreds>(?P<h>[一二三四五六七八九])百(?:零(?P<u>[一二三四五六七八九])|(?P<t>[一二三四五六七八九])十(?P<v>[一二三四五六七八九])?)?(?![万千元块]))"
    r"|(?P<tens>(?P<x>[二三四五六七八九])十(?P<y>[一二三四五六七八九])?(?![万千百元块几多]))"
    rf"|(?P<ascii>(?<![0-9{_LEET}])[{_LEET}]{{0,12}}[0-9][0-9{_LEET}]*)"
    rf"|(?P<signs>[{_SIGN}]))"
)
_LOOSE = re.compile(r"(?<!\w)[oilоsbz]{1,4}(?!\w)")
_LETTER = re.compile(r"[^\W\d_\u0e00-\u0e7f\u2e80-\u9fff\uac00-\ud7af]")
_EASY = frozenset(" -.·/")
_MASK_BEFORE = re.compile(r"[*•●█×]{2,}\s?$|x{2,}$|[*]{3}")
_EXTENDED = re.compile(r"\s?(?:x|ext\.?)\s?\d{1,6}(?!\w)")
_GOES_ON = re.compile(r"[\s.\-/·]?[0-9oil]")
_MASKING = re.compile("[*•●█×x]")
_MASK_AFTER = re.compile(r"\s?[*•●█×]{2,}|x{2,}")
_MAX_TOKENS = 10_000
_MORSE = {
    code: str(digit)
    for digit, code in enumerate(["-----", ".----", "..---", "...--", "....-", ".....", "-....", "--...", "---..", "----."])
}  # fmt: skip
_MORSE_RUN = re.compile(r"(?:[.·•*\-−–—_]{5}[ /|,]{0,3}){5,20}")
_MOBILE = re.compile(r"1[3-9]\d{9}|0[1-9]\d{8,10}|[78]9\d{9}")
"""Mobile numbers as written at home: many letters among figures are digits where they make one up."""
_NAME_THEN_FIGURES = re.compile(r"\D{3,}\d+|\d+\D{3,}")
_SURE_LEET = frozenset("0123456789oilо")
"""Letters that may stand for digits however many they are; the others only now and then."""


@dataclass(slots=True)
class Run:
    """Digits that stand together: one string, and for each digit where it stood (folded offsets)."""

    digits: str = ""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    joints: list[str] = field(default_factory=list)
    """Before each digit, what separates it from the one before; the first one's is empty."""
    plain: bool = True
    """All of it in figures."""
    letters: int = 0
    """How many of the digits are letters in their place."""
    attached: bool = False
    """A letter touches it: part of a word or a code."""
    masked: bool = False
    """Stars stand beside it or in it."""
    guess: bool = False
    """Some of its characters only sound like digits: it counts as a whole valid number or not at all."""
    _groups: list[tuple[int, int]] | None = None
    plus: bool = False
    """A plus sign (or the word) stands before it."""

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.starts[0]

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.ends[-1]

    def groups(self) -> list[tuple[int, int]]:
        """(first, last + 1) of each group of digits with nothing between them."""
        if self._groups is None:
            cuts = [0, *(i for i in range(1, len(self.digits)) if self.joints[i]), len(self.digits)]
            self._groups = list(pairwise(cuts))
        return self._groups

    def add(self, digits: str, start: int, end: int, joint: str) -> None:
        """One token; the characters of several digits share its place."""
        size = len(digits)
        self.digits += digits
        if size == end - start:  # figures: each its own place
            self.starts += range(start, end)
            self.ends += range(start + 1, end + 1)
        else:
            self.starts += [start] * size
            self.ends += [end] * size
        self.joints.append(joint)
        if size > 1:
            self.joints += [""] * (size - 1)


@dataclass(slots=True)
class _Token:
    start: int
    end: int
    digits: str
    letters: int = 0
    plain: bool = False
    attached: bool = False
    add: int = 0
    """What it is a multiple of, where smaller number words may be added (100 or 10)."""


def find_runs(piece: Piece, blank: Sequence[tuple[int, int]] = ()) -> list[Run]:
    """All runs of digits in the text, in order.

    blank: stretches that are something else (names of platforms), and end a run.
    """
    text = piece.text
    for start, end in blank:
        text = text[:start] + "\x1d" * (end - start) + text[end:] if len(blank) < 64 else text
    if len(blank) >= 64:
        characters = list(text)
        for start, end in blank:
            characters[start:end] = "\x1d" * (end - start)
        text = "".join(characters)
    runs: list[Run] = []
    run = Run()
    last: _Token | None = None
    for token in _tokens(piece, text):
        joint = text[last.end : token.start] if last is not None else ""
        size = len(joint)
        masked = 2 <= size < 12 and _MASK.fullmatch(joint) is not None
        if (
            last is not None
            and size <= 18
            and not masked
            and (size == 0 or joint in _EASY or _only_parts(joint))
            and len(run.digits) < 400
            and (joint or not (last.attached or token.attached) or not (token.plain and last.plain))
        ):
            run.add(token.digits, token.start, token.end, joint)
            run.plain &= token.plain
            run.letters += token.letters
            run.attached |= token.attached
        else:
            before, run = run, _begun(token)
            runs.append(run)
            if masked:
                run.masked = before.masked = True
        last = token
    for run in runs:
        if len(run.digits) >= 4:
            _look_around(run, text)
    return runs + _sound_runs(text) + _morse_runs(text)


def _begun(token: _Token) -> Run:
    """A run that begins with a token."""
    start, end, digits = token.start, token.end, token.digits
    size = len(digits)
    if size == end - start:
        starts, ends = list(range(start, end)), list(range(start + 1, end + 1))
    else:
        starts, ends = [start] * size, [end] * size
    return Run(digits, starts, ends, [""] * size, token.plain, token.letters, token.attached)


@lru_cache(maxsize=4096)
def _only_parts(joint: str) -> bool:
    """Whether what stands between two groups of digits only parts them (the same few stand in most listings)."""
    return JOINT.fullmatch(joint) is not None


def _tokens(piece: Piece, text: str) -> list[_Token]:
    found: list[_Token] = []
    for match in islice(_TOKEN.finditer(text), _MAX_TOKENS):
        kind = match.lastgroup
        start, end = match.span()
        if kind == "signs":
            digits = SIGNS[match[0]]
            found.append(_Token(start, end, digits, plain=False))
        elif kind == "ascii":
            raw = match[0]
            if raw.isdigit():
                attached = _IS_LETTER[text[start - 1 : start]] or _IS_LETTER[text[end : end + 1]]
                found.append(_Token(start, end, raw, plain=True, attached=attached))
                continue
            token = _figures(piece, text, start, end)
            if token is not None:
                found.append(token)
        elif match["hundreds"]:
            low = match["u"] and "0" + SIGNS[match["u"]]
            ten = match["t"] and SIGNS[match["t"]] + SIGNS.get(match["v"] or "", "0")
            found.append(_Token(start, end, SIGNS[match["h"]] + (low or ten or "00")))
        elif match["tens"]:
            found.append(_Token(start, end, SIGNS[match["x"]] + SIGNS.get(match["y"] or "", "0")))
        elif match["many"]:
            found.append(_Token(start, end, match["repeated"] * MANY[match["many"]]))
        elif match["one"]:
            found.append(_Token(start, end, SIGNS[match["one"]] * int(SIGNS[match[0][0]])))
        elif match["two"]:
            found.append(_Token(start, end, SIGNS[match["two"]] * 2))
        elif match["three"]:
            found.append(_Token(start, end, SIGNS[match["three"]] * int(match["count"])))
    words = _word_tokens(text)
    if words:
        taken = {place for word in words for place in range(word.start, word.end)}
        found = sorted([*_apart(found, taken), *words], key=lambda one: one.start)
    if any(one.letters for one in found):
        found = _with_loose_letters(text, found)
    return found


def _apart(tokens: list[_Token], taken: set[int]) -> list[_Token]:
    """Tokens outside the places that words take; of those that reach into one, the figures beside it."""
    kept = []
    for one in tokens:
        if taken.isdisjoint(range(one.start, one.end)):
            if one.attached and (one.start - 1 in taken or one.end in taken):
                one.attached = one.plain = False  # its neighbour is a number word
            kept.append(one)
        elif one.end - one.start == len(one.digits) and one.start not in taken:
            kept += [
                _Token(at, at + 1, one.digits[at - one.start], plain=False)
                for at in range(one.start, one.end)
                if at not in taken
            ]
    return kept


class _Letters(dict[str, bool]):
    """Whether a character is a letter of a script that puts spaces between words, filled as characters are met."""

    def __missing__(self, one: str) -> bool:
        letter = self[one] = _LETTER.match(one) is not None
        return letter


_IS_LETTER = _Letters()


def _figures(piece: Piece, text: str, start: int, end: int) -> _Token | None:
    """A token of figures and letters that may stand for figures; without the letters at its ends that don't."""
    raw = text[start:end]
    before, after = text[start - 1 : start], text[end : end + 1]
    figures = sum(one.isdigit() for one in raw)
    letters = len(raw) - figures
    # "666666666s", "12g": one letter at an end is a letter.
    lone = letters == 1 and not raw[-1].isdigit() and raw[-1] not in _SURE_LEET and not _GOES_ON.match(text, end)
    touching = lone or bool((before and _LETTER.match(before)) or (after and _LETTER.match(after)))
    # "laoshi88901" is a name with figures after it; letters in place of digits stand among the digits.
    name = _NAME_THEN_FIGURES.fullmatch(raw) and not set(raw) <= _SURE_LEET
    if not touching and not name and 10 <= len(raw) <= 12 and figures >= 4:
        digits = _as_digits(piece, start, end)
        if _MOBILE.fullmatch(digits):
            return _Token(start, end, digits, letters=letters)
    if touching or (2 * letters > figures and not set(raw) <= _SURE_LEET):
        low = next(i for i, one in enumerate(raw) if one.isdigit())
        high = len(raw) - next(i for i, one in enumerate(reversed(raw)) if one.isdigit())
        core = raw[low:high]
        if not core.isdigit():
            return None
        return _Token(start + low, start + high, core, plain=True, attached=True)
    return _Token(start, end, _as_digits(piece, start, end), letters=letters)


def _as_digits(piece: Piece, start: int, end: int) -> str:
    """Figures, and the letters in place of some, as digits: a small b is a 6, a capital one an 8."""
    raw = piece.text[start:end]
    if "b" not in raw:
        return "".join([one if one.isdigit() else LEET[one] for one in raw])
    pairs = zip(raw, piece.cased(start, end), strict=True)
    return "".join(one if one.isdigit() else "6" if was == "b" else LEET[one] for one, was in pairs)


def _with_loose_letters(text: str, tokens: list[_Token]) -> list[_Token]:
    """Groups that are all letters ("O l I"), where they stand between groups of figures mixed with letters."""
    taken = {token.start for token in tokens}
    loose = [
        _Token(match.start(), match.end(), "".join(LEET.get(one, "1") for one in match[0]), letters=len(match[0]))
        for match in _LOOSE.finditer(text)
        if match.start() not in taken
    ]
    near = [
        one for one in loose if any(-3 <= token.start - one.end <= 3 or -3 <= one.start - token.end <= 3 for token in tokens)
    ]
    return sorted(tokens + near, key=lambda one: one.start)


def _word_tokens(text: str) -> list[_Token]:
    """Number words, with tens and hundreds added up, doubles doubled."""
    tokens: list[_Token] = []
    times = 1
    open_to = 0  # the last token is a multiple of this and may take smaller ones
    begun = 0
    for start, end, value in number_words(text):
        if value.startswith("x"):
            times, begun, open_to = int(value[1:]), start, 0
            continue
        near = tokens and start - tokens[-1].end <= 2
        if value in {"T", "B"}:
            # "dua puluh", "chín mươi": the ten of the word before; "dua belas": it and ten; สิบ alone: ten.
            if near and len(tokens[-1].digits) == 1:
                last = tokens.pop()
                tokens.append(_Token(last.start, end, last.digits + "0" if value == "T" else "1" + last.digits))
            else:
                tokens.append(_Token(start, end, "10"))
            open_to = 2 if value == "T" else 0
            continue
        digits = value.rstrip("+")
        near = tokens and start - tokens[-1].end <= 2
        if open_to and near and len(digits) < open_to and digits.strip("0"):
            whole = str(int(tokens[-1].digits) + int(digits))
            tokens[-1] = _Token(tokens[-1].start, end, whole)
            open_to = len(digits) if value.endswith("+") else 0
            continue
        tokens.append(_Token(begun if times > 1 else start, end, digits * times))
        open_to = len(digits) if value.endswith("+") else 0
        times = 1
    return tokens


def _look_around(run: Run, text: str) -> None:
    start, end = run.starts[0], run.ends[-1]
    before, first, after = text[max(0, start - 6) : start], text[start - 1 : start], text[end : end + 1]
    run.plus = before.rstrip(" (（").endswith(("+", "plus", "加号"))
    if (_MASKING.search(before) and _MASK_BEFORE.search(before)) or _MASK_AFTER.match(text, end, end + 4):
        run.masked = True
    if run.plain and (_IS_LETTER[first] or first == "#" or (_IS_LETTER[after] and not _EXTENDED.match(text, end))):
        run.attached = True


_ANY_SOUND = re.compile(f"[{''.join(sorted(set(SOUNDS) - set(SIGNS)))}]")
_SOUND_RUN = re.compile(f"(?:[{''.join(SOUNDS)}{_SIGN}](?:{_NOISE}){{0,2}}){{7,24}}")


def _sound_runs(text: str) -> list[Run]:
    """Runs in which some characters only sound like digits."""
    if not _ANY_SOUND.search(text):
        return []
    runs = []
    for match in _SOUND_RUN.finditer(text):
        if not _ANY_SOUND.search(match[0]):
            continue
        run = Run(plain=False, guess=True)
        joint = ""
        for at in range(match.start(), match.end()):
            digit = SIGNS.get(text[at]) or SOUNDS.get(text[at])
            if digit is None:
                joint += text[at]
            else:
                run.add(digit, at, at + 1, joint if run.digits else "")
                joint = ""
        runs.append(run)
    return runs


def _morse_runs(text: str) -> list[Run]:
    if "-----" not in text and ".----" not in text and "..---" not in text and "—" not in text and "·" not in text:
        return []
    runs = []
    for match in islice(_MORSE_RUN.finditer(text), 100):
        run = Run(plain=False)
        for code in re.finditer(r"[.·•*\-−–—_]{5}", match[0]):
            digit = _MORSE.get(re.sub("[·•*]", ".", re.sub("[−–—_]", "-", code[0])))
            if digit is None:
                break
            run.add(digit, match.start() + code.start(), match.start() + code.end(), " " if run.digits else "")
        if len(run.digits) >= 5:
            runs.append(run)
    return runs


def joined(runs: Sequence[Run]) -> Run:
    """Several runs read as one."""
    whole = Run(plain=all(run.plain for run in runs), plus=runs[0].plus)
    for run in runs:
        whole.digits += run.digits
        whole.starts += run.starts
        whole.ends += run.ends
        whole.joints += run.joints
        whole.letters += run.letters
    return whole


@lru_cache(maxsize=4096)
def strength(joint: str) -> int:
    """How strongly a separator parts: 0 nothing, 1 inside a number, 2 between phrases, 3 between sentences or fields."""
    if not joint:
        return 0
    if joint == "。":
        return 2
    if BREAK in joint or "\n\n" in joint or any(one in joint for one in "。;；！!？?"):
        return 3
    if any(one in joint for one in ",，、|\n&:：="):
        return 2
    return 1
