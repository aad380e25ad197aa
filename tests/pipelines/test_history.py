from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexers.index import Index
from indexers.opening import open_index
from pipelines.exporting import export_lines
from pipelines.history import history_of
from pipelines.line import Line
from tidewaiter.cli.main import main
from tidewaiter.config import Settings, load_settings
from tidewaiter.model import Listing, Price, Visits

ENVIRON = {"TIDEWAITER_TEXT_MODEL": "none"}
LOOKS = [
    ("2026-11-01T00:00:00Z", 680.0, "InStock"),
    ("2026-11-02T00:00:00Z", 590.0, "InStock"),
    ("2026-11-03T00:00:00Z", 590.0, "OutOfStock"),
    ("2026-11-04T00:00:00Z", 640.0, "InStock"),
]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path, environ=ENVIRON)[0]


@pytest.fixture
def index(settings: Settings) -> Iterator[Index]:
    """An index with a listing that four looks found at three prices, sold once and back."""
    index = open_index(settings)
    for at, amount, availability in LOOKS:
        listing = Listing(
            id="L1", source="shop", url="https://s.example/1", title="Carved figure", price=Price(amount, "CNY"),
            text="Old figure.", availability=availability, first_seen=at, last_seen=at, campaign="Ivory", run="R1",
        )  # fmt: skip
        Line(settings, index).run([listing])
    yield index
    index.close()


def test_the_history_has_every_price_and_when_it_was_asked(index: Index) -> None:
    listing = index.listing("L1")
    assert listing is not None

    history = history_of(index, listing)

    assert [(one.at[:10], one.price.amount if one.price else None) for one in history.prices] == [
        ("2026-11-01", 680.0),
        ("2026-11-02", 590.0),
        ("2026-11-04", 640.0),
    ]
    assert [one.kind for one in history.sightings] == ["first", "changed", "sold", "back"]


def test_the_looks_tell_how_often_it_changes(index: Index) -> None:
    visits = index.get(Visits, "L1")

    assert visits is not None
    assert (visits.changes, visits.days, visits.days_changed) == pytest.approx((3, 3, 3), rel=0.02)


def test_sightings_are_exported(index: Index) -> None:
    lines = [json.loads(line) for line in export_lines(index, "", what="sightings", format="jsonl")]

    assert [line["kind"] for line in lines] == ["first", "changed", "sold", "back"]
    assert lines[2]["changes"] == [{"field": "availability", "before": "InStock", "after": "OutOfStock"}]
    table = "".join(export_lines(index, "", what="sightings", format="csv"))
    assert "L1,2026-11-03T00:00:00Z,sold,,availability: InStock -> OutOfStock,R1" in table


def test_a_number_that_must_not_be_shown_is_masked_in_what_a_text_was(index: Index, settings: Settings) -> None:
    for at, text in (("2026-11-05T00:00:00Z", "卡号 6222 0202 0001 1234 560 备用"), ("2026-11-06T00:00:00Z", "New text.")):
        Line(settings, index).run(
            [Listing(id="L2", source="shop", url="https://s.example/2", title="象牙", text=text, last_seen=at)]
        )

    lines = [json.loads(line) for line in export_lines(index, "", what="sightings", format="jsonl")]

    before = next(change["before"] for line in lines if line["listing"] == "L2" for change in line.get("changes", ()))
    assert "0202" not in before
    assert "备用" in before


@pytest.mark.parametrize("name", ["L1", "https://s.example/1"])
def test_a_listing_is_shown_by_id_or_address(
    index: Index, settings: Settings, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert main(["--home", str(settings.home_path), "listings", "show", name, "--json"]) == 0

    shape = json.loads(capsys.readouterr().out)
    assert shape["listing"]["id"] == "L1"
    assert shape["prices"][1] == {"at": "2026-11-02T00:00:00Z", "price": {"amount": 590.0, "currency": "CNY"}}
    assert main(["--home", str(settings.home_path), "listings", "show", name]) == 0
    assert "2026-11-04T00:00:00Z  640 CNY" in capsys.readouterr().out


def test_a_listing_that_is_not_stored_is_wrong_input(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(settings.home_path), "listings", "show", "nobody"]) == 2
    assert "there is no such listing" in capsys.readouterr().err
