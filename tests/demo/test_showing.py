from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from demo import showing
from demo.showing import show_leads, showing_progress
from indexers.index import Index
from indexers.opening import open_index
from tidewaiter.config import load_settings
from tidewaiter.model import Lead, Listing, Match, Signal, Target


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    opened = open_index(load_settings(home=tmp_path, environ={})[0])
    yield opened
    opened.close()


def store(index: Index, number: int, goods: str, title: str) -> None:
    listing = Listing(id=f"{number:020d}", url=f"http://x.example/{number}", title=title, text="text")
    match = Match(listing.id, Target("goods", goods), -3.0, 0.9, [Signal("words.name", "a", "b", 5.0, f"Because of {goods}.")])
    index.write_listings([listing])
    index.put(
        [
            match,
            Lead(f"lead{number}", "match", 0.9, "high", listing=listing.id, matches=[match.id], created="2026-01-01T00:00:00Z"),
        ]
    )


def test_the_table_shows_each_kind_with_its_reason(
    index: Index, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(showing.CONSOLE, "_width", 160)
    for number in range(5):
        store(index, number, "tiger", f"Tiger {number}")
    store(index, 9, "pangolin", "Scales")

    leads = show_leads(index, 12)

    shown = capsys.readouterr().out
    assert len(leads) == 6
    assert shown.count("Because of tiger.") == 2
    assert "Because of pangolin." in shown
    assert "tiger 5, pangolin 1" in shown


def test_a_title_that_is_shown_once_is_not_shown_again(index: Index, capsys: pytest.CaptureFixture[str]) -> None:
    store(index, 1, "tiger", "Same title")
    store(index, 2, "tiger", "Same title")

    show_leads(index, 12)

    assert capsys.readouterr().out.count("Same title") == 1


def test_without_leads_the_table_is_empty(index: Index, capsys: pytest.CaptureFixture[str]) -> None:
    assert show_leads(index, 12) == []
    assert "0 leads" in capsys.readouterr().out


def test_progress_is_a_line_now_and_then_where_there_is_no_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(showing, "SAY_EVERY", 0.0)

    with showing_progress() as on_progress:
        on_progress({"tidewaiter/pages": 7.0, "tidewaiter/listings": 3.0})

    assert "7 pages, 3 listings, 0 leads" in capsys.readouterr().out
