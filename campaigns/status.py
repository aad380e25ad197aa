"""What every campaign is doing: last run, run under way, next due; for `tidewaiter status` and the metrics."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from campaigns.campaign import Campaign, read_campaign
from campaigns.due import due_after
from campaigns.folders import CampaignFolder, campaign_folders, folder_of, read_json
from campaigns.lock import holder_of
from campaigns.progress import read_progress
from tidewaiter.config import Settings
from tidewaiter.errors import InvalidInput
from tidewaiter.identity import rfc3339
from tidewaiter.model import Run
from tidewaiter.yamlfiles import yaml_files

if TYPE_CHECKING:
    from indexers.index import Index


@dataclass(slots=True, frozen=True)
class Running:
    """A run under way."""

    pid: int
    since: str
    pages: int
    listings: int
    leads: int
    seconds: float


@dataclass(slots=True, frozen=True)
class LastRun:
    """The latest run that has ended."""

    run: str
    started: str
    ended: str | None
    outcome: str
    pages: int
    listings: int
    leads: int


@dataclass(slots=True)
class CampaignStatus:
    """One campaign now. `state`: running, interrupted (it goes on with the next run), paused or idle."""

    campaign: str
    slug: str
    state: str
    file: str | None = None
    schedule: str | None = None
    running: Running | None = None
    last: LastRun | None = None
    next_due: str | None = None
    """Only where it has a schedule, is not paused, and a scheduler runs."""
    problem: str | None = None
    """Why its file can't be used."""


@dataclass(slots=True)
class Status:
    """The whole: the scheduler, and each campaign."""

    scheduler: int | None
    """Process id; None: none runs."""
    campaigns: list[CampaignStatus] = field(default_factory=list)


def status_of(settings: Settings, index: Index, *, now: datetime | None = None) -> Status:
    """What every campaign that is known here is doing: those in HOME/campaigns, and those that ran or were scheduled."""
    scheduler = holder_of(settings.home_path / "schedule")
    status = Status(scheduler.pid if scheduler else None)
    last_runs = read_json(settings.home_path / "schedule.json")
    folders = {folder.slug: folder for folder in campaign_folders(settings)}
    files: dict[str, tuple[Path, Campaign]] = {}
    for path in _files(settings):
        try:
            campaign = read_campaign(path)
        except InvalidInput as error:
            status.campaigns.append(CampaignStatus(path.stem, path.stem, "idle", str(path), problem=error.what))
            continue
        files[campaign.slug] = (path, campaign)
        folders.setdefault(campaign.slug, folder_of(settings, campaign.slug))
    moment = now or datetime.now(UTC)
    for slug, folder in folders.items():
        one = _one(index, folder, files.get(slug))
        if one.schedule and scheduler is not None and one.state != "paused":
            one.next_due = _next_due(one, last_runs.get(slug), moment, files.get(slug))
        status.campaigns.append(one)
    status.campaigns.sort(key=lambda one: one.campaign)
    return status


def _files(settings: Settings) -> list[Path]:
    folder = settings.home_path / "campaigns"
    try:
        return list(yaml_files(folder)) if folder.is_dir() else []
    except InvalidInput:  # a folder without a campaign
        return []


def _one(index: Index, folder: CampaignFolder, described: tuple[Path, Campaign] | None) -> CampaignStatus:
    noted = folder.noted()
    name = described[1].name if described else str(noted.get("name") or folder.slug)
    file = str(described[0]) if described else noted.get("file")
    schedule = described[1].schedule if described else noted.get("schedule")
    holder = folder.holder()
    state = "running" if holder else "paused" if folder.paused else "interrupted" if folder.unfinished else "idle"
    found = CampaignStatus(name, folder.slug, state, file, schedule)
    if holder is not None:
        now = read_progress(folder.current)
        found.running = (
            Running(holder.pid, holder.since, now.pages, now.listings, now.leads, now.seconds)
            if now
            else Running(holder.pid, holder.since, 0, 0, 0, 0.0)
        )
    ended = (run for run in index.find(Run, {"campaign": name}, limit=5, newest_first=True) if run.outcome)
    if (run := next(ended, None)) is not None:
        counts = {key: int(run.counts.get(f"tidewaiter/{key}", 0)) for key in ("pages", "listings", "leads/new")}
        found.last = LastRun(run.id, run.started, run.ended, run.outcome or "", *counts.values())
    return found


def _next_due(one: CampaignStatus, last: object, now: datetime, described: tuple[Path, Campaign] | None) -> str | None:
    try:
        since = datetime.fromisoformat(last) if isinstance(last, str) else now
        jitter = described[1].jitter if described else 0.0
        return rfc3339(max(due_after(str(one.schedule), since, jitter=jitter, name=one.slug), now))
    except (ValueError, KeyError):
        return None
