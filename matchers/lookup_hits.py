"""What a look-up or a question gives: targets with a probability and the reasons, the best of several paths to one target."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from tidewaiter.model import Signal

HitKind = Literal["listing", "goods", "case", "series", "seller"]


@dataclass(slots=True, frozen=True)
class HitTarget:
    """What was found; a seller's id is `SOURCE/SELLER-ID`."""

    kind: HitKind
    id: str


@dataclass(slots=True, frozen=True)
class HitPhoto:
    """The stored photo that was met."""

    sha256: str | None = None
    path: str | None = None
    url: str | None = None


@dataclass(slots=True)
class LookupHit:
    """One answer to a look-up."""

    query: str
    target: HitTarget
    probability: float
    photo: HitPhoto | None = None
    signals: list[Signal] = field(default_factory=list)


@dataclass(slots=True)
class Answer:
    """One answer to a question of the five ways."""

    kind: HitKind
    id: str
    probability: float
    signals: list[Signal] = field(default_factory=list)
    """The path from what was asked to the answer, step by step."""
    listings: list[str] = field(default_factory=list)
    """Ids of the listings behind it."""


class Best:
    """Answers by target: of several paths the likeliest counts, and each further one adds a little."""

    def __init__(self) -> None:
        self._found: dict[tuple[HitKind, str], Answer] = {}
        self._support: dict[tuple[HitKind, str], float] = {}

    def add(self, kind: HitKind, id: str, probability: float, signals: Iterable[Signal], listings: Iterable[str] = ()) -> None:
        """Takes one path to a target."""
        key = (kind, id)
        self._support[key] = self._support.get(key, 0.0) + probability
        old = self._found.get(key)
        new = Answer(kind, id, probability, list(signals), list(listings))
        if old is None or probability > old.probability:
            if old is not None:
                new.listings = list(dict.fromkeys([*new.listings, *old.listings]))[:50]
            self._found[key] = new
        elif len(old.listings) < 50:
            old.listings = list(dict.fromkeys([*old.listings, *new.listings]))[:50]

    def answers(self, *, but: tuple[HitKind, str] | None = None) -> list[Answer]:
        """All of them, best first."""
        keys = sorted(self._found, key=lambda key: (-round(self._found[key].probability, 2), -self._support[key], key))
        return [self._found[key] for key in keys if key != but]
