"""Leads: what an analyst is asked to look at, with a status; and the journal of decisions, from which they can be rebuilt."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Literal

from indexers.index import Index
from matchers.series_leads import SEVERITIES, carried, fold, series_lead_id, whole_of
from tidewaiter.case import Case
from tidewaiter.errors import InvalidInput
from tidewaiter.goods import Goods, Severity
from tidewaiter.identity import now, time_ordered_id
from tidewaiter.model import Decided, Decision, Lead, LeadStatus, Match, Series, Target

Action = Literal["confirm", "dismiss", "escalate"]
_AT_ONCE = 500
STATUS: dict[Action, LeadStatus] = {"confirm": "confirmed", "dismiss": "dismissed", "escalate": "escalated"}


def lead_id(listing: str, target: Target) -> str:
    """The same lead has the same id in every run, so that none is made twice."""
    return hashlib.sha256(f"{listing}\n{target.kind}\n{target.id}".encode()).hexdigest()[:16]


def leads_of(
    index: Index, matches: Iterable[Match], *, min_probability: float, campaign: str | None = None, run: str | None = None
) -> list[Lead]:
    """Makes a lead of every match from `min_probability` on and stores it; gives those that are new.

    A lead that is there already keeps its status, whoever decided on it; its probability is brought up to date. The leads of
    the series in which the listings are follow.
    """
    wanted = {lead_id(match.listing, match.target): match for match in matches if match.probability >= min_probability}
    if not wanted:
        return []
    listings = list(dict.fromkeys(match.listing for match in wanted.values()))
    known = {lead.id: lead for lead in index.find(Lead, {"listing": listings})}
    severity = Severities(index)
    series = _series_of(index, {match.listing for id, match in wanted.items() if id not in known})
    new = [
        Lead(
            id=id, kind="match", probability=match.probability, severity=severity.of(match.target), listing=match.listing,
            series=series.get(match.listing), matches=[match.id], created=now(), campaign=campaign, run=run, retro=match.retro,
        )
        for id, match in wanted.items()
        if id not in known
    ]  # fmt: skip
    changed = [
        replace(known[id], probability=match.probability)
        for id, match in wanted.items()
        if id in known and known[id].probability != match.probability
    ]
    if new or changed:
        index.put([*new, *changed])
    fold(index, {lead.series for lead in (*new, *changed) if lead.series})
    return new


def drop_matches(index: Index, outdated: Sequence[Match]) -> None:
    """Takes matches out that hold no longer, with the leads on which nobody has decided."""
    for start in range(0, len(outdated), _AT_ONCE):
        some = outdated[start : start + _AT_ONCE]
        index.delete(Match, [match.id for match in some])
        ids = {lead_id(match.listing, match.target) for match in some}
        found = index.find(Lead, {"listing": list({match.listing for match in some}), "status": "new"})
        leads = [lead for lead in found if lead.id in ids]
        index.delete(Lead, [lead.id for lead in leads])
        fold(index, {lead.series for lead in leads if lead.series})


def take_over(index: Index, matches: Sequence[Match], *, instead_of: Sequence[Match], min_probability: float) -> None:
    """Stores matches that were made anew; of those before, what is no longer likely is taken out with its lead."""
    likely = {match.id for match in matches if match.probability >= min_probability}
    drop_matches(index, [match for match in instead_of if match.id not in likely])
    if matches:
        index.put(matches)


def _series_of(index: Index, listings: Collection[str]) -> dict[str, str]:
    found = index.find(Series, {"listing": sorted(listings)}) if listings else []
    return {listing: series.id for series in found for listing in series.listings if listing in listings}


class Severities:
    """How grave a target is: the goods' own severity; a case's is that of its gravest goods, and at least high."""

    def __init__(self, index: Index) -> None:
        """Takes the index, which is asked when a severity is."""
        self._index = index
        self._known: dict[Target, Severity] = {}

    def of(self, target: Target) -> Severity:
        """The severity of goods or of a case."""
        if target not in self._known:
            self._known[target] = self._of_goods(target.id) if target.kind == "goods" else self._of_case(target.id)
        return self._known[target]

    def _of_goods(self, id: str) -> Severity:
        goods = self._index.get(Goods, id)
        return goods.severity if goods else "medium"

    def _of_case(self, id: str) -> Severity:
        case = self._index.get(Case, id)
        grave = [self._of_goods(goods) for goods in case.goods] if case else []
        return max([*grave, "high"], key=SEVERITIES.index)


def decide(index: Index, id: str, action: Action, *, by: str, note: str = "") -> Lead:
    """Decides on a lead: appended to the journal first, then shown on the lead. Raises `InvalidInput` where there is none.

    What is decided on a series' lead carries to the leads of its listings, but for those that were decided on by themselves.
    """
    lead = index.get(Lead, id)
    if lead is None:
        raise InvalidInput(f"{id}: there is no such lead", do="`tidewaiter leads` lists them with their ids.")
    data = {
        "listing": lead.listing or "",
        "series": (lead.series or "") if lead.kind == "series" else "",
        "match": lead.matches[0] if lead.matches else "",
        "probability": f"{lead.probability:.6f}",
    }
    decision = Decision(time_ordered_id(), now(), by, f"lead.{action}", id, note, {k: v for k, v in data.items() if v})
    index.put([decision])
    decided = _decided(lead, decision)
    index.put([decided, *carried(decided, whole_of(index, lead).members)])
    return decided


def _decided(lead: Lead, decision: Decision) -> Lead:
    action = decision.action.removeprefix("lead.")
    return replace(lead, status=STATUS[action], decided=Decided(decision.by, decision.at, decision.note))  # type: ignore[index]  # one of three


def rebuild_leads(index: Index, *, min_probability: float) -> int:
    """Makes the leads anew from the stored matches and the journal; gives how many there are.

    For a new engine, or after the matches were made again: what analysts decided holds.
    """
    decisions = index.find(Decision, {"action": [f"lead.{action}" for action in STATUS]})
    last = {decision.subject: decision for decision in sorted(decisions, key=lambda decision: decision.id)}
    leads_of(index, index.find(Match), min_probability=min_probability)
    changed = [_decided(lead, last[lead.id]) for lead in index.find(Lead, {"kind": "match"}) if lead.id in last]
    stored = {series_lead_id(series.id): series.id for series in index.find(Series)}
    changed += [
        _decided(Lead(id, "series", 0.0, SEVERITIES[0], series=series, created=last[id].at), last[id])
        for id, series in stored.items()
        if id in last
    ]
    if changed:
        index.put(changed)
    fold(index, stored.values())
    return index.count(Lead)
