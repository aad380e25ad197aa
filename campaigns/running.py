"""Runs a campaign now: collects, tells of new leads, seals snapshots, writes the report. A stopped run goes on where it was."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from campaigns.campaign import Campaign, read_campaign
from campaigns.folders import CampaignFolder, folder_of, read_json, write_json
from campaigns.learning import focus_of, keep_learned
from campaigns.lock import alone
from campaigns.progress import ProgressFile, read_samples
from campaigns.queries import QueryYield, candidates_of, propose, queries_of
from campaigns.revisiting import known_pages
from campaigns.sealing import seal
from campaigns.starts import goods_of, starts_of
from campaigns.telling import as_series, tell_of
from campaigns.yields import EARLIER_RUNS, ENDED, STAGE, SourceYield, yields_of
from crawlers.frontier.opening import is_shared
from tidewaiter.config import Settings
from tidewaiter.errors import TidewaiterError
from tidewaiter.goods import Goods
from tidewaiter.identity import now, time_ordered_id
from tidewaiter.model import Lead, Run
from tidewaiter.serialising import from_json, to_json

if TYPE_CHECKING:
    from crawlers.crawl import Progress
    from crawlers.focus.focus import Focus
    from crawlers.report import CrawlReport
    from crawlers.run import Start
    from indexers.index import Index
    from pipelines.photo_reading.queue import Progress as PhotoProgress
    from pipelines.photo_reading.queue import QueueReport

log = structlog.get_logger(__name__)

MAX_LEADS_READ = 2_000
"""Latest leads of the campaign whose listings propose words to search for."""


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
    focus: Focus | None = None
    """What orders the links, with what earlier runs learned; None: all pages explore."""


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
    """Whether all who are to be told were; False: something waits in the outbox. None: nothing to tell, or nobody to tell."""
    resumed: bool = False
    leads_from: float = 0.5
    """The probability from which on a match became a lead."""
    yields: dict[str, SourceYield] = field(default_factory=dict)
    """Source -> what it gave."""
    queries: dict[str, QueryYield] = field(default_factory=dict)
    """`SOURCE: WORDS` -> what the search gave."""
    proposed: list[str] = field(default_factory=list)
    """Words that listings of interest share: the next run searches for them."""
    robots_ignored: list[str] = field(default_factory=list)
    """Sources whose robots.txt an administrator's setting let the run ignore; `*`: all."""


def plan_of(settings: Settings, index: Index, path: Path) -> Plan:
    """What a run of the campaign file would do; nothing is fetched. Raises `InvalidInput`."""
    from crawlers.source import load_sources
    from matchers.catalogue import load_goods

    campaign = read_campaign(path)
    sources = load_sources(settings.home_path)
    goods = goods_of(campaign, index.find(Goods) or load_goods(settings.home_path))
    folder = folder_of(settings, campaign.slug)
    focus = focus_of(campaign, goods, folder)
    queries = queries_of(campaign, sources, goods, folder, focus)
    starts = starts_of(campaign, sources, queries)
    return Plan(campaign, starts, [one.id for one in goods], queries, _interrupted(settings, folder), focus)


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
    ended the run early; it goes on from there the next time, also where it died after the crawl: reading photos, sealing
    and telling are then done for the run that was crawled.
    """
    from indexers.opening import open_index

    campaign = read_campaign(path)
    folder = folder_of(settings, campaign.slug)
    with alone(folder.path, f"the campaign '{campaign.name}'"):
        folder.note_campaign(campaign, path)
        index = open_index(settings)
        try:
            plan = plan_of(settings, index, path)
            own = settings.model_copy(update=_overrides(settings, index, campaign))
            return _run(own, index, plan, limit, on_progress, on_photos)
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
    from crawlers.frontier.opening import forget, is_unfinished
    from crawlers.report import report_of
    from pipelines.photo_reading.queue import PREFIX, read_after_run

    campaign = plan.campaign
    folder = folder_of(settings, campaign.slug)
    run = _begin(settings, index, folder, campaign, plan.resumes)
    counts: Mapping[str, float] = run.counts
    if run.outcome is None or is_unfinished(settings, folder.current):
        counts = _crawl(settings, index, plan, run, limit, on_progress)
    report = RunReport(
        campaign.name, run.id, report_of(counts), resumed=plan.resumes is not None, leads_from=settings.min_probability
    )
    report.robots_ignored = _robots_ignored(settings, plan.starts)
    outcome = report.crawl.outcome
    if outcome == "joined" or (outcome != "interrupted" and not _closes(settings, folder)):
        # Another machine, the last one at work on the run, does the rest, and its report is the run's.
        shutil.rmtree(folder.current, ignore_errors=True)
        return report
    if plan.focus is not None and outcome in ENDED and run.outcome is None:
        keep_learned(folder, plan.focus, [])  # at once: what comes after the crawl may fail, and be done another time
    ended = replace(run, ended=now(), outcome=outcome, counts=dict(counts))
    index.put([ended])
    if outcome == "interrupted":
        return report
    report.photos, more = read_after_run(settings, index, campaign=campaign.name, on_progress=on_photos)
    if more.get(f"{PREFIX}/interrupted"):
        report.crawl = replace(report.crawl, outcome="interrupted")
        return report
    index.put([replace(ended, ended=now(), counts={**counts, **more})])
    report.leads = index.find(Lead, {"run": run.id})
    _compare(index, report, counts)
    if plan.focus is not None:
        _learn(index, folder, plan, report)
    seal(settings, index, campaign, report, plan.starts, since=run.started)
    report.leads = as_series(index, report.leads)
    tell_of(settings, index, campaign, report)
    _write_report(folder, report)
    forget(settings, folder.current)
    shutil.rmtree(folder.current, ignore_errors=True)
    return report


def _crawl(
    settings: Settings, index: Index, plan: Plan, run: Run, limit: int | None, on_progress: Progress | None
) -> Mapping[str, float]:
    from crawlers.crawl import Budget, crawl
    from pipelines.settings import STAGES

    campaign = plan.campaign
    folder = folder_of(settings, campaign.slug)
    keeps = ProgressFile(folder.current)

    def progress(counts: Mapping[str, float]) -> None:
        keeps(counts)
        if on_progress is not None:
            on_progress(counts)

    pages = min((number for number in (limit, campaign.budget.pages) if number is not None), default=None)
    budget = campaign.budget
    known = known_pages(index, campaign, folder.current, pages=pages)
    try:
        return crawl(
            settings,
            plan.starts,
            folder=folder.current,
            budget=Budget(pages, budget.minutes, budget.bytes, budget.browser_minutes),
            pipelines={**STAGES, **STAGE},
            render=campaign.render,
            depth=campaign.depth,
            on_progress=progress,
            campaign=campaign.name,
            run=run.id,
            known=known,
            hours=campaign.hours,
            focus=plan.focus,
        )
    except TidewaiterError:
        with contextlib.suppress(TidewaiterError):  # the index may be what failed
            index.put([replace(run, ended=now(), outcome="failed")])
        raise
    finally:
        if known is not None:
            known.close()


def _overrides(settings: Settings, index: Index, campaign: Campaign) -> dict[str, object]:
    found: dict[str, object] = {}
    if campaign.precision is not None:
        from matchers.precision import threshold_for

        goods, cases = (() if ids == "all" else ids for ids in (campaign.goods, campaign.cases))
        threshold = threshold_for(index, settings.home_path, campaign.precision, goods=goods, cases=cases)
        log.info("leads.from", probability=round(threshold.probability, 3), expected=round(threshold.precision, 3))
        found["min_probability"] = threshold.probability
    if campaign.delay is not None:
        found["delay"] = campaign.delay
    if campaign.goods != "all":
        found["lead_goods"] = campaign.goods
    if campaign.cases != "all":
        found["lead_cases"] = campaign.cases
    return found


def _interrupted(settings: Settings, folder: CampaignFolder) -> str | None:
    """Id of the run whose work is not all done, or that other machines are at work on: there is something to go on with."""
    if is_shared(settings):
        from crawlers.frontier.shared import SharedRun

        return SharedRun(settings, folder.current).id
    noted = read_json(folder.current / "run.json")
    try:
        return from_json(Run, noted).id if noted else None
    except TidewaiterError:
        return None


def _begin(settings: Settings, index: Index, folder: CampaignFolder, campaign: Campaign, resumes: str | None) -> Run:
    """The run's record: that of the interrupted run, or a new one, noted in its folder so that it can be taken up."""
    if resumes is not None and (stored := index.get(Run, resumes)) is not None:
        return stored if stored.outcome in ENDED else replace(stored, ended=None, outcome=None)
    shutil.rmtree(folder.current, ignore_errors=True)
    run = Run(_agreed(settings, folder, time_ordered_id()), campaign.name, now())
    index.put([run])
    write_json(folder.current / "run.json", to_json(run))
    return run


def _agreed(settings: Settings, folder: CampaignFolder, id: str) -> str:
    """The id of a new run; where machines share a frontier, of the run that the first of them began."""
    if not is_shared(settings):
        return id
    from crawlers.frontier.shared import SharedRun

    return SharedRun(settings, folder.current).agree(id)


def _closes(settings: Settings, folder: CampaignFolder) -> bool:
    """Whether what is left after the crawl is ours to do: one machine does it."""
    if not is_shared(settings):
        return True
    from crawlers.frontier.shared import SharedRun

    return SharedRun(settings, folder.current).closes()


def _robots_ignored(settings: Settings, starts: list[Start]) -> list[str]:
    """An inspector must see it in the report, not in the settings of that day."""
    if not settings.obey_robots:
        return ["*"]
    return sorted({start.source.name for start in starts if start.source is not None and not start.source.robots})


def _compare(index: Index, report: RunReport, counts: Mapping[str, float]) -> None:
    """What each source gave, beside the runs before."""
    runs = index.find(Run, {"campaign": report.campaign}, limit=EARLIER_RUNS + 1, newest_first=True)
    earlier = [run for run in runs if run.id < report.run]
    listings = index.listings([lead.listing for lead in report.leads if lead.listing])
    report.yields = yields_of(counts, report.leads, listings, earlier, report.crawl.outcome)


def _learn(index: Index, folder: CampaignFolder, plan: Plan, report: RunReport) -> None:
    """What the run has learned is kept for the next one, which also searches for the words that leads share."""
    if plan.focus is None:
        return
    report.queries = {
        name: QueryYield(int(record.tried), round(record.found, 2)) for name, record in plan.focus.searched.items()
    }
    if plan.queries and not plan.campaign.queries:
        goods = [one for id in plan.goods if (one := index.get(Goods, id)) is not None]
        known = {word for start in plan.starts if start.source for word in candidates_of(start.source, goods)}
        leads = index.find(Lead, {"campaign": report.campaign}, limit=MAX_LEADS_READ, newest_first=True)
        report.proposed = propose(index, [lead.listing for lead in leads if lead.listing], known=known)
    keep_learned(folder, plan.focus, report.proposed)


def _write_report(folder: CampaignFolder, report: RunReport) -> None:
    from campaigns.report_page import report_page

    shape = to_json(report)
    write_json(folder.path / f"{report.run}.json", shape)
    page = report_page(shape, read_samples(folder.current))
    (folder.path / f"{report.run}.html").write_text(page, "utf-8")
