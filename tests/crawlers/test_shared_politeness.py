"""Two crawlers on one Redis are as polite together as one alone, judged by the server."""

from __future__ import annotations

import asyncio
import http.server
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from crawlers.frontier.opening import open_frontier
from crawlers.photo_turns import PhotoTurns
from tests.crawlers.crawling import quick
from tests.shared_data import ROOT
from tests.web.serving import served_by
from web.client import FetchFailed
from web.fetch import Fetcher

ITEMS = 16
DELAY = 0.5


class Slow(http.server.BaseHTTPRequestHandler):
    """One list with its items; notes when each request came, and how many are under way at once."""

    came: ClassVar[list[float]] = []
    under_way: ClassVar[list[int]] = [0, 0]
    lock: ClassVar[threading.Lock] = threading.Lock()

    def do_GET(self) -> None:
        with self.lock:
            self.came.append(time.monotonic())
            self.under_way[0] += 1
            self.under_way[1] = max(self.under_way)
        links = "".join(f'<li><a href="/item/{number}">Carved figure {number}</a></li>' for number in range(ITEMS))
        body = f"<html><body><ul>{links}</ul></body></html>".encode()
        self.send_response(404 if self.path == "/robots.txt" else 200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        with self.lock:
            self.under_way[0] -= 1

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    Slow.came.clear()
    Slow.under_way[:] = [0, 0]
    with served_by(Slow) as url:
        yield f"{url}/"


@pytest.mark.redis
def test_requests_to_a_host_keep_their_distance_over_all_crawlers(site: str, redis_url: str, tmp_path: Path) -> None:
    overrides = json.dumps({"frontier": redis_url, "delay": DELAY, "concurrency_per_host": 1})
    processes = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        command = [sys.executable, "-m", "tests.crawlers.crawling", str(tmp_path / name), site, str(tmp_path / name / "out")]
        processes.append(subprocess.Popen([*command, overrides], stdout=subprocess.PIPE, text=True, cwd=ROOT))
    for process in processes:
        process.communicate(timeout=120)

    assert [process.returncode for process in processes] == [0, 0]
    came = sorted(Slow.came)
    assert len(came) >= ITEMS + 1
    assert came[-1] - came[0] >= 0.9 * DELAY * (len(came) - 1)
    assert Slow.under_way[1] == 1


@pytest.mark.redis
async def test_photos_keep_their_distance_over_all_crawlers(site: str, redis_url: str, tmp_path: Path) -> None:
    port = site.split(":")[-1].strip("/")
    settings = quick(tmp_path, frontier=redis_url, delay=4.0, concurrency_per_host=1, allow_private=(f"127.0.0.1:{port}",))
    frontiers = [open_frontier(settings, tmp_path / name, pages=None) for name in ("one", "two")]
    fetchers = [Fetcher(settings, shared=PhotoTurns(frontier, settings)) for frontier in frontiers]

    await asyncio.gather(*(fetcher.get(f"{site}{number}.jpg") for fetcher in fetchers for number in range(4)))

    came = sorted(Slow.came)
    assert len(came) == 8
    assert came[-1] - came[0] >= 0.9 * 0.2 * 7  # a twentieth of the delay
    assert Slow.under_way[1] == 1

    frontiers[0].pause(f"127.0.0.1:{port}", 600)

    with pytest.raises(FetchFailed) as failed:
        await fetchers[1].get(f"{site}9.jpg")
    assert (failed.value.reason, len(Slow.came)) == ("timeout", 8)
    for fetcher in fetchers:
        await fetcher.close()
    for frontier in frontiers:
        frontier.close()
