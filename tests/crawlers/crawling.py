"""What the tests of the crawl share: settings that don't wait, and a crawl as a child process that can be killed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from crawlers.crawl import Budget, Start, crawl
from tidewaiter.config import Settings, load_settings

FAST: dict[str, Any] = {"delay": 0.0, "autothrottle": False, "keep_pages_days": 0, "processes": 0, "download_timeout": 5.0}


def quick(home: Path, **overrides: Any) -> Settings:
    """Settings of a test: no delay, no throttle, one process, whatever the shell's environment says."""
    return load_settings(home=home, environ={}, **(FAST | overrides))[0]


def listings_in(path: Path) -> list[dict[str, Any]]:
    """The listings of an --out file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def main() -> None:
    """`python -m tests.crawlers.crawling HOME URL OUT [SETTINGS]`: one crawl that writes what it finds, to be killed."""
    home, url, out = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    overrides = json.loads(sys.argv[4]) if len(sys.argv) > 4 else {}
    counts = crawl(
        quick(home, **overrides), [Start(url)], folder=home / "run", budget=Budget(), pipelines={}, render="never", out=out,
        on_progress=lambda counts: print(json.dumps(dict(counts)), flush=True),
    )  # fmt: skip
    print(json.dumps({"ended": counts}), flush=True)


if __name__ == "__main__":
    main()
