"""Known cases: what a YAML file of a case says (docs/cases.md)."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from tidewaiter.model import HANDLE_KINDS, IDENTIFIER_KINDS
from tidewaiter.yamlfiles import read_yaml


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


def read_case(path: Path) -> Case:
    """The case of one YAML file, photo paths made absolute. Raises `InvalidInput`."""
    case = read_yaml(path, Case)
    folder = path.resolve().parent
    return case.model_copy(update={"photos": tuple(str((folder / photo).resolve()) for photo in case.photos)})
