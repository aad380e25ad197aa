"""The words of the demo's world: offers, accounts, actors, and the shots (photos) that they show."""

from __future__ import annotations

from dataclasses import dataclass, field

Contact = tuple[str, str]
"""(kind, value) in the normal form of docs/contracts.md."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One photo as a seller put it up.

    base: file in demo/photos without suffix; window: which part of it (0: all of it), so that one base gives many
    different photos; alteration: what was done to it on the way (`altering.ALTERATIONS`).
    """

    base: str
    window: int = 0
    alteration: str = "none"

    @property
    def photo(self) -> str:
        """What it is a photo of: equal for all altered copies of one picture."""
        return f"{self.base}.{self.window}"

    @property
    def name(self) -> str:
        """Its name in a URL."""
        return f"{self.base}.{self.window}.{self.alteration}"


@dataclass(slots=True)
class Actor:
    """Who stands behind accounts: one person or firm. case: the known case that names it, or None."""

    id: str
    name: str
    language: str
    contacts: list[Contact]
    place: str
    goods: list[str] = field(default_factory=list)
    case: str | None = None
    shots: list[Shot] = field(default_factory=list)
    look_alike: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """A seller's account on one site."""

    site: str
    id: str
    name: str
    actor: str


@dataclass(slots=True)
class Offer:
    """One listing of the planted truth. `path` is its address on its site, a fragment included."""

    site: str
    number: int
    path: str
    language: str
    category: str
    title: str
    text: str
    price: float | None
    currency: str | None
    price_text: str
    account: Account
    actor: Actor
    contacts: list[Contact]
    hidden_contacts: list[Contact]
    """What the page shows only after a click."""
    goods: str | None
    case: str | None
    interest: bool
    look_alike: bool
    shots: list[Shot]
    place: str
    age_minutes: int
    available: bool = True

    @property
    def sku(self) -> str:
        """The shop's own number."""
        return f"{self.site[:2].upper()}-{self.number}"
