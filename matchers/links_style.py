"""Whether two accounts write alike: the clauses, marks, pictures and titles that they share, weighed by how rare they are."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from matchers.templates import Style

HABIT = 0.34
"""Share of an account's listings from which on something is a habit of it."""
BOILERPLATE = 14
"""Accounts that write two clauses beyond which it is asked whether the one is more than a part of the other."""


@dataclass(slots=True)
class Habits:
    """How one account writes, over its listings."""

    listings: int = 0
    clauses: Counter[str] = field(default_factory=Counter)
    marks: Counter[str] = field(default_factory=Counter)
    emoji: Counter[str] = field(default_factory=Counter)
    titles: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)

    def add(self, style: Style, place: str, by: int = 1) -> None:
        """Takes one listing in, or (`by` -1) out."""
        self.listings += by
        for counter, values in self.parts(style, place):
            for value in values:
                counter[value] += by
                if counter[value] <= 0:
                    del counter[value]

    def parts(self, style: Style, place: str) -> tuple[tuple[Counter[str], Sequence[str]], ...]:
        """Each counter with what a listing adds to it."""
        return (
            (self.clauses, style.clauses), (self.marks, (style.marks,)), (self.emoji, style.emoji),
            (self.titles, (style.title,)), (self.places, (place,) if place else ()),
        )  # fmt: skip


@dataclass(slots=True)
class Rarity:
    """In how many accounts each habit was seen: what everybody does says nothing. Logarithms are natural."""

    accounts: int = 0
    counts: tuple[Counter[str], ...] = field(default_factory=lambda: tuple(Counter() for _ in range(5)))
    """By accounts: clauses, marks, pictures, titles, places."""
    measured: bool = True
    """Whether all but clauses was counted too; otherwise they are taken to be as rare as they usually are."""

    def take(self, habits: Habits, style: Style, place: str) -> None:
        """Counts what is new to an account, before its habits take the listing in."""
        if habits.listings == 0:
            self.accounts += 1
        for counts, (known, values) in zip(self.counts, habits.parts(style, place), strict=True):
            for value in values:
                if value not in known:
                    counts[value] += 1

    def clause(self, form: str) -> float:
        """Information of a clause: the logarithm of one in how many accounts writes it."""
        return math.log((self.accounts + 2) / (self.counts[0].get(form, 0) + 1))

    def mark(self, value: str) -> float:
        """Information of what stands between clauses."""
        return self._other(1, value, 2.3)

    def emoji(self, value: str) -> float:
        """Information of a picture."""
        return self._other(2, value, 2.5)

    def place(self, value: str) -> float:
        """Information of a place."""
        return self._other(4, value, 2.5)

    def _other(self, which: int, value: str, usual: float) -> float:
        return math.log((self.accounts + 2) / (self.counts[which].get(value, 0) + 1)) if self.measured else usual


@dataclass(slots=True)
class Likeness:
    """What two accounts' ways of writing have in common, in nats."""

    clauses: list[tuple[str, float]]
    """Clauses that both write, with their information as far as both make them a habit, the most telling first."""
    marks: str | None
    """What both put between clauses."""
    mark: float
    emoji: list[tuple[str, float]]
    other_title: bool
    place: str | None
    """Where both mostly are."""
    place_information: float

    empty: bool
    """One side has no text of its own: there is nothing to compare."""

    def discount(self, together: Callable[[str, str], tuple[int, int]]) -> None:
        """Takes off what clauses say that many write together, as a platform's boilerplate: they were chosen once, not each.

        together: from two clauses to how many accounts write the first, and how many write both.
        """
        # The commonest first: of each further clause only what it adds to the one before it counts.
        chain = sorted(self.clauses, key=lambda one: (one[1], one[0]))
        kept = chain[:1]
        for (before, _), (form, weight) in pairwise(chain):
            first, both = together(before, form)
            said = math.log((first + 1) / both) if both > BOILERPLATE else weight
            kept.append((form, min(weight, said)))
        self.clauses = sorted(kept, key=lambda one: (-one[1], one[0]))

    @property
    def shared(self) -> float:
        """Information of all shared clauses."""
        return sum(weight for _, weight in self.clauses)


def compare(a: Habits, b: Habits, rarity: Rarity) -> Likeness:
    """The likeness of two accounts."""
    clauses = [(form, often * rarity.clause(form)) for form, often in _both(a.clauses, b.clauses, a.listings, b.listings)]
    emoji = [(one, often * rarity.emoji(one)) for one, often in _both(a.emoji, b.emoji, a.listings, b.listings)]
    marks_a, marks_b = usual(a.marks), usual(b.marks)
    place_a, place_b = usual(a.places), usual(b.places)
    same_place = place_a if place_a and place_a == place_b else None
    return Likeness(
        clauses=sorted(clauses, key=lambda one: (-one[1], one[0])),
        marks=marks_a if marks_a == marks_b else None,
        mark=rarity.mark(marks_a) if marks_a == marks_b else 0.0,
        emoji=sorted(emoji, key=lambda one: (-one[1], one[0])),
        other_title=usual(a.titles) != usual(b.titles),
        place=same_place,
        place_information=rarity.place(same_place) if same_place else 0.0,
        empty=not (a.clauses and b.clauses),
    )


def _both(a: Mapping[str, int], b: Mapping[str, int], of_a: int, of_b: int) -> Iterable[tuple[str, float]]:
    small, large, of_small, of_large = (a, b, of_a, of_b) if len(a) <= len(b) else (b, a, of_b, of_a)
    for value, count in small.items():
        if other := large.get(value):
            yield value, min(count / of_small, other / of_large)


def usual(counter: Mapping[str, int]) -> str:
    """What stands most often; empty where nothing was counted."""
    return max(counter, key=lambda value: (counter[value], value)) if counter else ""
