from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from campaigns.due import due_after
from campaigns.folders import folder_of
from campaigns.lock import alone
from campaigns.scheduling import STOPPED, Scheduler, memory_of, scheduler_of
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
    made.daily = None
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
    again.start, again.daily = scheduler.start, None

    assert len(again.tick(NOW + timedelta(days=3))) == 1
    let_end(again)
    assert again.tick(NOW + timedelta(days=3, minutes=5)) == []


def test_a_clock_that_was_ahead_and_is_set_back_keeps_no_campaign_waiting(scheduler: Scheduler) -> None:
    ahead = NOW + timedelta(days=4000)
    scheduler.tick(ahead)
    scheduler.tick(ahead + timedelta(minutes=30))
    ended(scheduler, 1, unfinished=True)
    scheduler.tick(ahead + timedelta(minutes=30))

    assert len(scheduler.tick(NOW)) == 1  # the run that died is taken up
    let_end(scheduler)
    assert len(scheduler.tick(NOW + timedelta(minutes=30))) == 1
    let_end(scheduler)


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


def ended(scheduler: Scheduler, code: int, *, unfinished: bool) -> None:
    """As if the run had ended with this exit code, and left work behind or not."""
    for path, process in scheduler.running.items():
        process.kill()
        process.communicate()
        process.returncode = code
        current = scheduler.settings.home_path / "runs" / scheduler.campaigns[path].slug / "current"
        shutil.rmtree(current, ignore_errors=True)
        if unfinished:
            current.mkdir(parents=True)
            (current / "run.json").write_text("{}")


def test_a_run_that_died_is_taken_up_after_a_while_and_at_last_given_up(scheduler: Scheduler) -> None:
    moment = NOW + timedelta(minutes=30)
    scheduler.tick(NOW)
    scheduler.tick(moment)
    starts = []
    for minute in range(1, 55):
        if scheduler.running:
            ended(scheduler, -9, unfinished=True)
        if scheduler.tick(moment + timedelta(minutes=minute)):
            starts.append(minute)

    assert starts == [2, 4, 7, 12, 21, 38]


def test_a_run_that_somebody_stopped_waits_until_it_is_due(scheduler: Scheduler) -> None:
    scheduler.tick(NOW)
    scheduler.tick(NOW + timedelta(minutes=30))
    ended(scheduler, STOPPED, unfinished=True)

    assert scheduler.tick(NOW + timedelta(minutes=60)) == []
    assert len(scheduler.tick(NOW + timedelta(minutes=90))) == 1
    let_end(scheduler)


def test_a_run_that_outgrew_its_memory_is_ended_and_taken_up_at_once(scheduler: Scheduler) -> None:
    scheduler.tick(NOW)
    scheduler.tick(NOW + timedelta(minutes=30))
    scheduler.memory_of = lambda pid: 5000.0
    scheduler.tick(NOW + timedelta(minutes=31))
    process = next(iter(scheduler.running.values()))
    assert process.wait(10) == -15
    ended(scheduler, STOPPED, unfinished=True)
    scheduler.memory_of = lambda pid: 100.0

    assert len(scheduler.tick(NOW + timedelta(minutes=32))) == 1
    let_end(scheduler)


def test_a_paused_campaign_is_left_out_and_caught_up_once_when_resumed(scheduler: Scheduler, settings: Settings) -> None:
    folder = folder_of(settings, "ivory")
    scheduler.tick(NOW)
    folder.pause()
    assert scheduler.tick(NOW + timedelta(hours=5)) == []

    folder.resume()

    assert len(scheduler.tick(NOW + timedelta(hours=5, minutes=1))) == 1
    let_end(scheduler)
    assert scheduler.tick(NOW + timedelta(hours=5, minutes=2)) == []


def test_a_run_that_was_interrupted_by_a_pause_goes_on_at_resume(scheduler: Scheduler, settings: Settings) -> None:
    folder = folder_of(settings, "ivory")
    scheduler.tick(NOW)
    scheduler.tick(NOW + timedelta(minutes=30))
    folder.pause()
    ended(scheduler, STOPPED, unfinished=True)
    assert scheduler.tick(NOW + timedelta(minutes=31)) == []

    folder.resume()

    assert len(scheduler.tick(NOW + timedelta(minutes=32))) == 1
    let_end(scheduler)


def test_what_was_interrupted_with_the_scheduler_goes_on_when_it_starts(scheduler: Scheduler, settings: Settings) -> None:
    current = folder_of(settings, "ivory").current
    current.mkdir(parents=True)
    (current / "run.json").write_text("{}")
    scheduler.take_up(NOW)

    assert len(scheduler.tick(NOW)) == 1
    let_end(scheduler)


def test_a_run_by_hand_is_not_doubled(scheduler: Scheduler, settings: Settings) -> None:
    scheduler.tick(NOW)
    with alone(folder_of(settings, "ivory").path, "x"):
        assert scheduler.tick(NOW + timedelta(hours=1)) == []
    assert len(scheduler.tick(NOW + timedelta(hours=1, minutes=10))) == 1
    let_end(scheduler)


def test_what_need_not_be_kept_is_purged_once_a_day(scheduler: Scheduler) -> None:
    purges: list[subprocess.Popen[bytes]] = []

    def purge() -> list[subprocess.Popen[bytes]]:
        purges.append(subprocess.Popen([sys.executable, "-c", ""]))
        return purges[-1:]

    scheduler.daily = purge
    scheduler.tick(NOW)
    purges[0].wait()
    scheduler.tick(NOW + timedelta(hours=1))
    let_end(scheduler)
    assert len(purges) == 1

    scheduler.tick(NOW + timedelta(hours=13))
    let_end(scheduler)
    assert len(purges) == 2
    purges[1].wait()


def test_what_does_not_end_in_time_is_killed(scheduler: Scheduler) -> None:
    code = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); input()"
    process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout
    process.stdout.readline()
    scheduler.running[next(iter(scheduler.campaigns))] = process

    scheduler.end(within=0.2)

    assert process.poll() == -9
    process.communicate()


def test_jitter_moves_each_moment_by_another_part_of_it_always_the_same() -> None:
    moments = [due_after("0 * * * * UTC", NOW, jitter=30, name=name) for name in ("a", "b", "c", "d")]

    assert len(set(moments)) == 4
    assert all(NOW + timedelta(minutes=30) <= moment < NOW + timedelta(minutes=60) for moment in moments)
    assert moments[0] == due_after("0 * * * * UTC", NOW, jitter=30, name="a")


def test_memory_is_read_of_a_living_process_only() -> None:
    assert (memory_of(os.getpid()) or 0) > 5
    assert memory_of(2**30) is None


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_ctrl_c_ends_the_scheduler_with_130_and_a_service_manager_with_0(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    file = tmp_path / "ivory.yml"
    file.write_text("name: Ivory\nsources: [https://a.example/]\nschedule: '0 3 1 1 * UTC'\n")
    command = [sys.executable, "-m", "tidewaiter.cli.main", "--home", str(tmp_path / "home"), "schedule", str(file)]
    process = subprocess.Popen([*command, "--metrics-port", "0"], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    while (line := process.stderr.readline()) and not line.startswith("metrics:"):
        pass

    process.send_signal(number)

    process.communicate(timeout=60)
    assert process.returncode == code
