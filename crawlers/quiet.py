"""No log line for each page and item: a run's report and stats say what an operator reads."""

from __future__ import annotations

from typing import Any

from scrapy.logformatter import LogFormatter, LogFormatterResult


class QuietLog(LogFormatter):
    """Scrapy's log formatter without the lines of single pages; errors stay."""

    def crawled(self, *args: Any) -> LogFormatterResult | None:  # type: ignore[override]  # None: not logged
        """Nothing for a page."""
        return None

    def scraped(self, *args: Any) -> LogFormatterResult | None:  # type: ignore[override]  # None: not logged
        """Nothing for a listing."""
        return None

    def dropped(self, *args: Any) -> LogFormatterResult | None:  # type: ignore[override]  # None: not logged
        """Nothing for a listing that a stage left out: the stage counts it."""
        return None
