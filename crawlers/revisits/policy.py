"""Which listings are looked at again in a run: what likely changed and matters.

A lead's listing is due once a day, and sooner where it changes fast. The others share what is left of the budget by value:
how much a listing matters, times the probability that it changed since the last look. A tenth of their share goes to those
that nobody looked at for longest, since a rate that was learned wrong would never be put right otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from crawlers.revisits.rates import Floats, Numbers, shrunk_rates

LEAD_DAYS = 1.0
"""Days between two looks at a lead's listing at most."""
LEAD_CHANCE = 0.5
"""A lead's listing that changes fast is due as soon as it has changed with this probability ..."""
LEAD_LEAST = 1 / 12
"""... but not sooner than so many days after the last look."""
OLDEST = 0.1
"""Part of the others' share for those that were not looked at for longest."""
PLAIN = 0.05
"""How much a listing matters that matches nothing: one that certainly matches matters 1 more."""
GONE_RATE = 1 / 50
"""Changes a day of a listing that is gone: now and then one is back."""
GONE_LEAD_DAYS = 14.0
"""Days for which a lead's listing that is gone is still looked at daily; then it is one of the others."""
FORGOTTEN_DAYS = 120.0
"""Days after which nobody looks any more at a listing that is gone."""

Flags = npt.NDArray[np.bool_]


@dataclass(slots=True)
class Looks:
    """What is known of many listings, an array each. Times in days, from any moment on, the same for all."""

    changes: Floats
    days: Floats
    days_changed: Floats
    """As in `rates.rates_of`."""
    sellers: Numbers
    sources: Numbers
    last: Floats
    """When each was looked at last."""
    matters: Floats
    """Probability of its best match, or of its lead times its severity's weight."""
    lead: Flags
    gone: Flags
    since: Floats
    """Since when it is gone (or there)."""

    def __len__(self) -> int:
        return len(self.changes)


@dataclass(slots=True, frozen=True)
class Choice:
    """What is to be looked at, by number: the leads' listings first, then the others, the most worth first in each."""

    leads: Numbers
    others: Numbers
    left_out: int = 0
    """Leads' listings that are due, and that the budget has no room for."""


def chosen(looks: Looks, *, now: float, following: float, room: int | None, share: int | None) -> Choice:
    """What a run looks at.

    now, following: when this run and the one after it begin: a lead's listing that would be due before then is due now.
    room: listings at most, leads' included; share: others at most beside the leads, within `room` (None: no bound).
    """
    rate = np.where(looks.gone, GONE_RATE, rates_for(looks))
    since_look = np.maximum(now - looks.last, 0.0)
    worth = (PLAIN + looks.matters) * -np.expm1(-rate * since_look)
    gone_for = np.where(looks.gone, now - looks.since, 0.0)
    watched = looks.lead & (gone_for <= GONE_LEAD_DAYS)
    interval = np.clip(-np.log1p(-LEAD_CHANCE) / rate, LEAD_LEAST, LEAD_DAYS)
    due = np.flatnonzero(watched & (looks.last + interval < following))
    leads = due[np.argsort(-worth[due], kind="stable")]
    kept = leads if room is None else leads[:room]
    left = len(looks) if room is None else max(room - len(kept), 0)
    others = np.flatnonzero(~watched & (gone_for <= FORGOTTEN_DAYS) & (since_look > 0))
    return Choice(kept, _best(others, worth, looks.last, left if share is None else min(share, left)), len(leads) - len(kept))


def rates_for(looks: Looks) -> Floats:
    """Changes a day of each."""
    return shrunk_rates(looks.changes, looks.days, looks.days_changed, sellers=looks.sellers, sources=looks.sources)


def _best(others: Numbers, worth: Floats, last: Floats, most: int) -> Numbers:
    by_worth = others[np.argsort(-worth[others], kind="stable")]
    if most >= len(others):
        return by_worth
    first = by_worth[: most - int(most * OLDEST)]
    rest = by_worth[len(first) :]
    return np.concatenate([first, rest[np.argsort(last[rest], kind="stable")][: most - len(first)]])
