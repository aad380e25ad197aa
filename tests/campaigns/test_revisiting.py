"""A second run of a campaign on a site that changed since the first."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from campaigns.messages import message_of
from campaigns.outbox import Outbox
from campaigns.running import RunReport, run_campaign
from indexers.opening import open_index
from tests.campaigns.changing import ITEMS, IVORY, ChangingShop, changing_shop
from tidewaiter.config import Settings
from tidewaiter.model import Listing, Sighting, Visits


@pytest.fixture
def shop() -> Iterator[ChangingShop]:
    with changing_shop() as opened:
        yield opened


@pytest.fixture
def run(tmp_path: Path, shop: ChangingShop, settings: Settings) -> Run:
    return Run(tmp_path, shop, settings)


class Run:
    def __init__(self, tmp_path: Path, shop: ChangingShop, settings: Settings) -> None:
        # All in one process: many short runs.
        self.file, self.shop, self.settings = tmp_path / "shop.yml", shop, settings.model_copy(update={"processes": 0})

    def __call__(self, more: str = "", limit: int | None = None) -> RunReport:
        self.file.write_text(f"name: Shop\nsources: ['{self.shop.url}/']\ndelay: 0\n{more}", "utf-8")
        self.shop.asked.clear()
        return run_campaign(self.settings, self.file, limit=limit)

    def listing(self, path: str) -> Listing:
        index = open_index(self.settings)
        try:
            return next(one for one in index.all_listings() if one.url == f"{self.shop.url}{path}")
        finally:
            index.close()

    def sightings(self, path: str) -> list[Sighting]:
        id = self.listing(path).id
        index = open_index(self.settings)
        try:
            return sorted(index.find(Sighting, {"listing": id}), key=lambda one: (one.at, one.kind != "first"))
        finally:
            index.close()

    def visits(self, path: str) -> Visits:
        id = self.listing(path).id
        index = open_index(self.settings)
        try:
            found = index.get(Visits, id)
        finally:
            index.close()
        assert found is not None
        return found


def test_pages_that_are_as_they_were_are_not_sent_again(run: Run, shop: ChangingShop) -> None:
    run()

    report = run()

    items = [asked for asked in shop.asked if asked[0].startswith("/item/")]
    assert sorted(items) == sorted((item, True) for item in shop.items())
    assert (report.crawl.listings, report.crawl.unchanged, report.crawl.changed, report.crawl.new) == (ITEMS, ITEMS, 0, 0)
    assert run.visits("/item/3").unmodified == 1
    assert [one.kind for one in run.sightings("/item/3")] == ["first"]


def test_a_price_that_changed_is_a_sighting_with_both_prices(run: Run, shop: ChangingShop) -> None:
    run()
    shop.prices["/item/3"] = 590

    report = run()

    assert (report.crawl.changed, report.crawl.unchanged) == (1, ITEMS - 1)
    first, changed = run.sightings("/item/3")
    assert (first.kind, changed.kind, changed.run) == ("first", "changed", report.run)
    assert [(field, '"amount": 680.0' in old, '"amount": 590.0' in new) for field, old, new in changed.changes] == [
        ("price", True, True)
    ]
    assert run.visits("/item/3").changes == pytest.approx(1.0)


def test_sold_and_back_again(run: Run, shop: ChangingShop) -> None:
    run()
    shop.sold.add("/item/3")
    sold = run()
    shop.sold.clear()
    back = run()

    assert (sold.crawl.sold, back.crawl.back) == (1, 1)
    assert {one.kind for one in run.sightings("/item/3")} == {"first", "sold", "back"}
    assert run.listing("/item/3").status == "live"


@pytest.mark.parametrize("unlinked", [False, True], ids=["linked", "no longer linked"])
@pytest.mark.parametrize("how", ["404", "410", "taken_down", "redirected", "redirected to an index"])
def test_what_was_taken_away_is_gone_and_says_how(run: Run, shop: ChangingShop, how: str, unlinked: bool) -> None:
    run()
    if unlinked:
        shop.unlinked.add("/item/3")
    if how in {"404", "410"}:
        shop.status["/item/3"] = int(how)
    elif how == "taken_down":
        shop.notices["/item/3"] = "抱歉，该商品已下架"
    else:
        shop.moved["/item/3"] = "/" if how == "redirected" else "/list/"

    report = run()

    assert (report.crawl.gone, report.crawl.changed) == (1, 0)
    assert run.listing("/item/3").status == "gone"
    assert run.listing("/item/3").title == "Garden chair 3"
    gone = run.sightings("/item/3")[-1]
    assert (gone.kind, gone.why, gone.run) == ("gone", how.partition(" ")[0], report.run)


def test_a_listing_that_is_there_again_is_back(run: Run, shop: ChangingShop) -> None:
    run()
    shop.status["/item/3"] = 404
    run()
    still = run()
    shop.status.clear()

    report = run()

    assert (still.crawl.gone, still.crawl.unchanged) == (0, ITEMS - 1)
    assert report.crawl.back == 1
    assert run.listing("/item/3").status == "live"


def test_a_page_that_moved_stays_the_same_listing(run: Run, shop: ChangingShop) -> None:
    run()
    id = run.listing("/item/3").id
    shop.moved["/item/3"] = "/item/3-new"

    report = run()

    moved = run.listing("/item/3-new")
    assert (moved.id, moved.status) == (id, "live")
    assert f"{shop.url}/item/3" in moved.aliases
    assert (report.crawl.new, report.crawl.gone) == (0, 0)


def test_a_server_that_says_unchanged_whatever_happens_is_found_out(run: Run, shop: ChangingShop) -> None:
    shop.fixed_etag = True
    run()
    shop.prices["/item/3"] = 590
    for _ in range(6):
        assert run().crawl.changed == 0

    assert run().crawl.changed == 1
    assert run.visits("/item/3").distrusted


def test_what_is_not_due_is_left_alone_where_the_campaign_says_so(run: Run, shop: ChangingShop) -> None:
    run()

    report = run("revisit: {share: 0.25, only_due: true}\n")

    asked = [path for path in shop.paths() if path.startswith("/item/")]
    assert IVORY in asked  # a lead's listing
    assert len(asked) == 1 + round(0.25 * ITEMS)
    assert report.crawl.skipped["not_due"] == ITEMS - len(asked)
    assert not any(one.silent for one in report.yields.values())


def test_the_lead_comes_first_and_new_listings_get_their_part_of_the_budget(run: Run, shop: ChangingShop) -> None:
    shop.unlinked.update(f"/item/{number}" for number in range(8, ITEMS))
    run()
    shop.unlinked.clear()
    run.settings = run.settings.model_copy(update={"concurrency_per_host": 1})  # pages arrive in the order they were chosen

    report = run("budget: {pages: 8}\nrevisit: 0.25\n")

    asked = [path for path in shop.paths() if path.startswith("/item/")]
    assert asked[0] == IVORY
    assert {f"/item/{number}" for number in range(8, ITEMS)} <= set(asked)
    assert (report.crawl.new, report.crawl.pages) == (ITEMS - 8, 8)


def test_a_run_that_goes_on_keeps_what_it_had_chosen(run: Run, shop: ChangingShop, monkeypatch: pytest.MonkeyPatch) -> None:
    run()

    def stop(*arguments: object, **options: object) -> dict[str, float]:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("crawlers.crawl._run_to_end", stop)
        with pytest.raises(KeyboardInterrupt):
            run("revisit: due\n")
    known = run.settings.home_path / "runs/shop/current/known.sqlite"
    written = known.stat().st_mtime_ns

    report = run("revisit: due\n")

    assert report.resumed
    assert shop.paths().count(IVORY) == 1
    assert written
    assert not known.exists()


def test_a_site_whose_pages_lost_their_prices_is_told_of(run: Run, shop: ChangingShop) -> None:
    tells = "alerts: {webhook: 'http://127.0.0.1:9/', min_probability: 1}\n"
    shop.with_etags = False
    for _ in range(2):
        run(tells)
    shop.bare.update(shop.items())

    report = run(tells)

    host = shop.url.removeprefix("http://")
    assert "price" in report.yields[host].lost
    waiting = Outbox(run.settings.home_path).waiting()[0]
    assert [item.subject for item in waiting.items] == [f"changed/{report.run}/{host}"]
    message = message_of(waiting)
    assert f"the pages of {host} seem to have changed" in message["text"]
    page = (run.settings.home_path / "runs/shop" / f"{report.run}.html").read_text("utf-8")
    assert "price mostly missing" in page


def test_errors_are_told_by_host_and_reason(run: Run, shop: ChangingShop) -> None:
    shop.status["/item/3"] = 418

    report = run()

    assert report.crawl.hosts == {shop.url.removeprefix("http://"): {"status": 1}}
    page = (run.settings.home_path / "runs/shop" / f"{report.run}.html").read_text("utf-8")
    assert "Errors, by host and reason" in page


def test_requests_wait_for_the_opening_hours(run: Run, shop: ChangingShop, monkeypatch: pytest.MonkeyPatch) -> None:
    first: list[float] = []

    def moment() -> datetime:
        first.append(time.monotonic())
        return datetime(2026, 11, 24, 7, 59, 59, tzinfo=UTC) + timedelta(seconds=first[-1] - first[0])

    monkeypatch.setattr("crawlers.frontier.scheduler.moment", moment)
    begun: list[bool] = []
    shop.on_request = lambda: begun.append(bool(first) and time.monotonic() - first[0] >= 1.0)

    report = run("hours: '08:00-20:00 UTC'\n")

    assert all(begun)
    assert (report.crawl.listings, report.crawl.closed) == (ITEMS, 1)


def test_a_leads_listing_that_another_campaign_left_behind_is_looked_at(run: Run, shop: ChangingShop) -> None:
    run()
    id = run.listing(IVORY).id
    index = open_index(run.settings)
    visits = index.get(Visits, id)
    assert visits is not None
    index.put([replace(visits, campaign="By hand", at="2026-01-01T00:00:00Z")])
    index.close()
    shop.unlinked.add(IVORY)
    shop.status[IVORY] = 410

    report = run("revisit: due\n")

    assert IVORY in shop.paths()
    assert report.crawl.gone == 1
