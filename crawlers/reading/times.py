"""Times that a page writes for machines or in full: ISO 8601, RFC 2822, Unix seconds, `2024年3月5日 10:30`, `2024-3-5 10:30`.

`said_time` also reads what is written for readers, relative phrases ("3 hours ago") where it is known when the page came.
"""

from __future__ import annotations

import contextlib
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tidewaiter.dates import read_date
from tidewaiter.identity import now, rfc3339

_ABSOLUTE = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)\s?[-/.年]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})(?!\d)(?:\s?日)?"
    r"(?:[T ,]{0,3}(?P<half>上午|下午|凌晨|早上|晚上|中午)?"
    r"\s?(?P<H>\d{1,2})[:：时時](?P<M>\d{2})(?:[:：分](?P<S>\d{2}))?(?:\.\d+)?"
    r"(?P<zone>\s?(?:Z|UTC|[+-]\d{2}:?\d{2}))?)?"
)
_DAY_FIRST = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})(?P<sep>[./-])(?P<m>\d{1,2})(?P=sep)(?P<y>(?:19|20)\d\d)(?!\d)"
    r"(?:[ ,]{1,3}(?:(?:в|um|lúc|à|às|kl\.?|at)\s)?(?P<H>\d{1,2})[:.hH](?P<M>\d{2})(?::(?P<S>\d{2}))?)?"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20|25)\d\d(?!\d)")
_EARLIEST, _LATEST = 631_152_000, 4_102_444_800  # 1990 to 2100: a number outside is no time


def machine_time(value: object, *, timezone: str | None = None, day_first: bool = False) -> str | None:
    """RFC 3339 in UTC of a time written for machines or in full, None where it is none.

    timezone: IANA name for times that carry no zone; a bare date is that day's midnight. day_first: `3/4/2026` is April;
    without it such a date is read only where it can be but one (`14.11.2026`, `13/4/2026`).
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _unix(float(value))
    text = str(value).strip()[:120]
    if not text:
        return None
    if re.fullmatch(r"\d{10}(?:\.\d+)?|\d{13}", text):
        return _unix(float(text))
    try:
        return _utc(datetime.fromisoformat(text), timezone)
    except (ValueError, OverflowError):
        pass
    if match := _ABSOLUTE.search(text):
        return _from_parts(match, timezone)
    if match := _DAY_FIRST.search(text):
        return _day_first(match, timezone, day_first)
    if re.match(r"(?:[A-Z][a-z]{2},? )", text):
        return _from_words(text, timezone)
    return None


def said_time(text: str, *, fetched: str | None, language: str | None = None, day_first: bool = False) -> str | None:
    """The time that a short text says to readers; what depends on when the page came only where that is known."""
    if moment := machine_time(text, day_first=day_first):
        return moment
    if fetched is None and not _YEAR.search(text):
        return None
    return read_date(text, now=fetched or now(), language=language)


def _unix(seconds: float) -> str | None:
    seconds = seconds / 1000 if seconds > 1e11 else seconds
    return rfc3339(datetime.fromtimestamp(seconds, UTC)) if _EARLIEST < seconds < _LATEST else None


def _utc(moment: datetime, timezone: str | None) -> str | None:
    if moment.tzinfo is None and timezone:
        with contextlib.suppress(ZoneInfoNotFoundError, ValueError):
            moment = moment.replace(tzinfo=ZoneInfo(timezone))
    try:
        return rfc3339(moment) if 1990 <= moment.year < 2100 else None
    except (OverflowError, ValueError):
        return None


def _from_parts(match: re.Match[str], timezone: str | None) -> str | None:
    hour = int(match["H"] or 0)
    if match["half"] in ("下午", "晚上") and hour < 12:
        hour += 12
    zone = (match["zone"] or "").strip().replace("UTC", "Z")
    text = f"{match['y']}-{int(match['m']):02}-{int(match['d']):02}T{hour:02}:{match['M'] or '00'}:{match['S'] or '00'}{zone}"
    try:
        return _utc(datetime.fromisoformat(text), timezone)
    except ValueError:
        return None


def _day_first(match: re.Match[str], timezone: str | None, sure: bool) -> str | None:
    day, month = int(match["d"]), int(match["m"])
    if day <= 12 and match["sep"] != "." and not sure and day != month:
        return None
    if month > 12:
        day, month = month, day
    try:
        moment = datetime(int(match["y"]), month, day, int(match["H"] or 0), int(match["M"] or 0), int(match["S"] or 0))
    except ValueError:
        return None
    return _utc(moment, timezone)


def _from_words(text: str, timezone: str | None) -> str | None:
    # RFC 2822, and the way of Twitter and Weibo: Wed Oct 10 20:19:24 +0000 2018
    try:
        return _utc(datetime.strptime(text, "%a %b %d %H:%M:%S %z %Y"), timezone)
    except ValueError:
        pass
    try:
        return _utc(parsedate_to_datetime(text), timezone)
    except (ValueError, TypeError, IndexError):
        return None
