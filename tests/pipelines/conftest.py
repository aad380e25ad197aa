"""What the tests of the stages share: an empty index, counts, and a reader that stands in where reading is not the point."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexers.index import Index
from indexers.opening import open_index
from pipelines.counts import Counts
from tidewaiter.config import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", text_model="none")


@pytest.fixture
def index(settings: Settings) -> Iterator[Index]:
    opened = open_index(settings)
    yield opened
    opened.close()


@pytest.fixture
def counts() -> Counts:
    return Counts()
