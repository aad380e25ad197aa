"""Fixtures of the matchers' tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tidewaiter.config import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation of its own, without a text model."""
    return Settings(home=tmp_path / "home", text_model="none", operator="anna")
