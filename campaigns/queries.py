"""Which words a run searches for on a source: those that brought leads before get more, those that brought nothing rest."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from campaigns.folders import CampaignFolder, read_json
from campaigns.learning import FILE as LEARNED
from crawlers.focus.record import Record
from tidewaiter.goods import Goods

if TYPE_CHECKING:
    from campaigns.campaign import Campaign
    from crawlers.focus.focus import Focus
    from crawlers.source import Source
    from indexers.index import Index

MAX_QUERIES = 60
"""Searches on one source in one run."""
MAX_PROPOSED = 5
"""Of them: for words that nobody has given, that listings of interest share."""
SPENT_PAGES = 30.0
"""Pages that a search may cost before it must have led to something. Earlier runs count a little less each time, so that one
that rests is tried again after some runs."""
SPENT_WORTH = 0.5
_USUAL_FOUND, _USUAL_TRIED = 0.2, 4.0
"""What is expected of a search that was never tried: that it may well be a good one."""
_SCRIPTS = {
    "zh": "[\u3400-\u9fff]", "ja": "[\u3040-\u30ff\u3400-\u9fff]", "ko": "[\uac00-\ud7af]", "ru": "[\u0400-\u04ff]",
    "uk": "[\u0400-\u04ff]", "th": "[\u0e00-\u0e7f]", "ar": "[\u0600-\u06ff]", "hi": "[\u0900-\u097f]",
}  # fmt: skip
"""Letters of the languages that are not written in Latin ones."""
_LATIN = "[a-z\u00df-\u024f\u1e00-\u1eff]"
_MOST_LISTINGS = 5_000


@dataclass(slots=True, frozen=True)
class QueryYield:
    """What one search gave in a run."""

    pages: int
    worth: float
    """Pages of interest that it led to, each by its probability."""


def queries_of(
    campaign: Campaign,
    sources: Mapping[str, Source],
    goods: Sequence[Goods],
    folder: CampaignFolder,
    focus: Focus | None,
) -> dict[str, list[str]]:
    """Source -> what a run searches for there; the same for a run that goes on, as long as nothing new was learned."""
    found = {}
    records: Mapping[str, Record] = focus.searches if focus is not None else {}
    proposed = read_json(folder.path / LEARNED).get("proposed")
    words = [word for word in proposed if isinstance(word, str)] if isinstance(proposed, list) else []
    seed = int(focus.all.tried) if focus is not None else 0
    for source in (sources[name] for name in campaign.sources if name in sources):
        if source.search:
            found[source.name] = choose_queries(campaign, source, goods, records=records, proposed=words, seed=seed)
    return found


def candidates_of(source: Source, goods: Sequence[Goods]) -> list[str]:
    """The goods' terms in the source's languages, then their code words in the scripts of these languages."""
    languages = [language.partition("-")[0] for language in source.languages] or ["zh", "en"]
    terms = [term for one in goods for language in languages for term in one.terms.get(language, ())]
    written = re.compile("|".join({_SCRIPTS.get(language, _LATIN) for language in languages}), re.I)
    # A word of one letter finds everything; one that needs others around it is searched for all the same: they are read later.
    codes = [code.word for one in goods for code in one.code_words if len(code.word) > 1 and written.search(code.word)]
    return list(dict.fromkeys([*terms, *codes]))


def choose_queries(
    campaign: Campaign,
    source: Source,
    goods: Sequence[Goods],
    *,
    records: Mapping[str, Record],
    proposed: Sequence[str] = (),
    seed: int = 0,
) -> list[str]:
    """What a run searches for on a source, the likeliest to lead to something first. The campaign's own words are all kept.

    records: what searches gave in earlier runs, by `SOURCE: WORDS`. proposed: words that listings of interest share. Each
    search draws how good it may be from what is known of it (Thompson sampling), and the best draws are searched for: a
    good one nearly always, an untried one often, a poor one now and then.
    """
    chance = random.Random(f"{seed} {source.name}")  # noqa: S311 - no secret
    if campaign.queries:
        return _drawn(campaign.queries, source, records, chance)
    words = candidates_of(source, goods)
    fitting = [word for word in proposed if word not in words and _is_written_in(source, word)]
    new = _drawn([word for word in fitting if not is_spent(_record(records, source, word))], source, records, chance)
    new = new[:MAX_PROPOSED]
    left = [word for word in words if not is_spent(_record(records, source, word))]
    return _drawn([*new, *_drawn(left, source, records, chance)[: MAX_QUERIES - len(new)]], source, records, chance)


def is_spent(record: Record) -> bool:
    """Whether a search has cost enough pages and led to nothing: it rests."""
    return record.tried >= SPENT_PAGES and record.found < SPENT_WORTH


def propose(index: Index, leads: Iterable[str], *, known: Iterable[str], limit: int = 20) -> list[str]:
    """Words that the listings of these ids share and others lack, the strongest first.

    known: words that are searched for already.
    """
    from matchers.discover import shared_words

    of_interest = list(index.listings(list(dict.fromkeys(leads))[:_MOST_LISTINGS]).values())
    if not of_interest:
        return []
    ids = {listing.id for listing in of_interest}
    others = (listing for listing in index.all_listings() if listing.id not in ids)
    return shared_words(of_interest, islice(others, _MOST_LISTINGS), known=known, limit=limit)


def _record(records: Mapping[str, Record], source: Source, word: str) -> Record:
    return records.get(f"{source.name}: {word}") or Record()


def _drawn(words: Iterable[str], source: Source, records: Mapping[str, Record], chance: random.Random) -> list[str]:
    draws = []
    for place, word in enumerate(words):
        record = _record(records, source, word)
        found = max(0.0, min(record.found, record.tried))
        draws.append((-chance.betavariate(found + _USUAL_FOUND, record.tried - found + _USUAL_TRIED), place, word))
    return [word for _, _, word in sorted(draws)]


def _is_written_in(source: Source, word: str) -> bool:
    languages = [language.partition("-")[0] for language in source.languages] or ["zh", "en"]
    return any(re.search(_SCRIPTS.get(language, _LATIN), word, re.I) for language in languages)
