"""Where a campaign's run begins: its sources' start pages, and its queries on those that have a search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from campaigns.campaign import Campaign
from crawlers.run import Start
from crawlers.source import Source
from crawlers.spiders.searching import search_url
from tidewaiter.errors import InvalidInput
from tidewaiter.goods import Goods


def starts_of(campaign: Campaign, sources: Mapping[str, Source], queries: Mapping[str, Sequence[str]]) -> list[Start]:
    """The first pages of a run. queries: source -> words. Raises `InvalidInput` for a source that nobody described."""
    found: list[Start] = []
    for name in campaign.sources:
        if "://" in name:
            found.append(Start(name))
            continue
        source = sources.get(name)
        if source is None:
            described = ", ".join(sorted(n for n, s in sources.items() if s.domains or s.start)) or "none yet"
            raise InvalidInput(
                f"sources: nobody has described a source '{name}' (described are: {described})",
                do="Give its address instead of a name, or describe it in HOME/sources/NAME.yml (docs/sources.md).",
            )
        found += [Start(url, source) for url in source.start]
        if source.search:
            found += [Start(search_url(source.search, q, 1), source, q) for q in queries.get(name, ())]
        if not source.start and not source.search:
            raise InvalidInput(
                f"sources: '{name}' has neither `start` nor `search`, so there is nowhere to begin",
                do=f"Give an address instead, or add one of them to the file of '{name}'.",
            )
    return found


def goods_of(campaign: Campaign, known: Sequence[Goods]) -> list[Goods]:
    """The watched goods that the campaign is about. Raises `InvalidInput` for an id that nobody knows."""
    if campaign.goods == "all":
        return list(known)
    by_id = {one.id: one for one in known}
    for id in campaign.goods:
        if id not in by_id:
            raise InvalidInput(
                f"goods: '{id}' is no watched goods; known are {', '.join(sorted(by_id))}",
                do="Correct the id, or add the goods first: tidewaiter goods add FILE.yml.",
            )
    return [by_id[id] for id in campaign.goods]
