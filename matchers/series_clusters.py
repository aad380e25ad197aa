"""From accounts and the edges between them to groups: correlation clustering, judgements of analysts first.

Greedy additive edge contraction (Keuper et al., "Efficient Decomposition of Image and Mesh Graphs by Lifted Multicuts",
ICCV 2015): the two groups with the most between them become one, again and again; what lies between two groups adds up. Among
the m x n pairs of two groups a link by chance is the likelier the more there are, so a lone weak link joins two single accounts
but not two crowds: a cluster falls apart where its weakest cut is weak.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from matchers.links import JOINS, Edge

CHANCE = 0.5
"""Log-odds that what lies between two groups must have beyond `JOINS`, for each nat of how many pairs there are."""

Pair = tuple[str, str]


@dataclass(slots=True, frozen=True)
class Refused:
    """Two accounts that something ties and that are in two groups all the same."""

    a: str
    b: str
    edge: Edge | None
    """None: an analyst judged them the same, and other judgements forbid it."""
    judged: Pair | None
    """The accounts, one of each group, that were judged different; None where the tie is too weak."""
    sizes: tuple[int, int] = (1, 1)
    """Accounts of the two groups."""
    between: float = 0.0
    """Log-odds of all that lies between the two groups."""


@dataclass(slots=True)
class Clustering:
    """Groups of accounts, and what speaks against them."""

    groups: list[list[str]]
    refused: list[Refused] = field(default_factory=list)


def needed(m: int, n: int) -> float:
    """Log-odds that must lie between groups of m and n accounts for them to be one."""
    return JOINS + CHANCE * math.log(m * n)


class _Groups:
    """Groups that grow together, with what lies between them."""

    def __init__(self, nodes: Iterable[str], apart: Iterable[Pair]) -> None:
        self.of = {node: node for node in nodes}
        self.members = {node: [node] for node in self.of}
        self.between: dict[str, dict[str, float]] = {node: {} for node in self.of}
        self._apart: dict[str, dict[str, Pair]] = defaultdict(dict)
        """Group -> groups that must stay apart from it, with the judged pair."""
        for a, b in apart:
            if a in self.of and b in self.of:
                self._apart[a][b] = self._apart[b][a] = (a, b)

    def forbidden(self, a: str, b: str) -> Pair | None:
        """The pair of members that was judged different, if any."""
        return self._apart.get(a, {}).get(b)

    def contract(self, a: str, b: str) -> str:
        """Makes two groups one; gives its name."""
        if len(self.members[a]) < len(self.members[b]):
            a, b = b, a
        for node in self.members[b]:
            self.of[node] = a
        self.members[a] += self.members.pop(b)
        self.between[b].pop(a, None)
        self.between[a].pop(b, None)
        for other, weight in self.between.pop(b).items():
            del self.between[other][b]
            self.between[a][other] = self.between[other][a] = self.between[a].get(other, 0.0) + weight
        for other, pair in self._apart.pop(b, {}).items():
            del self._apart[other][b]
            self._apart[a].setdefault(other, pair)
            self._apart[other].setdefault(a, pair)
        return a

    def surplus(self, a: str, b: str) -> float:
        """By how much what lies between two groups is more than is needed."""
        return self.between[a][b] - needed(len(self.members[a]), len(self.members[b]))


def cluster(
    nodes: Iterable[str],
    edges: Sequence[Edge],
    *,
    same: Iterable[Pair] = (),
    apart: Iterable[Pair] = (),
) -> Clustering:
    """Groups of accounts: what was judged the same, then what has most between it, never over a judgement."""
    groups = _Groups(nodes, apart)
    refused: list[Refused] = []
    for edge in edges:
        groups.between[edge.a][edge.b] = groups.between[edge.b][edge.a] = edge.weight
    for a, b in same:
        left, right = groups.of[a], groups.of[b]
        if left == right:
            continue
        if (judged := groups.forbidden(left, right)) is not None:
            refused.append(Refused(a, b, None, judged))
        else:
            groups.contract(left, right)
    _contract(groups)
    refused += _refused(groups, edges)
    return Clustering([sorted(members) for members in groups.members.values()], refused)


def _contract(groups: _Groups) -> None:
    heap: list[tuple[float, str, str]] = []

    def push(name: str, others: Iterable[str]) -> None:
        for other in others:
            surplus = groups.surplus(name, other)
            if surplus >= 0 and groups.forbidden(name, other) is None:
                heapq.heappush(heap, (-surplus, *_ordered(name, other)))

    for name, others in groups.between.items():
        push(name, (other for other in others if name < other))
    while heap:
        surplus, a, b = heapq.heappop(heap)
        grown = a not in groups.members or b not in groups.members or -surplus != groups.surplus(a, b)
        if grown or groups.forbidden(a, b) is not None:
            continue  # said of groups that have grown since
        name = groups.contract(a, b)
        push(name, groups.between[name])


def _refused(groups: _Groups, edges: Sequence[Edge]) -> Iterator[Refused]:
    """Of each two groups with something between them the strongest edge."""
    strongest: dict[Pair, Edge] = {}
    for edge in edges:
        pair = _ordered(groups.of[edge.a], groups.of[edge.b])
        if pair[0] != pair[1] and (pair not in strongest or edge.weight > strongest[pair].weight):
            strongest[pair] = edge
    for (a, b), edge in strongest.items():
        sizes = (len(groups.members[groups.of[edge.a]]), len(groups.members[groups.of[edge.b]]))
        yield Refused(edge.a, edge.b, edge, groups.forbidden(a, b), sizes, groups.between[a][b])


def _ordered(a: str, b: str) -> Pair:
    return (a, b) if a < b else (b, a)
