"""Which of the digits that stand together are one number."""

from __future__ import annotations

import re
from bisect import bisect_left

from pipelines.reading.handles_negatives import with_unit
from pipelines.reading.handles_phones import as_dialled, international, loose, national
from pipelines.reading.handles_runs import Run, strength

_FIXED_SHAPES = ([3, 3, 4], [3, 8], [4, 7], [4, 8], [3, 4, 4], [4, 4, 4], [4, 3, 4])
"""How fixed lines are written; without a label only these are read."""


_CHINESE_MOBILE = re.compile(r"1[3-9]\d{9}")
_MOMENT = re.compile(
    r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d{2}|(?:19|20)\d{2}[./-]\d{1,2}[./-]\d{1,2}|[012]?\d:[0-5]\d(?::[0-5]\d)?)(?!\d)"
)
"""A date or a time: no part of a number that nothing calls one."""


class PhoneFinder:
    """Finds phone numbers in runs of digits of one text.

    text: folded; country: decides how national numbers are read.
    """

    def __init__(self, text: str, country: str | None) -> None:
        self.text = text
        self.country = country
        # English says no country: the ones that its listings come from, told apart by how their mobiles begin.
        self._guesses = () if country is not None else ("GB", "NG", "KE", "ZA", "US")

    def best(self, run: Run, first: int, *, labelled: bool) -> tuple[int, str, float] | None:
        """(last + 1, E.164, confidence) of the best phone number in a run's digits from `first` on; None: there is none."""
        best: tuple[tuple[int, int], int, str, float] | None = None
        inside = 0
        sizes: list[int] = []
        groups = run.groups()
        for begin, last in groups[bisect_left(groups, (first, 0)) :][:20]:
            if begin > first:
                inside = max(inside, strength(run.joints[begin]))
            sizes.append(last - begin)
            length = last - first
            if length > 17 or (inside >= 3 and not labelled):
                break
            if length < 7:
                continue
            digits = run.digits[first:last]
            dialled = labelled or (sizes in _FIXED_SHAPES and digits[0] in "04" and run.plain)
            value, confidence = self.read(digits, plus=run.plus and first == 0, labelled=dialled)
            if value is None and length == 10 and sizes == [3, 3, 4] and self.text[run.start - 1 : run.start] == "(":
                value, confidence = loose(digits, self.country), 0.4  # nothing else is written (123) 456-7890
            if value is None:
                continue
            if not labelled:
                if len(sizes) > 2 and _MOMENT.search(self.text, run.starts[first], run.ends[last - 1]):
                    continue
                edge = min(
                    strength(run.joints[first]) if first else 4,
                    strength(run.joints[last]) if last < len(run.digits) else 4,
                )
                whole = first == 0 and last == len(run.digits)
                if not whole and inside > edge:
                    continue
                if inside == 2 and len(sizes) < 4 and max(sizes) > 5:
                    continue
                if not run.plain and len(sizes) == 1 and length < 9:
                    continue
                if _looks_like_list(sizes, run, first, last):
                    continue
                if with_unit(self.text, run.ends[last - 1]):
                    continue
            confidence -= 0.02 * max(inside - 1, 0) + 0.01 * min(run.letters, 5)
            rank = (-inside, length)
            if best is None or rank > best[0]:
                best = (rank, last, value, confidence)
        return None if best is None else best[1:]

    def read(self, digits: str, *, plus: bool, labelled: bool) -> tuple[str | None, float]:
        """E.164 of digits as they stand in a text, and how sure that is."""
        country = self.country
        if digits.startswith("00") and len(digits) > 9 and (value := international(digits[2:])):
            return value, 0.97
        if plus and (value := international(digits)):
            return value, 0.99
        if country == "RU" and plus and digits.startswith("8"):
            plus = False
        if value := national(digits, country, fixed=labelled):
            short = len(digits) <= 8
            return value, 0.98 if labelled else 0.8 if short else 0.93
        if len(digits) == 11 and _CHINESE_MOBILE.fullmatch(digits) and country not in {"US", "CA"}:
            return "+86" + digits, 0.85 if labelled or country in {None, "HK", "MO", "TW", "VN", "SG"} else 0.7
        for guess in self._guesses if labelled else ():
            if value := national(digits, guess, fixed=False):
                return value, 0.5
        if len(digits) >= 10 and (labelled or len(digits) >= 11) and digits[0] not in "0" and (value := international(digits)):
            own = country is not None and national(as_dialled(value), country, fixed=False) == value
            if labelled or own or (digits.startswith("86") and len(digits) == 13):
                return value, 0.93 if own or labelled else 0.85
        return None, 0.0


def account_digits(run: Run, low: int, high: int) -> int | None:
    """How many of a run's digits make up an account of `low` to `high` digits that begins the run."""
    whole = len(run.digits)
    ends = [last for _, last in run.groups()]
    if low <= whole <= high and not any(strength(joint) > 2 for joint in run.joints):
        sizes = [last - first for first, last in run.groups()]
        parted = [i for i, joint in enumerate(run.joints) if strength(joint) == 2]
        if not parted or (max(sizes) <= 4 and len(sizes) >= 3) or all("\n" in run.joints[i] for i in parted):
            return whole
    for last in reversed(ends):
        if low <= last <= high and max((strength(joint) for joint in run.joints[1:last]), default=0) <= 1:
            return last
    return None


def _looks_like_list(sizes: list[int], run: Run, first: int, last: int) -> bool:
    """Whether groups look like a list of small numbers (lottery, dates, sizes) rather than a number cut up."""
    if len(sizes) < 4 or max(sizes) > 2:
        return False
    joints = {joint.strip() for joint in run.joints[first + 1 : last] if joint}
    # Pairs set off by blanks are how numbers are listed; single digits set off by anything are a disguise.
    return min(sizes[:-1]) == 2 and joints <= {"", "+", "-", "/", ","} and run.plain and len(sizes) >= 6
