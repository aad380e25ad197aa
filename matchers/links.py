"""Whether two accounts have one hand behind them: log-odds out of what they share, each piece weighed by how rare it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matchers.series_profiles import Profile
from tidewaiter.model import Signal

PRIOR = -3.0
"""Log-odds of two accounts that share something, before it is weighed."""
JOINS = 0.0
"""Log-odds from which on two accounts are taken as one hand's."""
_IDENTIFIER_KINDS = frozenset(
    {"container", "imo", "mmsi", "uscc", "cites_permit", "plate", "tracking", "bank_card", "iban", "alipay", "upi"}
)


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
    """A key, and all accounts that show it."""

    key: str
    holders: tuple[Profile, ...]

    @property
    def weight(self) -> float:
        """Log-odds that it is one hand's, and not a service's that many use."""
        weight = 6.5 - 0.9 * max(0, len(self.holders) - 2)
        for holder in self.holders:
            own, listings = holder.uses[self.key], len(holder.marks)
            if holder.spoken_of[self.key]:
                weight -= 4.0
            elif own >= 2:
                weight += min(1.5, 0.4 * own)
            elif own == 1 and listings >= 3:
                weight -= 0.5
        return max(0.0, min(weight, 8.0))


def edge_between(
    a: Profile, b: Profile, shared: Sequence[SharedKey], photos: Mapping[str, tuple[float, str, str, str, str]]
) -> Edge | None:
    """The edge between two accounts, where there is enough for one."""
    if a.node > b.node:
        raise ValueError("a stands before b")
    signals: list[Signal] = []
    where: tuple[str, str] | None = None
    for one in sorted(shared, key=lambda one: -one.weight):
        if (weight := one.weight) <= 0:
            continue
        left, right = a.where(one.key), b.where(one.key)
        others = len(one.holders) - 2
        kind = "identifier.shared" if one.key.partition(":")[0] in _IDENTIFIER_KINDS else "handle.shared"
        why = f"Both give {left.shown[one.key]}" + (
            f"; {others} other accounts do." if others else ", and no other account does."
        )
        signals.append(Signal(kind, left.shown[one.key], right.shown[one.key], round(weight, 3), why))
        where = where or (left.id, right.id)
    for weight, listing_a, listing_b, side, why in photos.values():
        signals.append(Signal("photo.shared", side, side, round(weight, 3), why))
        where = where or (listing_a, listing_b)
    if where is None:
        return None
    total = PRIOR + sum(signal.weight for signal in signals)
    return Edge(a.node, b.node, total, tuple(signals), where) if total > JOINS else None
