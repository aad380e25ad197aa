"""What is counted stands in docs/stats.md, and only what is listed is counted."""

from __future__ import annotations

import re
from pathlib import Path

from crawlers.report import report_of
from crawlers.stats import KEYS, REASONS, count
from tests.shared_data import ROOT

PAGE = (ROOT / "docs" / "stats.md").read_text("utf-8")


def test_every_key_and_reason_is_documented() -> None:
    missing = [key for key in KEYS if f"| `{key}` |" not in PAGE]
    missing += [f"{key}/{reason}" for key, reasons in REASONS.items() for reason in reasons if f"`{reason}`" not in PAGE]

    assert missing == []


def test_nothing_is_documented_that_is_not_counted() -> None:
    documented = set(re.findall(r"^\| `(tidewaiter/[^`]+)` \|", PAGE, re.MULTILINE))

    assert documented == set(KEYS)


def test_the_code_counts_only_what_is_listed() -> None:
    files = [path for path in (ROOT / "crawlers").rglob("*.py") if path.name != "stats.py" and "reading" not in path.parts]
    code = "\n".join(path.read_text("utf-8") for path in files)

    counted = re.findall(r'count\(\s*[\w.]+,\s*"(tidewaiter/[\w/]+)"(?:,\s*"(\w+)")?', code)
    assert len(counted) > 20
    assert {key for key, _ in counted} <= set(KEYS)
    assert {(key, reason) for key, reason in counted if reason} <= {
        (key, reason) for key, reasons in REASONS.items() for reason in reasons
    }


class Stats:
    def __init__(self) -> None:
        self.values: dict[str, float] = {}

    def inc_value(self, key: str, count: int = 1, start: int = 0) -> None:
        self.values[key] = self.values.get(key, start) + count


def test_a_reason_that_is_not_listed_is_counted_as_other() -> None:
    stats = Stats()

    count(stats, "tidewaiter/errors", "something a page said")

    assert stats.values == {"tidewaiter/errors": 1, "tidewaiter/errors/other": 1}


def test_the_report_is_made_from_the_counts() -> None:
    report = report_of(
        {
            "tidewaiter/pages": 12.0, "tidewaiter/listings": 7.0, "tidewaiter/listings/first": 5.0, "tidewaiter/leads/new": 2.0,
            "tidewaiter/skipped": 3.0, "tidewaiter/skipped/robots": 1.0, "tidewaiter/skipped/barren": 2.0,
            "tidewaiter/outcome/limit": 1.0, "tidewaiter/seconds": 3.5,
        }
    )  # fmt: skip

    assert (report.outcome, report.pages, report.listings, report.new, report.leads) == ("limit", 12, 7, 5, 2)
    assert list(report.skipped.items()) == [("barren", 2), ("robots", 1)]
    assert report.lines()[0] == "limit: 12 pages (0 by browser) in 3.5 s, 0 wait"


def test_the_documentation_names_the_defaults() -> None:
    from tidewaiter.config import Settings

    page = Path(ROOT / "docs" / "collecting.md").read_text("utf-8")

    defaults = {name: Settings.model_fields[name].default for name in re.findall(r"`(max_\w+)`", page)}
    assert defaults["max_page_bytes"] == 10 << 20
    assert (defaults["max_depth"], defaults["max_links_per_page"], defaults["max_url_length"]) == (20, 500, 2000)
    assert defaults["max_redirects"] == 8
