"""Expressions that are tried only on texts that hold what they can't do without: one pass over a text finds it for all of them.

Each reader has dozens of expressions, most of which say nothing about most texts. The literals that an expression needs are
derived from the expression itself, so that the two can't drift apart; one automaton looks for all of them at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product
from re import _constants as op  # type: ignore[attr-defined]  # no public way leads to a parsed expression
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

_MOST = 600
"""Literals that one stretch of an expression may stand for."""
_TELLING = 2.0
"""What the letters of each literal must weigh together; one Latin letter stands in every text."""


class Triggered:
    """An expression over folded texts, and the literals of which one stands in every text that it matches."""

    def __init__(self, expression: str) -> None:
        self.pattern = re.compile(expression)
        heads = _heads(parser.parse(expression))
        # Where its matches begin with literals that tell enough, it is tried only there.
        self._headed = "" not in heads and _weight(heads) >= _TELLING
        self._bit = _add(_shortest(heads) if self._headed else literals_of(expression))

    def may_match(self, text: str) -> bool:
        """Whether a text holds one of the literals (cheap: the text is gone through once for all expressions)."""
        return _found(text)[0] & self._bit != 0

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The first match in a text, from `start` on."""
        if not _found(text)[0] & self._bit:
            return None
        if not self._headed:
            return self.pattern.search(text, start)
        tried = (self.pattern.match(text, at) for at in _places(text, self._bit) if at >= start)
        return next(filter(None, tried), None)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches in a text."""
        return self.pattern.finditer(text) if _found(text)[0] & self._bit else iter(())


class Headed:
    """An expression that is tried only where one of the literals stands that its matches begin with.

    heads: an expression for those, where they do not begin the matches but stand up to `reach` characters on.
    """

    def __init__(self, expression: str, heads: str | None = None, reach: int = 0) -> None:
        self.pattern = re.compile(expression)
        self._reach = reach
        self._heads = AhoCorasick(sorted(heads_of(heads or expression)), matchkind=MatchKind.Standard, store_patterns=False)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches in a text."""
        done = 0
        for head in sorted({start for _, start, _ in self._heads.find_matches_as_indexes(text, overlapping=True)}):
            for start in range(max(done, head - self._reach), head + 1):
                if found := self.pattern.match(text, start):
                    yield found
                    done = found.end()
                    break


_bits: dict[str, int] = {}
_count = 0
_automaton: tuple[AhoCorasick, list[int]] | None = None


def _add(literals: Iterable[str]) -> int:
    """The bit of a new expression, set wherever one of the literals stands."""
    global _count, _automaton
    bit = 1 << _count
    _count += 1
    for literal in literals:
        _bits[literal] = _bits.get(literal, 0) | bit
    _automaton = None
    _found.cache_clear()
    return bit


@lru_cache(maxsize=8)  # the fields of one listing, alone and together
def _found(text: str) -> tuple[int, list[tuple[int, int]]]:
    """The bits of all expressions of which a literal stands in a text, and of each literal that does, where and its bits."""
    global _automaton
    if _automaton is None:
        _automaton = AhoCorasick(_bits, matchkind=MatchKind.Standard, store_patterns=False), list(_bits.values())
    automaton, bits = _automaton
    found = 0
    places = [(at, bits[number]) for number, at, _ in automaton.find_matches_as_indexes(text, overlapping=True)]
    for _, some in places:
        found |= some
    return found, places


def _places(text: str, bit: int) -> list[int]:
    """Where the literals of an expression stand, in order."""
    return sorted({at for at, bits in _found(text)[1] if bits & bit})


def literals_of(expression: str) -> frozenset[str]:
    """Literals of which one stands in whatever an expression matches. ValueError: there are none that tell anything."""
    found = _needed(parser.parse(expression))
    if not found or _weight(found) < _TELLING:
        raise ValueError(f"nothing that {expression[:60]} can't do without tells much")
    # What holds another literal is found with it.
    return frozenset(one for one in found if not any(other != one and other in one for other in found))


def heads_of(expression: str) -> frozenset[str]:
    """Literals of which one begins whatever an expression matches. ValueError: it may begin with anything."""
    found = _heads(parser.parse(expression))
    if "" in found:
        raise ValueError(f"{expression[:60]} may begin with anything")
    return _shortest(found)


def _shortest(heads: frozenset[str]) -> frozenset[str]:
    """Literals without those that begin with another."""
    return frozenset(one for one in heads if not any(one != other and one.startswith(other) for other in heads))


def _heads(sequence: Any) -> frozenset[str]:
    """What a parsed sequence begins with, as far as that is literal."""
    run = frozenset({""})
    for kind, value in sequence:
        if kind in {op.AT, op.ASSERT, op.ASSERT_NOT}:
            continue
        exact = _exactly(kind, value)
        if exact is not None and len(exact) * len(run) <= _MOST:
            run = frozenset(map("".join, product(run, exact)))
            continue
        further: frozenset[str] = frozenset({""})
        if kind is op.BRANCH:
            further = frozenset().union(*map(_heads, value[1]))
        elif kind is op.SUBPATTERN:
            further = _heads(value[3])
        elif kind in {op.MAX_REPEAT, op.MIN_REPEAT} and value[0]:
            further = _heads(value[2])
        return frozenset(map("".join, product(run, further))) if len(run) * len(further) <= _MOST else run
    return run


def _weight(literals: frozenset[str]) -> float:
    """How seldom the commonest of some literals may be: its letters, those beyond ASCII counted more."""
    return min(sum(1.0 if one.isascii() and (one.isalnum() or one == " ") else 2.5 for one in literal) for literal in literals)


def _needed(sequence: Any) -> frozenset[str]:
    """The best set of literals of which one is needed for a parsed sequence; empty where there is none."""
    best: frozenset[str] = frozenset()
    run = frozenset({""})

    def keep(some: frozenset[str]) -> None:
        nonlocal best
        if some and "" not in some and (not best or _weight(some) > _weight(best)):
            best = some

    for kind, value in sequence:
        if kind in {op.AT, op.ASSERT, op.ASSERT_NOT}:
            continue  # takes no room
        exact = _exactly(kind, value)
        if exact is not None and len(exact) * len(run) <= _MOST:
            run = frozenset(map("".join, product(run, exact)))
            keep(run)
            continue
        run = frozenset({""})
        if kind is op.BRANCH:
            parts = [_needed(one) for one in value[1]]
            keep(frozenset().union(*parts) if all(parts) else frozenset())
        elif kind is op.SUBPATTERN:
            keep(_needed(value[3]))
        elif kind in {op.MAX_REPEAT, op.MIN_REPEAT} and value[0]:
            keep(_needed(value[2]))
        elif exact is not None:
            keep(exact)
            run = exact
    return best


def _exactly(kind: Any, value: Any) -> frozenset[str] | None:
    """All that a part of an expression may match, where that is a few literals."""
    if kind is op.LITERAL:
        return frozenset({chr(value)})
    if kind is op.IN:
        return _of_class(value)
    if kind is op.SUBPATTERN:
        return _all(value[3])
    if kind is op.BRANCH:
        parts = [_all(one) for one in value[1]]
        found = [part for part in parts if part is not None]
        return frozenset().union(*found) if len(found) == len(parts) else None
    if kind in {op.MAX_REPEAT, op.MIN_REPEAT} and value[1] == 1:
        part = _all(value[2])
        return None if part is None else part | {""} if value[0] == 0 else part
    return None


def _all(sequence: Any) -> frozenset[str] | None:
    whole = frozenset({""})
    for kind, value in sequence:
        if kind in {op.AT, op.ASSERT, op.ASSERT_NOT}:
            continue
        part = _exactly(kind, value)
        if part is None or len(part) * len(whole) > _MOST:
            return None
        whole = frozenset(map("".join, product(whole, part)))
    return whole


def _of_class(members: Any) -> frozenset[str] | None:
    """The characters of a class, where they are some dozen."""
    found: set[str] = set()
    for kind, value in members:
        if kind is op.LITERAL:
            found.add(chr(value))
        elif kind is op.RANGE and value[1] - value[0] < 40:
            found.update(map(chr, range(value[0], value[1] + 1)))
        else:
            return None
    return frozenset(found) if len(found) <= 120 else None
