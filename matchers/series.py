"""Series (串并案): listings and cases that one hand stands behind, kept up to date as listings come in."""

from __future__ import annotations

import hashlib
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from indexers.index import Index
from matchers.links import Edge, SharedKey, edge_between
from matchers.links_photos import copies
from matchers.series_clusters import cluster
from matchers.series_judgements import Judgements, count_of, judgements
from matchers.series_profiles import Marks, Profiles
from matchers.series_writing import CaseLinks, case_links, series_record
from tidewaiter.model import Listing, Series

BATCH = 500
"""Listings that are taken at once when series are made anew."""
MOST_ACCOUNTS = 14
"""Accounts that show a key beyond which it links nothing."""

Pair = tuple[str, str]


@dataclass(slots=True)
class _Region:
    """The accounts that a change may touch: those that share something with what is new, and their series whole."""

    nodes: dict[str, None] = field(default_factory=dict)
    old: dict[str, Series] = field(default_factory=dict)
    """Stored series of these accounts."""


class SeriesKeeper:
    """Keeps the stored series up to date. One lasts for a run: it keeps in mind what it looked at."""

    def __init__(self, index: Index) -> None:
        """Takes the index, whose listings have their keys."""
        self._index = index
        self._lock = threading.Lock()
        self._profiles = Profiles(index)
        self._photos: dict[str, dict[str, dict[str, tuple[float, str, str, str, str]]]] = defaultdict(dict)
        self._cases: dict[str, dict[str, CaseLinks]] = {}
        self._of_node: dict[str, str | None] = {}
        self._series: dict[str, tuple[str, ...]] = {}
        self._judged = -1
        self._judgements = Judgements()

    def add(self, listings: Sequence[Listing]) -> list[Series]:
        """Takes listings that were just written to the index; gives the series that changed, as they are stored now."""
        with self._lock:
            self._refresh_judgements()
            taken = self._profiles.take(listings)
            return self._bring_up_to_date(taken)

    def follow(self, listings: Sequence[str]) -> list[Series]:
        """Makes the series of these stored listings anew, after a judgement about them; gives those that changed."""
        with self._lock:
            self._refresh_judgements()
            nodes = [node for id in listings if (node := self._profiles.node(id)) is not None]
            return self._bring_up_to_date({node: list(self._profiles.get(node).marks.values()) for node in nodes})

    def _bring_up_to_date(self, taken: Mapping[str, Sequence[Marks]]) -> list[Series]:
        self._find_copies(taken)
        region = self._region(taken)
        edges = self._edges(region.nodes)
        same = self._judged_pairs(self._judgements.same)
        apart = self._judged_pairs(self._judgements.apart)
        groups = cluster(region.nodes, edges, same=same, apart=apart)
        return self._write(groups, edges, region, set(taken))

    def _refresh_judgements(self) -> None:
        count = count_of(self._index)
        if count != self._judged:
            self._judged = count
            self._judgements = judgements(self._index)

    def _judged_pairs(self, pairs: Iterable[Pair]) -> list[Pair]:
        nodes = [(self._profiles.node(a), self._profiles.node(b)) for a, b in pairs]
        return [(a, b) for a, b in nodes if a and b and a != b]

    def _find_copies(self, taken: Mapping[str, Sequence[Marks]]) -> None:
        """Looks for copies of the photos that are new and keeps which accounts they tie."""
        for node, some in taken.items():
            for marks in some:
                for mark, found in copies(self._index, marks.photos, but=marks.id).items():
                    nodes = {copy.listing: self._profiles.node(copy.listing) for copy in found}
                    others = {other for other in nodes.values() if other and other != node}
                    for copy in found:
                        other = nodes[copy.listing]
                        if other is None or other == node:
                            continue
                        weight = 6.0 - 1.2 * max(0, len(others) - 1)
                        weight *= 1.0 if copy.bits * 10 <= copy.of else 0.8
                        if weight <= 0:
                            continue
                        ends = (marks.id, copy.listing) if node < other else (copy.listing, marks.id)
                        side = f"{mark.sha256 or mark.phash} ~ {copy.sha256}"
                        entry = (weight, *ends, side, f"Both show one photo ({copy.said()}).")
                        ties = self._photos[min(node, other)].setdefault(max(node, other), {})
                        ties[mark.sha256 or mark.phash] = entry

    def _region(self, taken: Mapping[str, Sequence[Marks]]) -> _Region:
        region = _Region()
        todo = dict.fromkeys(taken)
        keys = [key for some in taken.values() for marks in some for key in marks.keys]
        for holders in self._profiles.holders(keys).values():
            if len(holders) <= 2 * MOST_ACCOUNTS:
                todo |= dict.fromkeys(holders)
        for a, others in ((node, self._photos.get(node, {})) for node in list(todo)):
            todo |= dict.fromkeys(others)
            region.nodes[a] = None
        for pair in (*self._judged_pairs(self._judgements.same), *self._judged_pairs(self._judgements.apart)):
            if pair[0] in todo or pair[1] in todo:
                todo |= dict.fromkeys(pair)
        for id in dict.fromkeys(self._series_of(list(todo))):
            for node in self._series[id]:
                todo[node] = None
        region.nodes = todo
        region.old = {id: Series(id) for id in dict.fromkeys(self._series_of(list(todo)))}
        return region

    def _series_of(self, nodes: Sequence[str]) -> Iterator[str]:
        """Ids of the stored series of accounts, from memory or from the index."""
        unknown = [node for node in nodes if node not in self._of_node]
        self._profiles.load(unknown)
        first = {next(iter(self._profiles.get(node).marks)): node for node in unknown}
        for start in range(0, len(first), 500):
            ids = list(first)[start : start + 500]
            for series in self._index.find(Series, {"listing": ids}):
                self._remember(series.id, dict.fromkeys(node for id in series.listings if (node := self._profiles.node(id))))
        for node in nodes:
            self._of_node.setdefault(node, None)
            if (id := self._of_node[node]) is not None:
                yield id

    def _remember(self, id: str, nodes: Iterable[str]) -> None:
        self._series[id] = tuple(nodes)
        for node in self._series[id]:
            self._of_node[node] = id

    def _edges(self, nodes: Mapping[str, None]) -> list[Edge]:
        """The edges among these accounts."""
        self._profiles.load(nodes)
        keys = {key for node in nodes for key in self._profiles.get(node).uses}
        shared: dict[Pair, list[SharedKey]] = defaultdict(list)
        for key, holders in self._profiles.holders(sorted(keys)).items():
            if not 2 <= len(holders) <= MOST_ACCOUNTS:
                continue
            one = SharedKey(key, tuple(self._profiles.get(node) for node in holders))
            if one.weight <= 0:
                continue
            inside = sorted(node for node in holders if node in nodes and self._profiles.get(node).uses[key])
            for at, a in enumerate(inside):
                for b in inside[at + 1 :]:
                    shared[a, b].append(one)
        photos = {(a, b): ties for a in nodes for b, ties in self._photos.get(a, {}).items() if b in nodes}
        found = []
        for a, b in dict.fromkeys([*shared, *photos]):
            edge = edge_between(self._profiles.get(a), self._profiles.get(b), shared.get((a, b), ()), photos.get((a, b), {}))
            if edge is not None:
                found.append(edge)
        return found

    def _write(self, groups: Sequence[Sequence[str]], edges: Sequence[Edge], region: _Region, taken: set[str]) -> list[Series]:
        self._load_cases(region.nodes, taken)
        named = self._named(groups, region)
        records: list[Series] = []
        inside = {node: at for at, nodes in enumerate(groups) for node in nodes}
        by_group: dict[int, list[Edge]] = defaultdict(list)
        for edge in edges:
            if inside[edge.a] == inside[edge.b]:
                by_group[inside[edge.a]].append(edge)
        for at, nodes in enumerate(groups):
            if not (taken & set(nodes)) and self._series.get(named[at]) == tuple(sorted(nodes)):
                continue
            links = {node: self._cases.get(node, {}) for node in nodes}
            record = series_record(
                named[at], [self._profiles.get(node) for node in nodes], by_group[at], links, self._judgements
            )
            if record is not None:
                records.append(record)
        gone = set(region.old) - {named[at] for at in range(len(groups))} | {
            named[at] for at, nodes in enumerate(groups) if named[at] in region.old and not self._is_series(nodes)
        }
        if records:
            self._index.put(records)
        if gone:
            self._index.delete(Series, sorted(gone))
        for id in gone:
            self._series.pop(id, None)
        for at, nodes in enumerate(groups):
            if self._is_series(nodes):
                self._remember(named[at], sorted(nodes))
            else:
                self._of_node |= dict.fromkeys(nodes)
        return records

    def _is_series(self, nodes: Sequence[str]) -> bool:
        listings = sum(len(self._profiles.get(node).marks) for node in nodes)
        return listings >= 2 or any(self._cases.get(node) for node in nodes)

    def _named(self, groups: Sequence[Sequence[str]], region: _Region) -> dict[int, str]:
        """Group -> id: that of the stored series with which it shares most accounts, else one of its first listing."""
        claims: list[tuple[int, str, int]] = []
        for at, nodes in enumerate(groups):
            counts = Counter(id for node in nodes if (id := self._of_node.get(node)) is not None)
            claims += [(-count, id, at) for id, count in counts.items()]
        named: dict[int, str] = {}
        used: set[str] = set()
        for _, id, at in sorted(claims):
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

    def _load_cases(self, nodes: Iterable[str], taken: set[str]) -> None:
        wanted = [node for node in nodes if node in taken or node not in self._cases]
        listings = {id: node for node in wanted for id in self._profiles.get(node).marks}
        for node in wanted:
            self._cases[node] = {}
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
