from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from campaigns.campaign import Campaign, read_campaign
from campaigns.due import is_due, next_due
from tidewaiter.errors import InvalidInput


def campaign(tmp_path: Path, text: str) -> Campaign:
    file = tmp_path / "ivory.yml"
    file.write_text(text, "utf-8")
    return read_campaign(file)


def test_the_least_campaign_has_a_name_and_a_source(tmp_path: Path) -> None:
    found = campaign(tmp_path, "name: Ivory\nsources: [https://shop.example/]\n")

    assert found.goods == "all"
    assert found.capture == "never"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("schedule: '0 6 * *'", "ivory.yml:3: schedule: '0 6 * *' is not a schedule: write five cron fields and a time zone"),
        ("schedule: '0 6 * * * Mars/Olympus'", "is not a schedule"),
        ("schedule: '61 6 * * * UTC'", "is not a schedule"),
        ("colour: red", "ivory.yml:3: colour: no such field; known are name, sources, goods"),
        ("budget: {pages: 0}", "ivory.yml:3: budget.pages: Input should be greater than or equal to 1"),
        ("alerts: {webhook: chat}", "'chat' is no web address"),
        ("capture: always", "ivory.yml:3: capture: Input should be 'never', 'leads' or 'all'"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        campaign(tmp_path, f"name: Ivory\nsources: [https://shop.example/]\n{line}\n")

    assert message in raised.value.what


def test_a_source_is_a_name_or_an_address(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="neither the name of a source nor a web address"):
        campaign(tmp_path, "name: Ivory\nsources: ['ftp://a.example/']\n")


def test_a_name_in_any_script_is_a_folder(tmp_path: Path) -> None:
    assert campaign(tmp_path, "name: 象牙 / 2026!\nsources: [a]\n").slug == "象牙-2026"


def test_a_schedule_is_due_in_its_own_zone() -> None:
    due = next_due("0 6 * * * Asia/Shanghai", datetime(2026, 1, 1, 0, 0, tzinfo=UTC))

    assert due.astimezone(UTC) == datetime(2026, 1, 1, 22, 0, tzinfo=UTC)


def test_an_hour_that_the_clock_skips_does_not_lose_the_run() -> None:
    """On 29 March 2026 there is no half past two in Berlin."""
    due = next_due("30 2 * * * Europe/Berlin", datetime(2026, 3, 28, 12, 0, tzinfo=ZoneInfo("Europe/Berlin")))

    assert due.date().isoformat() in {"2026-03-29", "2026-03-30"}


def test_missed_runs_count_once() -> None:
    last = datetime(2026, 1, 1, 0, 0, tzinfo=UTC)

    assert is_due("0 * * * * UTC", last, datetime(2026, 1, 3, 0, 30, tzinfo=UTC))
    assert not is_due("0 * * * * UTC", datetime(2026, 1, 3, 0, 30, tzinfo=UTC), datetime(2026, 1, 3, 0, 45, tzinfo=UTC))
