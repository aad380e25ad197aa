"""What an installation's own analysts teach: which kinds of evidence mislead where they look.

Fifty decisions can't fit twenty weights. They can tell whether one kind of evidence does not hold here: a code word that is
slang for something innocent, a number that many traders share. So each kind is a suspect: "of the candidates that show it,
this share is wrong whatever else speaks for them". Decisions weigh the suspects (Bayes, with analysts who err now and then);
where the bundled weights explain them as well, nothing moves. A suspect's weight is then kept in the share in which its
evidence holds, so no weight grows or turns, and only as far as that would not cost the order of the bundled judged set under
any explanation that is still plausible.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexers.index import Index
from matchers.calibrate import KINDS, Judged, bundled_judged, strengths_of
from matchers.score import Weights, bundled_weights
from tidewaiter.model import Decision, Listing, Match, TargetKind

Matching = Callable[[Sequence[Listing]], list[list[Match]]]
"""Matches listings, as `Matcher.match` does."""
Floats = npt.NDArray[np.float64]

WRONGLY = 0.05
"""Share of decisions that are taken to be slips: none of them alone can say much against strong evidence."""
PRIOR_SPREAD = 0.5
"""Standard deviation, in log-odds, of how much commoner or rarer right candidates are here than in the bundled set."""
LEAST_ODDS = 3.0
"""Of "some kind misleads" against "the bundled weights hold", before anything moves: Jeffreys' bound of "substantial"."""
SURE = 0.9
"""A suspect this likely is taken for found, and the others are asked what is left to explain."""
PLAUSIBLE = 0.1
"""A suspect this likely has a say in whether a step would do harm."""
STEPS = (1.0, 0.5, 0.25)
"""How much of the way to what the decisions say is tried, until nothing plausible loses by it."""
MOST_FOUND = 3
"""Kinds that mislead at one installation; more of them, and it is another trade than the bundled weights know."""
MOST_ALIKE = 20
"""How often a row of the bundled judged set counts at most: copies of one offer are no more of the trade."""
_SHARES: Floats = np.linspace(0.05, 0.95, 10)
_SHIFTS: Floats = np.linspace(-2 * PRIOR_SPREAD, 2 * PRIOR_SPREAD, 9)
_MOST_LOG_ODDS = 14.0


@dataclass(slots=True, frozen=True)
class _Suspect:
    column: int
    probability: float
    share: float
    """Of the candidates that show it: how many it makes wrong, if it misleads."""


@dataclass(slots=True, frozen=True)
class _Candidates:
    """Some judged candidates as a table: strengths by kind, how likely each is right, how often it counts."""

    strengths: Floats
    right: Floats
    times: Floats

    def order(self, weights: Floats) -> float:
        """Average precision of the order that the weights give."""
        order = np.argsort(-(self.strengths @ weights), kind="stable")
        right, times = (self.right * self.times)[order], self.times[order]
        total = float(right.sum())
        return float((right.cumsum() / times.cumsum() * right).sum()) / total if total else 1.0

    def misled(self, suspect: _Suspect) -> _Candidates:
        """The same where a kind misleads."""
        held = 1 - suspect.share * _shown(self.strengths, suspect.column)
        return _Candidates(self.strengths, self.right * held, self.times)


def judged_by_analysts(index: Index, match: Matching, weights: Mapping[TargetKind, Weights]) -> list[Judged]:
    """What analysts confirmed (right) and dismissed (wrong), as far as the listings are stored. The last decision counts.

    match: matches listings anew with `weights`, so that strengths can be told from them whatever the weights were then.
    """
    decisions = index.find(Decision, {"action": ["lead.confirm", "lead.dismiss"]})
    last = {decision.data["match"]: decision for decision in sorted(decisions, key=lambda d: d.id) if "match" in decision.data}
    listings = index.listings(list(dict.fromkeys(id.split("|")[0] for id in last)), vectors=True)
    again = {one.id: one for matches in match(list(listings.values())) for one in matches} if listings else {}
    return [
        Judged(found.target.kind, decision.action == "lead.confirm", strengths_of(found, weights[found.target.kind]))
        for id, decision in last.items()
        if (found := again.get(id)) is not None
    ]


def recalibrated(index: Index, match: Matching, weights: Mapping[TargetKind, Weights]) -> tuple[dict[TargetKind, Weights], int]:
    """The bundled weights after what analysts decided; and how many decisions there were."""
    decided = judged_by_analysts(index, match, weights)
    return {kind: fit_to_own([one for one in decided if one.kind == kind], kind) for kind in KINDS}, len(decided)


def fit_to_own(decided: Sequence[Judged], kind: TargetKind) -> Weights:
    """The bundled weights of one kind of target, where an installation's own decisions don't speak against them."""
    start = bundled_weights(kind)
    kinds = sorted(start.by_kind)
    weights = np.array([start.by_kind[name] for name in kinds])
    own = _table(decided, kinds)
    bundled = _table(bundled_judged(kind), kinds)
    log_odds = np.clip(own.strengths @ weights + start.prior, -_MOST_LOG_ODDS, _MOST_LOG_ODDS)
    right = 1 / (1 + np.exp(-(log_odds + _SHIFTS[:, None])))
    asked = {column for column, weight in enumerate(weights) if weight > 0}
    for _ in range(MOST_FOUND):
        suspects = _suspects(own, right, asked)
        step = _step(weights, suspects, bundled)
        if step is None:
            break
        weights = step
        surest = max(suspects, key=lambda suspect: suspect.probability)
        if surest.probability < SURE:
            break
        right = right * (1 - surest.share * _shown(own.strengths, surest.column))
        bundled = bundled.misled(surest)
        asked.remove(surest.column)
    prior = start.prior + float((_posterior(_shift_log_odds(right, own.right)) * _SHIFTS).sum())
    by_kind = {name: round(float(weight), 3) for name, weight in zip(kinds, weights, strict=True)}
    return Weights(round(prior, 3), by_kind, f"{start.fitted_on}, and {len(decided)} decisions of analysts")


def _suspects(own: _Candidates, right: Floats, asked: set[int]) -> list[_Suspect]:
    """Who may be to blame for the decisions, with how likely each is among them; none where nobody need be.

    right: how likely each decided candidate is right, by the shift of the prior.
    """
    found = []
    for column in sorted(asked):
        shown = _shown(own.strengths, column)
        if shown.any():
            misled = right[None] * (1 - _SHARES[:, None, None] * shown)
            by_share = np.logaddexp.reduce(_shift_log_odds(misled, own.right), axis=1) - np.log(len(_SHARES))
            found.append((column, float(np.logaddexp.reduce(by_share)), float((_posterior(by_share) * _SHARES).sum())))
    if not found:
        return []
    blame = np.array([log_odds for _, log_odds, _ in found]) - np.log(len(found))
    nobody = float(np.logaddexp.reduce(_shift_log_odds(right, own.right)))
    if float(np.logaddexp.reduce(blame)) - nobody < np.log(LEAST_ODDS):
        return []
    likely = _posterior(blame)
    return [_Suspect(column, float(p), share) for (column, _, share), p in zip(found, likely, strict=True)]


def _step(weights: Floats, suspects: Sequence[_Suspect], bundled: _Candidates) -> Floats | None:
    """The weights, each less by how much its evidence is expected to mislead, as far as no plausible suspect speaks against."""
    held = np.ones_like(weights)
    for suspect in suspects:
        held[suspect.column] = 1 - suspect.probability * suspect.share
    worlds = [bundled.misled(suspect) for suspect in suspects if suspect.probability >= PLAUSIBLE]
    for step in STEPS if worlds else ():
        stepped: Floats = weights * (1 - step * (1 - held))
        if all(world.order(stepped) >= world.order(weights) for world in worlds):
            return stepped
    return None


def _shift_log_odds(right: Floats, decided: Floats) -> Floats:
    """Log of how likely the decisions and a shift of the prior are together, by shift (the last axis but the decisions')."""
    said = WRONGLY + (1 - 2 * WRONGLY) * right
    spread = -0.5 * (_SHIFTS / PRIOR_SPREAD) ** 2
    told: Floats = np.log(np.where(decided > 0.5, said, 1 - said)).sum(axis=-1) + spread - np.logaddexp.reduce(spread)
    return told


def _posterior(log_odds: Floats) -> Floats:
    shares: Floats = np.exp(log_odds - np.logaddexp.reduce(log_odds))
    return shares


def _shown(strengths: Floats, column: int) -> Floats:
    shown: Floats = np.clip(strengths[:, column], 0, 1)
    return shown


def _table(judged: Sequence[Judged], kinds: Sequence[str]) -> _Candidates:
    at = {name: column for column, name in enumerate(kinds)}
    strengths = np.zeros((len(judged), len(kinds)))
    for row, one in enumerate(judged):
        for name, strength in one.strengths:
            if name in at:
                strengths[row, at[name]] += strength
    right = np.array([one.right for one in judged], dtype=np.float64)
    return _Candidates(strengths, right, np.array([min(one.times, MOST_ALIKE) for one in judged], dtype=np.float64))
