"""How often listings change, from looks that only tell whether anything changed since the look before.

Changes come as a Poisson process, and a look sees at most one: two changes between two looks are one. So the count of seen
changes is too low, the more so the rarer the looks. J. Cho, H. Garcia-Molina, "Estimating frequency of change", ACM
Transactions on Internet Technology 3(3), 2003: the likelihood of such looks at uneven times is highest where

    sum over looks that found a change of  t / (exp(rate t) - 1)  =  sum over the others of  t

(t: days since the look before), with something added against the bias of few looks. What is added here is a Gamma prior: its
mean is the rate of the listing's seller, whose prior is the source's, whose prior is what any listing does. Where a listing
was hardly looked at its rate is its seller's; with each look it is more its own. Of the looks that found a change the mean
time is used, so that three numbers a listing are all that is kept.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]

RATE = 1 / 20
"""Changes a day of a listing of which nothing is known, nor of its source."""
SOURCE_STRENGTH = 1.0
SELLER_STRENGTH = 2.0
LISTING_STRENGTH = 1.0
"""Changes that what is known from above counts as, beside those that were seen."""
_STEPS = 12
"""Newton's method gains a digit or more a step; from the lower bound it never oversteps, since the function is convex."""


def rates_of(changes: Floats, days: Floats, days_changed: Floats, *, prior: Floats | float, strength: float) -> Floats:
    """The likeliest rates, in changes a day.

    changes: looks that found one. days: between the first look and the last. days_changed: the part of them that ended with
    such a look. prior: the rates that are expected; strength: as how many seen changes that counts.
    """
    unchanged = strength / np.asarray(prior) + np.maximum(days - days_changed, 0.0)
    between = np.where(changes > 0, days_changed / np.maximum(changes, 1e-9), 0.0)
    rate = np.asarray(strength / unchanged, dtype=np.float64)
    for _ in range(_STEPS):
        x = np.minimum(rate * between, 50.0)
        grown = np.expm1(x)
        small = x < 1e-6
        safe = np.where(small, 1.0, grown)
        seen = np.where(small, 1.0 - x / 2, x / safe)
        slope = np.where(small, -0.5, (grown - x * (grown + 1.0)) / (safe * safe))
        value = strength + changes * seen - rate * unchanged
        rate = rate - value / (changes * slope * between - unchanged)
    return np.maximum(rate, 1e-6)


def shrunk_rates(changes: Floats, days: Floats, days_changed: Floats, *, sellers: Numbers, sources: Numbers) -> Floats:
    """The rate of each listing, drawn towards its seller's, which is drawn towards its source's.

    sellers, sources: the number of each listing's seller (unique over all sources) and source, from 0 on.
    """
    if not len(changes):
        return np.zeros(0)
    seen = (changes, days, days_changed)
    of_source = [np.bincount(sources, some).astype(np.float64) for some in seen]
    source = rates_of(*of_source, prior=RATE, strength=SOURCE_STRENGTH)[sources]
    # Of the seller, what its other listings did: a listing's own looks must not count twice.
    others = [np.maximum(np.bincount(sellers, some)[sellers] - some, 0.0) for some in seen]
    seller = rates_of(*others, prior=source, strength=SELLER_STRENGTH)
    return rates_of(*seen, prior=seller, strength=LISTING_STRENGTH)
