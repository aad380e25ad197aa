"""Whether two accounts have one hand behind them: log-odds out of what they share, each piece weighed by how rare it is.

The weights were fitted by logistic regression on pairs of accounts in three generated worlds (see `benchmarks/linking.py`),
telephone numbers of couriers included; docs/series.md says how well they do on worlds that they were not fitted on.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from matchers.links_near import NearKey
from matchers.links_style import Likeness
from tidewaiter.model import Signal

PRIOR = -7.8
"""Log-odds of two accounts that share something, before it is weighed."""
JOINS = 0.7
"""Log-odds from which on two accounts are taken as one hand's."""
MANY = 5
"""Accounts that show a handle or photo from which on it is rather a service's, a maker's, everybody's."""
MOST_HOLDERS = 14
"""Accounts beyond which it says nothing at all."""
FITTED_ON = 5000
"""Accounts in the worlds of the fit: among more, chance likeness is likelier, and what is written alike says less."""
IDENTIFIER_KINDS = frozenset(
    {"container", "imo", "mmsi", "uscc", "cites_permit", "plate", "tracking", "bank_card", "iban", "alipay", "upi"}
)
# Log-odds of each piece (natural logarithm).
KEY_OF_TWO, KEY_OF_FEW, KEY_OF_MANY = 8.0, 4.0, -2.0
KEY_MAIN = 2.7
"""For each side that shows no other key more often: it is its own."""
KEY_AGAIN = 1.0
"""For each side that shows it in several listings."""
KEY_MORE = 1.9
"""For each further key."""
NAME_ELSEWHERE, PLAIN_NAME_ELSEWHERE = -1.0, -5.0
"""The same name, but on another platform: anybody may have it there; one with fewer than `TELLING_DIGITS`, somebody will."""
TELLING_DIGITS = 3
PHOTO_OF_TWO, PHOTO_OF_FEW, PHOTO_OF_MANY = 5.5, 4.5, 1.5
PHOTO_OF_GOODS = 1.6
"""Both listings that show it offer watched goods."""
PHOTO_SAME_GOODS = 4.0
"""They offer the same."""
PHOTO_MORE = 3.5
"""For each further photo."""
CLAUSE, MARK, EMOJI, PLACE = 0.32, 0.17, 0.8, 0.5
"""For each nat of information in what both write."""
OTHER_MARKS, OTHER_TITLE = -1.35, -1.9
_SHOWN = 6
"""Clauses that a reason quotes."""


@dataclass(slots=True, frozen=True)
class Edge:
    """Two accounts and what speaks for one hand behind them; `a` before `b`."""

    a: str
    b: str
    weight: float
    """Log-odds, prior included."""
    signals: tuple[Signal, ...]
    listings: tuple[str, str]
    """The listing of each side that shows it best."""


@dataclass(slots=True, frozen=True)
class SharedKey:
    """A handle or identifier that both sides show."""

    key: str
    holders: int
    """Accounts that show it as their own."""
    main: int
    """Sides (0 to 2) that show no other key more often."""
    again: int
    """Sides that show it in more than one listing."""
    bystander: bool
    """Some listing says that it is a courier's, a driver's, a hotline's."""
    elsewhere: bool
    """An account name that the two sides give for different platforms only."""
    chance: float
    """Log-odds that `by_chance` takes off a name elsewhere."""
    shown: tuple[str, str]
    listings: tuple[str, str]

    @property
    def weight(self) -> float:
        """Log-odds, as the only key that is shared."""
        if self.holders > MOST_HOLDERS:
            return 0.0
        base = KEY_OF_TWO if self.holders <= 2 else KEY_OF_FEW if self.holders < MANY else KEY_OF_MANY
        total = base + KEY_MAIN * self.main + KEY_AGAIN * self.again
        if self.elsewhere:
            digits = sum(character.isdigit() for character in self.key)
            total += (NAME_ELSEWHERE if digits >= TELLING_DIGITS else PLAIN_NAME_ELSEWHERE) - self.chance
        return min(total, 1.0) if self.bystander else total


@dataclass(slots=True, frozen=True)
class SharedPhoto:
    """A photo that both sides show, or copies of one."""

    holders: int
    """Accounts that show it."""
    goods: bool
    """Both listings offer watched goods."""
    same_goods: bool
    how: str
    """How near the copies are, for a person."""
    shown: tuple[str, str]
    listings: tuple[str, str]

    @property
    def weight(self) -> float:
        """Log-odds, as the only photo that is shared."""
        if self.holders > MOST_HOLDERS:
            return 0.0
        base = PHOTO_OF_TWO if self.holders <= 2 else PHOTO_OF_FEW if self.holders < MANY else PHOTO_OF_MANY
        return base + (PHOTO_OF_GOODS if self.goods else 0.0) + (PHOTO_SAME_GOODS if self.same_goods else 0.0)


@dataclass(slots=True)
class Shared:
    """All that two accounts share."""

    keys: list[SharedKey] = field(default_factory=list)
    photos: list[SharedPhoto] = field(default_factory=list)
    near: list[NearKey] = field(default_factory=list)


def by_chance(accounts: int) -> float:
    """Log-odds to be taken off what any two accounts may have in common, among so many."""
    return max(0.0, math.log(accounts / FITTED_ON)) if accounts else 0.0


def edge_between(a: str, b: str, shared: Shared, likeness: Likeness, *, accounts: int, hubs: tuple[str, str]) -> Edge | None:
    """The edge between two accounts, where there is enough for one.

    accounts: how many there are in all. hubs: the listings to name where only the way of writing is shared.
    """
    found = [*_keys(shared.keys), *_near(shared), *_photos(shared.photos), *_style(likeness, accounts)]
    total = PRIOR + sum(signal.weight for signal in found)
    if total < JOINS:
        return None
    pieces: list[SharedKey | SharedPhoto | NearKey] = [*shared.keys, *shared.near, *shared.photos]
    strongest = max(pieces, key=lambda one: one.weight, default=None)
    signals = sorted((signal for signal in found if signal.weight), key=lambda signal: -signal.weight)
    return Edge(a, b, total, tuple(signals), strongest.listings if strongest is not None else hubs)


def _keys(keys: Sequence[SharedKey]) -> list[Signal]:
    ranked = sorted(keys, key=lambda one: (-one.weight, one.key))
    signals = []
    for at, one in enumerate(ranked):
        weight = one.weight if at == 0 else min(KEY_MORE, max(0.0, one.weight))
        kind = "identifier.shared" if one.key.partition(":")[0] in IDENTIFIER_KINDS else "handle.shared"
        signals.append(Signal(kind, *one.shown, round(weight, 3), f"Both give {one.shown[0]}; {_others(one.holders)}."))
    return signals


def _near(shared: Shared) -> list[Signal]:
    """The handle that is nearest to one of the other side, where none is the same: a further one seldom says more."""
    near = max(shared.near, key=lambda one: (one.weight, one.keys), default=None)
    if near is None or near.weight <= 0 or any(one.weight > 0 for one in shared.keys):
        return []
    others = "no other is near them" if near.crowd == 0 else f"{near.crowd} more are near them"
    return [Signal("handle.near", *near.shown, round(near.weight, 3), f"They give handles that differ in one sign; {others}.")]


def _photos(photos: Sequence[SharedPhoto]) -> list[Signal]:
    ranked = sorted(photos, key=lambda one: (-one.weight, one.shown))
    signals = []
    for at, one in enumerate(ranked[:8]):
        weight = one.weight if at == 0 else min(PHOTO_MORE, one.weight)
        goods = ", offering the same goods" if one.same_goods else ""
        why = f"Both show one photo ({one.how}){goods}; {_others(one.holders)}."
        signals.append(Signal("photo.shared", *one.shown, round(weight, 3), why))
    return signals


def _others(holders: int) -> str:
    return "no other account does" if holders <= 2 else f"{holders - 2} other accounts do"


def _style(likeness: Likeness, accounts: int) -> list[Signal]:
    """What the way of writing says, less what chance gives among so many accounts. Copied texts are left out before."""
    if likeness.empty:
        return []
    parts: list[tuple[str, float, str, str]] = []
    if likeness.clauses:
        quoted = " | ".join(form for form, _ in likeness.clauses[:_SHOWN])
        why = f"Both write {len(likeness.clauses)} of the same clauses."
        parts.append(("text.template", CLAUSE * likeness.shared, quoted, why))
    if likeness.marks is not None:
        shown = "line breaks" if likeness.marks == "\n" else likeness.marks
        parts.append(("text.marks", MARK * likeness.mark, shown, "Both put the same mark between clauses."))
    else:
        parts.append(("text.marks", OTHER_MARKS, "different", "They put different marks between clauses."))
    if likeness.emoji:
        quoted = "".join(one for one, _ in likeness.emoji)
        parts.append(("text.pictures", EMOJI * sum(w for _, w in likeness.emoji), quoted, "Both use the same pictures."))
    if likeness.other_title:
        parts.append(("text.title", OTHER_TITLE, "different", "They begin or end their titles differently."))
    if likeness.place is not None:
        parts.append(("place.same", PLACE * likeness.place_information, likeness.place, "Both are mostly there."))
    chance = by_chance(accounts)
    total = sum(weight for _, weight, _, _ in parts)
    if total > 0 and chance:
        parts.append(("text.chance", -min(chance, total), f"{accounts} accounts", "Among so many accounts some write alike."))
    return [Signal(kind, shown, shown, round(weight, 3), why) for kind, weight, shown, why in parts]
