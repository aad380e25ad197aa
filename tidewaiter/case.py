"""Known cases: what a YAML file of a case says (docs/cases.md)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from tidewaiter.model import HANDLE_KINDS, IDENTIFIER_KINDS
from tidewaiter.yamlfiles import read_yaml

NUMBERED_KINDS = frozenset({"phone", "whatsapp", "viber", "qq"})
FEWEST_DIGITS = 5
"""Of a QQ number; a phone number has more."""


class CaseHandle(BaseModel):
    """A way to reach a party, as in `docs/contracts.md`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    value: str = Field(min_length=1)

    @field_validator("kind")
    @classmethod
    def _known_kind(cls, kind: str) -> str:
        if kind in HANDLE_KINDS:
            return kind
        message = "'{kind}' is no kind of handle: write one of {kinds}"
        raise PydanticCustomError("handle_kind", message, {"kind": kind, "kinds": ", ".join(HANDLE_KINDS)})

    @model_validator(mode="after")
    def _a_number_has_digits(self) -> CaseHandle:
        if self.kind in NUMBERED_KINDS and sum(character.isdigit() for character in self.value) < FEWEST_DIGITS:
            message = "'{value}' is no number of kind {kind}: write it whole, as in '+8613812345678'"
            raise PydanticCustomError("handle_number", message, {"value": self.value, "kind": self.kind})
        return self


class CaseIdentifier(BaseModel):
    """A number that names a firm, a vehicle, a consignment."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    value: str = Field(min_length=1)

    @field_validator("kind")
    @classmethod
    def _known_kind(cls, kind: str) -> str:
        if kind in IDENTIFIER_KINDS:
            return kind
        message = "'{kind}' is no kind of identifier: write one of {kinds}"
        raise PydanticCustomError("identifier_kind", message, {"kind": kind, "kinds": ", ".join(IDENTIFIER_KINDS)})


class Party(BaseModel):
    """A person or an enterprise in a case. A courier or a witness is a party too, but no suspect: see `role`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    kind: Literal["person", "enterprise"]
    role: str | None = None
    handles: tuple[CaseHandle, ...] = ()
    identifiers: tuple[CaseIdentifier, ...] = ()


class Case(BaseModel):
    """A known case."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[\w.-]+$")
    title: str
    opened: str | None = None
    """A year, a month or a day (2024, 2024-10, 2024-10-07)."""
    status: str | None = None
    goods: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()
    handles: tuple[CaseHandle, ...] = ()
    photos: tuple[str, ...] = ()
    """Absolute paths once read from a file."""
    places: tuple[str, ...] = ()
    text: str = ""
    """The method (作案手法) and what else is known."""
    listings: tuple[str, ...] = ()
    """Ids of listings; they need not be stored (yet)."""

    @field_validator("opened", mode="before")
    @classmethod
    def _a_year(cls, opened: object) -> object:
        return str(opened) if isinstance(opened, int) else opened  # YAML reads 2024 as a number

    @field_validator("opened")
    @classmethod
    def _a_date(cls, opened: str | None) -> str | None:
        if opened is None:
            return None
        try:
            datetime.fromisoformat(opened + "-01-01"[len(opened) - 4 :] if len(opened) in {4, 7} else opened)
        except ValueError:
            message = "'{value}' is no date: write a year, a month or a day, as in 2024, 2024-10 or 2024-10-07"
            raise PydanticCustomError("opened", message, {"value": opened}) from None
        return opened


def read_case(path: Path) -> Case:
    """The case of one YAML file, photo paths made absolute. Raises `InvalidInput`."""
    case = read_yaml(path, Case)
    folder = path.resolve().parent
    return case.model_copy(update={"photos": tuple(str((folder / photo).resolve()) for photo in case.photos)})
