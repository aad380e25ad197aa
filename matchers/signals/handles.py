"""Handles of a listing against those that cases know: the same, the same under another kind, one sign off, a bystander's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from matchers.evidence import Evidence
from matchers.keys import handle_keys
from matchers.view import ListingView
from tidewaiter.case import Case
from tidewaiter.model import Handle

BYSTANDER_ROLES = frozenset(
    {
        "courier", "driver", "witness", "victim", "reporter", "informant", "complainant", "officer", "customs", "platform",
        "bank", "interpreter", "expert", "快递员", "快递", "司机", "证人", "举报人", "报案人", "被害人", "受害人",
        "鉴定人", "翻译", "民警", "物流", "курьер", "свидетель", "водитель", "nhân chứng", "người giao hàng",
    }
)  # fmt: skip
"""Roles of parties who are no suspects: what they share with a listing links nothing."""
_NEAR_NUMBER = 9
_NEAR_ACCOUNT = 7
_BEFORE = 16
"""Characters before a number in which it is said whose it is."""


@dataclass(slots=True, frozen=True)
class Known:
    """A handle as a case knows it."""

    case: str
    kind: str
    value: str
    owner: str
    bystander: bool


class CaseHandles:
    """All handles of all cases, by every key under which a listing may show them."""

    def __init__(self, cases: Sequence[Case]) -> None:
        """Takes the known cases."""
        self._by_key: dict[str, list[Known]] = defaultdict(list)
        self._masked: dict[str, list[tuple[str, Known]]] = defaultdict(list)
        for known in _known(cases):
            for key in handle_keys(known.kind, known.value):
                self._by_key[key].append(known)
                for masked in _masks(key) if not known.bystander else ():
                    self._masked[masked].append((key, known))

    def keys(self) -> list[str]:
        """Every key by which a listing can share a handle with a case."""
        return list(self._by_key)

    def read(self, view: ListingView) -> dict[str, list[Evidence]]:
        """Case id -> evidence; of each handle its strongest alone."""
        found: dict[str, dict[str, Evidence]] = defaultdict(dict)
        for handle in view.listing.handles:
            for case, evidence in self._of_handle(view, handle):
                old = found[case].get(handle.value)
                if old is None or _RANK[evidence.kind] < _RANK[old.kind]:
                    found[case][handle.value] = evidence
        return {case: _best_of_each_kind(by_handle.values()) for case, by_handle in found.items()}

    def _of_handle(self, view: ListingView, handle: Handle) -> Iterator[tuple[str, Evidence]]:
        keys = handle_keys(handle.kind, handle.value)
        shown = f"{handle.kind} {handle.value}"
        same = [(position, key, known) for position, key in enumerate(keys) for known in self._by_key.get(key, ())]
        if same:
            others = said_of_bystander(view, handle)
            for position, key, known in same:
                whose = f"{known.kind} {known.value}"
                if known.bystander or others:
                    why = (
                        f"The case knows it as a bystander's ({known.owner})."
                        if known.bystander
                        else "The listing gives it as a courier's."
                    )
                    yield known.case, Evidence("handle.bystander", shown, whose, why)
                elif position == 0 and key == f"{known.kind}:{known.value}":
                    yield (
                        known.case,
                        Evidence("handle.same", shown, whose, f"The case knows it as {known.owner}'s.", handle.confidence),
                    )
                else:
                    why = f"The case knows it under {known.kind} as {known.owner}'s."
                    yield known.case, Evidence("handle.kin", shown, whose, why, handle.confidence)
            return
        near = [found for key in keys for masked in _masks(key) for found in self._masked.get(masked, ())]
        if near and not said_of_bystander(view, handle):
            for other, known in near:
                why = f"It differs in one sign from {known.owner}'s {known.kind} {known.value}."
                kind = "handle.near_number" if other.startswith(("number:", "qq:")) else "handle.near_account"
                yield known.case, Evidence(kind, shown, f"{known.kind} {known.value}", why, handle.confidence)


_RANK = {"handle.same": 0, "handle.kin": 1, "handle.near_number": 2, "handle.near_account": 3, "handle.bystander": 4}


def _best_of_each_kind(evidence: Iterable[Evidence]) -> list[Evidence]:
    best: dict[str, Evidence] = {}
    for one in evidence:
        if one.kind not in best or one.strength > best[one.kind].strength:
            best[one.kind] = one
    return list(best.values())


def _known(cases: Sequence[Case]) -> Iterator[Known]:
    for case in cases:
        for handle in case.handles:
            yield Known(case.id, handle.kind, handle.value, "a suspect", bystander=False)
        for party in case.parties:
            for handle in party.handles:
                yield Known(case.id, handle.kind, handle.value, party.name, is_bystander(party.role))


def is_bystander(role: str | None) -> bool:
    """Whether a party with this role is no suspect."""
    return role is not None and role.strip().lower() in BYSTANDER_ROLES


def _masks(key: str) -> Iterator[str]:
    """The key with each of its signs left open: two keys that differ in one sign share one of them."""
    kind, _, value = key.partition(":")
    if (kind in {"number", "qq"} and len(value) >= _NEAR_NUMBER) or (kind == "account" and len(value) >= _NEAR_ACCOUNT):
        for at in range(len(value)):
            yield f"{kind}:{value[:at]}?{value[at + 1 :]}"


def said_of_bystander(view: ListingView, handle: Handle) -> bool:
    """Whether the text itself says that the number is a courier's, a driver's, a hotline."""
    bystanders = [view.raw(seen.start, seen.end) for seen in view.vocabulary if seen.payload == "bystander"]
    if not handle.spans or not bystanders:
        return False
    for span in handle.spans:
        if span.field not in {"title", "text"}:
            return False
        before = (view.listing.title if span.field == "title" else view.listing.text)[max(0, span.start - _BEFORE) : span.start]
        if not any(word in before for word in bystanders):
            return False
    return True
