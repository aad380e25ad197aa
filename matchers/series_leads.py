"""One lead for a series, not forty: the leads of its listings are folded under it, and what is decided on it carries to them.

Each match keeps its own lead, so that nothing that was decided on one listing is lost; what an analyst is shown is the
series. A series has a lead of its own while two of its listings have leads that nobody decided on by themselves, and once it
was decided on, for as long as it lasts: a listing that joins it then gets the same status, and says by which series.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from indexers.index import Index
from tidewaiter.goods import Severity
from tidewaiter.identity import now
from tidewaiter.model import Lead, Series

FEWEST = 2
"""Listings with leads that are open from which on a series is one lead."""
MOST_MATCHES = 200
"""Matches that a series' lead names, the best."""
SEVERITIES: tuple[Severity, ...] = ("low", "medium", "high", "critical")


@dataclass(slots=True)
class FoldedLead:
    """What an analyst looks at: a lead, and for one of a series the leads that are folded under it, best first."""

    lead: Lead
    members: list[Lead] = field(default_factory=list)

    @property
    def listings(self) -> list[str]:
        """Ids of the listings that it is about, that of the best match first."""
        leads = self.members or [self.lead]
        return list(dict.fromkeys(lead.listing for lead in leads if lead.listing))

    @property
    def joined(self) -> list[str]:
        """Listings that became part of the series after it was decided on; what was decided carried to them."""
        return list(dict.fromkeys(lead.listing for lead in self.members if lead.listing and self._after(lead)))

    def _after(self, lead: Lead) -> bool:
        whole, own = self.lead.decided, lead.decided
        return bool(whole and own and own.series and own.series == self.lead.series and own.at > whole.at)


def series_lead_id(series: str) -> str:
    """The same series has the same lead in every run."""
    return hashlib.sha256(f"series\n{series}".encode()).hexdigest()[:16]


def ranked(leads: Sequence[Lead]) -> list[Lead]:
    """Likeliest and gravest first: an even chance of something critical stands before a sure thing of low severity."""
    return sorted(leads, key=lambda lead: (-lead.probability * (1 + _rank(lead.severity)), lead.id))


def _rank(severity: str) -> int:
    return next((at for at, one in enumerate(SEVERITIES) if one == severity), SEVERITIES.index("medium"))


def place_leads(index: Index, series_of: Mapping[str, str | None]) -> None:
    """Says on the leads of listings in which series each is now, and brings the leads of the series up to date.

    series_of: listing -> its series, for listings that came into one or left one; the series are stored already.
    """
    ids = list(series_of)
    touched: set[str] = set()
    for start in range(0, len(ids), 500):
        changed: list[Lead] = []
        for lead in index.find(Lead, {"listing": ids[start : start + 500]}):
            after = series_of[lead.listing or ""]
            touched |= {id for id in (lead.series, after) if id}
            if lead.series != after:
                changed.append(replace(lead, series=after))
        _reopen(index, changed)
        if changed:
            index.put(changed)
    fold(index, touched)


def _reopen(index: Index, moved: list[Lead]) -> None:
    """Takes back what was decided on a series of listings that turned out to be none of it: they must be looked at again.

    Where the series went up in another one, the decision stays: it was made on these listings.
    """
    from_series = {lead.decided.series for lead in moved if lead.decided and lead.decided.series}
    lasting = {id for id in from_series if index.get(Series, id) is not None}
    for at, lead in enumerate(moved):
        if lead.decided and lead.decided.series in lasting and lead.decided.series != lead.series:
            moved[at] = replace(lead, status="new", decided=None)


def fold(index: Index, series: Iterable[str]) -> list[Lead]:
    """Makes, brings up to date or takes away the leads of these series, and carries decisions; gives the leads that are new."""
    ids = sorted(set(series))
    new: list[Lead] = []
    for start in range(0, len(ids), 500):
        found: dict[str, list[Lead]] = defaultdict(list)
        for lead in index.find(Lead, {"series": ids[start : start + 500]}):
            found[lead.series or ""].append(lead)
        put: list[Lead] = []
        gone: list[str] = []
        for id, leads in found.items():
            whole = next((lead for lead in leads if lead.kind == "series"), None)
            members = [lead for lead in leads if lead.kind == "match"]
            if whole is not None and whole.decided is not None:
                joined = carried(whole, [lead for lead in members if lead.decided is None])
                members = [*(lead for lead in members if lead.decided is not None), *map(_as_of_now, joined)]
                put += members[len(members) - len(joined) :]
            after = _whole(id, whole, members)
            if after is None and whole is not None:
                gone.append(whole.id)
            elif after is not None and after != whole:
                put.append(after)
                if whole is None:
                    new.append(after)
        if put:
            index.put(put)
        if gone:
            index.delete(Lead, gone)
    return new


def carried(whole: Lead, members: Sequence[Lead]) -> list[Lead]:
    """Those of the leads of a series' listings that get its decision, with it; what somebody decided by itself stays."""
    decision = whole.decided
    if decision is None:
        return []
    decided = replace(decision, series=whole.series or "")
    return [replace(lead, status=whole.status, decided=decided) for lead in members if _is_open(lead, whole.series)]


def _as_of_now(lead: Lead) -> Lead:
    """A decision that carried to a listing that joined: as of now, so that it is seen that it came later."""
    return replace(lead, decided=replace(lead.decided, at=now())) if lead.decided else lead


def _is_open(lead: Lead, series: str | None) -> bool:
    """Whether nobody decided on it, or on its series only."""
    return lead.decided is None or (series is not None and lead.decided.series == series)


def _whole(series: str, old: Lead | None, members: Sequence[Lead]) -> Lead | None:
    """The lead of a series; None where there is none to be."""
    open_ones = ranked([lead for lead in members if _is_open(lead, series)])
    lasts = old is not None and old.decided is not None
    if not open_ones or (not lasts and len({lead.listing for lead in open_ones}) < FEWEST):
        return old if lasts else None
    best = open_ones[0]
    newest = max(open_ones, key=lambda lead: (lead.created, lead.id))
    matches = list(dict.fromkeys(id for lead in open_ones for id in lead.matches))[:MOST_MATCHES]
    if old is not None:
        return replace(old, probability=best.probability, severity=best.severity, matches=matches)
    return Lead(
        id=series_lead_id(series), kind="series", probability=best.probability, severity=best.severity, series=series,
        matches=matches, created=now(), campaign=newest.campaign, run=newest.run,
        retro=all(lead.retro for lead in open_ones),
    )  # fmt: skip


def folded_leads(
    index: Index, *, status: str | None = None, campaign: str | None = None, run: str | None = None
) -> list[FoldedLead]:
    """What to look at, best first: the leads that pass, those of one series as one.

    A lead that was decided on by itself stands under its series only where that has the status asked for, or none was asked.
    """
    asked = (("status", status), ("campaign", campaign), ("run", run))
    return together(index, index.find(Lead, {name: value for name, value in asked if value is not None}), status=status)


def whole_of(index: Index, lead: Lead) -> FoldedLead:
    """One lead; that of a series with what is folded under it."""
    members = index.find(Lead, {"series": lead.series, "kind": "match"}) if lead.kind == "series" and lead.series else []
    return FoldedLead(lead, ranked(members))


def together(index: Index, leads: Sequence[Lead], *, status: str | None = None) -> list[FoldedLead]:
    """These leads, those of one series as one with all that is folded under it; best first."""
    ids = sorted({lead.series for lead in leads if lead.series})
    wholes: dict[str, Lead] = {}
    members: dict[str, list[Lead]] = defaultdict(list)
    for start in range(0, len(ids), 500):
        for lead in index.find(Lead, {"series": ids[start : start + 500]}):
            if lead.kind == "match":
                members[lead.series or ""].append(lead)
            elif status in (None, lead.status):
                wholes[lead.series or ""] = lead
    shown = {lead.id: lead for lead in leads if lead.kind == "match" and lead.series not in wholes}
    shown |= {lead.id: lead for lead in wholes.values()}
    shown |= {lead.id: lead for lead in leads if lead.kind == "series"}
    return [
        FoldedLead(lead, ranked(members[lead.series or ""]) if lead.kind == "series" else [])
        for lead in ranked(list(shown.values()))
    ]
