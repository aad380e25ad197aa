from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from campaigns.lock import alone
from campaigns.scheduling import Scheduler, scheduler_of
from tidewaiter.config import Settings, load_settings
from tidewaiter.errors import AlreadyRunning, InvalidInput

NOW = datetime(2026, 1, 1, 12, 30, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path / "home", environ={})[0]


@pytest.fixture
def scheduler(tmp_path: Path, settings: Settings) -> Scheduler:
    file = tmp_path / "ivory.yml"
    file.write_text("name: Ivory\nsources: [https://a.example/]\nschedule: '0 * * * * UTC'\n")
    made = scheduler_of(settings, [file])
    made.start = lambda path: subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    return made


def let_end(scheduler: Scheduler) -> None:
    for process in scheduler.running.values():
        process.communicate(b"\n")


def test_a_campaign_starts_when_it_is_due_and_not_before(scheduler: Scheduler) -> None:
    assert scheduler.tick(NOW) == []
    assert scheduler.tick(NOW + timedelta(minutes=29)) == []

    assert len(scheduler.tick(NOW + timedelta(minutes=30))) == 1
    let_end(scheduler)


def test_a_campaign_that_still_runs_is_not_started_again(scheduler: Scheduler) -> None:
    scheduler.tick(NOW)
    scheduler.tick(NOW + timedelta(hours=1))

    assert scheduler.tick(NOW + timedelta(hours=2)) == []
    let_end(scheduler)
    assert len(scheduler.tick(NOW + timedelta(hours=3))) == 1
    let_end(scheduler)


def test_missed_runs_are_caught_up_once_after_a_restart(scheduler: Scheduler, settings: Settings) -> None:
    scheduler.tick(NOW)
    again = scheduler_of(settings, list(scheduler.campaigns))
    again.start = scheduler.start

    assert len(again.tick(NOW + timedelta(days=3))) == 1
    let_end(again)
    assert again.tick(NOW + timedelta(days=3, minutes=5)) == []


def test_a_damaged_memory_is_begun_anew(scheduler: Scheduler, settings: Settings) -> None:
    (settings.home_path / "schedule.json").write_text('{"ivory": 7, "x": "never"')

    assert scheduler_of(settings, list(scheduler.campaigns)).last_runs == {}


def test_campaigns_without_any_schedule_are_an_error(tmp_path: Path, settings: Settings) -> None:
    file = tmp_path / "a.yml"
    file.write_text("name: A\nsources: [https://a.example/]\n")

    with pytest.raises(InvalidInput, match="none of the campaigns has a schedule"):
        scheduler_of(settings, [file])


def test_the_end_waits_for_what_runs(scheduler: Scheduler) -> None:
    scheduler.tick(NOW)
    scheduler.tick(NOW + timedelta(hours=1))

    scheduler.end()

    assert all(process.poll() is not None for process in scheduler.running.values())
    for process in scheduler.running.values():
        process.communicate()


def test_only_one_holds_the_lock(tmp_path: Path) -> None:
    with (
        alone(tmp_path, "the campaign"),
        pytest.raises(AlreadyRunning, match="is running already"),
        alone(tmp_path, "the campaign"),
    ):
        pass


def test_the_lock_is_free_after_its_block(tmp_path: Path) -> None:
    with alone(tmp_path, "x"):
        pass
    with alone(tmp_path, "x"):
        pass
