"""When a campaign is due: cron with a time zone; missed runs are caught up once."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from croniter import croniter


def next_due(schedule: str, after: datetime) -> datetime:
    """The first moment after `after` (with zone) at which the schedule (five cron fields and a zone) is due, in its zone."""
    fields, _, zone = schedule.rpartition(" ")
    moment: datetime = croniter(fields, after.astimezone(ZoneInfo(zone))).get_next(datetime)
    return moment


def is_due(schedule: str, last: datetime, now: datetime) -> bool:
    """Whether at least one due moment lies after the last run (or the start of the schedule) and not after now."""
    return next_due(schedule, last) <= now
