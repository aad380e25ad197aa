from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tidewaiter.hours import is_within, seconds_until


@pytest.mark.parametrize(
    ("span", "hour", "seconds"),
    [
        ("08:00-20:00 UTC", 12, 0),
        ("08:00-20:00 UTC", 7, 3600),
        ("08:00-20:00 UTC", 20, 12 * 3600),
        ("22:00-06:00 UTC", 23, 0),
        ("22:00-06:00 UTC", 6, 16 * 3600),
        ("08:00-20:00 Asia/Shanghai", 12, 12 * 3600),
        ("00:00-00:00 UTC", 5, 0),
    ],
)
def test_seconds_until_the_hours_begin(span: str, hour: int, seconds: float) -> None:
    moment = datetime(2026, 11, 24, hour, tzinfo=UTC)

    assert seconds_until(span, moment) == seconds
    assert is_within(span, moment) is (seconds == 0)


def test_a_night_on_which_the_clocks_change_is_counted_as_long_as_it_is() -> None:
    before = datetime(2026, 3, 28, 21, tzinfo=UTC)  # 22:00 in Berlin, where the night has one hour less

    assert seconds_until("06:00-20:00 Europe/Berlin", before) == 7 * 3600
