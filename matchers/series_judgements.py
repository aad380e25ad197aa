"""What analysts judged: two listings are of one hand, or are not. A judgement binds until it is revoked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from indexers.index import Index
from tidewaiter.errors import InvalidInput
from tidewaiter.identity import now, time_ordered_id
from tidewaiter.model import Decision

Verdict = Literal["same", "different", "revoked"]
_ACTIONS: dict[str, Verdict] = {"pair.same": "same", "pair.different": "different", "pair.revoke": "revoked"}


@dataclass(slots=True)
class Judgements:
    """Those that hold: pairs of listings."""

    same: list[tuple[str, str]] = field(default_factory=list)
    apart: list[tuple[str, str]] = field(default_factory=list)
    by: dict[tuple[str, str], Decision] = field(default_factory=dict)
    """Pair -> the decision that holds."""


def judge(index: Index, a: str, b: str, verdict: Verdict, *, by: str, note: str = "") -> Decision:
    """Writes a judgement about two listings into the journal. Raises `InvalidInput` for a listing that is not stored.

    Series follow when `SeriesKeeper.follow` is called.
    """
    a, b = sorted((a, b))
    stored = index.listings([a, b])
    missing = [id for id in (a, b) if id not in stored]
    if missing or a == b:
        what = f"{missing[0]}: there is no such listing" if missing else f"{a}: a listing is the same as itself"
        raise InvalidInput(what, do="Give the ids of two listings, as `tidewaiter search` shows them.")
    action = next(action for action, meaning in _ACTIONS.items() if meaning == verdict)
    decision = Decision(time_ordered_id(), now(), by, action, f"{a}|{b}", note, {"a": a, "b": b})
    index.put([decision])
    return decision


def judgements(index: Index) -> Judgements:
    """All judgements that hold: of each pair, the last one."""
    last: dict[tuple[str, str], Decision] = {}
    for decision in sorted(index.find(Decision, {"action": list(_ACTIONS)}), key=lambda decision: decision.id):
        pair = (decision.data.get("a", ""), decision.data.get("b", ""))
        if all(pair):
            last[pair] = decision
    found = Judgements()
    for pair, decision in last.items():
        verdict = _ACTIONS[decision.action]
        if verdict == "revoked":
            continue
        found.by[pair] = decision
        (found.same if verdict == "same" else found.apart).append(pair)
    return found


def count_of(index: Index) -> int:
    """How many judgements were ever written: whether there are new ones since."""
    return index.count(Decision, {"action": list(_ACTIONS)})
