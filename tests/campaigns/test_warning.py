from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from campaigns.alerts import tell_warnings
from campaigns.outbox import Outbox
from campaigns.warning import series_of, warnings_of
from indexers.index import Index
from indexers.opening import open_index
from tidewaiter.cli.main import main
from tidewaiter.config import Settings, load_settings
from tidewaiter.model import Handle, Listing, Place, Seller, Word

TODAY = datetime(2026, 6, 1, 20, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path / "home", environ={})[0]


@pytest.fixture
def index(settings: Settings) -> Iterator[Index]:
    """A year of two listings a day by ever other sellers, one about ivory each third day."""
    opened = open_index(settings)
    opened.write_listings([listing(f"h{n}", days_ago=n // 2, ivory=n % 6 == 0, seller=f"s{n}") for n in range(730)])
    yield opened
    opened.close()


def listing(
    id: str, *, days_ago: int, ivory: bool = False, seller: str = "s", posted: bool = True, source: str = "forum"
) -> Listing:
    moment = (TODAY - timedelta(days=days_ago)).strftime("%Y-%m-%dT08:00:00Z")
    words = [Word("象牙", "象牙", "elephant-ivory"), Word("果冻", "果冻", "elephant-ivory", "code")] if ivory else []
    made = Listing(id=id, source=source, url=f"https://{source}.example/{id}", title="t", seller=Seller(seller), words=words)
    made.first_seen = made.last_seen = moment
    made.posted = moment if posted else None
    return made


def test_a_burst_is_shown_with_what_was_expected_and_what_is_behind_it(index: Index) -> None:
    index.write_listings([listing(f"b{day}{n}", days_ago=day, ivory=True, seller=f"x{n}") for day in (0, 1) for n in range(8)])

    found = {(one.kind, one.value): one for one in warnings_of(index, at=TODAY)}

    assert ("goods", "elephant-ivory") in found
    assert ("word", "果冻") in found
    burst = found["goods", "elephant-ivory"]
    assert burst.shape == "burst"
    assert burst.seen >= 8
    assert burst.expected < 2
    assert set(burst.listings) & {f"b0{n}" for n in range(8)} | set(burst.listings) & {f"b1{n}" for n in range(8)}
    assert "bursts: " in burst.text


def test_nothing_unusual_is_no_warning(index: Index) -> None:
    assert warnings_of(index, at=TODAY) == []


def test_one_seller_who_repeats_himself_is_no_burst_of_the_goods(index: Index) -> None:
    index.write_listings([listing(f"b{day}{n}", days_ago=day, ivory=True) for day in (0, 1) for n in range(8)])

    assert not [one for one in warnings_of(index, at=TODAY) if one.kind in ("goods", "word")]


def test_the_first_weeks_of_a_source_are_no_burst(index: Index) -> None:
    index.write_listings(
        [listing(f"n{n}", days_ago=n % 2, ivory=True, seller=f"x{n}", posted=False, source="new-forum") for n in range(40)]
    )

    assert warnings_of(index, at=TODAY) == []


def test_an_index_that_is_too_young_says_nothing(settings: Settings) -> None:
    index = open_index(settings)
    index.write_listings([listing(f"b{n}", days_ago=0, ivory=True, seller=f"x{n}") for n in range(30)])

    assert warnings_of(index, at=TODAY) == []
    index.close()


def test_a_wrong_time_costs_that_time_only(index: Index) -> None:
    odd = listing("odd", days_ago=0, ivory=True)
    odd.posted = "not a time"
    odd.first_seen = "9999-99-99"
    index.write_listings([odd])

    assert warnings_of(index, at=TODAY) == []


def test_a_listing_counts_for_goods_words_contacts_places_and_its_route() -> None:
    one = listing("a", days_ago=0, ivory=True)
    one.handles = [Handle("wechat", "abc"), Handle("url", "http://x.example/")]
    one.places = [Place("Hanoi"), Place("凭祥"), Place("Hanoi")]

    assert list(series_of(one)) == [
        ("source", "forum"),
        ("goods", "elephant-ivory"),
        ("word", "果冻"),
        ("handle", "wechat:abc"),
        ("place", "Hanoi"),
        ("place", "凭祥"),
        ("route", "Hanoi > 凭祥"),
    ]


def test_warnings_are_told_once_to_those_who_want_them(index: Index, settings: Settings) -> None:
    folder = settings.home_path / "campaigns"
    folder.mkdir()
    alerts = "alerts: {webhook: 'http://127.0.0.1:9/', warnings: true}"
    (folder / "a.yml").write_text(f"name: A\nsources: [https://a.example/]\n{alerts}\n")
    (folder / "b.yml").write_text(f"name: B\nsources: [https://a.example/]\n{alerts.replace('true', 'false')}\n")
    index.write_listings([listing(f"b{day}{n}", days_ago=day, ivory=True, seller=f"x{n}") for day in (0, 1) for n in range(8)])
    found = warnings_of(index, at=TODAY)

    assert tell_warnings(settings, found) == len(found)
    assert tell_warnings(settings, found) == 0
    assert [(one.campaign, len(one.items)) for one in Outbox(settings.home_path).waiting()] == [("A", len(found))]


def test_the_command_prints_them(index: Index, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    index.write_listings([listing(f"b{day}{n}", days_ago=day, ivory=True, seller=f"x{n}") for day in (0, 1) for n in range(8)])
    home = ["--home", str(settings.home_path), "warnings", "--at", "2026-06-01"]

    assert main([*home, "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"kind", "value", "shape", "day", "days", "seen", "expected", "chance", "listings"} <= lines[0].keys()
    assert main([*home[:-2], "--at", "2025-12-01"]) == 0
    assert "Nothing unusual." in capsys.readouterr().out
