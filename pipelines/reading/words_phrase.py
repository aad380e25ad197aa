"""What a phrase that is looked for means: words of the goods, context, false friends, news."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["name", "code", "service"]

GENERAL = ""
"""Stands where a goods id would, for what holds for all goods."""


@dataclass(slots=True, frozen=True)
class Entry:
    """One word of one goods (or of the service: `goods` is None)."""

    word: str
    goods: str | None
    kind: Kind
    needs: frozenset[str] = frozenset()
    """Context keys, one of which must stand elsewhere in the listing."""
    not_with: frozenset[str] = frozenset()
    confidence: float = 0.9


@dataclass(slots=True)
class Phrase:
    """All that one surface form means."""

    entries: list[Entry] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    """Context that it gives: itself, and the groups it is in."""
    forbids: set[str] = field(default_factory=set)
    """Goods ids (or GENERAL) that are not meant where this stands."""
    shadows: set[str] = field(default_factory=set)
    """Goods ids whose words inside this phrase mean something else (象牙 in 象牙白); GENERAL: imitation words."""
    news: bool = False
    seller: bool = False
