"""The edges between accounts, kept up to date: which pairs a new listing may change, and what they share now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from indexers.index import Index
from matchers.links import CLAUSE, JOINS, MOST_HOLDERS, PRIOR, Edge, Shared, edge_between
from matchers.links_near import CROWDED, NearKey
from matchers.links_near import MOST_HOLDERS as MOST_NEAR_HOLDERS
from matchers.links_photos import PhotoFeatureCopies, PhotoGroups, PhotoTable, copies_in_index
from matchers.links_style import compare
from matchers.series_marks import Marks
from matchers.series_profiles import Profile, Profiles, near_key, shared_key
from matchers.series_writing import NO_EVIDENCE
from tidewaiter.model import Series

Pair = tuple[str, str]

LOOKED_AGAIN = 2 * MOST_HOLDERS
"""Accounts that show a key or photo up to which its links are weighed again when one more does."""
_OFTEN = 4
"""Listings of an account up to which each one makes a new search for accounts that write alike."""


def pair_of(a: str, b: str) -> Pair:
    """The pair in its order."""
    return (a, b) if a < b else (b, a)


class Edges:
    """All edges that are known, by account."""

    def __init__(self, index: Index, profiles: Profiles) -> None:
        self._index = index
        self._profiles = profiles
        self._groups = PhotoGroups(profiles.node, profiles.goods)
        self._table = PhotoTable() if profiles.complete else None
        self._features = PhotoFeatureCopies(index)
        self._of: dict[str, dict[str, Edge]] = defaultdict(dict)

    def load_all(self) -> None:
        """Takes all stored photos into memory, after `Profiles.load_all`."""
        self._table = PhotoTable()
        for marks in self._profiles.all_marks():
            # Copies by features cost too much to be sought again; what they tie in stored series is restored from those.
            self._take_photos(marks, by_features=False)

    def restore(self, series: Series) -> None:
        """Takes the edges of a stored series, so that they need not be found again."""
        for link in (*series.links, *series.against):
            signals = tuple(signal for signal in link.signals if signal.kind not in NO_EVIDENCE)
            if not signals:
                continue
            a, b = self._profiles.node(link.a), self._profiles.node(link.b)
            if a is None or b is None or a == b:
                continue
            for signal in signals:
                if signal.kind == "photo.shared":
                    left, right = signal.listing_side.split(" "), signal.target_side.split(" ")
                    if len(left) == len(right) == 2:
                        self._groups.join((left[0], left[1]), (right[0], right[1]), "as found before")
            if pair_of(a, b) not in self:
                weight = PRIOR + sum(signal.weight for signal in signals)
                ends = (link.a, link.b) if a < b else (link.b, link.a)
                self._put(Edge(*pair_of(a, b), weight, signals, ends))

    def __contains__(self, pair: Pair) -> bool:
        return pair[1] in self._of.get(pair[0], {})

    def update(self, taken: Mapping[str, Sequence[Marks]], know: Callable[[Sequence[str]], None]) -> set[str]:
        """Brings the edges up to date after listings were taken; gives the accounts whose edges may be others now.

        know: makes sure that the stored series of accounts were restored.
        """
        pairs: dict[Pair, None] = {}
        keys = dict.fromkeys(key for some in taken.values() for marks in some for key in marks.keys)
        for holders in self._profiles.holders(keys).values():
            if len(holders) <= LOOKED_AGAIN:
                pairs |= dict.fromkeys(_all_pairs(holders))
        pairs |= dict.fromkeys(self._near_pairs(keys))
        for some in taken.values():
            for marks in some:
                nodes = self._take_photos(marks)
                if len(nodes) <= LOOKED_AGAIN:
                    pairs |= dict.fromkeys(_all_pairs(sorted(nodes)))
        for node in taken:
            profile = self._profiles.get(node)
            pairs |= dict.fromkeys(pair_of(node, other) for other in self._of.get(node, ()))
            if _is_time(len(profile.marks), len(taken[node])):
                alike = self._profiles.alike(profile)
                pairs |= dict.fromkeys(pair_of(node, other) for other in alike)
                # What few wrote may be what many write now: the edges of those that write alike are weighed again.
                know(alike)
                pairs |= dict.fromkeys(pair_of(one, other) for one in alike for other in self._of.get(one, ()))
        for node in self._profiles.turned:
            pairs |= dict.fromkeys(pair_of(node, other) for other in self._of.get(node, ()))
        self._profiles.turned.clear()
        self._weigh(pairs)
        return {node for pair in pairs for node in pair} | set(taken)

    def _near_pairs(self, keys: Iterable[str]) -> Iterator[Pair]:
        """Accounts that show handles which are nearly one of these."""
        for key in keys:
            near = self._profiles.near(key)
            if near and len(near) <= CROWDED:
                shown = self._profiles.holders([key, *near])
                mine = shown.pop(key)
                for others in shown.values():
                    if len(mine) + len(others) <= MOST_NEAR_HOLDERS:
                        yield from (pair_of(a, b) for a in mine for b in others if a != b)

    def _near(self, a: Profile, b: Profile) -> Iterator[NearKey]:
        for key in a.uses:
            for other in self._profiles.near(key):
                if other in b.uses and other not in a.uses and key not in b.uses:
                    crowd = len({*self._profiles.near(key), *self._profiles.near(other)} - {key, other})
                    holders = self._profiles.holders([key, other])
                    yield near_key(key, other, a, b, crowd=crowd, holders=sum(map(len, holders.values())))

    def neighbours(self, node: str) -> Iterable[str]:
        """Accounts that share an edge with this one."""
        return self._of.get(node, {})

    def among(self, nodes: Iterable[str]) -> list[Edge]:
        """The edges between these accounts."""
        wanted = set(nodes)
        return [edge for node in wanted for other, edge in self._of.get(node, {}).items() if node < other and other in wanted]

    def _take_photos(self, marks: Marks, *, by_features: bool = True) -> set[str]:
        nodes: set[str] = set()
        for mark in marks.photos:
            found = list(self._table.copies(mark) if self._table is not None else copies_in_index(self._index, mark))
            if by_features:
                found += self._features.copies(mark, but={mark.sha256, *(copy.name for copy in found)})
            nodes |= self._groups.take(marks.id, mark, found)
            if self._table is not None:
                self._table.add(marks.id, mark)
        return nodes

    def _weigh(self, pairs: Iterable[Pair]) -> None:
        self._profiles.load(dict.fromkeys(node for pair in pairs for node in pair))
        for a, b in pairs:
            edge = self._edge(self._profiles.get(a), self._profiles.get(b))
            if edge is not None:
                self._put(edge)
            else:
                self._of[a].pop(b, None)
                self._of[b].pop(a, None)

    def _put(self, edge: Edge) -> None:
        self._of[edge.a][edge.b] = self._of[edge.b][edge.a] = edge

    def _edge(self, a: Profile, b: Profile) -> Edge | None:
        shared = Shared(photos=self._groups.between(a.node, b.node))
        for key, holders in self._profiles.holders(key for key in a.uses if key in b.uses).items():
            if len(holders) <= MOST_HOLDERS:
                several = [self._profiles.get(node) for node in holders]
                said = 2 * sum(one.bystanders[key] for one in several) >= sum(one.uses[key] for one in several)
                shared.keys.append(shared_key(key, a, b, len(holders), bystander=said, accounts=self._profiles.accounts))
        shared.near = list(self._near(a, b))
        self._profiles.measure([a, b])
        likeness = compare(a.habits, b.habits, self._profiles.rarity)
        hubs = (min(a.marks), min(b.marks))
        accounts = self._profiles.accounts
        edge = edge_between(a.node, b.node, shared, likeness, accounts=accounts, hubs=hubs)
        if edge is None or len(likeness.clauses) < 2 or edge.weight - CLAUSE * likeness.shared >= JOINS:
            return edge
        likeness.discount(self._profiles.together)  # costs more than all before: only where clauses decide
        return edge_between(a.node, b.node, shared, likeness, accounts=accounts, hubs=hubs)


def _all_pairs(nodes: Sequence[str]) -> Iterator[Pair]:
    for at, a in enumerate(nodes):
        for b in nodes[at + 1 :]:
            yield pair_of(a, b)


def _is_time(listings: int, new: int) -> bool:
    """Whether the habits of an account with so many listings, some of them new, are worth a new search."""
    return listings - new < _OFTEN or listings.bit_length() != (listings - new).bit_length()
