"""When something was posted."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.dates import read_date

NOW = "2026-11-24T09:30:00Z"


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("昨天 15:30", "zh", "2026-11-23T15:30:00Z"),
        ("3天前", "zh", "2026-11-21T09:30:00Z"),
        ("刚刚", "zh", NOW),
        ("2小时前", "zh", "2026-11-24T07:30:00Z"),
        ("半小时前", "zh", "2026-11-24T09:00:00Z"),
        ("1小时30分前", "zh", "2026-11-24T08:00:00Z"),
        ("2024年3月5日 下午3:05", "zh", "2024-03-05T15:05:00Z"),
        ("03-12", "zh", "2026-03-12T00:00:00Z"),
        ("12月30日", "zh", "2025-12-30T00:00:00Z"),
        ("12.03.2024", "ru", "2024-03-12T00:00:00Z"),
        ("вчера в 18:20", "ru", "2026-11-23T18:20:00Z"),
        ("день назад", "ru", "2026-11-23T09:30:00Z"),
        ("15 марта 2024, 10:00", "ru", "2024-03-15T10:00:00Z"),
        ("14 ม.ค. 2567", "th", "2024-01-14T00:00:00Z"),
        ("14/01/67", "th", "2024-01-14T00:00:00Z"),
        ("3 วันที่แล้ว", "th", "2026-11-21T09:30:00Z"),
        ("5 phút trước", "vi", "2026-11-24T09:25:00Z"),
        ("14 tháng 3, 2024", "vi", "2024-03-14T00:00:00Z"),
        ("hôm qua lúc 8:15", "vi", "2026-11-23T08:15:00Z"),
        ("2 jam yang lalu", "id", "2026-11-24T07:30:00Z"),
        ("17 Agustus 2024", "id", "2024-08-17T00:00:00Z"),
        ("an hour ago", "en", "2026-11-24T08:30:00Z"),
        ("Mar 5, 2024", "en", "2024-03-05T00:00:00Z"),
        ("03/04/2024", "en-US", "2024-03-04T00:00:00Z"),
        ("03/04/2024", "en", "2024-04-03T00:00:00Z"),
        ("2024-03-12T10:11:12+08:00", None, "2024-03-12T02:11:12Z"),
        ("1710211872", None, "2024-03-12T02:51:12Z"),
        ("vor 3 Tagen", "de", "2026-11-21T09:30:00Z"),
    ],
)
def test_dates(text: str, language: str | None, wanted: str) -> None:
    assert read_date(text, now=NOW, language=language) == wanted


@pytest.mark.parametrize("text", ["", "hello", "31.02.2024", "2099-01-01", "1024x768", "v1.2.3-beta", "1913年1月1日", "99:99"])
def test_no_date(text: str) -> None:
    assert read_date(text, now=NOW, language="zh") is None


@given(
    st.text(alphabet="0123456789年月日前天:-/. 昨半个agodwЙพ.ม上午pmz+", max_size=50),
    st.sampled_from(["zh", "en", "ru", "th", None]),
)
def test_no_text_makes_it_raise_and_none_lies_in_the_future(text: str, language: str | None) -> None:
    found = read_date(text, now=NOW, language=language)

    assert found is None or "1990" <= found <= "2026-11-26T09:30:00Z"


def test_the_slow_library_is_not_loaded_for_our_languages() -> None:
    code = (
        "import sys; from tidewaiter.dates import read_date; "
        "[read_date('x 1', now='2026-11-24T09:30:00Z', language=one) for one in ('zh', 'en', 'ru', None)]; "
        "sys.exit('dateparser' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
