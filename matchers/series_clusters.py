"""From accounts and the edges between them to groups; judgements of analysts come first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from matchers.links import Edge


class Groups:
    """Disjoint groups of names, with pairs that must not come together."""

    def __init__(self, apart: Iterable[tuple[str, str]] = ()) -> None:
        self._parent: dict[str, str] = {}
        self._apart: dict[str, set[str]] = defaultdict(set)
        for a, b in apart:
            self._apart[a].add(b)
            self._apart[b].add(a)
        self._members: dict[str, list[str]] = {}

    def root(self, name: str) -> str:
        """The name that stands for the group."""
        if name not in self._parent:
            self._parent[name] = name
            self._members[name] = [name]
        while self._parent[name] != name:
            self._parent[name] = self._parent[self._parent[name]]
            name = self._parent[name]
        return name

    def join(self, a: str, b: str) -> bool:
        """Joins two groups unless two of their members must stay apart; whether they are one now."""
        left, right = self.root(a), self.root(b)
        if left == right:
            return True
        if len(self._members[left]) < len(self._members[right]):
            left, right = right, left
        if any(
            other in self._apart[name] for name in self._members[right] if name in self._apart for other in self._members[left]
        ):
            return False
        self._parent[right] = left
        self._members[left] += self._members.pop(right)
        return True

    def all(self) -> list[list[str]]:
        """The groups."""
        return [sorted(members) for members in self._members.values()]


def cluster(
    nodes: Iterable[str],
    edges: Sequence[Edge],
    *,
    same: Iterable[tuple[str, str]] = (),
    apart: Iterable[tuple[str, str]] = (),
) -> list[list[str]]:
    """Groups of accounts: what was judged the same, then the strongest edges first, never over a judgement."""
    groups = Groups(apart)
    for node in nodes:
        groups.root(node)
    for a, b in same:
        groups.join(a, b)
    for edge in sorted(edges, key=lambda edge: (-edge.weight, edge.a, edge.b)):
        groups.join(edge.a, edge.b)
    return groups.all()


def neighbours(edges: Iterable[Edge]) -> Mapping[str, dict[str, Edge]]:
    """Account -> its neighbours, each with the edge."""
    found: dict[str, dict[str, Edge]] = defaultdict(dict)
    for edge in edges:
        found[edge.a][edge.b] = found[edge.b][edge.a] = edge
    return found
