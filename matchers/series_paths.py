"""Why two members of a series belong together: a path of at most three links."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence

from tidewaiter.model import Link, Series, Signal

SAME, PATH = "seller.same", "seller.path"
"""Kinds of the signals of a link within one account, and of one that sums up a longer way."""
FURTHEST = 3
_TOLD = 4
"""Steps of a way that its summary tells."""


def path(series: Series, a: str, b: str) -> list[Link]:
    """The links that lead from one member (a listing or a case) to another one, in order; empty where there are none.

    What ties them directly is preferred; where that takes more than three links, a link that sums some up is part of it.
    """
    plain = [link for link in series.links if not is_summary(link)]
    found = _way(_adjacent(plain), a, b)
    return found if found and len(found) <= FURTHEST else _way(_adjacent(series.links), a, b)


def is_summary(link: Link) -> bool:
    """Whether a link sums up a longer way."""
    return any(signal.kind == PATH for signal in link.signals)


def summaries(links: Sequence[Link], centre: str) -> list[Link]:
    """Links from `centre` to all that is further from it than one link: with them two links explain any two members."""
    adjacent = _adjacent(links)
    towards = _reached(adjacent, centre)
    found = []
    for id, link in towards.items():
        if link is None or centre in (link.a, link.b):
            continue
        steps = _back(towards, id)
        told = [signal for step in steps for signal in step.signals[:1] if signal.kind != SAME]
        why = "; ".join(signal.why.rstrip(".") for signal in told[:_TOLD]) + ("; and more" if len(told) > _TOLD else "")
        weakest = min(sum(signal.weight for signal in step.signals) for step in steps)
        found.append(Link(centre, id, (Signal(PATH, centre, id, round(weakest, 3), f"Step by step: {why}."),)))
    return found


def _adjacent(links: Iterable[Link]) -> Mapping[str, list[Link]]:
    adjacent: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        adjacent[link.a].append(link)
        adjacent[link.b].append(link)
    return adjacent


def _reached(adjacent: Mapping[str, Sequence[Link]], start: str) -> dict[str, Link | None]:
    """Member -> the link by which it is reached first."""
    towards: dict[str, Link | None] = {start: None}
    todo = deque([start])
    while todo:
        at = todo.popleft()
        for link in adjacent.get(at, ()):
            other = link.b if link.a == at else link.a
            if other not in towards:
                towards[other] = link
                todo.append(other)
    return towards


def _way(adjacent: Mapping[str, Sequence[Link]], a: str, b: str) -> list[Link]:
    towards = _reached(adjacent, a)
    return list(reversed(_back(towards, b))) if b in towards else []


def _back(towards: Mapping[str, Link | None], id: str) -> list[Link]:
    steps = []
    while (link := towards[id]) is not None:
        steps.append(link)
        id = link.b if link.a == id else link.a
    return steps
