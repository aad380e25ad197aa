"""Where the real data lies that tests may read: `../shared/data` beside the project, or TIDEWAITER_TEST_DATA."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def shared(name: str) -> Path:
    """`../shared/data/NAME`; skips the test, with the reason, on a machine that has none."""
    folder = Path(os.environ.get("TIDEWAITER_TEST_DATA", ROOT.parent / "shared" / "data")) / name
    if not folder.exists():
        pytest.skip(f"{folder} is not there: real data lies beside the project only where it is developed")
    return folder
