"""When to come back: Retry-After, and the statuses that ask for patience."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

RETRIED_STATUSES = frozenset({429, 503})
"""The server asks for patience: the whole host waits, not only this request."""
FAULTS = frozenset({408, 500, 502, 504, 520, 521, 522, 523, 524})
"""A passing fault: this request is tried again later."""
LONGEST_PAUSE = 3600.0
"""Seconds; a server that asks for more gets this much and is asked again."""


def retry_after(header: str | None) -> float | None:
    """Seconds that a Retry-After header (seconds or an HTTP date) asks for, at most an hour; None where it says nothing."""
    if not header:
        return None
    text = header.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), LONGEST_PAUSE)
    try:
        moment = parsedate_to_datetime(text[:64])
    except (ValueError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max((moment - datetime.now(UTC)).total_seconds(), 0.0), LONGEST_PAUSE)
