from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from campaigns.folders import folder_of
from campaigns.lock import alone, holder_of
from campaigns.running import run_campaign
from campaigns.stopping import stop
from tests.campaigns.shop import ENVIRON, ITEMS, Shop, campaign
from tidewaiter.cli.main import main
from tidewaiter.config import Settings


@pytest.fixture(autouse=True)
def environ(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRON.items():
        monkeypatch.setenv(name, value)


@contextmanager
def started(settings: Settings, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    line = [sys.executable, "-m", "tidewaiter.cli.main", "--home", str(settings.home_path), *command]
    process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **ENVIRON})
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_for_pages(number: int) -> threading.Event:
    asked: list[str] = []
    some = threading.Event()

    def after(path: str) -> None:
        asked.append(path)
        if len(asked) >= number:
            some.set()

    Shop.after = staticmethod(after)
    return some


def slow(tmp_path: Path, shop: str, more: str = "") -> Path:
    file = tmp_path / "slow.yml"
    file.write_text(f"name: Chairs\nsources: ['{shop}']\ndelay: 0.3\n{more}")
    return file


def test_stop_ends_a_run_cleanly_within_five_seconds_and_it_goes_on(tmp_path: Path, shop: str, settings: Settings) -> None:
    some = wait_for_pages(8)
    with started(settings, "run", str(slow(tmp_path, shop))) as process:
        assert some.wait(150)
        begun = time.monotonic()

        ended = stop(settings, "chairs")

        assert time.monotonic() - begun < 5
        assert [(one.what, one.pid, one.how) for one in ended] == [("campaign Chairs", process.pid, "cleanly")]
        assert process.wait(5) == 130
    Shop.after = staticmethod(lambda path: None)
    report = run_campaign(settings, campaign(tmp_path, shop))
    assert (report.resumed, report.crawl.outcome, report.crawl.listings) == (True, "finished", ITEMS)


def test_what_does_not_listen_is_killed(settings: Settings) -> None:
    folder = settings.home_path / "runs" / "deaf"
    code = (
        "import signal, sys; from pathlib import Path; from campaigns.lock import alone\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        f"with alone(Path({str(folder)!r}), 'x'):\n    print('held', flush=True); sys.stdin.read()"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout
    assert process.stdout.readline() == b"held\n"

    ended = stop(settings, "deaf", cleanly=0.3)

    assert [one.how for one in ended] == ["killed"]
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert holder_of(folder) is None


def test_the_scheduler_and_its_runs_end_together(tmp_path: Path, shop: str, settings: Settings) -> None:
    some = wait_for_pages(5)
    file = slow(tmp_path, shop, "schedule: '* * * * * UTC'\n")
    settings.home_path.mkdir(parents=True)
    (settings.home_path / "schedule.json").write_text(
        json.dumps({"chairs": "2020-01-01T00:00:00+00:00", " daily": "2999-01-01T00:00:00+00:00"})
    )
    with started(settings, "schedule", str(file)) as process:
        assert some.wait(150)
        run = folder_of(settings, "chairs").holder()
        assert run is not None
        assert run.pid != process.pid

        ended = stop(settings)

        assert {one.what: one.how for one in ended} == {"scheduler": "cleanly", "campaign Chairs": "cleanly"}
        assert process.wait(5) == 0
    assert folder_of(settings, "chairs").unfinished


def test_a_note_that_a_killed_process_left_behind_names_nobody(settings: Settings) -> None:
    folder = settings.home_path / "runs" / "old"
    folder.mkdir(parents=True)
    (folder / "lock").write_text(f"{os.getpid()} 2026-01-01T00:00:00Z\n")

    assert holder_of(folder) is None
    assert stop(settings) == []


def test_a_lock_names_its_process_until_it_is_let_go(tmp_path: Path) -> None:
    with alone(tmp_path, "x"):
        holder = holder_of(tmp_path)
        assert holder is not None
        assert holder.pid == os.getpid()
    assert holder_of(tmp_path) is None


def test_stop_says_when_nothing_runs_and_knows_its_campaigns(
    settings: Settings, shop: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = campaign(tmp_path, shop)
    assert main(["--home", str(settings.home_path), "stop", str(file)]) == 0
    assert "Nothing runs." in capsys.readouterr().out

    assert main(["--home", str(settings.home_path), "stop", "tables"]) == 2
    assert "there is no campaign 'tables' here; known are 'Chairs'" in capsys.readouterr().err


def status(settings: Settings, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    capsys.readouterr()
    assert main(["--home", str(settings.home_path), "status", "--json"]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_status_shows_the_run_under_way_the_pause_and_the_last_run(
    tmp_path: Path, shop: str, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    some = wait_for_pages(14)
    home = ["--home", str(settings.home_path)]
    with started(settings, "run", str(slow(tmp_path, shop))) as process:
        assert some.wait(150)

        running = status(settings, capsys)
        assert running["state"] == "running"
        assert running["running"]["pid"] == process.pid  # type: ignore[index]
        assert running["running"]["pages"] >= 1  # type: ignore[index]

        assert main([*home, "pause", "Chairs"]) == 0
        assert process.wait(5) == 130
    paused = status(settings, capsys)
    assert (paused["state"], paused["last"]["outcome"]) == ("paused", "interrupted")  # type: ignore[index]

    assert main([*home, "resume", "chairs"]) == 0
    assert "No scheduler runs" in capsys.readouterr().out
    assert status(settings, capsys)["state"] == "interrupted"

    Shop.after = staticmethod(lambda path: None)
    run_campaign(settings, campaign(tmp_path, shop))
    ended = status(settings, capsys)
    assert ended["state"] == "idle"
    assert (ended["last"]["outcome"], ended["last"]["listings"]) == ("finished", ITEMS)  # type: ignore[index]


def test_status_for_people_tells_of_a_file_that_cannot_be_used(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    folder = settings.home_path / "campaigns"
    folder.mkdir(parents=True)
    (folder / "bad.yml").write_text("name: Bad\n")
    (folder / "good.yml").write_text("name: Good\nsources: [https://a.example/]\nschedule: '0 6 * * * UTC'\n")

    assert main(["--home", str(settings.home_path), "status"]) == 0

    out = capsys.readouterr().out
    assert "scheduler: not running" in out
    assert "its file can't be used" in out
    assert "schedule 0 6 * * * UTC" in out


def test_a_crawl_without_a_campaign_is_ended_too(shop: str, settings: Settings) -> None:
    some = wait_for_pages(4)
    with started(settings, "crawl", shop, "--delay", "0.3") as process:
        assert some.wait(150)

        ended = stop(settings)

        assert [(one.what.split()[0], one.pid, one.how) for one in ended] == [("crawl", process.pid, "cleanly")]
        assert process.wait(5) == 130
