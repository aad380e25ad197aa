"""Handles that are nearly the same: one sign off, or a name with one more digit. Weak: chance makes such pairs too.

Nothing is stored for them: the few hundred spellings near a handle are asked for by name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_lowercase, digits

NUMBER_KINDS = ("number", "qq")
SHORTEST_NUMBER = 9
"""Digits of a number; among shorter ones every second one has a neighbour."""
SHORTEST_ACCOUNT = 7
TELLING_DIGITS = 3
"""Digits from which on an account name is one of few, as `links.TELLING_DIGITS`."""
CROWDED = 3
"""Spellings near each other that are in use from which on the name is a common one, and nearness says nothing."""
# Log-odds (natural logarithm), set by hand: the worlds of the fit have none that were planted.
NUMBER, ACCOUNT, PLAIN_ACCOUNT = 4.5, 3.5, 1.5
MOST_HOLDERS = 4
"""Accounts that show either of two near handles beyond which it says nothing."""


@dataclass(slots=True, frozen=True)
class NearKey:
    """Two handles that differ in one sign, one of each account."""

    keys: tuple[str, str]
    crowd: int
    """Other spellings in use that are near either."""
    holders: int
    """Accounts that show either."""
    bystander: bool
    shown: tuple[str, str]
    listings: tuple[str, str]

    @property
    def weight(self) -> float:
        """Log-odds, as the only thing that is shared."""
        if self.bystander or self.crowd >= CROWDED or self.holders > MOST_HOLDERS:
            return 0.0
        kind, _, value = self.keys[0].partition(":")
        if kind in NUMBER_KINDS:
            base = NUMBER
        else:
            base = ACCOUNT if sum(one.isdigit() for one in value) >= TELLING_DIGITS else PLAIN_ACCOUNT
        return base / (1 + self.crowd)


def spellings_near(key: str) -> list[str]:
    """All keys that differ from this one in one sign, or by a digit at the end of a name; none for a key that is too short."""
    kind, _, value = key.partition(":")
    if kind in NUMBER_KINDS:
        return list(_replaced(kind, value, digits)) if len(value) >= SHORTEST_NUMBER and value.isdigit() else []
    if kind != "account" or len(value) < SHORTEST_ACCOUNT:
        return []
    found = list(_replaced(kind, value, ascii_lowercase + digits + "_"))
    found += [f"{key}{digit}" for digit in digits]
    if value[-1].isdigit() and len(value) > SHORTEST_ACCOUNT:
        found.append(key[:-1])
    return found


def _replaced(kind: str, value: str, signs: str) -> Iterator[str]:
    for at, old in enumerate(value):
        head, tail = f"{kind}:{value[:at]}", value[at + 1 :]
        yield from (f"{head}{sign}{tail}" for sign in signs if sign != old)
