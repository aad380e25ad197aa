"""A crawl of addresses that somebody typed: where its frontier lies, and whether it goes on or begins anew."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from crawlers.frontier.opening import forget, is_unfinished
from tidewaiter.config import Settings
from tidewaiter.identity import canonical_url


def folder_of(settings: Settings, urls: Sequence[str], **options: object) -> Path:
    """The run's folder: the same addresses and options give the same one, so that the same command goes on."""
    name = json.dumps([sorted(canonical_url(url) for url in urls), sorted((key, str(value)) for key, value in options.items())])
    return settings.home_path / "crawls" / hashlib.sha256(name.encode()).hexdigest()[:16]


def goes_on(settings: Settings, folder: Path) -> bool:
    """Whether the crawl in this folder goes on: it was stopped, or others are at it. What ended by itself is cleared away."""
    if is_unfinished(settings, folder):
        return True
    forget(settings, folder)
    shutil.rmtree(folder, ignore_errors=True)
    return False
