"""The stages as Scrapy runs them: made by `from_crawler`, one `process_item` a listing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from scrapy import Spider, signals
from scrapy.crawler import Crawler

from crawlers.settings import scrapy_settings
from indexers.index import Index
from indexers.opening import open_index
from pipelines.settings import STAGES
from tidewaiter.config import Settings
from tidewaiter.errors import IndexUnavailable
from tidewaiter.model import Listing, Match


class Offers(Spider):
    """Yields listings without fetching anything."""

    name = "offers"

    async def start(self) -> AsyncIterator[Any]:
        for number in range(20):
            yield Listing(
                id=f"L{number}", url=f"https://s.example/{number}", title="非洲象牙手镯", text=f"象牙 加微信 amber_moon{number}"
            )


async def crawled(settings: Settings) -> tuple[dict[str, Any], list[BaseException]]:
    own = scrapy_settings(settings, STAGES) | {"SCHEDULER": "scrapy.core.scheduler.Scheduler", "EXTENSIONS": {}}
    own["DOWNLOADER_MIDDLEWARES"], own["DOWNLOAD_HANDLERS"] = (
        {},
        {"http": None, "https": None, "file": None, "ftp": None, "s3": None},
    )
    crawler = Crawler(Offers, own)
    errors: list[BaseException] = []

    def failed(failure: Any) -> None:
        errors.append(failure.value)

    crawler.signals.connect(failed, signal=signals.item_error)
    await crawler.crawl_async()
    return crawler.stats.get_stats(), errors


async def test_listings_pass_every_stage_and_are_stored_when_the_crawl_ends(settings: Settings) -> None:
    stats, errors = await crawled(settings)

    index = open_index(settings)
    assert errors == []
    assert index.count(Listing) == 20
    assert stats["tidewaiter/listings/first"] == 20
    assert "elephant-ivory" in {match.target.id for match in index.find(Match, {"listing": "L7"})}
    assert ("wechat", "amber_moon7") in {(handle.kind, handle.value) for handle in index.listings(["L7"])["L7"].handles}
    index.close()


async def test_a_listing_is_not_acknowledged_when_the_index_fails(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    from indexers.embedded import EmbeddedIndex

    def full(self: Index, listings: object) -> None:
        raise IndexUnavailable("the disk is full", do="Make room.")

    monkeypatch.setattr(EmbeddedIndex, "write_listings", full)

    stats, errors = await crawled(settings)

    assert len(errors) == 20
    assert all(isinstance(error, IndexUnavailable) for error in errors)
    assert "item_scraped_count" not in stats
