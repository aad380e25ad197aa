"""What a campaign has learned of where its finds are: kept in HOME/runs/CAMPAIGN/learned.json from run to run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from campaigns.folders import CampaignFolder, read_json
from tidewaiter.goods import Goods

if TYPE_CHECKING:
    from campaigns.campaign import Campaign
    from crawlers.focus.focus import Focus

FILE = "learned.json"
SHOWN = 20
"""Entries of each kind that are shown."""


def focus_of(campaign: Campaign, goods: Sequence[Goods], folder: CampaignFolder) -> Focus | None:
    """The focus of a run, with what earlier runs learned; None where all pages explore."""
    if campaign.explore >= 1:
        return None
    from crawlers.focus.focus import Focus
    from crawlers.focus.marks import Watched

    words = [term for one in goods for terms in one.terms.values() for term in terms]
    words += [code.word for one in goods for code in one.code_words if not code.needs and len(code.word) > 1]
    focus = Focus(Watched(words, [word for one in goods for word in one.not_]), explore=campaign.explore)
    focus.load(read_json(folder.path / FILE))
    return focus


def keep_learned(folder: CampaignFolder, focus: Focus, proposed: Sequence[str]) -> None:
    """Keeps what was learned for the next run, whole or not at all. proposed: words to search for that nobody has given."""
    data = {**focus.dump(), "proposed": list(proposed)}
    file = folder.path / FILE
    temporary = file.with_name(f".{FILE}.part")
    temporary.write_text(_readable(data), "utf-8")
    temporary.replace(file)


def _readable(data: Mapping[str, Any]) -> str:
    """JSON with one entry a line."""
    parts = []
    for name, section in data.items():
        if isinstance(section, dict):
            rows = ",\n  ".join(f"{_json(key)}: {_json(value)}" for key, value in section.items())
            parts.append(f" {_json(name)}: {{\n  {rows}\n }}" if rows else f" {_json(name)}: {{}}")
        else:
            parts.append(f" {_json(name)}: {_json(section)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


@dataclass(slots=True, frozen=True)
class Learned:
    """What a person is shown of it. Pairs of numbers: pages tried, and what they were worth together (1: of interest)."""

    campaign: str
    pages: float
    """Pages that it was learned from; those of earlier runs count less."""
    leading: dict[str, float] = field(default_factory=dict)
    """Words of links and URLs that speak most for a find, with their weights (natural logarithm of odds)."""
    misleading: dict[str, float] = field(default_factory=dict)
    """And those that speak most against one."""
    sites: dict[str, tuple[float, float]] = field(default_factory=dict)
    patterns: dict[str, tuple[float, float]] = field(default_factory=dict)
    hubs: dict[str, tuple[float, float]] = field(default_factory=dict)
    """Lists (of sellers, of categories) whose links led to finds."""
    searches: dict[str, tuple[float, float]] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)
    """Searches that have brought nothing and rest."""
    proposed: list[str] = field(default_factory=list)
    """Words that listings of interest share and that the next run searches for."""


def learned_of(folder: CampaignFolder) -> Learned:
    """What the campaign has learned up to its last run that ended; all empty where it has learned nothing."""
    from campaigns.queries import is_spent
    from crawlers.focus.model import Weights
    from crawlers.focus.record import Records

    data = read_json(folder.path / FILE)
    weights = Weights({})
    weights.load(data.get("marks"))
    words = [(mark, found) for mark, found in weights.dump().items() if mark.startswith(("word:", "pair:", "url:"))]
    records = {}
    for name in ("sites", "patterns", "hubs", "searches"):
        records[name] = Records(100_000)
        records[name].load(data.get(name))
    total = Records(1)
    total.load({"all": data.get("pages")})
    every = total.of("all")
    proposed = data.get("proposed")
    return Learned(
        str(folder.noted().get("name", folder.slug)),
        round(every.tried, 1),
        {mark: found[0] for mark, found in words[:SHOWN] if found[0] > 0},
        {mark: found[0] for mark, found in reversed(words[-SHOWN:]) if found[0] < 0},
        **{name: _shown(found) for name, found in records.items()},
        dropped=[name for name, record in records["searches"].items() if is_spent(record)],
        proposed=[word for word in proposed if isinstance(word, str)] if isinstance(proposed, list) else [],
    )


def _shown(records: Mapping[str, Any]) -> dict[str, tuple[float, float]]:
    best = sorted(records.items(), key=lambda pair: (-pair[1].found, -pair[1].tried))[:SHOWN]
    return {name: (round(record.tried, 1), round(record.found, 1)) for name, record in best}
