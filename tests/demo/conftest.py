"""A world and its sites, made once a session: nothing in the tests changes them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from demo.world.building import build_sites
from demo.world.generating import World, make_world
from demo.world.site import Site

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SEED = 4


@pytest.fixture(scope="session")
def world() -> World:
    return make_world(SEED)


@pytest.fixture(scope="session")
def sites(world: World) -> dict[str, Site]:
    return {site.name: site for site in build_sites(world, now=NOW)}
