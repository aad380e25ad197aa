"""A run on a disk that is full: files of this process may not grow beyond a limit, which SQLite takes for the same."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

from indexers.opening import open_index
from tests.campaigns.shop import ENVIRON, ITEMS, campaign
from tests.shared_data import ROOT
from tidewaiter.config import Settings
from tidewaiter.model import Lead, Listing, Sighting


def run(home: Path, file: Path, *, most_bytes: int | None = None) -> subprocess.CompletedProcess[str]:
    def bound() -> None:
        if most_bytes is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    command = [sys.executable, "-m", "tidewaiter.cli.main", "--home", str(home), "run", str(file), "--json"]
    environ: dict[str, Any] = {**os.environ, **ENVIRON, "TIDEWAITER_LOG_LEVEL": "error", "TIDEWAITER_PROCESSES": "0"}
    return subprocess.run(command, capture_output=True, text=True, env=environ, cwd=ROOT, preexec_fn=bound, check=False)


def test_a_full_disk_ends_the_run_with_its_reason_and_it_goes_on_when_there_is_room(
    tmp_path: Path, shop: str, settings: Settings
) -> None:
    file = campaign(tmp_path, shop)

    full = run(settings.home_path, file, most_bytes=400_000)
    whole = run(settings.home_path, file)

    assert full.returncode == 1
    assert "See whether the disk is full" in full.stderr
    assert whole.returncode == 0, whole.stderr
    assert json.loads(whole.stdout)["crawl"]["outcome"] == "finished"
    index = open_index(settings)
    assert (index.count(Listing), index.count(Lead)) == (ITEMS, 1)
    assert len(index.find(Sighting, {"kind": "first"})) == ITEMS
    index.close()
