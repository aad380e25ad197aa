"""A crawl from end to end, on an honest shop."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawlers.crawl import Budget, Start, crawl, is_unfinished
from crawlers.frontier.sqlite import SqliteFrontier
from crawlers.report import report_of
from crawlers.source import Source
from tests.crawlers.crawling import listings_in, quick
from tests.shared_data import ROOT
from tests.web.serving import Served, served
from tidewaiter.errors import AlreadyRunning, InvalidInput
from tidewaiter.model import Listing
from tidewaiter.store import Store, StoreFull

ITEMS = 100


@pytest.fixture
def shop() -> Iterator[Served]:
    with served("tests.web.plain_shop", str(ITEMS)) as server:
        yield server


def run(home: Path, url: str, **options: Any) -> dict[str, float]:
    settings = options.pop("settings", None) or quick(home)
    given = {"folder": home / "run", "pipelines": {}, "render": "never", "out": home / "out.jsonl"} | options
    return crawl(settings, [Start(url)], **given)


def test_every_listing_is_collected_once(shop: Served, tmp_path: Path) -> None:
    counts = run(tmp_path, shop.url + "/")

    listings = listings_in(tmp_path / "out.jsonl")
    assert {listing["title"] for listing in listings} == {f"Carved figure {number}" for number in range(ITEMS)}
    assert len(listings) == ITEMS
    report = report_of(counts)
    assert (report.outcome, report.listings, report.waiting) == ("finished", ITEMS, 0)


def test_no_page_is_fetched_twice(shop: Served, tmp_path: Path) -> None:
    run(tmp_path, shop.url + "/")

    log = shop.get("/__log")
    assert {path: times for path, times in log.items() if times > 1 and path != "/"} == {}


def test_robots_txt_is_obeyed(shop: Served, tmp_path: Path) -> None:
    counts = run(tmp_path, shop.url + "/private/list")

    assert "/private/list" not in shop.get("/__log")
    assert counts["tidewaiter/skipped/robots"] == 1


def test_robots_txt_is_not_asked_where_the_source_says_so(shop: Served, tmp_path: Path) -> None:
    source = Source(name="own", robots=False)

    crawl(quick(tmp_path), [Start(shop.url + "/private/list", source)], folder=tmp_path / "run", pipelines={}, render="never")

    assert "/private/list" in shop.get("/__log")


def test_the_page_limit_counts_pages_fetched(shop: Served, tmp_path: Path) -> None:
    counts = run(tmp_path, shop.url + "/", budget=Budget(pages=17))

    fetched = sum(times for path, times in shop.get("/__log").items() if path not in {"/robots.txt", "/__log"})
    assert fetched == 17
    assert report_of(counts).outcome == "limit"
    assert report_of(counts).pages == 17


def test_the_budget_goes_to_listings(shop: Served, tmp_path: Path) -> None:
    run(tmp_path, shop.url + "/", budget=Budget(pages=26))

    assert len(listings_in(tmp_path / "out.jsonl")) >= 20  # 1.3 pages a listing


def test_a_minute_budget_ends_the_run(tmp_path: Path) -> None:
    with served("tests.web.plain_shop", "5000", "2000", "0.05") as slow:
        counts = run(tmp_path, slow.url + "/", budget=Budget(minutes=0.02))

    assert report_of(counts).outcome == "minutes"
    assert is_unfinished(quick(tmp_path), tmp_path / "run") is False


def test_depth_zero_reads_the_start_and_its_further_pages(shop: Served, tmp_path: Path) -> None:
    run(tmp_path, shop.url + "/", depth=0)

    paths = set(shop.get("/__log")) - {"/robots.txt", "/__log"}
    assert paths == {"/", *(f"/?page={number}" for number in range(2, 6))}


def test_the_raw_page_of_a_listing_is_kept(shop: Served, tmp_path: Path) -> None:
    settings = quick(tmp_path, keep_pages_days=90)
    seen: list[Listing] = []
    _Keep.seen = seen

    run(tmp_path, shop.url + "/item/3", settings=settings, pipelines={"tests.crawlers.test_crawl._Keep": 100}, depth=0)

    page = Store(settings.store_url).get("pages", seen[0].page or "", compress=True)
    assert page is not None
    assert b"Carved figure 3" in page
    assert seen[0].first_seen == seen[0].last_seen is not None


class _Keep:
    seen: list[Listing]

    def process_item(self, item: Listing) -> Listing:
        self.seen.append(item)
        return item


class _NoRoom:
    """A stage whose disk is full after three listings."""

    left = 3

    def process_item(self, item: Listing) -> Listing:
        if self.left == 0:
            raise StoreFull("the disk is full", do="Make room.")
        type(self).left -= 1
        return item


def test_a_full_disk_ends_the_run_and_loses_nothing(shop: Served, tmp_path: Path) -> None:
    with pytest.raises(StoreFull):
        run(tmp_path, shop.url + "/", pipelines={"tests.crawlers.test_crawl._NoRoom": 100})
    assert is_unfinished(quick(tmp_path), tmp_path / "run")

    run(tmp_path, shop.url + "/")

    titles = [listing["title"] for listing in listings_in(tmp_path / "out.jsonl")]
    assert sorted(titles) == sorted({f"Carved figure {number}" for number in range(ITEMS)})


def test_a_second_run_of_the_folder_is_refused(shop: Served, tmp_path: Path) -> None:
    held = SqliteFrontier(tmp_path / "run")

    with pytest.raises(AlreadyRunning):
        run(tmp_path, shop.url + "/")

    held.close()


@pytest.mark.parametrize("url", ["ftp://shop.example/", "shop.example", "http://", "http://[bad/"])
def test_a_start_that_is_no_address_is_named(url: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"only http|names no host|not a URL"):
        run(tmp_path, url)


def test_a_name_that_resolves_to_this_machine_is_not_fetched(shop: Served, tmp_path: Path) -> None:
    counts = run(tmp_path, f"http://127.0.0.1.nip.invalid:{shop.port}/")

    assert counts["tidewaiter/errors/dns"] >= 1
    assert shop.get("/__log") == {"/__log": 1}


def test_a_site_that_is_down_is_counted(tmp_path: Path) -> None:
    with served("tests.web.plain_shop") as gone:
        url = gone.url + "/"

    counts = run(tmp_path, url)

    assert counts["tidewaiter/errors/refused"] == 3
    assert report_of(counts).pages == 0


class Child:
    """A crawl in a process of its own."""

    def __init__(self, home: Path, url: str, out: Path, **settings: Any) -> None:
        command = [sys.executable, "-m", "tests.crawlers.crawling", str(home), url, str(out), json.dumps(settings)]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)

    def wait_for_pages(self, pages: int) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            counts = json.loads(line)
            if counts.get("tidewaiter/pages", 0) >= pages or "ended" in counts:
                return

    def end(self, how: signal.Signals | None = None) -> int:
        if how is not None:
            self.process.send_signal(how)
        assert self.process.stdout is not None
        for _ in self.process.stdout:
            pass
        self.process.stdout.close()
        return self.process.wait(timeout=30)


@pytest.mark.parametrize("processes", [0, 1])
def test_kill_9_costs_only_the_pages_in_flight(tmp_path: Path, processes: int) -> None:
    with served("tests.web.plain_shop", "400", "2000", "0.02") as shop:
        out = tmp_path / "out.jsonl"
        kills = 4
        for turn in range(kills):
            child = Child(tmp_path, shop.url + "/", out, processes=processes)
            child.wait_for_pages(50 * (turn + 1))
            child.end(signal.SIGKILL)
        assert Child(tmp_path, shop.url + "/", out).end() == 0

        log = shop.get("/__log")

    titles = [listing["title"] for listing in listings_in(out)]
    assert sorted(titles) == sorted(f"Carved figure {number}" for number in range(400))
    again = sum(times - 1 for path, times in log.items() if path not in {"/robots.txt", "/__log"})
    assert again <= kills * quick(tmp_path).concurrency


@pytest.mark.parametrize(("how", "processes"), [(signal.SIGINT, 0), (signal.SIGINT, 1), (signal.SIGTERM, 1)])
def test_a_signal_stops_cleanly_and_the_run_goes_on_later(how: signal.Signals, processes: int, tmp_path: Path) -> None:
    with served("tests.web.plain_shop", "80", "2000", "0.2") as shop:
        child = Child(tmp_path, shop.url + "/", tmp_path / "out.jsonl", processes=processes)
        child.wait_for_pages(10)
        begun = time.monotonic()

        assert child.end(how) == 0

        assert time.monotonic() - begun < 5
        assert is_unfinished(quick(tmp_path), tmp_path / "run")
        assert (tmp_path / "run" / "outcome").read_text("utf-8") == "interrupted\n"
        before = listings_in(tmp_path / "out.jsonl")
        assert 0 < len(before) < 80
        assert Child(tmp_path, shop.url + "/", tmp_path / "out.jsonl").end() == 0
        assert len({listing["id"] for listing in listings_in(tmp_path / "out.jsonl")}) == 80


def test_a_listing_page_that_is_gone_is_told(shop: Served, tmp_path: Path) -> None:
    shop.get("/gone/3")
    _Keep.seen = []

    counts = run(tmp_path, shop.url + "/", pipelines={"tests.crawlers.test_crawl._Keep": 100})

    assert [(listing.url, listing.status) for listing in _Keep.seen if listing.status == "gone"] == [
        (f"{shop.url}/item/3", "gone")
    ]
    assert counts["tidewaiter/gone"] == 1
    assert report_of(counts).listings == ITEMS - 1


class _Broken:
    def process_item(self, item: Listing) -> Listing:
        if item.title.endswith("7"):
            raise KeyError("a fault of a stage")
        return item


def test_a_stage_that_fails_on_a_listing_costs_that_listing_alone(shop: Served, tmp_path: Path) -> None:
    counts = run(tmp_path, shop.url + "/", pipelines={"tests.crawlers.test_crawl._Broken": 100})

    assert counts["tidewaiter/errors/pipeline"] == ITEMS / 10
    assert len(listings_in(tmp_path / "out.jsonl")) == ITEMS - ITEMS / 10
    assert report_of(counts).outcome == "finished"


def test_a_fault_of_the_reader_costs_that_page_alone(shop: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from crawlers import apart

    def faulty(page: Any, **options: Any) -> Any:
        if page.url.endswith("/item/7"):
            raise OSError("not one of the errors that are looked for")
        return read(page, **options)

    read = apart.read_page
    monkeypatch.setattr(apart, "read_page", faulty)

    counts = run(tmp_path, shop.url + "/")

    assert report_of(counts).errors == {"other": 1}
    assert report_of(counts).listings == ITEMS - 1
