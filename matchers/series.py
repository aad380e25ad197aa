"""Series (串并案): listings and cases that one hand stands behind, kept up to date as listings come in."""

from __future__ import annotations

import hashlib
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from indexers.index import Index
from matchers.links import Edge
from matchers.series_clusters import Clustering, Refused, cluster
from matchers.series_edges import Edges, Pair
from matchers.series_judgements import Judgements, count_of, judgements
from matchers.series_leads import place_leads
from matchers.series_marks import Marks
from matchers.series_profiles import Profiles
from matchers.series_writing import CaseLinks, against_of, case_links, series_record
from tidewaiter.model import Link, Listing, Series

BATCH = 500
"""Listings that are taken at once when series are made anew."""
MANY = 400
"""Listings of one run from which on all accounts are taken into memory: more come, and asking for each costs more."""
MOST_AGAINST = 20
"""Ties to others that do not join them that a series tells, those that somebody judged first."""
MOST_IN_MEMORY = 400_000
"""Listings up to which that is done: some 2 KB each."""


@dataclass(slots=True)
class _Region:
    """The accounts that a change may touch: those whose edges changed, and their series whole."""

    nodes: dict[str, None] = field(default_factory=dict)
    old: set[str] = field(default_factory=set)
    """Ids of the stored series of these accounts."""


class SeriesKeeper:
    """Keeps the stored series up to date. One lasts for a run: it keeps in mind what it looked at."""

    def __init__(self, index: Index) -> None:
        """Takes the index, whose listings have their keys."""
        self._index = index
        self._lock = threading.Lock()
        self._profiles = Profiles(index)
        self._edges = Edges(index, self._profiles)
        self._seen = 0
        self._cases: dict[str, dict[str, CaseLinks]] = {}
        self._of_node: dict[str, str | None] = {}
        self._series: dict[str, tuple[str, ...]] = {}
        self._judged = -1
        self._judgements = Judgements()

    def add(self, listings: Sequence[Listing]) -> list[Series]:
        """Takes listings that were just written to the index; gives the series that changed, as they are stored now."""
        with self._lock:
            self._refresh_judgements()
            self._seen += len(listings)
            if not self._profiles.complete and self._seen >= MANY and self._index.count(Listing) <= MOST_IN_MEMORY:
                self._load_all()
            return self._bring_up_to_date(self._profiles.take(listings))

    def follow(self, listings: Sequence[str]) -> list[Series]:
        """Makes the series of these stored listings anew, after a judgement about them; gives those that changed."""
        with self._lock:
            self._refresh_judgements()
            nodes = [node for id in listings if (node := self._profiles.node(id)) is not None]
            return self._bring_up_to_date({node: list(self._profiles.get(node).marks.values()) for node in nodes})

    def _load_all(self) -> None:
        self._profiles.load_all()
        self._edges.load_all()
        for series in self._index.find(Series):
            self._remember_stored(series)

    def _bring_up_to_date(self, taken: Mapping[str, Sequence[Marks]]) -> list[Series]:
        self._stored_series(list(taken))
        changed = self._edges.update(taken, self._stored_series)
        region = self._region(changed)
        edges = self._edges.among(region.nodes)
        same = self._judged_pairs(self._judgements.same)
        apart = self._judged_pairs(self._judgements.apart)
        found = cluster(region.nodes, edges, same=[p for p in same if set(p) <= region.nodes.keys()], apart=apart)
        return self._write(found, edges, region, taken)

    def _refresh_judgements(self) -> None:
        count = count_of(self._index)
        if count != self._judged:
            self._judged = count
            self._judgements = judgements(self._index)

    def _judged_pairs(self, pairs: Iterable[Pair]) -> list[Pair]:
        nodes = [(self._profiles.node(a), self._profiles.node(b)) for a, b in pairs]
        return [(a, b) for a, b in nodes if a and b and a != b]

    def _region(self, changed: Iterable[str]) -> _Region:
        """What changed, all that it is tied to, and the series of those whole."""
        region = _Region()
        tied: dict[str, list[str]] = defaultdict(list)
        for a, b in self._judged_pairs(self._judgements.same):
            tied[a].append(b)
            tied[b].append(a)
        todo = list(changed)
        while todo:
            self._stored_series(todo)
            after: dict[str, None] = {}
            for node in todo:
                region.nodes[node] = None
                after |= dict.fromkeys((*self._edges.neighbours(node), *tied.get(node, ())))
                if (id := self._of_node[node]) is not None:
                    region.old.add(id)
                    after |= dict.fromkeys(self._series[id])
            todo = [node for node in after if node not in region.nodes]
        return region

    def _stored_series(self, nodes: Sequence[str]) -> None:
        """Makes sure that the stored series of these accounts are known."""
        unknown = [node for node in nodes if node not in self._of_node]
        if not self._profiles.complete:
            self._profiles.load(unknown)
            first = [min(self._profiles.get(node).marks) for node in unknown]
            for start in range(0, len(first), 500):
                for series in self._index.find(Series, {"listing": first[start : start + 500]}):
                    self._remember_stored(series)
        for node in unknown:
            self._of_node.setdefault(node, None)

    def _remember_stored(self, series: Series) -> None:
        self._profiles.fetch(series.listings)
        self._remember(series.id, dict.fromkeys(node for id in series.listings if (node := self._profiles.node(id))))
        self._edges.restore(series)

    def _remember(self, id: str, nodes: Iterable[str]) -> None:
        self._series[id] = tuple(nodes)
        for node in self._series[id]:
            self._of_node[node] = id

    def _write(
        self, found: Clustering, edges: Sequence[Edge], region: _Region, taken: Mapping[str, Sequence[Marks]]
    ) -> list[Series]:
        groups = found.groups
        self._load_cases(region.nodes, taken)
        named = self._named(groups, region)
        records: list[Series] = []
        inside = {node: at for at, nodes in enumerate(groups) for node in nodes}
        by_group: dict[int, list[Edge]] = defaultdict(list)
        for edge in edges:
            if inside[edge.a] == inside[edge.b]:
                by_group[inside[edge.a]].append(edge)
        against: dict[int, list[Refused]] = defaultdict(list)
        for one in found.refused:
            for node in (one.a, one.b):
                against[inside[node]].append(one)
        for at, nodes in enumerate(groups):
            told = any(one.a in taken or one.b in taken for one in against[at])
            if not told and not (taken.keys() & set(nodes)) and self._series.get(named[at]) == tuple(sorted(nodes)):
                continue
            links = {node: self._cases.get(node, {}) for node in nodes}
            profiles = [self._profiles.get(node) for node in nodes]
            others = self._against(nodes, against[at])
            record = series_record(named[at], profiles, by_group[at], links, self._judgements, others)
            if record is not None:
                records.append(record)
        gone = region.old - {named[at] for at in range(len(groups))} | {
            named[at] for at, nodes in enumerate(groups) if named[at] in region.old and not self._is_series(nodes)
        }
        if records:
            self._index.put(records)
        if gone:
            self._index.delete(Series, sorted(gone))
        for id in gone:
            self._series.pop(id, None)
        moved = self._moved(groups, named, taken)
        if moved:
            place_leads(self._index, moved)
        for at, nodes in enumerate(groups):
            if self._is_series(nodes):
                self._remember(named[at], sorted(nodes))
            else:
                self._of_node |= dict.fromkeys(nodes)
        return records

    def _against(self, nodes: Sequence[str], refused: Sequence[Refused]) -> list[Link]:
        """What ties these accounts to others without joining them; `a` of each link is one of these accounts' listings."""
        links = []
        strongest = sorted(refused, key=lambda one: (one.judged is None, -one.between, one.a, one.b))
        for one in strongest[:MOST_AGAINST]:
            ends = {node: self._profiles.get(node) for node in (one.a, one.b, *(one.judged or ()))}
            link = against_of(one, ends, self._judgements)
            links.append(link if self._profiles.node(link.a) in nodes else Link(link.b, link.a, link.signals))
        return links

    def _moved(
        self, groups: Sequence[Sequence[str]], named: Mapping[int, str], taken: Mapping[str, Sequence[Marks]]
    ) -> dict[str, str | None]:
        """Listing -> its series now, for new listings and those that were in another series before."""
        moved: dict[str, str | None] = {}
        for at, nodes in enumerate(groups):
            now = named[at] if self._is_series(nodes) else None
            for node in nodes:
                turned = self._of_node.get(node) != now
                ids = self._profiles.get(node).marks if turned else (marks.id for marks in taken.get(node, ()))
                moved |= dict.fromkeys(ids, now)
        return moved

    def _is_series(self, nodes: Sequence[str]) -> bool:
        listings = sum(len(self._profiles.get(node).marks) for node in nodes)
        return listings >= 2 or any(self._cases.get(node) for node in nodes)

    def _named(self, groups: Sequence[Sequence[str]], region: _Region) -> dict[int, str]:
        """Group -> id: that of the stored series with which it shares most listings, else one of its first listing."""
        claims: list[tuple[bool, int, str, int]] = []
        for at, nodes in enumerate(groups):
            counts: Counter[str] = Counter()
            for node in nodes:
                if (id := self._of_node.get(node)) is not None:
                    counts[id] += len(self._profiles.get(node).marks)
            lone = not self._is_series(nodes)
            claims += [(lone, -count, id, at) for id, count in counts.items()]
        named: dict[int, str] = {}
        used: set[str] = set()
        for *_, id, at in sorted(claims):
            if at not in named and id not in used:
                named[at] = id
                used.add(id)
        for at, nodes in enumerate(groups):
            if at not in named:
                first = min(id for node in nodes for id in self._profiles.get(node).marks)
                id = _new_id(first)
                named[at] = id if id not in used and id not in region.old else _new_id(f"{first}\n{len(used)}")
                used.add(named[at])
        return named

    def _load_cases(self, nodes: Iterable[str], taken: Mapping[str, Sequence[Marks]]) -> None:
        """Asks the index for the cases of accounts that were not asked about, and of listings that are new."""
        listings: dict[str, str] = {}
        for node in nodes:
            known = node in self._cases
            ids = [marks.id for marks in taken.get(node, ())] if known else list(self._profiles.get(node).marks)
            listings |= dict.fromkeys(ids, node)
            self._cases.setdefault(node, {})
        for id, found in case_links(self._index, list(listings)).items():
            for link in found:
                old = self._cases[listings[id]].get(link.case)
                if old is None or link.probability > old.probability:
                    self._cases[listings[id]][link.case] = link


def _new_id(first: str) -> str:
    return f"S-{hashlib.sha256(first.encode()).hexdigest()[:12]}"


def rebuild(index: Index) -> int:
    """Makes all series anew from what is stored, ids and judgements kept; gives how many there are."""
    keeper = SeriesKeeper(index)
    batch: list[Listing] = []
    for listing in index.all_listings():
        batch.append(listing)
        if len(batch) == BATCH:
            keeper.add(batch)
            batch = []
    keeper.add(batch)
    return index.count(Series)
