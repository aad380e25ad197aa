"""What the demo prints of linking, one of each: an altered photo, a template, a person, a company, a case from a case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from demo.showing import CONSOLE
from tidewaiter.case import Case
from tidewaiter.model import Listing, Match, Series

if TYPE_CHECKING:
    from indexers.index import Index
    from matchers.lookup_hits import Answer

ACCOUNTS = 3
"""Of one person, from which on it is worth showing."""
STEPS = 2
"""Reasons shown of an answer."""


def show_links(index: Index) -> int:
    """Prints one of each that is there, and gives how many that were (of five)."""
    shown = 0
    CONSOLE.print(Text("\nHow listings, people, firms and cases were linked:", style="bold"))
    for title, lines_of in _SHOWN:
        if lines := list(lines_of(index)):
            shown += 1
            CONSOLE.print(Text("\n".join([title, *(f"  {line}" for line in lines)])))
    return shown


def _altered_photo(index: Index) -> Iterator[str]:
    """The match whose photo is the least like the reference photo that it shows."""
    found = [
        (signal.why, match)
        for match in index.find(Match)
        for signal in match.signals
        if signal.kind == "photo.reference" and ("mirrored" in signal.why or "% of the" in signal.why)
    ]
    for why, match in sorted(found, key=lambda one: ("mirrored" not in one[0], one[0], one[1].id))[:1]:
        yield _listing(index.listing(match.listing))
        yield f"{match.target.kind} {match.target.id}: {why}"


def _template(index: Index) -> Iterator[str]:
    """The two texts of different accounts that fill the most slots of one template."""
    from matchers.templates import template_of

    best: tuple[int, list[str]] = (0, [])
    for series in index.find(Series):
        for link in series.links:
            if not any(signal.kind == "text.template" for signal in link.signals):
                continue
            both = index.listings([link.a, link.b])
            if len(both) < 2:
                continue
            clauses = template_of(both[link.a], both[link.b])
            slots = [clause for clause in clauses if clause.differs]
            if len(slots) > best[0]:
                filled = [f"    {slot.form}: {slot.raw_a} | {slot.raw_b}" for slot in slots]
                lines = [
                    _listing(both[link.a]),
                    _listing(both[link.b]),
                    f"{len(clauses)} clauses are the same; slots:",
                    *filled,
                ]
                best = (len(slots), lines)
    yield from best[1]


def _person(index: Index) -> Iterator[str]:
    """A known person with the most accounts that answer to the case."""
    yield from _most(
        index, "person", lambda index, case, _: _asked(index, "case_to_person", {"case": case.id}), fewest=ACCOUNTS
    )


def _company(index: Index) -> Iterator[str]:
    """A known company and what is asked of it: its cases."""
    yield from _most(index, "enterprise", lambda index, _, name: _asked(index, "enterprise_to_case", {"enterprise": name}))


def _case_from_case(index: Index) -> Iterator[str]:
    """A cold case that another case leads to."""
    for case in index.find(Case):
        if case.status == "cold" and (answers := _asked(index, "case_to_case", {"case": case.id})):
            yield f"{case.id} {case.title}"
            yield from _told(answers[:1])
            return


def _most(index: Index, kind: str, ask_for: Callable[[Index, Case, str], list[Answer]], *, fewest: int = 1) -> Iterator[str]:
    asked = [
        (party.name, case, ask_for(index, case, party.name))
        for case in index.find(Case)
        for party in case.parties
        if party.kind == kind
    ]
    enough = [one for one in asked if len([answer for answer in one[2] if answer.probability >= 0.5]) >= fewest]
    for name, case, answers in sorted(enough, key=lambda one: -len(one[2]))[:1]:
        yield f"{name} ({case.id} {case.title})"
        yield from _told([answer for answer in answers if answer.probability >= 0.5])


def _asked(index: Index, way: str, query: dict[str, str]) -> list[Answer]:
    from matchers.ways import ask

    return ask(index, way, query)  # type: ignore[arg-type]  # one of the five


def _told(answers: list[Answer]) -> Iterator[str]:
    for answer in answers:
        why = " ".join(signal.why for signal in answer.signals[:STEPS])
        yield f"{answer.probability:.2f} {answer.kind} {answer.id}: {why}"


def _listing(listing: Listing | None) -> str:
    return f"“{' '.join((listing.title or listing.text)[:60].split())}” {listing.url}" if listing else "(no longer stored)"


_SHOWN: tuple[tuple[str, Callable[[Index], Iterator[str]]], ...] = (
    ("An altered photo", _altered_photo),
    ("One template, its slots filled anew", _template),
    ("From case to person (由案到人): the accounts of one person", _person),
    ("From enterprise to case (由企到案)", _company),
    ("From case to case (由案到案): a cold case", _case_from_case),
)
