"""Digits that stand together, whatever they were written with, and what stands between them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from pipelines.reading.handles_text import BREAK


class Run:
    """Digits that stand together: one string, and for each digit where it stood (folded offsets).

    Begins with the digits of one token at `[start, end)`. plain: all of it in figures; letters: how many of the digits are
    letters in their place; attached: a letter touches it, as part of a word or a code; masked: stars stand beside it or in it;
    guess: some of its characters only sound like digits, so that it counts as a whole valid number or not at all; plus: a plus
    sign (or the word) stands before it. Most runs are looked at and left: the place of each digit is worked out when asked for.
    """

    __slots__ = (
        "_groups",
        "_joints",
        "_places",
        "_tokens",
        "attached",
        "digits",
        "end",
        "guess",
        "letters",
        "masked",
        "plain",
        "plus",
        "start",
    )

    def __init__(
        self, digits: str, start: int, end: int, *, plain: bool, letters: int = 0, attached: bool = False, guess: bool = False
    ) -> None:
        self.digits = digits
        self.start = start
        self.end = end
        self.plain = plain
        self.letters = letters
        self.attached = attached
        self.guess = guess
        self.masked = self.plus = False
        # Of each token: how many digits, start, end, what separates it from the one before.
        self._tokens = [(len(digits), start, end, "")] if digits else []
        self._places: tuple[list[int], list[int]] | None = None
        self._joints: list[str] | None = None
        self._groups: list[tuple[int, int]] | None = None

    @property
    def starts(self) -> list[int]:
        """Of each digit where it begins; the characters of several digits share their place."""
        return (self._places or self._placed())[0]

    @property
    def ends(self) -> list[int]:
        """Of each digit where it ends."""
        return (self._places or self._placed())[1]

    @property
    def joints(self) -> list[str]:
        """Before each digit, what separates it from the one before; the first one's is empty."""
        if self._joints is None:
            self._joints = []
            for size, _, _, joint in self._tokens:
                self._joints += [joint, *[""] * (size - 1)]
        return self._joints

    def _placed(self) -> tuple[list[int], list[int]]:
        starts: list[int] = []
        ends: list[int] = []
        for size, start, end, _ in self._tokens:
            if size == end - start:  # figures: each its own place
                starts += range(start, end)
                ends += range(start + 1, end + 1)
            else:
                starts += [start] * size
                ends += [end] * size
        self._places = starts, ends
        return self._places

    def groups(self) -> list[tuple[int, int]]:
        """(first, last + 1) of each group of digits with nothing between them."""
        if self._groups is None:
            cuts = [0]
            place = 0
            for size, _, _, joint in self._tokens:
                if joint and place:
                    cuts.append(place)
                place += size
            cuts.append(place)
            self._groups = list(pairwise(cuts))
        return self._groups

    def add(self, digits: str, start: int, end: int, joint: str) -> None:
        """One token more, before anything was asked about the places."""
        self.digits += digits
        self.end = end
        self._tokens.append((len(digits), start, end, joint))

    def go_on(self, other: Run) -> None:
        """All of another run, behind this one."""
        self.digits += other.digits
        self.end = other.end
        self.letters += other.letters
        self._tokens += other._tokens


def joined(runs: Sequence[Run]) -> Run:
    """Several runs read as one."""
    first = runs[0]
    whole = Run("", first.start, first.end, plain=all(run.plain for run in runs))
    whole.plus = first.plus
    for run in runs:
        whole.go_on(run)
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
