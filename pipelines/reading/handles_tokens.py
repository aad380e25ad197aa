"""Finds what stands for digits in a folded text: figures, signs, letters in their place, number words."""

from __future__ import annotations

import re
from itertools import islice

from pipelines.reading.handles_numerals import LEET, MANY, SIGNS, number_words
from pipelines.reading.handles_text import IS_LETTER, Piece

_SIGN = "".join(SIGNS)
_LEET = re.escape("".join(LEET))
_HAN = "\u3400-\u9fff"
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
_START = re.compile(f"[{_SIGN}双](?:(?<=[0-9])[0-9]*)?")
"""Figures, or another sign: one of them is in every token, and most are a token by themselves."""
_MANY, _MANY_ENDS = re.compile(r"(?:double|dbl|triple|treble|đôi|dobel|двойная|тройная)\s$"), frozenset("eliя")
_IN_FIGURES, _WITH_ONE, _WITH_SIGN = frozenset(LEET), frozenset(LEET) | frozenset("x×*个個连連"), frozenset("个個连連x×*横百十")
"""What makes more of figures, of one figure, of a numeral behind it."""
_MOST_LETTERS = 12
_LOOSE = re.compile(r"(?<!\w)[oilоsbz]{1,4}(?!\w)")
_LOOSE_AMONG = (" o o ", " o l ", " l o ", " o 0", "0 o ", "-o-", "-l-", " o 1", "1 o ")
_GOES_ON = re.compile(r"[\s.\-/·]?[0-9oil]")
_MAX_TOKENS = 10_000
MOBILE = re.compile(r"1[3-9]\d{9}|0[1-9]\d{8,10}|[78]9\d{9}")
"""Mobile numbers as written at home: many letters among figures are digits where they make one up."""
NAME_THEN_FIGURES = re.compile(r"\D{3,}\d+|\d+\D{3,}")
_TIMES = frozenset("2345")
_SO_MANY = re.compile(r"\s(?:số|con)\s")
_SURE_LEET = frozenset("0123456789oilозб")
"""Letters that may stand for digits however many they are; the others only now and then."""


Token = tuple[int, int, str, int, bool, bool]
"""Characters or a word that stand for digits: start, end, the digits; how many are letters in their place, whether it is plain
figures, whether a letter touches them. A tuple, since a text has dozens."""


def find_tokens(piece: Piece, text: str) -> list[Token]:
    """All of them in order, not overlapping. text: that of `piece`, with other characters where no digits may be."""
    found: list[Token] = []
    done = letters = 0
    for sign in islice(_START.finditer(text), _MAX_TOKENS):
        start, end = sign.span()
        if start >= done:
            raw, before, after = sign[0], text[start - 1 : start], text[end : end + 1]
            if not raw.isascii():
                if after not in _WITH_SIGN and not after.isspace() and raw in SIGNS:
                    found.append((start, end, SIGNS[raw], 0, False, False))
                    done = end
                    continue
            elif (
                before not in _IN_FIGURES
                and (after not in _IN_FIGURES if end - start > 1 else after not in _WITH_ONE and not after.isspace())
                and not (before.isspace() and text[start - 2 : start - 1] in _MANY_ENDS)
            ):
                found.append((start, end, raw, 0, True, IS_LETTER[before] or IS_LETTER[after]))
                done = end
                continue
        while done < end and (match := _token_at(text, max(start, done), done)):
            done = match.end()
            if token := _read(piece, text, match):
                found.append(token)
                letters += token[3]
    words = _word_tokens(text)
    if words:
        taken = {place for start, end, *_ in words for place in range(start, end)}
        found = sorted([*_apart(found, taken), *words])
        letters = any(one[3] for one in found)
    if letters or any(one in text for one in _LOOSE_AMONG):
        found = _with_loose_letters(text, found)
    return found


def _token_at(text: str, start: int, done: int) -> re.Match[str] | None:
    """The token of the sign at `start`; it may begin with letters before it, but not before `done`."""
    first = start
    while first > done and start - first < _MOST_LETTERS and text[first - 1] in _IN_FIGURES:
        first -= 1
    if text[start - 1 : start].isspace() and (many := _MANY.search(text, max(done, start - 9), start)):
        first = many.start()
    return (_TOKEN.match(text, first) if first < start else None) or _TOKEN.match(text, start)


def _read(piece: Piece, text: str, match: re.Match[str]) -> Token | None:
    """What a match stands for; None: for no digits."""
    start, end = match.span()
    if match.lastgroup == "signs":
        return start, end, SIGNS[match[0]], 0, False, False
    if match.lastgroup != "ascii":
        digits = _repeated_or_counted(match)
        return (start, end, digits, 0, False, False) if digits else None
    if match[0].isdigit():
        return start, end, match[0], 0, True, IS_LETTER[text[start - 1 : start]] or IS_LETTER[text[end : end + 1]]
    return _figures(piece, text, start, end)


def _repeated_or_counted(match: re.Match[str]) -> str:
    """The digits of numerals that say how often a digit stands, or count in tens and hundreds; none for what only parts."""
    if match["hundreds"]:
        low = match["u"] and "0" + SIGNS[match["u"]]
        ten = match["t"] and SIGNS[match["t"]] + SIGNS.get(match["v"] or "", "0")
        return SIGNS[match["h"]] + (low or ten or "00")
    if match["tens"]:
        return SIGNS[match["x"]] + SIGNS.get(match["y"] or "", "0")
    if match["many"]:
        return str(match["repeated"]) * MANY[match["many"]]
    if match["one"]:
        return SIGNS[match["one"]] * int(SIGNS[match[0][0]])
    if match["two"]:
        return SIGNS[match["two"]] * 2
    return SIGNS[match["three"]] * int(match["count"]) if match["three"] else ""


def _apart(tokens: list[Token], taken: set[int]) -> list[Token]:
    """Tokens outside the places that words take; of those that reach into one, the figures beside it."""
    kept: list[Token] = []
    for token in tokens:
        start, end, digits, letters, _, attached = token
        if taken.isdisjoint(range(start, end)):
            if attached and (start - 1 in taken or end in taken):
                token = start, end, digits, letters, False, False  # its neighbour is a number word
            kept.append(token)
        elif end - start == len(digits) and start not in taken:
            kept += [(at, at + 1, digits[at - start], 0, False, False) for at in range(start, end) if at not in taken]
    return kept


def _figures(piece: Piece, text: str, start: int, end: int) -> Token | None:
    """A token of figures and letters that may stand for figures; without the letters at its ends that don't."""
    raw = text[start:end]
    before, after = text[start - 1 : start], text[end : end + 1]
    figures = sum(one.isdigit() for one in raw)
    letters = len(raw) - figures
    # "666666666s", "12g": one letter at an end is a letter.
    lone = letters == 1 and not raw[-1].isdigit() and raw[-1] not in _SURE_LEET and not _GOES_ON.match(text, end)
    touching = lone or IS_LETTER[before] or IS_LETTER[after]
    # "laoshi88901" is a name with figures after it; letters in place of digits stand among the digits.
    name = NAME_THEN_FIGURES.fullmatch(raw) and not set(raw) <= _SURE_LEET
    if not touching and not name and 10 <= len(raw) <= 12 and figures >= 4:
        digits = as_digits(piece, start, end)
        if MOBILE.fullmatch(digits):
            return start, end, digits, letters, False, False
    if touching or (2 * letters > figures and not set(raw) <= _SURE_LEET):
        low = next(i for i, one in enumerate(raw) if one.isdigit())
        high = len(raw) - next(i for i, one in enumerate(reversed(raw)) if one.isdigit())
        core = raw[low:high]
        if not core.isdigit():
            return None
        return start + low, start + high, core, 0, True, True
    return start, end, as_digits(piece, start, end), letters, False, False


def as_digits(piece: Piece, start: int, end: int) -> str:
    """Figures, and the letters in place of some, as digits: a small b is a 6, a capital one an 8."""
    raw = piece.text[start:end]
    if "b" not in raw:
        return "".join([one if one.isdigit() else LEET[one] for one in raw])
    pairs = zip(raw, piece.cased(start, end), strict=True)
    return "".join(one if one.isdigit() else "6" if was == "b" else LEET[one] for one, was in pairs)


def _with_loose_letters(text: str, tokens: list[Token]) -> list[Token]:
    """Groups that are all letters ("O l I"), where they stand between groups of figures mixed with letters."""
    taken = {start for start, *_ in tokens}
    near: list[Token] = [
        (*match.span(), "".join(LEET.get(one, "1") for one in match[0]), len(match[0]), False, False)
        for match in _LOOSE.finditer(text)
        if match.start() not in taken
        and any(-3 <= start - match.end() <= 3 or -3 <= match.start() - end <= 3 for start, end, *_ in tokens)
    ]
    return sorted(tokens + near)


def _word_tokens(text: str) -> list[Token]:
    """Number words, with tens and hundreds added up, doubles doubled."""
    tokens: list[Token] = []
    times = 1
    open_to = 0  # the last token is a multiple of this and may take smaller ones
    begun = 0
    words = number_words(text)
    for number, (start, end, value) in enumerate(words):
        if value.startswith("x"):
            times, begun, open_to = int(value[1:]), start, 0
            continue
        before, done, last, *_ = tokens[-1] if tokens else (0, -9, "")
        near = start - done <= 2
        if value == "H":  # "seven hundred"
            if near and len(last) == 1:
                tokens[-1] = before, end, last + "00", 0, False, False
                # "six hundred seventy", "sáu trăm bảy mươi"; in "nine hundred one two" the one is a digit of its own
                following = [one for *_, one in words[number + 1 : number + 3]]
                open_to = 3 if following and (following[0].endswith("+") or following[1:] == ["T"]) else 0
            else:
                open_to = 0
            continue
        if value in {"T", "B"}:
            # "dua puluh", "chín mươi": the ten of the word before; "dua belas": it and ten; สิบ alone: ten.
            if near and len(last) == 3 and last[1] == "0" and last[2] != "0" and value == "T":
                tokens[-1] = before, end, last[0] + last[2] + "0", 0, False, False
            elif near and len(last) == 1:
                tokens[-1] = before, end, last + "0" if value == "T" else "1" + last, 0, False, False
            else:
                tokens.append((start, end, "10", 0, False, False))
            open_to = 2 if value == "T" else 0
            continue
        if value.startswith("p"):  # "три семёрки", "two zeros"
            if near and last in _TIMES:
                tokens[-1] = before, end, value[1:] * int(last), 0, False, False
                open_to = 0
                continue
            value = value[1:]
        elif last in _TIMES and _SO_MANY.fullmatch(text, done, start):  # "ba số tám"
            tokens[-1] = before, end, value * int(last), 0, False, False
            continue
        digits = value.rstrip("+")
        if open_to and near and len(digits) < open_to and digits.strip("0"):
            tokens[-1] = before, end, str(int(last) + int(digits)), 0, False, False
            open_to = len(digits) if value.endswith("+") else 0
            continue
        tokens.append((begun if times > 1 else start, end, digits * times, 0, False, False))
        open_to = len(digits) if value.endswith("+") else 0
        times = 1
    return tokens
