# ruff: noqa: E501 - long lines of words and patterns are easier to add to than wrapped ones
"""Finds runs of digits in a folded text, whatever the digits are written with and whatever stands between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from pipelines.reading.handles_numerals import LEET, SIGNS, SOUNDS
from pipelines.reading.handles_runs import Run
from pipelines.reading.handles_text import IS_LETTER, Piece
from pipelines.reading.handles_tokens import MOBILE, NAME_THEN_FIGURES, as_digits, find_tokens

# A word between digits that only separates them.
_PARTING = (
    r"一横|横杠|中杠|短横|横线|长横|小横|横|杠|减号|减|空格|空|斜杠|下划线|破折号|点|逗号|星号|星|井号|句号|然后|接着|再|加|啊|哦|呀|嗯|呃|噢|喔|欸|诶|"
    r"dash|hyphen|minus|dot|space|slash|point|then|and|gạch ngang|gạch|trừ|chấm|cách|тире|дефис|точка|пробел|минус|ขีด|จุด|เว้น|strip|setrip|garis|titik|spasi|gang|kongge"
)
_NOISE = r"[^\w\x1d\x1e]|_"
_JOINT = re.compile(rf"(?:{_NOISE}){{0,6}}(?:(?:{_PARTING})(?:{_NOISE}){{0,3}})?")
_MASK = re.compile(r"\s?(?:[*＊•●x×?█]{2,}|…|\.{3})\s?")
_EASY = frozenset(" -.·/")
_LONGEST_JOINT = 18
_MASK_BEFORE = re.compile(r"[*•●█×]{2,}\s?$|x{2,}$|[*]{3}")
_EXTENDED = re.compile(r"\s?(?:x|ext\.?)\s?\d{1,6}(?!\w)")
_MASKING = frozenset("*•●█×x")
_MASK_AFTER = re.compile(r"\s?[*•●█×]{2,}|x{2,}")
_LETTERED = re.compile(rf"[^\w\n]{{0,3}}([{re.escape(''.join(LEET))}0-9]{{10,13}})(?!\w)")
_MORSE = {
    code: str(digit)
    for digit, code in enumerate(["-----", ".----", "..---", "...--", "....-", ".....", "-....", "--...", "---..", "----."])
}  # fmt: skip
_MORSE_RUN = re.compile(r"(?:[.·•*\-−–—_]{5}[ /|,]{0,3}){5,20}")


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
    run: Run | None = None
    done, was_plain, was_attached = 0, False, False
    for start, end, digits, letters, plain, attached in find_tokens(piece, text):
        masked = False
        if run is not None and start - done <= _LONGEST_JOINT:
            joint = text[done:start]
            parts = _only_parts(joint)
            masked = parts is None
            if parts and len(run.digits) < 400 and (joint or not (was_attached or attached) or not (plain and was_plain)):
                run.add(digits, start, end, joint)
                run.plain &= plain
                run.letters += letters
                run.attached |= attached
                done, was_plain, was_attached = end, plain, attached
                continue
        before, run = run, Run(digits, start, end, plain=plain, letters=letters, attached=attached)
        runs.append(run)
        if masked and before is not None:
            run.masked = before.masked = True
        done, was_plain, was_attached = end, plain, attached
    for run in runs:
        if len(run.digits) >= 4:
            _look_around(run, text)
    return runs + _sound_runs(text) + _morse_runs(text) + _lettered_runs(piece, text, blank)


def _lettered_runs(piece: Piece, text: str, blank: Sequence[tuple[int, int]]) -> list[Run]:
    """Numbers all in letters behind a name ("Hub: OBlEAAZSBESS"), that make up a whole mobile number."""
    runs = []
    for _, end in blank[:64]:
        match = _LETTERED.match(text, end)
        if (
            match is not None
            and not match[1].isdigit()
            and not NAME_THEN_FIGURES.fullmatch(match[1])
            and not piece.cased(*match.span(1)).islower()
        ):
            digits = as_digits(piece, *match.span(1))
            if MOBILE.fullmatch(digits):
                run = Run("", *match.span(1), plain=False, letters=len(digits), guess=True)
                for at, digit in enumerate(digits, match.start(1)):
                    run.add(digit, at, at + 1, "")
                runs.append(run)
    return runs


@lru_cache(maxsize=4096)
def _only_parts(joint: str) -> bool | None:
    """Whether what stands between two groups of digits only parts them; None: it masks some.

    The same few joints stand in most listings.
    """
    if not joint or joint in _EASY:
        return True
    if 2 <= len(joint) < 12 and _MASK.fullmatch(joint):
        return None
    return _JOINT.fullmatch(joint) is not None


def _look_around(run: Run, text: str) -> None:
    start, end = run.start, run.end
    before, first, after = text[max(0, start - 6) : start], text[start - 1 : start], text[end : end + 1]
    run.plus = before.rstrip(" (（").endswith(("+", "plus", "加号"))
    if not _MASKING.isdisjoint(before) and _MASK_BEFORE.search(before):
        run.masked = True
    if not _MASKING.isdisjoint(text[end : end + 2]) and _MASK_AFTER.match(text, end, end + 4):
        run.masked = True
    if run.plain and (IS_LETTER[first] or first == "#" or (IS_LETTER[after] and not _EXTENDED.match(text, end))):
        run.attached = True


_ANY_SOUND = re.compile(f"[{''.join(sorted(set(SOUNDS) - set(SIGNS)))}]")
_ALIKE = f"[{''.join(SOUNDS)}{''.join(SIGNS)}]"
_SOUND_RUN = re.compile(f"(?:{_ALIKE}(?:{_NOISE}){{0,2}}){{7,24}}")
_THREE_BEHIND = re.compile(f"(?:(?:{_NOISE}){{0,2}}{_ALIKE}){{3}}")
_THREE_BEFORE = re.compile(f"(?:{_ALIKE}(?:{_NOISE}){{0,2}}){{3}}$")


def _sound_runs(text: str) -> list[Run]:
    """Runs in which some characters only sound like digits."""
    if not any(_among_others(text, sound.start()) for sound in _ANY_SOUND.finditer(text)):
        return []
    runs = []
    for match in _SOUND_RUN.finditer(text):
        if not _ANY_SOUND.search(match[0]):
            continue
        run: Run | None = None
        joint = ""
        for at in range(match.start(), match.end()):
            digit = SIGNS.get(text[at]) or SOUNDS.get(text[at])
            if digit is None:
                joint += text[at]
            elif run is None:
                run = Run(digit, at, at + 1, plain=False, guess=True)
            else:
                run.add(digit, at, at + 1, joint)
                joint = ""
        if run is not None:
            runs.append(run)
    return runs


def _among_others(text: str, at: int) -> bool:
    """Whether a character that only sounds like a digit has three of a run of seven on one side of it (cheap)."""
    return _THREE_BEHIND.match(text, at + 1) is not None or _THREE_BEFORE.search(text, max(0, at - 9), at) is not None


def _morse_runs(text: str) -> list[Run]:
    if "-----" not in text and ".----" not in text and "..---" not in text and "—" not in text and "·" not in text:
        return []
    runs = []
    for match in islice(_MORSE_RUN.finditer(text), 100):
        run: Run | None = None
        for code in re.finditer(r"[.·•*\-−–—_]{5}", match[0]):
            digit = _MORSE.get(re.sub("[·•*]", ".", re.sub("[−–—_]", "-", code[0])))
            if digit is None:
                break
            if run is None:
                run = Run(digit, match.start() + code.start(), match.start() + code.end(), plain=False)
            else:
                run.add(digit, match.start() + code.start(), match.start() + code.end(), " ")
        if run is not None and len(run.digits) >= 5:
            runs.append(run)
    return runs
