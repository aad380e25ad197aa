"""Spans of hours in a zone, as people write them: `22:00-07:00 Asia/Shanghai`."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic_core import PydanticCustomError

Span = tuple[time, time, ZoneInfo]


@lru_cache(maxsize=64)
def span_of(value: str) -> Span:
    """Begin, end and zone of `HH:MM-HH:MM ZONE`; it may span midnight. Raises `ValueError` or `ZoneInfoNotFoundError`."""
    found = re.fullmatch(r"(\d\d:\d\d)-(\d\d:\d\d) (\S+)", value)
    if found is None:
        raise ValueError(value)
    return time.fromisoformat(found[1]), time.fromisoformat(found[2]), ZoneInfo(found[3])


def a_span(value: str | None) -> str | None:
    """The value of a YAML field that is a span of hours, or none. Raises `PydanticCustomError` that says how to write one."""
    if value is None:
        return value
    try:
        span_of(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        message = "'{value}' is no span of hours: write it as in '22:00-07:00 Asia/Shanghai'"
        raise PydanticCustomError("hours", message, {"value": value}) from None
    return value


def is_within(span: str, moment: datetime) -> bool:
    """Whether a moment lies in the span. A span that ends where it begins is the whole day."""
    begin, end, zone = span_of(span)
    at = moment.astimezone(zone).time()
    return begin <= at < end if begin < end else at >= begin or at < end


def seconds_until(span: str, moment: datetime) -> float:
    """Seconds until the span begins; 0 within it."""
    if is_within(span, moment):
        return 0.0
    begin, _, zone = span_of(span)
    here = moment.astimezone(zone)
    opens = here.replace(hour=begin.hour, minute=begin.minute, second=0, microsecond=0)
    if opens <= here:
        opens += timedelta(days=1)
    # Wall clocks of one zone differ by more or less than a day where its summer time begins or ends.
    return (opens.astimezone(UTC) - moment.astimezone(UTC)).total_seconds()
