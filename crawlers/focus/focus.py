"""Orders a crawl's links by how likely they lead to listings of interest, and learns from every page that comes.

What a link is worth is a probability: of a listing's page that it is of interest, of any other page that the best of what it
newly leads to is (a little less, for each step of the way). It is made of the link's own marks, and of how often its site,
its URL pattern, the page that it stands on, the search that led there, and in earlier runs it itself, led to something.
"""

from __future__ import annotations

import random
from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from crawlers.focus.marks import Marks, Watched, marks_of
from crawlers.focus.model import Weights, logit, sigmoid
from crawlers.focus.record import Record, Records
from crawlers.frontier.port import Frontier, Lease, Wanted
from crawlers.spiders.patterns import pattern_of

EXPLORE = 0.1
"""Share of the pages that goes to hosts by turns, whatever was learned of them."""
STEP = 0.85
"""What a page is worth that leads to a listing of interest, for each step between."""
BEST = 3
"""Links of a page, the best new ones, whose worth is the page's."""
START: Mapping[str, float] = {
    "always": -4.0, "kind:other": -1.0, "kind:next": 0.3, "goods:named": 2.5, "goods:look-alike": -1.5,
    "on:find": 1.5, "on:nothing": -0.3,
    "rate:site": 0.3, "rate:pattern": 0.4, "rate:page": 0.6, "rate:search": 0.4, "rate:itself": 0.8,
}  # fmt: skip
"""Weights (natural logarithm of odds) before anything is learned, set by hand: a campaign's own pages soon outweigh them."""
PRIORITY = 100.0
"""Priority of a page that is sure to be of interest."""
USUAL_ORDER = 0.02
"""How much the order of a crawl that does not know what is of interest still counts: it decides where nothing else does."""
_BEFORE, _BEFORE_TRUST = 0.02, 50.0
_TRUST = {"site": 20.0, "pattern": 8.0, "page": 3.0, "search": 5.0, "itself": 1.0}
"""Pages that an expectation is worth beside what was seen."""
_FURTHEST = 4.0
_TRACE = 0.3
"""How much of what came of a page also counts for the link to the page that led there."""
_SURPRISE = 0.3
_PAGES, _OFFERED, _FAMILIES = 30_000, 300_000, 2_000
_SWEEP = 64
"""Waiting pages of one host that are judged again in one go."""
_PAST = 0.5
"""Share of an earlier run's experience with sites and patterns that still counts: they change."""
_PAST_SEARCHES = 0.8
"""The same of searches: one that led to nothing is tried again after some runs."""


@dataclass(slots=True)
class _Page:
    """What is remembered of a page that was fetched, for as long as its links may still be followed."""

    url: str
    parent: int
    marks: Marks
    facts: Mapping[str, float]
    worth: float
    listing: bool
    links: Record = field(default_factory=Record)


class Focus:
    """What one campaign has learned. explore: share of the pages that explores. seed: for tests and benchmarks."""

    def __init__(self, watched: Watched, *, explore: float = EXPLORE, seed: int | None = None) -> None:
        self.explore = explore
        self._watched, self._random = watched, random.Random(seed)  # noqa: S311 - no secret
        self.weights = Weights(START)
        self.all = Record()
        self.sites, self.patterns, self.hubs, self.searches = Records(5_000), Records(20_000), Records(2_000), Records(5_000)
        self.searched = Records(5_000)
        """What each search of this run gave, by `SOURCE: WORDS`; `searches`: of all runs."""
        self._pages: OrderedDict[int, _Page] = OrderedDict()
        self._offered: OrderedDict[int, float] = OrderedDict()
        self._families: OrderedDict[int, list[tuple[int, Wanted]]] = OrderedDict()
        self._moved: OrderedDict[int, None] = OrderedDict()
        self._hosts: OrderedDict[str, None] = OrderedDict()
        self._cursor: list[str] = []
        self._learned = self._refreshed = 0

    def worth(self, page: Wanted) -> float:
        """How likely a page leads to a listing of interest, 0 to 1."""
        return sigmoid(self.weights.logit(*self._seen(page)))

    def priority(self, page: Wanted, usual: float = 0.0) -> float:
        """Its place in the frontier. usual: the priority that a crawl without focus gives it."""
        # The last part keeps priorities apart: the frontier is walked through by them.
        return PRIORITY * self.worth(page) + USUAL_ORDER * usual + 1e-6 * self._random.random()

    def lease(self, frontier: Frontier, limit: int, *, room: Mapping[str, int], most_per_host: int) -> list[Lease]:
        """The pages to fetch next: the best of all hosts, and the share that explores from hosts by turns."""
        self.refresh(frontier)
        exploring = sum(self._random.random() < self.explore for _ in range(limit))
        leases = frontier.lease(limit - exploring, room=room, most_per_host=most_per_host, best_first=True)
        if exploring:
            held = Counter(room)
            held.update(lease.wanted.host for lease in leases)
            leases += frontier.lease(exploring, room=held, most_per_host=most_per_host)
        return leases

    def settle(
        self, lease: Lease, found: Sequence[Wanted], *, listings: int = 0, interest: float | None = None
    ) -> list[Wanted]:
        """A page was read and its listings matched: learns from it, and gives what it links to with its place in the frontier.

        interest: the highest probability that one of its listings is of interest; None: no listing of it was matched.
        """
        wanted = lease.wanted
        if any(page.redirects > wanted.redirects or (page.render and not wanted.render) for page in found):
            return list(found)  # what came is not the page yet
        marks, facts = self._seen(wanted)
        expected = sigmoid(self.weights.logit(marks, facts))
        gave = listings > 0
        page = _Page(wanted.url, wanted.parent, marks, facts, expected if interest is None else interest, gave)
        self._pages[lease.id] = page
        if len(self._pages) > _PAGES:
            self._pages.popitem(last=False)
        placed, fresh = self._placed(lease, found, gave=gave, hot=page.worth >= _SURPRISE)
        if not gave:
            self._learn(wanted, page, STEP * _best_of(fresh), expected)
        elif interest is not None:
            self._learn(wanted, page, interest, expected)
        return placed

    def refresh(self, frontier: Frontier) -> None:
        """Judges waiting pages again where what was learned has moved: neighbours of a surprise, and hosts by turns."""
        if self._learned == self._refreshed:
            return  # asked again, and nothing has come since
        self._refreshed = self._learned
        again: dict[int, float] = {}
        while self._moved:
            parent, _ = self._moved.popitem()
            again |= {id: self.priority(page, _usual(page)) for id, page in self._families.get(parent, ())}
        for host in self._to_sweep(frontier):
            for id, page in frontier.queued(host, limit=_SWEEP):
                if page.parent:  # starts, and what is due to be looked at again, keep their place
                    again[id] = self.priority(page, _usual(page))
        if again:
            frontier.rescore(again)

    def _to_sweep(self, frontier: Frontier) -> list[str]:
        chosen = [self._hosts.popitem()[0] for _ in range(min(2, len(self._hosts)))]
        if not self._cursor:
            self._cursor = frontier.hosts()
        if self._cursor:
            chosen.append(self._cursor.pop())
        return chosen

    def _placed(self, lease: Lease, found: Sequence[Wanted], *, gave: bool, hot: bool) -> tuple[list[Wanted], list[float]]:
        """The links with their priorities, and what those are worth that no page had offered before."""
        placed: list[Wanted] = []
        fresh: list[float] = []
        family: list[tuple[int, Wanted]] = []
        for link in found:
            if not link.parent:  # known, and not due: whoever looks at it again has placed it
                placed.append(replace(link, priority=USUAL_ORDER * link.priority))
                continue
            if gave and link.query:  # what a listing links to, no search has led to
                link = replace(link, query="")
            id = link.id
            before = self._offered.get(id)
            if before is None or hot:
                priority = self.priority(link, link.priority)
                if before is None and id != lease.id:
                    fresh.append(priority / PRIORITY)
                    family.append((id, link))
            else:
                priority = before
            self._offered[id] = priority
            placed.append(replace(link, priority=priority))
        while len(self._offered) > _OFFERED:
            self._offered.popitem(last=False)
        if family:
            self._families[lease.id] = family
            if len(self._families) > _FAMILIES:
                self._families.popitem(last=False)
        return placed, fresh

    def _learn(self, wanted: Wanted, page: _Page, worth: float, expected: float) -> None:
        self._learned += 1
        self.weights.learn(page.marks, page.facts, worth)
        self.all.add(worth)
        self.sites.of(wanted.host).add(worth)
        self.patterns.of(pattern_of(wanted.url)).add(worth)
        if wanted.query:
            found = worth if page.listing else 0.0  # a list is no find yet, however good it looks
            self.searches.of(search_name(wanted)).add(found)
            self.searched.of(search_name(wanted)).add(found)
        leading = self._pages.get(wanted.parent)
        if leading is not None:
            leading.links.add(worth)
            if not leading.listing:
                if worth >= 0.5 or leading.url in self.hubs:
                    # A list that leads to listings of interest is known again in the next run.
                    self.hubs.of(leading.url).add(worth)
                self.weights.learn(leading.marks, leading.facts, STEP * worth, weight=_TRACE)
        if abs(worth - expected) >= _SURPRISE:
            self._moved[wanted.parent] = None
            self._hosts[wanted.host] = None

    def _seen(self, page: Wanted) -> tuple[Marks, dict[str, float]]:
        """Marks and facts of a page as things stand now."""
        marks = ("always", *marks_of(page.url, page.kind, page.text, page.depth), *self._watched.marks(page.text))
        usual = self.all.rate(_BEFORE, _BEFORE_TRUST)
        site = self._rate(self.sites, page.host, usual, "site")
        pattern = self._rate(self.patterns, pattern_of(page.url), site, "pattern")
        rates = {"rate:site": site, "rate:pattern": pattern}
        leading = self._pages.get(page.parent)
        if leading is not None:
            marks = (*marks, _stands_on(leading))
            rates["rate:page"] = leading.links.rate(leading.worth if not leading.listing else pattern, _TRUST["page"])
        if page.query and (record := self.searches.get(search_name(page))) is not None:
            rates["rate:search"] = record.rate(usual, _TRUST["search"])
        if (record := self.hubs.get(page.url)) is not None:
            rates["rate:itself"] = record.rate(usual, _TRUST["itself"])
        zero = logit(usual)
        return marks, {name: max(-_FURTHEST, min(_FURTHEST, logit(rate) - zero)) for name, rate in rates.items()}

    @staticmethod
    def _rate(records: Records, name: str, before: float, what: str) -> float:
        record = records.get(name)
        return before if record is None else record.rate(before, _TRUST[what])

    def dump(self) -> dict[str, Any]:
        """All that is worth keeping for the next run, as JSON that a person can read."""
        return {
            "pages": [round(self.all.tried, 2), round(self.all.found, 2)],
            "marks": self.weights.dump(),
            "sites": self.sites.written(),
            "patterns": self.patterns.written(),
            "hubs": self.hubs.written(),
            "searches": self.searches.written(),
            "searched": self.searched.written(),
        }

    def load(self, data: Mapping[str, Any], *, same_run: bool = False) -> None:
        """Takes up what `dump` gave; what can't be used is left out. same_run: nothing of it counts less for its age."""
        keep = 1.0 if same_run else _PAST
        every = Records(1)
        every.load({"all": data.get("pages")}, keep=keep)
        self.all = every.get("all", Record())
        self.weights.load(data.get("marks"))
        self.sites.load(data.get("sites"), keep=keep)
        self.patterns.load(data.get("patterns"), keep=keep)
        self.hubs.load(data.get("hubs"))
        self.searches.load(data.get("searches"), keep=1.0 if same_run else _PAST_SEARCHES)
        if same_run:
            self.searched.load(data.get("searched"))


def search_name(page: Wanted) -> str:
    """What a search is called in what was learned: source and words."""
    return f"{page.source or page.host}: {page.query}"


def _stands_on(page: _Page) -> str:
    if not page.listing:
        return "on:list"
    return "on:find" if page.worth >= 0.5 else "on:nothing"


def _best_of(values: Iterable[float]) -> float:
    best = sorted(values, reverse=True)[:BEST]
    return min(1.0, sum(best) / len(best)) if best else 0.0


def _usual(page: Wanted) -> float:
    """What the reader takes the page for, where the priority that it first had is no longer known."""
    from crawlers.spiders.learning import BASE

    return BASE[page.kind]
