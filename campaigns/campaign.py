"""A campaign: what is collected, when and how. One YAML file (docs/campaigns.md)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from croniter import croniter
from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from tidewaiter.hours import a_span
from tidewaiter.yamlfiles import read_yaml


class Budget(BaseModel):
    """What a run may spend at most. None: no bound of that kind."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pages: int | None = Field(default=None, ge=1)
    minutes: float | None = Field(default=None, gt=0)
    bytes: int | None = Field(default=None, ge=1)
    browser_minutes: float | None = Field(default=None, ge=0)


class Revisit(BaseModel):
    """How listings that are known are looked at again."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    share: float = Field(default=0.3, ge=0, le=1)
    """Part of a run's pages that listings which are due have first call on, leads' before others."""
    only_due: bool = False
    """Links to known listings that are not due are left alone; false: they are followed while the budget lasts."""


class Alerts(BaseModel):
    """Who is told of new leads. Each new lead is told once."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    webhook: str | None = None
    """Gets a POST with JSON."""
    email: tuple[str, ...] = ()
    """Addresses; the settings `smtp_...` say through which server."""
    telegram: str | None = None
    """Chat id (or @channel); the setting `telegram_token` says as which bot."""
    min_probability: float = Field(default=0.5, ge=0, le=1)
    digest_hours: float = Field(default=0, ge=0, le=168)
    """At most one message in so many hours; what comes meanwhile stands in the next. 0: at once."""
    quiet: str | None = None
    """`HH:MM-HH:MM ZONE`: no message in these hours; what comes meanwhile is told at their end."""
    warnings: bool = False
    """Whether early warnings (`tidewaiter warnings`) are told too."""

    @field_validator("email", mode="before")
    @classmethod
    def _one_or_many(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @field_validator("email")
    @classmethod
    def _mailboxes(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        for value in values:
            if not re.fullmatch(r"[^\s@<>,;]{1,64}@[^\s@<>,;]{1,255}", value):
                message = "'{value}' is no e-mail address: write one as in 'duty@customs.example'"
                raise PydanticCustomError("email", message, {"value": value})
        return values

    @field_validator("telegram", mode="before")
    @classmethod
    def _chat(cls, value: object) -> object:
        if value is None or re.fullmatch(r"-?\d{1,20}|@\w{3,64}", str(value)):
            return None if value is None else str(value)
        message = "'{value}' is no chat: write its number, or @CHANNEL"
        raise PydanticCustomError("telegram", message, {"value": str(value)})

    _hours = field_validator("quiet")(a_span)

    @field_validator("webhook")
    @classmethod
    def _an_address(cls, value: str | None) -> str | None:
        if value is None or urlsplit(value).scheme in {"http", "https"}:
            return value
        message = "'{value}' is no web address: write one as in https://chat.example/hooks/abc"
        raise PydanticCustomError("webhook", message, {"value": value})


class Campaign(BaseModel):
    """One campaign file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=80)
    sources: tuple[str, ...] = Field(min_length=1)
    """Names of source files, or URLs to start from."""
    goods: tuple[str, ...] | Literal["all"] = "all"
    """Ids of watched goods whose matches become leads."""
    cases: tuple[str, ...] | Literal["all"] = "all"
    """Ids of known cases whose matches become leads."""
    queries: tuple[str, ...] = ()
    """Words to search for on sources that have a search; default: the goods' terms and code words in its languages."""
    explore: float = Field(default=0.1, ge=0, le=1)
    """Share of the pages that is fetched host by host, whatever was learned of where the finds are; 1: all of them."""
    schedule: str | None = None
    """Five cron fields and an IANA time zone; None: run by hand only."""
    jitter: float = Field(default=0, ge=0, le=720)
    """Minutes by which a scheduled run begins later at most; another part of them each time."""
    budget: Budget = Budget()
    revisit: Revisit = Revisit()
    """How known listings are looked at again; a number alone is the share, `due` alone means `only_due`."""
    hours: str | None = None
    """`HH:MM-HH:MM ZONE`: requests wait outside these hours; a source may have its own."""
    capture: Literal["never", "leads", "all"] = "never"
    """Of which listings a snapshot is sealed: none, those of new leads, or every new one."""
    precision: float | None = Field(default=None, gt=0, lt=1)
    """How many of a run's leads are to be right, instead of the setting `min_probability`: the threshold follows."""
    alerts: Alerts = Alerts()
    delay: float | None = Field(default=None, ge=0, le=600)
    """Seconds between two requests to one host; None: the setting."""
    depth: int | None = Field(default=None, ge=0)
    """Links followed from a start page; None: the setting."""
    render: Literal["auto", "never", "always"] = "auto"

    _opening_hours = field_validator("hours")(a_span)

    @field_validator("revisit", mode="before")
    @classmethod
    def _share_or_word(cls, value: object) -> object:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return {"share": value}
        return {"due": {"only_due": True}, "all": {}}.get(value, value) if isinstance(value, str) else value

    @field_validator("sources")
    @classmethod
    def _names_or_urls(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        for value in values:
            parts = urlsplit(value)
            if not (re.fullmatch(r"[\w.-]+", value) or (parts.scheme in {"http", "https"} and parts.hostname)):
                message = "'{value}' is neither the name of a source nor a web address, as in https://shop.example/"
                raise PydanticCustomError("source", message, {"value": value})
        return values

    @field_validator("schedule")
    @classmethod
    def _five_fields_and_a_zone(cls, value: str | None) -> str | None:
        if value is None:
            return value
        fields, _, zone = value.rpartition(" ")
        try:
            known = len(fields.split()) == 5 and croniter.is_valid(fields) and bool(ZoneInfo(zone))
        except (ZoneInfoNotFoundError, ValueError):
            known = False
        if known:
            return value
        message = "'{value}' is not a schedule: write five cron fields and a time zone, as in '0 6 * * * Asia/Shanghai'"
        raise PydanticCustomError("schedule", message, {"value": value})

    @property
    def slug(self) -> str:
        """The name as a folder: letters of any script, digits, hyphens."""
        return re.sub(r"\W+", "-", self.name).strip("-").lower() or "campaign"


def read_campaign(path: Path) -> Campaign:
    """The campaign of one YAML file. Raises `InvalidInput` with file, line and field."""
    return read_yaml(path, Campaign)
