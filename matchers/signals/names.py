"""Names of a case's people and firms in a listing: written out, in another script, or as its seller's name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from matchers.evidence import Evidence
from matchers.names import core_of_enterprise, pinyin_of
from matchers.patterns import Scanner
from matchers.signals.handles import is_bystander
from matchers.view import ListingView
from tidewaiter.case import Case
from tidewaiter.folding import fold_text

_HAN = re.compile("[\u3400-\u9fff]+")
_UNKNOWN = re.compile(r"[某×xX*＊?？○〇]")
_SHORTEST_CORE = 4
"""Characters of a firm's name without city and legal form; a shorter one is many firms' name."""


@dataclass(slots=True, frozen=True)
class NameForm:
    """One way in which a party's name may stand in a listing."""

    case: str
    party: str
    kind: Literal["name.person", "name.enterprise", "name.transliterated"]
    strength: float


class CaseNames:
    """The names of all parties of all cases, in every form in which a listing may show them."""

    def __init__(self, cases: Sequence[Case]) -> None:
        """Takes the known cases. Bystanders and names that are half hidden (王某) are left out."""
        self._scanner = Scanner(_forms(cases))

    def read(self, view: ListingView) -> dict[str, list[Evidence]]:
        """Case id -> evidence, each kind once."""
        found: dict[str, dict[str, Evidence]] = defaultdict(dict)
        for seen in self._scanner.find(view.written):
            form = seen.payload
            if seen.spelt and form.kind == "name.transliterated":
                continue
            raw = view.raw(seen.start, seen.end)
            by_kind = found[form.case]
            if form.kind in by_kind and by_kind[form.kind].strength >= form.strength:
                continue
            how = (
                "in another script"
                if form.kind == "name.transliterated"
                else "written out"
                if form.strength == 1
                else "in part"
            )
            by_kind[form.kind] = Evidence(form.kind, raw, form.party, f"“{raw}” is a party of the case, {how}.", form.strength)
        return {case: list(kinds.values()) for case, kinds in found.items()}


def _forms(cases: Sequence[Case]) -> Iterator[tuple[str, NameForm]]:
    for case in cases:
        for party in case.parties:
            if is_bystander(party.role) or _UNKNOWN.search(party.name):
                continue
            if party.kind == "enterprise":
                yield party.name, NameForm(case.id, party.name, "name.enterprise", 1.0)
                core = core_of_enterprise(party.name)
                if len(core) >= _SHORTEST_CORE and core != fold_text(party.name):
                    yield core, NameForm(case.id, party.name, "name.enterprise", 0.4)
                continue
            han = "".join(_HAN.findall(party.name))
            # A name of two characters also stands inside other words: it counts for little.
            yield party.name, NameForm(case.id, party.name, "name.person", 0.3 if len(han) == 2 else 1.0)
            if han:
                syllables = pinyin_of(han)
                for written in (
                    "".join(syllables),
                    " ".join(["".join(syllables[1:]), syllables[0]]),
                    " ".join([syllables[0], "".join(syllables[1:])]),
                ):
                    yield written, NameForm(case.id, party.name, "name.transliterated", 0.5 if len(han) == 2 else 1.0)
