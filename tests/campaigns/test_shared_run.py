"""Two machines (two homes) that run one campaign with the same Redis."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from crawlers.frontier.shared import SharedRun
from tests.campaigns.shop import ENVIRON, ITEMS, Shop, campaign
from tidewaiter.config import load_settings


def machine(home: Path, file: Path, redis: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tidewaiter.cli.main", "--home", str(home), "run", str(file), "--json"]
    environ = {**os.environ, **ENVIRON, "TIDEWAITER_FRONTIER": redis, "TIDEWAITER_LOG_LEVEL": "error"}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ)


def report(process: subprocess.Popen[str]) -> dict[str, Any]:
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    found: dict[str, Any] = json.loads(out)
    return found


def crawlers_of(url: str, number: int) -> bool:
    """Waits until so many crawlers are at work on the run."""
    deadline = time.monotonic() + 90
    with Redis.from_url(url) as client:
        while time.monotonic() < deadline:
            if client.zcard("tidewaiter:run:runs/chairs/current:holders") == number:
                return True
            time.sleep(0.05)
    return False


@pytest.mark.redis
def test_a_second_machine_joins_the_run_and_one_of_them_reports_it(tmp_path: Path, shop: str, redis_url: str) -> None:
    asked: list[str] = []
    begun, joined = threading.Event(), threading.Event()

    def after(path: str) -> None:
        asked.append(path)
        if path.startswith("/item/"):
            begun.set()
            joined.wait(60)  # the shop keeps the first machine waiting until the second one is there

    Shop.after = staticmethod(after)
    file = campaign(tmp_path, shop)
    first = machine(tmp_path / "one", file, redis_url)
    assert begun.wait(90)
    settings = load_settings(home=tmp_path / "one", environ={"TIDEWAITER_FRONTIER": redis_url})[0]
    run = SharedRun(settings, settings.home_path / "runs/chairs/current").id
    second = machine(tmp_path / "two", file, redis_url)
    assert crawlers_of(redis_url, 2)
    joined.set()

    reports = [report(first), report(second)]

    assert {one["run"] for one in reports} == {run}
    assert sorted(one["crawl"]["outcome"] for one in reports) == ["finished", "joined"]
    (last,) = (one for one in reports if one["crawl"]["outcome"] == "finished")
    assert last["crawl"]["listings"] == ITEMS
    items = [path for path in asked if path.startswith("/item/")]
    assert len(items) == len(set(items)) == ITEMS
    assert SharedRun(settings, settings.home_path / "runs/chairs/current").id is None
