"""Numbers that name one thing (a firm, a container, a vehicle), shared by a listing and a case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from matchers.evidence import Evidence
from matchers.signals.handles import is_bystander
from matchers.view import ListingView
from tidewaiter.case import Case
from tidewaiter.masking import masked
from tidewaiter.model import Identifier


class CaseIdentifiers:
    """All identifiers that cases know."""

    def __init__(self, cases: Sequence[Case]) -> None:
        """Takes the known cases; a kind of goods (an HS heading) identifies nothing."""
        self._by_key: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for case, owner, key in _known(cases):
            self._by_key[key].append((case, owner))

    def keys(self) -> list[str]:
        """Every key by which a listing can share an identifier with a case."""
        return list(self._by_key)

    def read(self, view: ListingView) -> dict[str, list[Evidence]]:
        """Case id -> evidence."""
        found: dict[str, list[Evidence]] = {}
        for identifier in view.listing.identifiers:
            for case, owner in self._by_key.get(f"{identifier.kind}:{identifier.value}", ()):
                shown = masked(identifier).value
                why = f"The {identifier.kind} number is {owner}'s in the case."
                found.setdefault(case, [Evidence("identifier.same", shown, shown, why)])
        return found


def _known(cases: Sequence[Case]) -> Iterator[tuple[str, str, str]]:
    for case in cases:
        for party in case.parties:
            if is_bystander(party.role):
                continue
            for number in party.identifiers:
                if number.kind != "hs":
                    yield case.id, party.name, _key(Identifier(number.kind, number.value))


def _key(identifier: Identifier) -> str:
    return f"{identifier.kind}:{identifier.value}"
