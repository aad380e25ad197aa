"""Runs campaigns when they are due, each in a process of its own; never two of one campaign at once; missed runs once.

A run that died or outgrew its memory is taken up where it was; once a day what need not be kept is purged.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import structlog

from campaigns.campaign import Campaign, read_campaign
from campaigns.due import due_after, is_due
from campaigns.folders import CampaignFolder, folder_of, read_json, write_json
from campaigns.lock import alone
from tidewaiter.config import Settings
from tidewaiter.errors import InvalidInput
from tidewaiter.yamlfiles import yaml_files

log = structlog.get_logger(__name__)

LOOK_EVERY = 5.0
"""Seconds between two looks at the clock."""
END_WITHIN = 3.5
"""Seconds that runs get for a clean end; then they are killed, which costs no more than the pages in flight."""
STOPPED = 130
"""Exit code of a run that somebody stopped: it waits until it is due again."""
WAIT_BEFORE_RESTART = timedelta(seconds=30)
"""Before a run that died is taken up; twice as long each time."""
MOST_RESTARTS = 6
_LONGEST_RESTART = WAIT_BEFORE_RESTART * 2**MOST_RESTARTS

Start = Callable[[Path], "subprocess.Popen[bytes]"]
Daily = Callable[[], "list[subprocess.Popen[bytes]]"]


@dataclass(slots=True)
class _Restart:
    at: datetime
    times: int


@dataclass(slots=True)
class Scheduler:
    """Knows which campaigns there are, when each ran last, and which run now.

    start: makes the process that runs a campaign file; daily: those that purge and warn, once a day (None: nobody does);
    last_runs: kept in HOME/schedule.json over restarts; memory_of: megabytes that a process holds (None: not known).
    """

    settings: Settings
    campaigns: dict[Path, Campaign]
    start: Start
    last_runs: dict[str, str] = field(default_factory=dict)
    running: dict[Path, subprocess.Popen[bytes]] = field(default_factory=dict)
    daily: Daily | None = None
    memory_of: Callable[[int], float | None] = field(default=lambda pid: memory_of(pid))
    _restarts: dict[Path, _Restart] = field(default_factory=dict)
    _outgrown: set[Path] = field(default_factory=set)
    _chores: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def tick(self, now: datetime) -> list[Path]:
        """Starts what is due and not running; gives what was started. Notes what has ended."""
        self._note_ended(now)
        self._watch_memory()
        started = []
        for path, campaign in self.campaigns.items():
            if path not in self.running and self._wanted(path, campaign, now):
                self.running[path] = self.start(path)
                log.info("run.started", campaign=campaign.name)
                started.append(path)
        self._do_chores(now)
        self._keep()
        return started

    def take_up(self, now: datetime) -> None:
        """What was interrupted when the machine or the scheduler went down goes on at the next look."""
        for path, campaign in self.campaigns.items():
            if campaign.schedule is not None and self._folder(path).unfinished:
                self._restarts[path] = _Restart(now, 1)

    def end(self, *, within: float = END_WITHIN) -> None:
        """Asks what runs to stop cleanly and waits for it; what takes too long is killed and goes on where it was."""
        processes = [*self.running.values(), *self._chores]
        for process in processes:
            process.terminate()
        until = time.monotonic() + within
        for process in processes:
            try:
                process.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                log.warning("run.killed", pid=process.pid)
                process.kill()
                process.wait()

    def _folder(self, path: Path) -> CampaignFolder:
        return folder_of(self.settings, self.campaigns[path].slug)

    def _wanted(self, path: Path, campaign: Campaign, now: datetime) -> bool:
        if campaign.schedule is None:
            return False
        last = datetime.fromisoformat(self.last_runs.setdefault(campaign.slug, now.isoformat()))
        if last > now:  # the clock was ahead then: it must not keep the campaign waiting until it is there again
            last = now
            self.last_runs[campaign.slug] = now.isoformat()
        folder = self._folder(path)
        if folder.paused or folder.holder() is not None:  # it stays due until whoever runs it by hand has ended
            return False
        restart = self._restarts.get(path)
        due = is_due(campaign.schedule, last, now, jitter=campaign.jitter, name=campaign.slug)
        if due:
            self.last_runs[campaign.slug] = now.isoformat()
            self._keep()
            next = due_after(campaign.schedule, now, jitter=campaign.jitter, name=campaign.slug)
            log.info("run.due", campaign=campaign.name, next=next.isoformat())
        wished = folder.take_wish()
        # (Further ahead than any wait: the clock was set back.)
        if restart is not None and (restart.at <= now or _LONGEST_RESTART < restart.at - now < timedelta(days=36500)):
            restart.at = datetime.max.replace(tzinfo=UTC)  # it runs now; should it die again, a new moment is set
            return True
        return due or wished

    def _note_ended(self, now: datetime) -> None:
        for path, process in list(self.running.items()):
            if (code := process.poll()) is None:
                continue
            del self.running[path]
            log.info("run.ended", campaign=self.campaigns[path].name, exit_code=code)
            outgrown = path in self._outgrown
            self._outgrown.discard(path)
            if not self._folder(path).unfinished or (code == STOPPED and not outgrown):
                self._restarts.pop(path, None)
                continue
            times = self._restarts[path].times + 1 if path in self._restarts and not outgrown else 1
            if times > MOST_RESTARTS:
                log.error("run.given_up", campaign=self.campaigns[path].name, restarts=MOST_RESTARTS)
                self._restarts.pop(path, None)
                continue
            wait = timedelta(0) if outgrown else WAIT_BEFORE_RESTART * 2 ** (times - 1)
            self._restarts[path] = _Restart(now + wait, times)

    def _watch_memory(self) -> None:
        for path, process in self.running.items():
            held = self.memory_of(process.pid)
            if held is not None and held > self.settings.run_memory and path not in self._outgrown:
                log.warning("run.outgrown", campaign=self.campaigns[path].name, megabytes=round(held))
                self._outgrown.add(path)
                process.terminate()

    def _do_chores(self, now: datetime) -> None:
        self._chores = [process for process in self._chores if process.poll() is None]
        if self.daily is None or self._chores or self.last_runs.get(_CHORES, "")[:10] == now.date().isoformat():
            return
        self.last_runs[_CHORES] = now.isoformat()
        self._chores = self.daily()

    def _keep(self) -> None:
        write_json(self.settings.home_path / "schedule.json", self.last_runs)


_CHORES = " daily"
"""Stands among the last runs; no campaign's slug has a space."""


def scheduler_of(settings: Settings, paths: Sequence[Path]) -> Scheduler:
    """The scheduler for campaign files or folders. Raises `InvalidInput` for a bad file, or where none has a schedule."""
    campaigns = {file.resolve(): read_campaign(file) for path in paths for file in yaml_files(path)}
    if not any(campaign.schedule for campaign in campaigns.values()):
        raise InvalidInput(
            "none of the campaigns has a schedule", do="Add a line such as `schedule: '0 6 * * * Asia/Shanghai'` to one."
        )
    settings.home_path.mkdir(parents=True, exist_ok=True)
    for file, campaign in campaigns.items():
        folder_of(settings, campaign.slug).note_campaign(campaign, file)

    def start(path: Path) -> subprocess.Popen[bytes]:
        return _command(settings, "run", str(path))

    def daily() -> list[subprocess.Popen[bytes]]:
        chores = [_command(settings, "purge")]
        if any(campaign.alerts.warnings for campaign in campaigns.values()):
            chores.append(_command(settings, "warnings", "--tell"))
        return chores

    return Scheduler(settings, campaigns, start, _last_runs(settings), daily=daily)


def run_schedule(scheduler: Scheduler, stop: Event, *, each_look: Callable[[datetime], None] = lambda now: None) -> None:
    """Runs campaigns when they are due until `stop` is set. Raises `AlreadyRunning` where another scheduler is at work.

    each_look: called at each look at the clock, for what else is to be done (alerts that wait).
    """
    with alone(scheduler.settings.home_path / "schedule", "the scheduler"):
        scheduler.take_up(datetime.now(UTC))
        try:
            while not stop.is_set():
                scheduler.tick(datetime.now(UTC))
                each_look(datetime.now(UTC))
                stop.wait(LOOK_EVERY)
        finally:
            scheduler.end()


def memory_of(pid: int) -> float | None:
    """Megabytes that a process holds in memory; None where the system does not say."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("utf-8", errors="replace")
    except OSError:
        return None
    line = next((line for line in status.splitlines() if line.startswith("VmRSS:")), "")
    return int(line.split()[1]) / 1024 if line else None


def _command(settings: Settings, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tidewaiter.cli.main", "--home", str(settings.home_path), *arguments]
    # A group of its own: Ctrl-C at the keyboard reaches the scheduler alone, which then ends its runs once.
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, process_group=0)  # noqa: S603 - our own program, a path that was validated


def _last_runs(settings: Settings) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in read_json(settings.home_path / "schedule.json").items():
        try:
            datetime.fromisoformat(value)
        except (TypeError, ValueError):
            continue
        found[name] = value
    return found
