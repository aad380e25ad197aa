"""Looking back: new goods or cases are matched against all that is stored, at once, and what is found becomes leads."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from indexers.index import Index, Query
from matchers.leads import drop_matches, leads_of, take_over
from matchers.matching import Matcher
from matchers.photos import photos_that_show
from matchers.references import store_reference_photos
from matchers.series import SeriesKeeper
from matchers.series_judgements import Verdict, judge
from tidewaiter.case import Case
from tidewaiter.config import Settings
from tidewaiter.goods import Goods
from tidewaiter.identity import now, time_ordered_id
from tidewaiter.model import Decision, Lead, Listing, Match, ReferencePhoto

Progress = Callable[[int, int], None]
"""Called with how many listings were looked at, and of how many."""
LOOKED_AT_ALL = 20_000
"""Stored listings up to which each is looked at again; beyond, only those that the index finds by words and keys."""
FOUND_BY_WORD = 2000
"""Listings taken of a search for one word."""
BATCH = 500


@dataclass(slots=True)
class RetroReport:
    """What looking back gave."""

    targets: list[str]
    """Ids of the goods or cases."""
    looked_at: int = 0
    """Stored listings that were looked at."""
    matches: list[Match] = field(default_factory=list)
    """Matches with these targets, likeliest first."""
    leads: list[Lead] = field(default_factory=list)
    """New leads."""
    mistakes: list[str] = field(default_factory=list)
    """Photos that could not be used, one sentence each."""


def add_goods(
    index: Index, goods: Goods | Sequence[Goods], settings: Settings, *, by: str = "", on_progress: Progress | None = None
) -> RetroReport:
    """Stores watched goods (or a new version of them) and matches them against all that is stored."""
    several = [goods] if isinstance(goods, Goods) else list(goods)
    return _look_back(index, several, "goods", settings, by, on_progress)


def add_case(
    index: Index, case: Case | Sequence[Case], settings: Settings, *, by: str = "", on_progress: Progress | None = None
) -> RetroReport:
    """Stores known cases (or a new version of them) and matches them against all that is stored."""
    several = [case] if isinstance(case, Case) else list(case)
    return _look_back(index, several, "case", settings, by, on_progress)


def add_judgement(
    index: Index, a: str, b: str, verdict: Verdict, settings: Settings, *, by: str = "", note: str = ""
) -> RetroReport:
    """Judges two listings and brings series, matches and leads up to date; `targets` are the series that changed.

    Raises `InvalidInput` for a listing that is not stored. What a series says of cases since becomes matches and leads.
    """
    judge(index, a, b, verdict, by=by or settings.operator_name, note=note)
    changed = SeriesKeeper(index).follow([a, b])
    report = RetroReport([one.id for one in changed], looked_at=sum(len(one.listings) for one in changed))
    followed = Matcher(index, settings).follow(changed)
    report.matches = [replace(match, retro=True) for match in followed.matches]
    take_over(index, report.matches, instead_of=followed.before, min_probability=settings.min_probability)
    report.leads = leads_of(index, report.matches, min_probability=settings.min_probability)
    return report


def _look_back(
    index: Index,
    targets: Sequence[Goods] | Sequence[Case],
    kind: str,
    settings: Settings,
    by: str,
    on_progress: Progress | None,
) -> RetroReport:
    report = RetroReport([one.id for one in targets])
    if not targets:
        return report
    before = _forget_matches(index, kind, report.targets)
    index.put(list(targets))
    index.put([_decision(kind, one.id, by or settings.operator_name) for one in targets])
    report.mistakes = store_reference_photos(index, targets, settings)
    total = index.count(Listing)
    if total == 0:
        drop_matches(index, before)
        return report
    matcher = Matcher(index, settings)
    wanted = set(report.targets)
    found: dict[str, Match] = {}
    for batch in _batches(_candidates(index, targets, matcher, total)):
        matches = [match for several in matcher.match(batch) for match in several]
        found |= {m.id: replace(m, retro=True) for m in matches if m.target.kind == kind and m.target.id in wanted}
        if kind == "goods":
            _take_back(index, [listing.id for listing in batch], {match.id for match in matches})
        report.looked_at += len(batch)
        if on_progress is not None:
            on_progress(report.looked_at, total)
    if found:
        index.put(list(found.values()))
    drop_matches(index, [match for match in before if match.id not in found])
    report.matches = sorted(found.values(), key=lambda match: -match.probability)
    report.leads = leads_of(index, report.matches, min_probability=settings.min_probability)
    return report


def _decision(kind: str, id: str, by: str) -> Decision:
    return Decision(time_ordered_id(), now(), by, f"{kind}.add", id)


def _forget_matches(index: Index, kind: str, targets: Iterable[str]) -> list[Match]:
    """Takes out the matches of an earlier version, which may have had other words or handles, and gives them."""
    old = index.find(Match, {"target": [f"{kind}/{id}" for id in targets]})
    if old:
        index.delete(Match, [match.id for match in old])
    return old


def _take_back(index: Index, listings: Sequence[str], hold: Collection[str]) -> None:
    """Takes out goods matches that no longer hold: a word that new goods list is no longer that of the catalogue's goods."""
    stored = index.find(Match, {"listing": list(listings)}) if listings else []
    drop_matches(index, [match for match in stored if match.target.kind == "goods" and match.id not in hold])


def _batches(listings: Iterator[Listing]) -> Iterator[list[Listing]]:
    while batch := list(islice(listings, BATCH)):
        yield batch


def _candidates(index: Index, targets: Sequence[Goods | Case], matcher: Matcher, total: int) -> Iterator[Listing]:
    if total <= LOOKED_AT_ALL:
        yield from index.all_listings(vectors=True)
        return
    ids: dict[str, None] = dict.fromkeys(matcher.reached_by_cases([one for one in targets if isinstance(one, Case)]))
    ids |= dict.fromkeys(_showing(index, targets))
    for word in dict.fromkeys(word for one in targets for word in _words(one)):
        for form in (word, " ".join(word)) if not word.isascii() and len(word) < 8 else (word,):
            found = index.search(Query(text=f'"{form}"', mode="text", limit=FOUND_BY_WORD))
            ids |= dict.fromkeys(hit.listing.id for hit in found.hits)
    wanted = list(ids)
    for start in range(0, len(wanted), BATCH):
        yield from index.listings(wanted[start : start + BATCH], vectors=True).values()


def _showing(index: Index, targets: Sequence[Goods | Case]) -> Iterator[str]:
    """Ids of the listings that show a picture of the targets' reference photos."""
    kinds = [f"{'goods' if isinstance(one, Goods) else 'case'}/{one.id}" for one in targets if one.photos]
    for photo in index.find(ReferencePhoto, {"target": kinds}) if kinds else ():
        keys = [f"photo:{sha256}" for sha256 in photos_that_show(index, photo.sha256)]
        yield from (id for ids in index.with_keys(keys).values() for id in ids)


def _words(target: Goods | Case) -> Iterator[str]:
    """The words to search for: the goods' names, terms and code words; the names of a case's parties."""
    if isinstance(target, Case):
        yield from (party.name for party in target.parties)
        return
    yield from target.name.values()
    yield from (word for words in target.terms.values() for word in words)
    yield from (code.word for code in target.code_words)
