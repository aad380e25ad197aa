"""How a series is stored: its listings, its cases, and the links that say why; a path of few links explains each pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexers.index import Index
from matchers.links import Edge
from matchers.series_clusters import Refused, needed
from matchers.series_judgements import Judgements
from matchers.series_paths import PATH, SAME, summaries
from matchers.series_profiles import Profile
from tidewaiter.model import Link, Match, Series, Signal

CASE_JOINS = 0.8
"""Probability of a case match from which on the case is part of its listing's series."""
_STRONG = ("identifier.listed", "handle.same", "handle.kin", "identifier.same", "photo.reference")
"""What ties a case to a listing by itself: never a bystander's number, a name, a place."""
SAME_ACCOUNT = 12.0
"""Log-odds that two listings of one account are of one hand."""
JUDGED = 14.0
JUDGED_KIND, WEAK = "seller.judged", "seller.weak"
NO_EVIDENCE = frozenset({SAME, PATH, JUDGED_KIND, WEAK})
"""Kinds of signals that say how a series was made, not what its accounts share."""


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
    against: Sequence[Link] = (),
) -> Series | None:
    """The series of these accounts; None where one listing stands alone. against: what ties it to others all the same."""
    listings = sorted(listing for profile in profiles for listing in profile.marks)
    tied = sorted({case for links in cases.values() for case in links})
    if len(listings) < 2 and not tied:
        return None
    ends = Counter(end for edge in edges for end in edge.listings)
    links: list[Link] = []
    hubs: dict[str, str] = {}
    for profile in profiles:
        # All listings of an account hang on the one that most links to other accounts hang on: paths stay short.
        hub = hubs[profile.node] = min(profile.marks, key=lambda listing: (-ends[listing], listing))
        signal = Signal(SAME, profile.node, profile.node, SAME_ACCOUNT, "They are of one account.")
        links += [Link(hub, listing, (signal,)) for listing in sorted(profile.marks) if listing != hub]
    links += [Link(*edge.listings, edge.signals) for edge in sorted(edges, key=lambda edge: (-edge.weight, edge.a, edge.b))]
    members = set(listings)
    for a, b in judgements.same:
        if a in members and b in members:
            decision = judgements.by[a, b]
            links.append(Link(a, b, (Signal(JUDGED_KIND, a, b, JUDGED, f"{decision.by} judged them the same."),)))
    for case in tied:
        best = max(
            (found[case] for found in cases.values() if case in found), key=lambda link: (link.probability, link.listing)
        )
        links.append(Link(best.listing, case, best.signals))
    if len(profiles) + len(tied) > 2:
        links += summaries(links, hubs[_central(profiles, edges)])
    return Series(id, listings, tied, links, [*against, *_within(profiles, judgements)])


def _central(profiles: Sequence[Profile], edges: Sequence[Edge]) -> str:
    """The account that most others hang on."""
    tied = Counter(node for edge in edges for node in (edge.a, edge.b))
    return min(profiles, key=lambda one: (-tied[one.node], -len(one.marks), one.node)).node


def _within(profiles: Sequence[Profile], judgements: Judgements) -> list[Link]:
    """Listings of one account that were judged different: the account may have changed hands, but it is one account."""
    found = []
    for a, b in judgements.apart:
        if any(a in profile.marks and b in profile.marks for profile in profiles):
            why = f"{judgements.by[a, b].by} judged them different, but they are of one account."
            found.append(Link(a, b, (Signal(JUDGED_KIND, a, b, -JUDGED, why),)))
    return found


def against_of(refused: Refused, profiles: Mapping[str, Profile], judgements: Judgements) -> Link:
    """A tie that does not join, as it is stored: why it does not, then what it is."""
    edge = refused.edge
    if edge is not None:
        a, b, signals = *edge.listings, edge.signals
    else:
        a, b = _judged(judgements.same, profiles[refused.a], profiles[refused.b])
        signals = (Signal(JUDGED_KIND, a, b, JUDGED, f"{judgements.by[a, b].by} judged them the same."),)
    if refused.judged is not None:
        pair = _judged(judgements.apart, *(profiles[node] for node in refused.judged))
        why = f"{judgements.by[pair].by} judged {pair[0]} and {pair[1]} different."
        return Link(a, b, (Signal(JUDGED_KIND, *pair, -JUDGED, why), *signals))
    m, n = refused.sizes
    least = needed(m, n)
    why = f"The ties of these {m} and {n} accounts have log-odds of {refused.between:.1f}; of so many {least:.1f} is asked."
    return Link(a, b, (Signal(WEAK, a, b, 0.0, why), *signals))


def _judged(pairs: Sequence[tuple[str, str]], one: Profile, other: Profile) -> tuple[str, str]:
    """The pair of listings of two accounts that was judged."""
    return next((a, b) for a, b in pairs if (a in one.marks and b in other.marks) or (a in other.marks and b in one.marks))
