"""How a series is stored: its listings, its cases, and the links that say why; a path of few links explains each pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexers.index import Index
from matchers.links import Edge
from matchers.series_judgements import Judgements
from matchers.series_profiles import Profile
from tidewaiter.model import Link, Match, Series, Signal

CASE_JOINS = 0.8
"""Probability of a case match from which on the case is part of its listing's series."""
_STRONG = ("identifier.listed", "handle.same", "handle.kin", "identifier.same", "photo.reference")
"""What ties a case to a listing by itself: never a bystander's number, a name, a place."""
SAME_ACCOUNT = 12.0
"""Log-odds that two listings of one account are of one hand."""
JUDGED = 14.0


@dataclass(slots=True, frozen=True)
class CaseLinks:
    """A case that a listing belongs to, with the reasons."""

    listing: str
    case: str
    probability: float
    signals: tuple[Signal, ...]


def case_links(index: Index, listings: Sequence[str]) -> dict[str, list[CaseLinks]]:
    """Listing -> the cases that it is tied to strongly."""
    found: dict[str, list[CaseLinks]] = {}
    for start in range(0, len(listings), 500):
        for match in index.find(Match, {"listing": list(listings[start : start + 500])}):
            if match.target.kind != "case" or match.probability < CASE_JOINS:
                continue
            if any(signal.kind in _STRONG and signal.weight > 0 for signal in match.signals):
                link = CaseLinks(match.listing, match.target.id, match.probability, tuple(match.signals))
                found.setdefault(match.listing, []).append(link)
    return found


def series_record(
    id: str,
    profiles: Sequence[Profile],
    edges: Sequence[Edge],
    cases: Mapping[str, Mapping[str, CaseLinks]],
    judgements: Judgements,
) -> Series | None:
    """The series of these accounts; None where one listing stands alone."""
    listings = sorted(listing for profile in profiles for listing in profile.marks)
    tied = sorted({case for links in cases.values() for case in links})
    if len(listings) < 2 and not tied:
        return None
    ends = Counter(end for edge in edges for end in edge.listings)
    links: list[Link] = []
    for profile in profiles:
        # All listings of an account hang on the one that most links to other accounts hang on: paths stay short.
        hub = min(profile.marks, key=lambda listing: (-ends[listing], listing))
        signal = Signal("seller.same", profile.node, profile.node, SAME_ACCOUNT, "They are of one account.")
        links += [Link(hub, listing, (signal,)) for listing in sorted(profile.marks) if listing != hub]
    links += [Link(*edge.listings, edge.signals) for edge in sorted(edges, key=lambda edge: (-edge.weight, edge.a, edge.b))]
    members = set(listings)
    for a, b in judgements.same:
        if a in members and b in members:
            decision = judgements.by[a, b]
            links.append(Link(a, b, (Signal("seller.judged", a, b, JUDGED, f"{decision.by} judged them the same."),)))
    for case in tied:
        best = max(
            (found[case] for found in cases.values() if case in found), key=lambda link: (link.probability, link.listing)
        )
        links.append(Link(best.listing, case, best.signals))
    return Series(id, listings, tied, links)
