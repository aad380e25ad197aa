"""The whole set-up of docs/operations.md: two machines (two homes) on one Redis, one Elasticsearch and one store on S3."""

from __future__ import annotations

import secrets
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from campaigns.forgetting import Whom, forget
from campaigns.rereading import reread
from campaigns.retention import purge
from indexers.opening import open_index
from tests.campaigns.shop import ENVIRON, ITEMS, Shop, campaign
from tests.campaigns.test_shared_run import crawlers_of, machine, report
from tidewaiter.config import load_settings
from tidewaiter.model import Decision, Lead, Listing, Match, Sighting
from tidewaiter.store import Store


@pytest.mark.redis
def test_two_machines_crawl_one_dies_and_what_they_kept_can_be_read_again_forgotten_and_purged(
    tmp_path: Path, shop: str, redis_url: str, elasticsearch_url: str, s3_store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = {
        "TIDEWAITER_INDEX": elasticsearch_url, "TIDEWAITER_INDEX_PREFIX": f"test-{secrets.token_hex(6)}",
        "TIDEWAITER_STORE": s3_store, "TIDEWAITER_FRONTIER": redis_url, "TIDEWAITER_FRONTIER_LEASE": "2",
    }  # fmt: skip
    for name, value in shared.items():
        monkeypatch.setenv(name, value)
    asked: list[str] = []
    begun, killed = threading.Event(), threading.Event()

    def after(path: str) -> None:
        asked.append(path)
        if path.startswith("/item/"):
            begun.set()
            killed.wait(120)  # the shop answers no item before one machine has died with some of them

    Shop.after = staticmethod(after)
    file = campaign(tmp_path, shop)
    first, second = (machine(tmp_path / home, file, redis_url) for home in ("one", "two"))
    assert begun.wait(120)
    assert crawlers_of(redis_url, 2)
    first.kill()
    first.communicate()
    killed.set()

    told = report(second)

    settings = load_settings(home=tmp_path / "two", environ={**ENVIRON, **shared})[0]
    index, store = open_index(settings), Store(settings.store_url)
    try:
        assert (told["crawl"]["outcome"], index.count(Listing), index.count(Lead)) == ("finished", ITEMS, 1)
        assert len(index.find(Sighting, {"kind": "first"})) == ITEMS
        items = [path for path in asked if path.startswith("/item/")]
        assert set(items) == {f"/item/{number}" for number in range(ITEMS)}
        assert len(items) - ITEMS <= settings.concurrency_per_host  # what the dead one had asked for
        pages = {listing.page for listing in index.all_listings()}
        assert {sha256 for sha256, _ in store.entries("pages", suffix=".gz")} == pages

        again = reread(settings, index)
        assert (again.pages, again.listings, again.changed, again.skipped) == (ITEMS, ITEMS, 0, {})

        chair = next(listing for listing in index.all_listings() if "chair" in listing.title)
        forgotten = forget(settings, index, Whom(listing=chair.id))
        assert (forgotten.removed.listings, forgotten.removed.pages) == (1, 1)
        assert not store.has("pages", chair.page or "", compress=True)

        purged = purge(settings, index, at=datetime.now(UTC) + timedelta(days=400))
        assert (purged.listings, index.count(Listing)) == (ITEMS - 2, 1)
        assert [listing.title for listing in index.all_listings()] == ["非洲象牙手串 老料"]
        assert {match.listing for match in index.find(Match)} <= {listing.id for listing in index.all_listings()}
        assert purged.pages == ITEMS - 1
        assert list(store.entries("pages")) == []
        assert sorted(line.action for line in index.find(Decision)) == ["forget", "purge"]
    finally:
        index.close()
