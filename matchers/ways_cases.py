"""All known cases by what they know: keys of handles and identifiers, names, listings, goods, photos."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matchers.keys import handle_keys
from matchers.names import NameKind, core_of_enterprise, same_name
from matchers.signals.handles import is_bystander
from tidewaiter.case import Case
from tidewaiter.folding import fold_text

LIKE_ENOUGH = 0.6
"""Likelihood from which on two spellings may name one person or firm."""


@dataclass(slots=True, frozen=True)
class Fact:
    """One thing that a case knows."""

    case: str
    side: str
    """As the case has it, for a person."""
    owner: str
    bystander: bool = False


class CaseFacts:
    """The facts of all cases, to be asked from any side."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self.cases = {case.id: case for case in cases}
        self.by_key: dict[str, list[Fact]] = defaultdict(list)
        self.names: list[tuple[str, NameKind, Fact]] = []
        self.naming: dict[str, list[str]] = defaultdict(list)
        """Listing -> the cases that name it."""
        self.keys_of: dict[str, list[str]] = defaultdict(list)
        for case in cases:
            self._take(case)

    def _take(self, case: Case) -> None:
        for listing in case.listings:
            self.naming[listing].append(case.id)
        for handle in case.handles:
            self._key(case.id, handle_keys(handle.kind, handle.value), f"{handle.kind} {handle.value}", "a suspect", False)
        for party in case.parties:
            bystander = is_bystander(party.role)
            self.names.append((party.name, party.kind, Fact(case.id, party.name, party.name, bystander)))
            for handle in party.handles:
                keys = handle_keys(handle.kind, handle.value)
                self._key(case.id, keys, f"{handle.kind} {handle.value}", party.name, bystander)
            for number in party.identifiers:
                key = [f"{number.kind}:{number.value}"]
                self._key(case.id, key, f"{number.kind} {number.value}", party.name, bystander)

    def _key(self, case: str, keys: Sequence[str], side: str, owner: str, bystander: bool) -> None:
        for key in keys:
            self.by_key[key].append(Fact(case, side, owner, bystander))
            if not bystander:
                self.keys_of[case].append(key)

    def named(self, name: str, kind: NameKind | None = None) -> Iterator[tuple[float, Fact]]:
        """The parties that a name may mean, each with the likelihood."""
        wanted = fold_text(name).strip()
        core = core_of_enterprise(name)
        for other, is_a, fact in self.names:
            if kind is not None and is_a != kind:
                continue
            if fold_text(other).strip() == wanted:
                yield 0.99, fact
                continue
            likely = same_name(name, other, is_a)
            if is_a == "enterprise" and len(core) >= 2 and core_of_enterprise(other) == core:
                likely = max(likely, 0.9)
            if likely >= LIKE_ENOUGH:
                yield likely, fact
