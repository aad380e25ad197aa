"""Which known listings a campaign's run looks at again: from what the index knows of them into the run's folder."""

from __future__ import annotations

import contextlib
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain, islice, pairwise
from statistics import median
from typing import TYPE_CHECKING

import structlog

from campaigns.campaign import Campaign
from campaigns.due import due_after
from crawlers.revisits.known import DUE_PRIORITY, FILE, LEAD_PRIORITY, KnownPage, KnownPages, write_known
from tidewaiter.errors import InvalidInput
from tidewaiter.model import Lead, Run, Visits

if TYPE_CHECKING:
    from pathlib import Path

    from crawlers.revisits.policy import Choice
    from indexers.index import Index

log = structlog.get_logger(__name__)

UNMODIFIED_MOST = 6
"""After so many 304 in a row the page is asked for whole: some servers say so whatever happened."""
MOST = 0.7
"""Part of a run's pages that revisits have first call on at most, however many leads there are."""
_WEIGHTS = {"low": 1.0, "medium": 2.0, "high": 3.0, "critical": 4.0}
_OPEN = ("new", "confirmed", "escalated")
"""A lead that was dismissed makes its listing one of the others again."""
_EARLIER = 5
"""Runs that say how many pages a run fetches, and how far apart runs by hand are."""
OVERDUE_DAYS = 2.0
"""Days after which a campaign looks at a lead's listing that another campaign saw last."""
_AT_ONCE = 1000
_DAY = 86400.0


def known_pages(
    index: Index, campaign: Campaign, folder: Path, *, pages: int | None, now: datetime | None = None
) -> KnownPages | None:
    """The known pages of a run, written to its folder unless it goes on and has them; None where nothing is known.

    pages: that the run may fetch; None: no bound.
    """
    if not (folder / FILE).exists():
        at = now or datetime.now(UTC)
        leads = _leads(index)
        looks = _gather(index, campaign.name, leads, at)
        if not looks.ids:
            return None
        choice = _choose(index, campaign, looks, leads, pages, at)
        write_known(folder, _pages(index, campaign.name, looks, choice))
        log.info(
            "revisits.chosen", campaign=campaign.name, known=len(looks.ids), leads=len(choice.leads), others=len(choice.others),
            left_out=choice.left_out,
        )  # fmt: skip
    return KnownPages(folder, only_due=campaign.revisit.only_due)


@dataclass(slots=True)
class _Gathered:
    """The visits of a campaign without what only the pages need: a million of them take some hundred megabytes."""

    ids: list[str] = field(default_factory=list)
    numbers: tuple[array[float], ...] = field(default_factory=lambda: tuple(array("d") for _ in range(6)))
    """Changes, days, days with a change, last look, interest, since when."""
    gone: bytearray = field(default_factory=bytearray)
    sellers: array[int] = field(default_factory=lambda: array("q"))
    sources: array[int] = field(default_factory=lambda: array("q"))
    adopted: list[str] = field(default_factory=list)
    """Those that another campaign saw last, and looks at no more."""


def _shelves(index: Index, campaign: str) -> Iterator[Visits]:
    from indexers.records import SHELVES

    for number in range(SHELVES):
        yield from index.find(Visits, {"shelf": f"{campaign}/{number}"})


def _adopted(index: Index, sources: set[str], leads: Iterable[str], now: datetime) -> Iterator[Visits]:
    """Leads' listings of these sources that another campaign saw last (a run by hand, maybe) and that are overdue."""
    overdue = now.timestamp() / _DAY - OVERDUE_DAYS
    waiting = iter(leads)
    while some := list(islice(waiting, _AT_ONCE)):
        yield from (one for one in index.find(Visits, {"listing": some}) if one.source in sources and _day(one.at) < overdue)


def _gather(index: Index, campaign: str, leads: Iterable[str], now: datetime) -> _Gathered:
    found = _Gathered()
    names: dict[tuple[str, str], int] = {}
    for one in _shelves(index, campaign):
        _note(found, names, one)
    ours, sources = set(found.ids), {source for source, seller in names if not seller}
    for one in _adopted(index, sources, (id for id in leads if id not in ours), now):
        found.adopted.append(one.id)
        _note(found, names, one)
    return found


def _note(found: _Gathered, names: dict[tuple[str, str], int], one: Visits) -> None:
    """Adds the visits of one listing to the arrays."""
    found.ids.append(one.id)
    values = (one.changes, one.days, one.days_changed, _day(one.at), one.interest, _day(one.since))
    for column, value in zip(found.numbers, values, strict=True):
        column.append(value)
    found.gone.append(one.status == "gone")
    # A listing without a seller is a seller of its own: nothing else tells of it but its source.
    found.sellers.append(names.setdefault((one.source, one.seller or f"\n{one.id}"), len(names)))
    found.sources.append(names.setdefault((one.source, ""), len(names)))


def _choose(
    index: Index, campaign: Campaign, found: _Gathered, leads: Mapping[str, float], pages: int | None, now: datetime
) -> Choice:
    import numpy as np

    from crawlers.revisits.policy import Looks, chosen

    changes, days, days_changed, last, interest, since = (np.array(column, dtype=np.float64) for column in found.numbers)
    of_lead = np.array([leads.get(id, 0.0) for id in found.ids])
    looks = Looks(
        changes, days, days_changed, np.array(found.sellers, dtype=np.int64), np.array(found.sources, dtype=np.int64), last,
        np.maximum(interest, of_lead), of_lead > 0, np.array(found.gone, dtype=bool), since,
    )  # fmt: skip
    earlier = [run for run in index.find(Run, {"campaign": campaign.name}, limit=_EARLIER + 1, newest_first=True) if run.ended]
    room, share = _bounds(campaign, len(looks), pages, _usual_pages(earlier))
    today = now.timestamp() / _DAY
    return chosen(looks, now=today, following=_following(campaign, earlier, now), room=room, share=share)


def _bounds(campaign: Campaign, known: int, pages: int | None, usual: int | None) -> tuple[int | None, int | None]:
    """Listings that are due at most, and others beside the leads' at most; None: no bound.

    Where time or bytes are what bounds a run, as many pages count as such a run usually fetches.
    """
    revisit, budget = campaign.revisit, campaign.budget
    bounded = budget.minutes is not None or budget.bytes is not None
    total = pages if pages is not None else usual if bounded else None
    if total is not None:
        return max(1, round(total * max(revisit.share, MOST))), round(total * revisit.share)
    return None, round(known * revisit.share) if revisit.only_due else None


def _leads(index: Index) -> dict[str, float]:
    """Listing -> how much its open leads matter: probability, times a weight of the severity."""
    found: dict[str, float] = {}
    for lead in index.find(Lead, {"status": list(_OPEN), "kind": "match"}):
        if lead.listing:
            found[lead.listing] = max(found.get(lead.listing, 0.0), lead.probability * _WEIGHTS.get(lead.severity, 2.0))
    return found


def _usual_pages(earlier: list[Run]) -> int | None:
    fetched = [int(run.counts.get("tidewaiter/pages", 0)) for run in earlier]
    return round(median(some)) if (some := [number for number in fetched if number]) else None


def _following(campaign: Campaign, earlier: list[Run], now: datetime) -> float:
    """When the next run begins, in days: by the schedule and its jitter, else as far from now as runs by hand are."""
    if campaign.schedule is not None:
        with contextlib.suppress(ValueError, KeyError, InvalidInput):
            due = due_after(campaign.schedule, now)
            return (due.timestamp() + campaign.jitter * 60) / _DAY
    begun = sorted(_day(run.started) for run in earlier)
    between = [later - before for before, later in pairwise(begun)]
    return now.timestamp() / _DAY + max(median(between) if between else 1.0, 1.0)


def _pages(index: Index, campaign: str, found: _Gathered, choice: Choice) -> Iterator[KnownPage]:
    priorities: dict[str, float] = {}
    for base, numbers in ((DUE_PRIORITY, choice.others), (LEAD_PRIORITY, choice.leads)):
        # Nearly ten apart, so that the first of them come first and none meets the next kind.
        priorities |= {found.ids[number]: base + 9.0 * (1 - at / len(numbers)) for at, number in enumerate(numbers)}
    adopted = index.find(Visits, {"listing": found.adopted}) if found.adopted else []
    for one in chain(_shelves(index, campaign), adopted):
        ask = one.unmodified < UNMODIFIED_MOST and one.status == "live" and not one.distrusted
        etag, modified = (one.etag, one.modified) if ask else (None, None)
        yield KnownPage(one.url, one.source, (one.id,), etag, modified, priorities.get(one.id))


def _day(at: str) -> float:
    try:
        return datetime.fromisoformat(at).timestamp() / _DAY
    except ValueError:
        return 0.0
