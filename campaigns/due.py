"""When a campaign is due: cron with a time zone, spread by a jitter; missed runs are caught up once."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from croniter import croniter


def next_due(schedule: str, after: datetime) -> datetime:
    """The first moment after `after` (with zone) at which the schedule (five cron fields and a zone) is due, in its zone."""
    fields, _, zone = schedule.rpartition(" ")
    moment: datetime = croniter(fields, after.astimezone(ZoneInfo(zone))).get_next(datetime)
    return moment


def due_after(schedule: str, after: datetime, *, jitter: float = 0.0, name: str = "") -> datetime:
    """The same, moved back by up to `jitter` minutes: another part of it for each name and moment, the same whenever asked."""
    moment = next_due(schedule, after)
    if not jitter:
        return moment
    digest = hashlib.sha256(f"{name}\n{moment.isoformat()}".encode()).digest()
    return moment + timedelta(minutes=jitter * int.from_bytes(digest[:4]) / 2**32)


def is_due(schedule: str, last: datetime, now: datetime, *, jitter: float = 0.0, name: str = "") -> bool:
    """Whether at least one due moment lies after the last run (or the start of the schedule) and not after now."""
    return due_after(schedule, last, jitter=jitter, name=name) <= now
