"""A shop full of traps: its honest listings are all collected, and nothing it does leads the crawl astray."""

from __future__ import annotations

import resource
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from crawlers.crawl import Budget, Start, crawl
from tests.crawlers.crawling import listings_in, quick
from tests.web.hostile_shop import HONEST, TRAPS
from tests.web.serving import served


class Crawled:
    """What one crawl of the hostile shop did."""

    def __init__(self, home: Path) -> None:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with served("tests.web.hostile_shop") as shop:
            self.counts = crawl(
                quick(home, download_timeout=3.0),
                # Each trap is a start too: what the crawl learns of where listings are must not spare it any.
                [Start(shop.url + path) for path in ("/", *TRAPS)], folder=home / "run",
                budget=Budget(pages=1500, minutes=2), pipelines={}, render="never", out=home / "out.jsonl",
            )  # fmt: skip
            self.log: dict[str, int] = shop.get("/__log")
            self.other: Any = shop.get("/__other")
        self.listings = listings_in(home / "out.jsonl")
        self.megabytes = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    return Crawled(tmp_path_factory.mktemp("hostile"))


def test_all_honest_listings_are_collected(crawled: Crawled) -> None:
    assert {f"Carved figure {number}" for number in range(HONEST)} <= {listing["title"] for listing in crawled.listings}


def test_no_listing_comes_twice(crawled: Crawled) -> None:
    assert max(Counter(listing["id"] for listing in crawled.listings).values()) == 1


def test_the_crawl_ends_by_itself(crawled: Crawled) -> None:
    assert crawled.counts["tidewaiter/outcome/finished"] == 1


def test_nothing_but_the_named_address_is_connected_to(crawled: Crawled) -> None:
    assert crawled.other == 0
    assert crawled.counts["tidewaiter/skipped/private_address"] >= 2


def test_traps_cost_little(crawled: Crawled) -> None:
    assert crawled.counts["tidewaiter/pages"] <= 400


def test_memory_stays_bounded(crawled: Crawled) -> None:
    assert crawled.megabytes <= 300


@pytest.mark.parametrize(
    ("key", "least"),
    [
        ("errors/timeout", 3),
        ("errors/too_large", 6),
        ("errors/headers", 3),
        ("errors/cut_off", 1),
        ("errors/complex", 2),
        ("skipped/too_many_redirects", 1),
        ("skipped/robots", 1),
        ("skipped/maze", 1),
        ("skipped/scheme", 1),
        ("skipped/links", 1),
        ("pauses", 2),
        ("walls/login", 1),
        ("walls/captcha", 1),
    ],
)
def test_what_was_met_is_counted(crawled: Crawled, key: str, least: int) -> None:
    assert crawled.counts[f"tidewaiter/{key}"] >= least
