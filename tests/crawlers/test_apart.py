"""Pages read in processes of their own: the same listings, and a page that crashes its process costs itself."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from crawlers import apart
from crawlers.apart import PageReader, TooComplex
from crawlers.crawl import Start, crawl
from crawlers.reading.page import Page
from crawlers.reading.reader import Reading, read_page
from crawlers.report import report_of
from crawlers.source import Source
from tests.crawlers.crawling import listings_in, quick
from tests.web.serving import served
from tidewaiter.store import Store
from tidewaiter.workers import Workers

ITEMS = 40


def crash_at_seven(page: Page, source: bytes | None) -> Reading:
    if page.url.endswith("/item/7"):
        os.kill(os.getpid(), signal.SIGKILL)
    return read_page(page)


def test_a_crawl_with_processes_collects_the_same(tmp_path: Path) -> None:
    with served("tests.web.plain_shop", str(ITEMS)) as shop:
        found = []
        for processes in (0, 2):
            home = tmp_path / str(processes)
            settings = quick(home, processes=processes, keep_pages_days=1)
            crawl(settings, [Start(shop.url)], folder=home / "run", pipelines={}, render="never", out=home / "out.jsonl")
            found.append({(one["id"], one["title"], one["text"]) for one in listings_in(home / "out.jsonl")})
            assert sum(1 for _ in Store(settings.store_url).entries("pages")) == ITEMS

    assert len(found[0]) == ITEMS
    assert found[0] == found[1]


def test_a_page_that_crashes_the_reader_costs_that_page_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_read_pickled", crash_at_seven)

    with served("tests.web.plain_shop", str(ITEMS)) as shop:
        counts = crawl(
            quick(tmp_path, processes=1), [Start(shop.url)], folder=tmp_path / "run", pipelines={}, render="never"
        )  # fmt: skip

    report = report_of(counts)
    assert (report.outcome, report.listings, report.errors) == ("finished", ITEMS - 1, {"reading": 1})


async def test_the_rules_of_a_source_hold_there_too() -> None:
    workers = Workers(1)
    source = Source.model_validate({"name": "shop", "only": True, "listing": {"fields": {"title": "h2"}}})
    page = Page("http://shop.example/1", b"<html><h1>one</h1><h2>two</h2></html>")

    first = await PageReader(workers).read(page, source)
    workers.close()

    assert [listing.title for listing in first.listings] == ["two"]


@pytest.mark.parametrize("processes", [0, 1])
async def test_what_is_too_complex_is_not_read(processes: int) -> None:
    workers = Workers(1) if processes else None

    with pytest.raises(TooComplex):
        await PageReader(workers).read(Page("http://shop.example/1", b"<div>" * 5000), None)

    if workers is not None:
        workers.close()
