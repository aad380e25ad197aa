"""Digits that stand together, whatever they were written with, and what stands between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from pipelines.reading.handles_text import BREAK


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
