"""Runs campaigns when they are due, each in a process of its own; never two of one campaign at once; missed runs once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import structlog

from campaigns.campaign import Campaign, read_campaign
from campaigns.due import is_due, next_due
from campaigns.lock import alone
from tidewaiter.config import Settings
from tidewaiter.errors import InvalidInput
from tidewaiter.yamlfiles import yaml_files

log = structlog.get_logger(__name__)

LOOK_EVERY = 5.0
"""Seconds between two looks at the clock."""

Start = Callable[[Path], "subprocess.Popen[bytes]"]


@dataclass(slots=True)
class Scheduler:
    """Knows which campaigns there are, when each ran last, and which run now.

    start: makes the process that runs a campaign file; last_runs: kept in HOME/schedule.json over restarts.
    """

    settings: Settings
    campaigns: dict[Path, Campaign]
    start: Start
    last_runs: dict[str, str] = field(default_factory=dict)
    running: dict[Path, subprocess.Popen[bytes]] = field(default_factory=dict)

    def tick(self, now: datetime) -> list[Path]:
        """Starts what is due and not running; gives what was started. Notes what has ended."""
        for path, process in list(self.running.items()):
            if (code := process.poll()) is not None:
                del self.running[path]
                log.info("run.ended", campaign=self.campaigns[path].name, exit_code=code)
        started = []
        for path, campaign in self.campaigns.items():
            if campaign.schedule is None or path in self.running:
                continue
            last = datetime.fromisoformat(self.last_runs.setdefault(campaign.slug, now.isoformat()))
            if is_due(campaign.schedule, last, now):
                self.last_runs[campaign.slug] = now.isoformat()
                self._keep()
                log.info("run.started", campaign=campaign.name, next=next_due(campaign.schedule, now).isoformat())
                self.running[path] = self.start(path)
                started.append(path)
        self._keep()
        return started

    def end(self) -> None:
        """Asks what runs to stop cleanly and waits for it."""
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            process.wait()

    def _keep(self) -> None:
        file = self.settings.home_path / "schedule.json"
        temporary = file.with_suffix(".part")
        temporary.write_text(json.dumps(self.last_runs), "utf-8")
        temporary.replace(file)


def scheduler_of(settings: Settings, paths: Sequence[Path]) -> Scheduler:
    """The scheduler for campaign files or folders. Raises `InvalidInput` for a bad file, or where none has a schedule."""
    campaigns = {file.resolve(): read_campaign(file) for path in paths for file in yaml_files(path)}
    if not any(campaign.schedule for campaign in campaigns.values()):
        raise InvalidInput(
            "none of the campaigns has a schedule", do="Add a line such as `schedule: '0 6 * * * Asia/Shanghai'` to one."
        )
    settings.home_path.mkdir(parents=True, exist_ok=True)
    return Scheduler(settings, campaigns, _starter(settings), _last_runs(settings))


def run_schedule(scheduler: Scheduler, stop: Event) -> None:
    """Runs campaigns when they are due until `stop` is set. Raises `AlreadyRunning` where another scheduler is at work."""
    with alone(scheduler.settings.home_path / "schedule", "the scheduler"):
        try:
            while not stop.is_set():
                scheduler.tick(datetime.now(UTC))
                stop.wait(LOOK_EVERY)
        finally:
            scheduler.end()


def _starter(settings: Settings) -> Start:
    def start(path: Path) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tidewaiter.cli.main", "--home", str(settings.home_path), "run", str(path)]
        return subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 - our own program, a path that was validated

    return start


def _last_runs(settings: Settings) -> dict[str, str]:
    try:
        data = json.loads((settings.home_path / "schedule.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    found: dict[str, str] = {}
    for name, value in data.items() if isinstance(data, dict) else ():
        try:
            datetime.fromisoformat(value)
        except (TypeError, ValueError):
            continue
        found[str(name)] = value
    return found
