"""`tidewaiter extract`: what a saved page gives, and what is said of one that can't be read."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tidewaiter.cli.main import main

PAGES = Path(__file__).resolve().parent.parent / "pages"
ITEM = PAGES / "shop-microdata" / "item" / "page.html"


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIDEWAITER_HOME", str(tmp_path / "home"))


def test_json_is_one_listing_a_line_with_the_main_one_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(ITEM), "--url", "https://harbour.example/item/2041", "--json"]) == 0

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["title"] for line in lines] == ["Carved pendant"]
    assert lines[0]["price"]["amount"] == 120.0


def test_people_see_fields_and_links(capsys: pytest.CaptureFixture[str]) -> None:
    page = PAGES / "shop-vi" / "list" / "page.html"

    assert main(["extract", str(page), "--url", "https://tramviet.example/danh-muc/vong-tay"]) == 0

    assert "6 listing" in capsys.readouterr().out


def test_a_packed_page_is_unpacked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packed = tmp_path / "page.html.gz"
    packed.write_bytes(gzip.compress(ITEM.read_bytes()))

    assert main(["extract", str(packed), "--url", "https://harbour.example/item/2041", "--json"]) == 0

    assert "Carved pendant" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.html", "--url", "https://x.example/"], "nowhere.html"),
        ([str(ITEM), "--url", "x.example"], "is no web address"),
        ([str(ITEM), "--url", "http://[::1"], "is no web address"),
        ([str(ITEM), "--url", "https://x.example/", "--source", "nosuch"], "no source named"),
    ],
)
def test_wrong_input_is_named_and_exits_2(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", *arguments]) == 2

    assert said in capsys.readouterr().err


def test_a_broken_archive_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "page.html.gz"
    broken.write_bytes(b"\x1f\x8b broken")

    assert main(["extract", str(broken), "--url", "https://x.example/"]) == 2

    assert "page.html.gz" in capsys.readouterr().err
