"""Runs a campaign now: collects, tells of new leads, seals snapshots, writes the report. A stopped run goes on where it was."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from campaigns.campaign import Campaign, read_campaign
from campaigns.lock import alone
from campaigns.starts import goods_of, queries_of, starts_of
from tidewaiter.config import Settings
from tidewaiter.errors import TidewaiterError
from tidewaiter.goods import Goods
from tidewaiter.identity import now, time_ordered_id
from tidewaiter.model import Lead, Listing, Match, Run, Sighting
from tidewaiter.serialising import from_json, to_json

if TYPE_CHECKING:
    from crawlers.crawl import Progress
    from crawlers.report import CrawlReport
    from crawlers.run import Start
    from indexers.index import Index
    from pipelines.photo_reading.queue import Progress as PhotoProgress
    from pipelines.photo_reading.queue import QueueReport

log = structlog.get_logger(__name__)

MAX_SNAPSHOTS = 200
"""Snapshots that one run seals at most."""


@dataclass(slots=True)
class Plan:
    """What a run would do: for `--dry-run`, and for the run itself."""

    campaign: Campaign
    starts: list[Start]
    goods: list[str]
    queries: dict[str, list[str]]
    """Source -> words that are searched for there."""
    resumes: str | None
    """Id of the interrupted run that goes on."""


@dataclass(slots=True)
class RunReport:
    """The report of a run."""

    campaign: str
    run: str
    crawl: CrawlReport
    photos: QueueReport | None = None
    """What was read in photos after the crawl."""
    leads: list[Lead] = field(default_factory=list)
    snapshots: int = 0
    snapshots_failed: int = 0
    alerted: bool | None = None
    """Whether the webhook took the message; None: there was nothing to tell, or nobody to tell it to."""
    resumed: bool = False


def plan_of(settings: Settings, index: Index, path: Path) -> Plan:
    """What a run of the campaign file would do; nothing is fetched. Raises `InvalidInput`."""
    from crawlers.source import load_sources
    from matchers.catalogue import load_goods

    campaign = read_campaign(path)
    sources = load_sources(settings.home_path)
    goods = goods_of(campaign, index.find(Goods) or load_goods(settings.home_path))
    starts = starts_of(campaign, sources, goods)
    searched = [sources[name] for name in campaign.sources if name in sources and sources[name].search]
    return Plan(
        campaign,
        starts,
        [one.id for one in goods],
        {source.name: queries_of(campaign, source, goods) for source in searched},
        _interrupted(_folder(settings, campaign)),
    )


def run_campaign(
    settings: Settings,
    path: Path,
    *,
    limit: int | None = None,
    on_progress: Progress | None = None,
    on_photos: PhotoProgress | None = None,
) -> RunReport:
    """Runs the campaign of a file to its end.

    limit: pages fetched at most (the campaign's budget holds too). Raises `InvalidInput`, `AlreadyRunning`, and what
    ended the run early; it goes on from there the next time.
    """
    from indexers.opening import open_index

    campaign = read_campaign(path)
    with alone(_folder(settings, campaign), f"the campaign '{campaign.name}'"):
        index = open_index(settings)
        try:
            plan = plan_of(settings, index, path)
            return _run(settings.model_copy(update=_overrides(campaign)), index, plan, limit, on_progress, on_photos)
        finally:
            index.close()


def _run(
    settings: Settings,
    index: Index,
    plan: Plan,
    limit: int | None,
    on_progress: Progress | None,
    on_photos: PhotoProgress | None,
) -> RunReport:
    from crawlers.crawl import Budget, crawl
    from crawlers.report import report_of
    from pipelines.photo_reading.queue import read_after_run
    from pipelines.settings import STAGES

    campaign = plan.campaign
    folder = _folder(settings, campaign)
    run = _begin(index, folder, campaign, plan.resumes)
    pages = [number for number in (limit, campaign.budget.pages) if number is not None]
    counts: Mapping[str, float] = crawl(
        settings,
        plan.starts,
        folder=folder / "current",
        budget=Budget(
            min(pages, default=None), campaign.budget.minutes, campaign.budget.bytes, campaign.budget.browser_minutes
        ),
        pipelines=STAGES,
        render=campaign.render,
        depth=campaign.depth,
        on_progress=on_progress,
        campaign=campaign.name,
        run=run.id,
    )
    report = RunReport(campaign.name, run.id, report_of(counts), resumed=plan.resumes is not None)
    ended = replace(run, ended=now(), outcome=report.crawl.outcome, counts=dict(counts))
    index.put([ended])
    if report.crawl.outcome == "interrupted":
        return report
    report.photos, more = read_after_run(settings, index, campaign=campaign.name, on_progress=on_photos)
    index.put([replace(ended, ended=now(), counts={**counts, **more})])
    report.leads = index.find(Lead, {"run": run.id})
    _seal(settings, index, campaign, report, plan.starts)
    _tell(index, campaign, report)
    (folder / f"{run.id}.json").write_text(json.dumps(to_json(report), ensure_ascii=False, indent=2) + "\n", "utf-8")
    shutil.rmtree(folder / "current", ignore_errors=True)
    return report


def _folder(settings: Settings, campaign: Campaign) -> Path:
    return settings.home_path / "runs" / campaign.slug


def _overrides(campaign: Campaign) -> dict[str, object]:
    found: dict[str, object] = {}
    if campaign.delay is not None:
        found["delay"] = campaign.delay
    if campaign.goods != "all":
        found["lead_goods"] = campaign.goods
    if campaign.cases != "all":
        found["lead_cases"] = campaign.cases
    return found


def _interrupted(folder: Path) -> str | None:
    from crawlers.crawl import is_unfinished

    try:
        run = from_json(Run, json.loads((folder / "current" / "run.json").read_text("utf-8")))
    except (OSError, ValueError, TidewaiterError):
        return None
    return run.id if is_unfinished(folder / "current") else None


def _begin(index: Index, folder: Path, campaign: Campaign, resumes: str | None) -> Run:
    """The run's record: that of the interrupted run, or a new one, noted in its folder so that it can be taken up."""
    current = folder / "current"
    if resumes is not None and (stored := index.get(Run, resumes)) is not None:
        return replace(stored, ended=None, outcome=None)
    shutil.rmtree(current, ignore_errors=True)
    current.mkdir(parents=True)
    run = Run(time_ordered_id(), campaign.name, now())
    index.put([run])
    (current / "run.json").write_text(json.dumps(to_json(run)), "utf-8")
    return run


def _seal(settings: Settings, index: Index, campaign: Campaign, report: RunReport, starts: list[Start]) -> None:
    from evidence.capture import capture
    from web.guard import AddressGuard

    if campaign.capture == "never":
        return
    if campaign.capture == "all":
        first = index.find(Sighting, {"run": report.run, "kind": "first"})
        ids = list(dict.fromkeys(sighting.listing for sighting in first))
    else:
        ids = list(dict.fromkeys(lead.listing for lead in report.leads if lead.listing))
    guard = AddressGuard(settings.allow_private)
    for start in starts:
        guard.allow_url(start.url)
        for pair in start.source.allow_private if start.source else ():
            guard.allow(pair)
    listings = index.listings(ids[:MAX_SNAPSHOTS])
    for listing in listings.values():
        try:
            index.put([capture(settings, listing.url, listing=listing.id, allowed=guard.allowed)])
        except TidewaiterError as error:
            log.warning("capture.failed", listing=listing.id, reason=type(error).__name__)
            report.snapshots_failed += 1
        else:
            report.snapshots += 1


def _tell(index: Index, campaign: Campaign, report: RunReport) -> None:
    from campaigns.alerts import message_of, send

    told = [lead for lead in report.leads if lead.probability >= campaign.alerts.min_probability]
    if campaign.alerts.webhook is None or not told:
        return
    listings: dict[str, Listing] = index.listings([lead.listing for lead in told if lead.listing])
    matches = {id: match for lead in told for id in lead.matches[:1] if (match := index.get(Match, id))}
    message = message_of(campaign.name, report.run, told, listings, matches)
    report.alerted = send(campaign.alerts.webhook, message)
