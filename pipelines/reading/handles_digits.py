# ruff: noqa: E501 - long lines of words and patterns are easier to add to than wrapped ones
"""Finds runs of digits in a folded text, whatever the digits are written with and whatever stands between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from pipelines.reading.handles_numerals import SIGNS, SOUNDS
from pipelines.reading.handles_runs import Run
from pipelines.reading.handles_text import Piece
from pipelines.reading.handles_tokens import IS_LETTER, Token, find_tokens

# A word between digits that only separates them.
_PARTING = (
    r"一横|横杠|中杠|短横|横线|长横|小横|横|杠|减号|减|空格|空|斜杠|下划线|破折号|点|逗号|星号|星|井号|句号|然后|接着|再|加|啊|哦|呀|嗯|呃|噢|喔|欸|诶|"
    r"dash|hyphen|minus|dot|space|slash|point|then|and|gạch ngang|gạch|trừ|chấm|cách|тире|дефис|точка|пробел|минус|ขีด|จุด|เว้น|strip|setrip|garis|titik|spasi|gang|kongge"
)
_NOISE = r"[^\w\x1d\x1e]|_"
_JOINT = re.compile(rf"(?:{_NOISE}){{0,6}}(?:(?:{_PARTING})(?:{_NOISE}){{0,3}})?")
_MASK = re.compile(r"\s?(?:[*＊•●x×?█]{2,}|…|\.{3})\s?")
_EASY = frozenset(" -.·/")
_MASK_BEFORE = re.compile(r"[*•●█×]{2,}\s?$|x{2,}$|[*]{3}")
_EXTENDED = re.compile(r"\s?(?:x|ext\.?)\s?\d{1,6}(?!\w)")
_MASKING = re.compile("[*•●█×x]")
_MASK_AFTER = re.compile(r"\s?[*•●█×]{2,}|x{2,}")
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
    run = Run()
    last: Token | None = None
    for token in find_tokens(piece, text):
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


def _begun(token: Token) -> Run:
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
    return _JOINT.fullmatch(joint) is not None


def _look_around(run: Run, text: str) -> None:
    start, end = run.starts[0], run.ends[-1]
    before, first, after = text[max(0, start - 6) : start], text[start - 1 : start], text[end : end + 1]
    run.plus = before.rstrip(" (（").endswith(("+", "plus", "加号"))
    if (_MASKING.search(before) and _MASK_BEFORE.search(before)) or _MASK_AFTER.match(text, end, end + 4):
        run.masked = True
    if run.plain and (IS_LETTER[first] or first == "#" or (IS_LETTER[after] and not _EXTENDED.match(text, end))):
        run.attached = True


_ANY_SOUND = re.compile(f"[{''.join(sorted(set(SOUNDS) - set(SIGNS)))}]")
_SOUND_RUN = re.compile(f"(?:[{''.join(SOUNDS)}{''.join(SIGNS)}](?:{_NOISE}){{0,2}}){{7,24}}")


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
