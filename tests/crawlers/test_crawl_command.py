"""`tidewaiter crawl`, through the whole line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawlers.crawling import listings_in
from tests.shared_data import ROOT
from tests.web.serving import Served, served
from tidewaiter.cli.main import main

ITEMS = 40
QUICK = {"TIDEWAITER_TEXT_MODEL": "none", "TIDEWAITER_AUTOTHROTTLE": "false", "TIDEWAITER_LOG_LEVEL": "error"}


@pytest.fixture
def shop() -> Iterator[Served]:
    with served("tests.web.plain_shop", str(ITEMS)) as server:
        yield server


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in QUICK.items():
        monkeypatch.setenv(name, value)


def crawl(home: Path, *arguments: str) -> int:
    return main(["--home", str(home), "crawl", *arguments, "--delay", "0", "--render", "never"])


def test_listings_are_stored_and_reported(shop: Served, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert crawl(tmp_path, shop.url + "/", "--json", "--out", str(tmp_path / "out.jsonl")) == 0

    report = json.loads(capsys.readouterr().out)
    assert (report["outcome"], report["listings"], report["new"]) == ("finished", ITEMS, ITEMS)
    assert report["seconds"] > 0
    assert len(listings_in(tmp_path / "out.jsonl")) == ITEMS


def test_a_second_crawl_begins_anew_and_finds_nothing_new(
    shop: Served, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    crawl(tmp_path, shop.url + "/", "--json")
    capsys.readouterr()

    assert crawl(tmp_path, shop.url + "/", "--json") == 0

    report = json.loads(capsys.readouterr().out)
    assert report["listings"] == ITEMS
    assert report["new"] == 0


def test_the_report_for_people(shop: Served, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert crawl(tmp_path, shop.url + "/", "--limit", "5") == 0

    out, err = capsys.readouterr()
    assert out.startswith("limit: 5 pages")
    assert "pages" in err  # the progress line


@pytest.mark.parametrize(
    "arguments",
    [
        ["ftp://shop.example/"],
        ["nothing"],
        ["http://shop.example/", "--limit", "0"],
        ["http://shop.example/", "--render", "so"],
        [],
    ],
)
def test_wrong_usage_exits_2(arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(tmp_path), "crawl", *arguments]) == 2
    assert capsys.readouterr().err


def test_a_file_that_can_not_be_written_is_named_before_anything_is_fetched(
    shop: Served, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert crawl(tmp_path, shop.url + "/", "--out", str(tmp_path)) == 2
    assert "--out" in capsys.readouterr().err
    assert shop.get("/__log") == {"/__log": 1}


def test_ctrl_c_exits_130_and_the_same_command_goes_on(tmp_path: Path) -> None:
    with served("tests.web.plain_shop", "60", "2000", "0.2") as slow:
        out = tmp_path / "out.jsonl"
        command = [sys.executable, "-c", "from tidewaiter.cli.main import script; script()", "--home", str(tmp_path / "home")]
        command += ["crawl", slow.url + "/", "--delay", "0", "--render", "never", "--json", "--out", str(out)]
        first = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | QUICK, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        while not (out.exists() and out.stat().st_size):
            assert first.poll() is None
            slow.get("/__log")  # a round trip to the shop paces the loop
        first.send_signal(signal.SIGINT)
        told, said = first.communicate(timeout=30)

        second = subprocess.run(command, cwd=ROOT, env=os.environ | QUICK, capture_output=True, text=True, check=True)

    assert first.returncode == 130
    assert json.loads(told)["outcome"] == "interrupted"
    assert "goes on where it was" in said
    assert json.loads(second.stdout)["outcome"] == "finished"
    ids = [listing["id"] for listing in listings_in(out)]
    assert len(ids) == len(set(ids)) == 60


def test_a_listing_that_was_taken_down_is_reported_gone(
    shop: Served, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    crawl(tmp_path, shop.url + "/", "--json")
    capsys.readouterr()
    shop.get("/gone/7")

    crawl(tmp_path, shop.url + "/", "--json")

    assert json.loads(capsys.readouterr().out)["gone"] == 1
