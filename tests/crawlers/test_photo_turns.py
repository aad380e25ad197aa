"""Photos and pages leave a host alone together."""

from __future__ import annotations

import http.server
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawlers.frontier.opening import open_frontier
from crawlers.frontier.port import Frontier
from crawlers.photo_turns import PhotoTurns
from tests.crawlers.crawling import quick
from tests.web.serving import served_by
from tidewaiter.config import Settings
from web.client import FetchFailed
from web.fetch import Fetcher


class Busy(http.server.BaseHTTPRequestHandler):
    """Asks everybody to come back in ten minutes."""

    def do_GET(self) -> None:
        self.send_response(429)
        self.send_header("Retry-After", "600")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def host() -> Iterator[str]:
    with served_by(Busy) as url:
        yield url.removeprefix("http://").rstrip("/")


@pytest.fixture
def settings(tmp_path: Path, host: str) -> Settings:
    return quick(tmp_path, allow_private=(host,))


@pytest.fixture
def frontier(settings: Settings, tmp_path: Path) -> Iterator[Frontier]:
    opened = open_frontier(settings, tmp_path / "run", pages=None)
    yield opened
    opened.close()


async def test_a_photo_that_is_refused_for_now_pauses_the_pages_of_its_host(
    host: str, settings: Settings, frontier: Frontier
) -> None:
    async with Fetcher(settings, shared=PhotoTurns(frontier, settings)) as fetcher:
        fetched = await fetcher.get(f"http://{host}/photo.jpg")

    assert fetched.status == 429
    assert 590 < frontier.paused_for(host) <= 600


async def test_a_host_that_paused_pages_is_asked_for_no_photo(host: str, settings: Settings, frontier: Frontier) -> None:
    frontier.pause(host, 600)

    async with Fetcher(settings, shared=PhotoTurns(frontier, settings)) as fetcher:
        with pytest.raises(FetchFailed) as failed:
            await fetcher.get(f"http://{host}/photo.jpg")

    assert failed.value.reason == "timeout"
