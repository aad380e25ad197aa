"""Watched goods: what a YAML file of the catalogue says (docs/goods.md)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from tidewaiter.yamlfiles import read_yaml

Severity = Literal["low", "medium", "high", "critical"]


def _goods_id(value: str) -> str:
    if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
        return value
    raise PydanticCustomError(
        "goods_id", "'{value}' is no id: write lower-case letters, digits and hyphens, as in 'elephant-ivory'", {"value": value}
    )


def _heading(value: str) -> str:
    if re.fullmatch(r"\d{2}(\.?\d{2}){0,4}", value):
        return value
    raise PydanticCustomError(
        "hs", "'{value}' is no heading of the Harmonized System: write 2 to 10 digits, as in '0507.10'", {"value": value}
    )


class CodeWord(BaseModel):
    """A word that hides the goods: weak evidence alone, so it may need other words around it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    word: str = Field(min_length=1)
    needs: tuple[str, ...] = ()
    """At least one of these must stand in the listing; empty: the word counts alone."""
    not_with: tuple[str, ...] = ()
    """None of these may stand in the listing."""
    source: str | None = None
    """Who reported the word."""
    since: str | None = None
    """Year or date since when it is used."""


class Cites(BaseModel):
    """Where the goods stand in the CITES appendices, as of the date in `as_of`: never a statement of current law."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    appendix: Literal["I", "II", "III", "I/II", "II/III", "I/II/III"] | None = None
    taxa: tuple[str, ...] = ()
    as_of: str | None = None


class PriceBand(BaseModel):
    """What the real goods cost: far below is likely an imitation or a lure."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    currency: str = Field(pattern=r"^[A-Z]{3}$")
    unit: str | None = None
    low: float | None = Field(default=None, ge=0)
    high: float | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _low_under_high(self) -> PriceBand:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise PydanticCustomError("price_band", "low is above high: swap them", {})
        return self


class Goods(BaseModel):
    """One kind of watched goods."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    id: Annotated[str, AfterValidator(_goods_id)]
    name: dict[str, str] = Field(min_length=1)
    """By language (BCP 47)."""
    severity: Severity = "medium"
    terms: dict[str, tuple[str, ...]] = {}
    """Open names, by language."""
    code_words: tuple[CodeWord, ...] = ()
    not_: tuple[str, ...] = Field(default=(), alias="not")
    """False friends: what makes a listing with the words above something else (仿, 树脂, toy, print)."""
    hs: tuple[Annotated[str, AfterValidator(_heading)], ...] = ()
    """Harmonized System headings."""
    cites: Cites | None = None
    law: str | None = None
    price: PriceBand | None = None
    photos: tuple[str, ...] = ()
    """Reference photos: absolute paths once read from a file."""

    def label(self, language: str = "en") -> str:
        """Its name in the language, else in English, else in any."""
        return self.name.get(language) or self.name.get("en") or next(iter(self.name.values()))


def read_goods(path: Path) -> Goods:
    """The goods of one YAML file, photo paths made absolute. Raises `InvalidInput`."""
    goods = read_yaml(path, Goods)
    folder = path.resolve().parent
    return goods.model_copy(update={"photos": tuple(str((folder / photo).resolve()) for photo in goods.photos)})
