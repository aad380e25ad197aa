from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.campaigns.shop import ENVIRON, Shop
from tests.web.serving import served_by
from tidewaiter.config import Settings, load_settings


@pytest.fixture
def shop() -> Iterator[str]:
    Shop.after, Shop.gone = staticmethod(lambda path: None), frozenset()
    with served_by(Shop) as url:
        yield f"{url}/"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path / "home", environ=ENVIRON)[0]
