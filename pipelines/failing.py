"""What a failure costs: a listing that fails in a stage costs it that stage; an index or store that is gone stops the run."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import structlog

from pipelines.counts import Stats
from tidewaiter.errors import IndexMismatch, IndexUnavailable, MissingPart
from tidewaiter.model import Listing
from tidewaiter.store import StoreFull

FATAL = (IndexUnavailable, IndexMismatch, MissingPart, StoreFull)
"""Errors that no other listing will escape: the run stops, and what it had not acknowledged is fetched again."""

_TOLD: set[tuple[str, str, int]] = set()
log = structlog.get_logger(__name__)


def work_through(work: Callable[[Sequence[Listing]], None], listings: Sequence[Listing], *, stage: str, stats: Stats) -> None:
    """Does `work` on all together; when that raises, on each alone, so that only what is at fault goes without.

    `work` must do no harm when it is done twice. Raises the errors of `FATAL`; any other is logged and counted under
    `tidewaiter/STAGE/failed`.
    """
    try:
        work(listings)
    except FATAL:
        raise
    except Exception as error:  # the edge of a stage: whatever a page holds must not end the run
        if len(listings) > 1:
            for listing in listings:
                work_through(work, [listing], stage=stage, stats=stats)
            return
        stats.inc_value(f"tidewaiter/{stage}/failed")
        stats.inc_value(f"tidewaiter/{stage}/failed/{type(error).__name__}")
        failed = listings[0].id if listings else ""
        log.warning("listing.failed", stage=stage, listing=failed, error=type(error).__name__, exc_info=_is_news(stage, error))


def _is_news(stage: str, error: Exception) -> bool:
    """Whether to log the traceback: a mistake of ours that every listing meets is told whole once, not a million times."""
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    place = (stage, type(error).__name__, at.tb_lineno if at else 0)
    news = place not in _TOLD
    _TOLD.add(place)
    return news
