"""Revisits judged on simulated listings: `python -m benchmarks.revisits [--seeds 11 12 13] [--leads 0.05] [--share 0.3]`.

20 000 listings of 12 sources and some 3 000 sellers, whose changes come as Poisson processes; sources, sellers and listings
differ (log-normal, which is not what the estimate supposes), a quarter hardly ever changes. A crawler looks at them four
times a day with up to 20 minutes of delay; it sees only whether something changed since its last look. The policy is that of
`crawlers/revisits`, the numbers that it learns from are those of `pipelines/visits`; it starts with no knowledge of any.

Beside it, in the same world: every listing once a day (the fetches that the share is of), and every listing in turn with as
many fetches as the policy made. A change counts as seen within a day when a look came within 24 hours after it; `strict`: and
before the listing changed again.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from crawlers.revisits.policy import Looks, chosen, rates_for
from crawlers.revisits.rates import Floats, Numbers
from pipelines.visits import with_look

LISTINGS, SOURCES, SELLERS = 20_000, 12, 3_000
DAYS = 60
RUNS_A_DAY = 4
JITTER = 20 / (24 * 60)
TUNED = (1, 2, 3)
"""Seeds that the strengths of the priors were chosen on; others are reported."""


@dataclass(frozen=True)
class World:
    rate: Floats
    sellers: Numbers
    sources: Numbers
    lead: np.ndarray
    matters: Floats
    events: Floats
    """Times of all changes, by listing and time."""
    of_event: Numbers
    """The listing of each."""
    first: Numbers
    """Where each listing's events begin; one more at the end."""


def world(seed: int, leads: float) -> World:
    random = np.random.default_rng(seed)
    weight = 1 / np.arange(1, SELLERS + 1) ** 0.7
    sellers = random.choice(SELLERS, LISTINGS, p=weight / weight.sum())
    source_of_seller = random.integers(0, SOURCES, SELLERS)
    sources = source_of_seller[sellers]
    level = np.log(1 / 20) + random.normal(0, 0.8, SOURCES)
    rate = np.exp(level[sources] + random.normal(0, 0.7, SELLERS)[sellers] + random.normal(0, 0.8, LISTINGS))
    rate = np.where(random.random(LISTINGS) < 0.25, rate / 30, rate).clip(1 / 2000, 6)
    lead = random.random(LISTINGS) < leads
    matters = np.where(random.random(LISTINGS) < 0.1, random.random(LISTINGS) * 0.5, 0.0)
    matters[lead] = random.uniform(0.5, 1.0, int(lead.sum()))
    number = random.poisson(rate * DAYS)
    of_event = np.repeat(np.arange(LISTINGS), number)
    events = random.random(len(of_event)) * DAYS
    order = np.lexsort((events, of_event))
    first = np.concatenate([[0], np.cumsum(number)])
    return World(rate, sellers, sources, lead, matters, events[order], of_event, first)


class Judge:
    """When each change was first looked at, whatever looked."""

    def __init__(self, made: World) -> None:
        self._made = made
        self.seen = np.full(len(made.events), np.inf)
        self._next = made.first[:-1].copy()
        self.fetches = 0

    def look(self, which: Numbers, at: float) -> Floats:
        """Looks at these listings; gives 1 where something had changed since the look before."""
        self.fetches += len(which)
        made = self._made
        changed = np.zeros(len(which))
        open_ = np.arange(len(which))
        while len(open_):  # one round a change that came since, of those that have any left
            event = self._next[which[open_]]
            some = event < made.first[which[open_] + 1]
            some[some] = made.events[event[some]] <= at
            open_, event = open_[some], event[some]
            self.seen[event] = at
            self._next[which[open_]] += 1
            changed[open_] = 1.0
        return changed

    def within(self, days: float, of: np.ndarray, *, since: float, strict: bool = False) -> float:
        made = self._made
        counted = of[made.of_event] & (made.events >= since) & (made.events <= DAYS - days)
        good = self.seen <= made.events + days
        if strict:
            after = np.append(made.events[1:], np.inf)
            after = np.where(np.append(made.of_event[1:] == made.of_event[:-1], False), after, np.inf)
            good &= self.seen < after
        return float(good[counted].mean()) if counted.any() else 1.0


def moments(random: np.random.Generator, runs_a_day: int) -> Floats:
    return np.arange(1, DAYS * runs_a_day + 1) / runs_a_day + random.random(DAYS * runs_a_day) * JITTER


def by_policy(made: World, share: float, seed: int, runs_a_day: int) -> tuple[Judge, Looks]:
    judge = Judge(made)
    zeros = np.zeros(LISTINGS)
    looks = Looks(
        zeros.copy(), zeros.copy(), zeros.copy(), made.sellers, made.sources, zeros.copy(), made.matters, made.lead,
        np.zeros(LISTINGS, dtype=bool), zeros,
    )  # fmt: skip
    room = round(LISTINGS * share / runs_a_day)
    for at in moments(np.random.default_rng(seed), runs_a_day):
        choice = chosen(looks, now=float(at), following=float(at) + 1 / runs_a_day + JITTER, room=room, share=None)
        which = np.concatenate([choice.leads, choice.others])
        changed = judge.look(which, float(at))
        new = with_look(looks.changes[which], looks.days[which], looks.days_changed[which], after=at - looks.last[which],
                        changed=changed)  # fmt: skip
        looks.changes[which], looks.days[which], looks.days_changed[which] = new
        looks.last[which] = at
    return judge, looks


def in_turn(made: World, a_day: float, seed: int, runs_a_day: int) -> Judge:
    judge = Judge(made)
    order, at_ = np.random.default_rng(seed).permutation(LISTINGS), 0
    left = 0.0
    for at in moments(np.random.default_rng(seed), runs_a_day):
        left += a_day / runs_a_day
        which = order[np.arange(at_, at_ + int(left)) % LISTINGS]
        at_, left = (at_ + int(left)) % LISTINGS, left - int(left)
        judge.look(which, float(at))
    return judge


def row(name: str, judge: Judge, made: World, full: int) -> str:
    since = 7.0
    lead, rest, matching = made.lead, ~made.lead, ~made.lead & (made.matters > 0)
    figures = [
        judge.fetches / full,
        judge.within(1, lead, since=since),
        judge.within(1, lead, since=since, strict=True),
        judge.within(1, matching, since=since),
        judge.within(1, rest, since=since),
        judge.within(7, rest, since=since),
    ]
    return f"{name:<28}" + "".join(f"{figure:>10.1%}" for figure in figures)


def report(seeds: Sequence[int], leads: float, share: float, runs_a_day: int) -> None:
    heads = ("fetches", "leads", "strict", "matching", "others", "in a week")
    print(f"{'':<28}" + "".join(f"{head:>10}" for head in heads))
    for seed in seeds:
        made = world(seed, leads)
        begun = time.process_time()
        judge, looks = by_policy(made, share, seed + 1000, runs_a_day)
        spent = time.process_time() - begun
        uniform = in_turn(made, LISTINGS, seed + 1000, runs_a_day)
        same = in_turn(made, judge.fetches / DAYS, seed + 1000, runs_a_day)
        full = uniform.fetches
        print(row(f"seed {seed}: policy", judge, made, full))
        print(row("  all once a day", uniform, made, full))
        print(row("  in turn, as many fetches", same, made, full))
        rate = rates_for(looks)
        known = looks.days > 10
        off = np.exp(np.median(np.abs(np.log(rate[known] / made.rate[known]))))
        naive = np.where(looks.days > 0, looks.changes / np.maximum(looks.days, 1e-9), 1 / 20).clip(1 / 2000)
        naive_off = np.exp(np.median(np.abs(np.log(naive[known] / made.rate[known]))))
        print(f"  rates off by a factor of {off:.2f} (median; changes over days: {naive_off:.2f}); {spent:.1f} s processor")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, nargs="+", default=[11, 12, 13, 14, 15])
    parser.add_argument("--leads", type=float, default=0.05, help="part of the listings that are leads'")
    parser.add_argument("--share", type=float, default=0.3, help="of the fetches of looking at all once a day")
    parser.add_argument("--runs", type=int, default=RUNS_A_DAY, help="runs a day")
    options = parser.parse_args()
    report(options.seeds, options.leads, options.share, options.runs)


if __name__ == "__main__":
    main()
