from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from campaigns.lock import alone
from campaigns.outbox import Outbox
from campaigns.running import run_campaign
from indexers.opening import open_index
from tests.campaigns.shop import ENVIRON, ITEMS, Shop, campaign
from tidewaiter.cli.main import main
from tidewaiter.config import Settings
from tidewaiter.errors import AlreadyRunning, InvalidInput
from tidewaiter.model import Lead, Listing, Run, Snapshot


def stored(settings: Settings) -> tuple[dict[str, Listing], list[Lead], list[Run], list[Snapshot]]:
    index = open_index(settings)
    try:
        listings = {listing.url: listing for listing in index.all_listings()}
        return listings, index.find(Lead), index.find(Run), index.find(Snapshot)
    finally:
        index.close()


def test_a_run_collects_matches_and_reports(tmp_path: Path, shop: str, settings: Settings) -> None:
    report = run_campaign(settings, campaign(tmp_path, shop))

    assert (report.crawl.outcome, report.crawl.listings, report.crawl.new) == ("finished", ITEMS, ITEMS)
    listings, leads, runs, _ = stored(settings)
    assert len(listings) == ITEMS
    ivory = listings[f"{shop}item/7"]
    assert [lead.listing for lead in leads] == [ivory.id]
    assert (leads[0].campaign, leads[0].run) == ("Chairs", report.run)
    assert [handle.value for handle in ivory.handles] == ["abc1234"]
    assert (runs[0].outcome, runs[0].counts["tidewaiter/listings"]) == ("finished", ITEMS)
    kept = json.loads((settings.home_path / "runs/chairs" / f"{report.run}.json").read_text())
    assert kept["crawl"]["listings"] == ITEMS


def test_the_next_run_sees_what_is_new_and_what_is_gone(tmp_path: Path, shop: str, settings: Settings) -> None:
    file = campaign(tmp_path, shop)
    run_campaign(settings, file)
    Shop.gone = frozenset({"/item/3"})

    report = run_campaign(settings, file)

    assert (report.crawl.new, report.crawl.gone) == (0, 1)
    listings, leads, _, _ = stored(settings)
    assert listings[f"{shop}item/3"].status == "gone"
    assert len(leads) == 1


def test_goods_that_the_campaign_is_not_about_make_no_leads(tmp_path: Path, shop: str, settings: Settings) -> None:
    run_campaign(settings, campaign(tmp_path, shop, "goods: [tiger]\n"))

    assert stored(settings)[1] == []


def test_a_wanted_precision_sets_the_probability_of_leads(tmp_path: Path, shop: str, settings: Settings) -> None:
    report = run_campaign(settings, campaign(tmp_path, shop, "precision: 0.995\n"))

    _, leads, _, _ = stored(settings)
    assert report.leads_from > settings.min_probability
    assert all(lead.probability >= report.leads_from for lead in leads)


def test_snapshots_of_new_leads_are_sealed(tmp_path: Path, shop: str, settings: Settings) -> None:
    report = run_campaign(settings, campaign(tmp_path, shop, "capture: leads\n"))

    assert (report.snapshots, report.snapshots_failed) == (1, 0)
    assert [snapshot.url for snapshot in stored(settings)[3]] == [f"{shop}item/7"]


def test_a_second_run_of_the_campaign_at_the_same_time_is_refused(tmp_path: Path, shop: str, settings: Settings) -> None:
    with alone(settings.home_path / "runs" / "chairs", "x"), pytest.raises(AlreadyRunning, match="'Chairs' is running already"):
        run_campaign(settings, campaign(tmp_path, shop))


@pytest.mark.parametrize(
    ("more", "message"), [("goods: [unicorn]\n", "'unicorn' is no watched goods"), ("nonsense: 1\n", "no such field")]
)
def test_what_nobody_knows_is_wrong_input(tmp_path: Path, shop: str, settings: Settings, more: str, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        run_campaign(settings, campaign(tmp_path, shop, more))


def test_an_unknown_source_lists_what_to_do(tmp_path: Path, settings: Settings) -> None:
    file = tmp_path / "a.yml"
    file.write_text("name: A\nsources: [xianyu-of-nobody]\n")

    with pytest.raises(InvalidInput) as raised:
        run_campaign(settings, file)

    assert "nobody has described a source 'xianyu-of-nobody'" in raised.value.what


def test_a_limit_ends_the_run(tmp_path: Path, shop: str, settings: Settings) -> None:
    report = run_campaign(settings, campaign(tmp_path, shop), limit=5)

    assert report.crawl.outcome == "limit"
    assert report.crawl.pages <= 5


def test_ctrl_c_ends_cleanly_and_the_same_command_goes_on(tmp_path: Path, shop: str, settings: Settings) -> None:
    """Judged by the server: the second run fetches no page again that the first had finished, and nothing is missing."""
    asked: list[str] = []
    some = threading.Event()

    def after(path: str) -> None:
        asked.append(path)
        if len(asked) >= 12:
            some.set()

    Shop.after = staticmethod(after)
    file = campaign(tmp_path, shop).with_name("slow.yml")
    file.write_text(f"name: Chairs\nsources: ['{shop}']\ndelay: 0.05\n")
    command = [sys.executable, "-m", "tidewaiter.cli.main", "--home", str(settings.home_path), "run", str(file), "--json"]
    first = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **ENVIRON})
    assert some.wait(150)

    first.send_signal(signal.SIGINT)
    out, _ = first.communicate(timeout=60)

    assert first.returncode == 130
    assert json.loads(out)["crawl"]["outcome"] == "interrupted"
    report = run_campaign(settings, file)
    assert report.resumed
    assert report.crawl.outcome == "finished"
    assert len(stored(settings)[0]) == ITEMS
    assert len(stored(settings)[2]) == 1
    assert len([path for path in asked if path.startswith("/item/")]) <= ITEMS + settings.concurrency


def test_a_dry_run_fetches_nothing(
    tmp_path: Path, shop: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    Shop.after = staticmethod(asked.append)
    monkeypatch.setenv("TIDEWAITER_TEXT_MODEL", "none")

    file = campaign(tmp_path, shop, "budget: {pages: 9}\n")

    code = main(["--home", str(tmp_path / "home"), "run", str(file), "--dry-run", "--json"])

    plan = json.loads(capsys.readouterr().out)
    assert code == 0
    assert plan["starts"] == [shop]
    assert plan["budget"] == {"pages": 9}
    assert "elephant-ivory" in plan["goods"]
    assert asked == []


def test_a_run_that_died_after_its_crawl_is_finished_without_crawling_again(
    tmp_path: Path, shop: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = campaign(tmp_path, shop, "alerts: {webhook: 'http://127.0.0.1:9/'}\n")

    def die(*arguments: object, **options: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("campaigns.running.seal", die)
        with pytest.raises(KeyboardInterrupt):
            run_campaign(settings, file)
    asked: list[str] = []
    Shop.after = staticmethod(asked.append)

    report = run_campaign(settings, file)

    assert asked == []
    assert (report.resumed, report.crawl.listings, len(report.leads)) == (True, ITEMS, 1)
    assert (settings.home_path / "runs/chairs" / f"{report.run}.json").exists()
    assert not (settings.home_path / "runs/chairs/current").exists()
    assert [item.subject for item in Outbox(settings.home_path).waiting()[0].items] == [f"lead/{report.leads[0].id}"]


def test_the_report_page_shows_harvest_sources_and_reasons_and_loads_nothing(
    tmp_path: Path, shop: str, settings: Settings
) -> None:
    Shop.gone = frozenset({"/item/3"})

    report = run_campaign(settings, campaign(tmp_path, shop))

    page = (settings.home_path / "runs/chairs" / f"{report.run}.html").read_text("utf-8")
    host = shop.removeprefix("http://").rstrip("/")
    assert f"<td>{host}</td>" in page
    assert "By source" in page
    assert not re.search(r"<script|<link|src=|href=|url\(", page)
    assert report.yields[host].listings == ITEMS - 1
    assert report.yields[host].leads == 1


def test_a_source_that_falls_silent_is_told_of_once(tmp_path: Path, shop: str, settings: Settings) -> None:
    file = campaign(tmp_path, shop, "alerts: {webhook: 'http://127.0.0.1:9/', min_probability: 1}\n")
    run_campaign(settings, file)
    Shop.gone = frozenset(f"/item/{number}" for number in range(ITEMS))

    report = run_campaign(settings, file)

    host = shop.removeprefix("http://").rstrip("/")
    assert report.yields[host].silent
    assert report.yields[host].usual == ITEMS
    assert report.alerted is False
    waiting = Outbox(settings.home_path).waiting()
    assert [item.subject for item in waiting[0].items] == [f"silent/{report.run}/{host}"]


@pytest.mark.parametrize(("obey", "robots", "told"), [(True, True, []), (True, False, ["chairs"]), (False, True, ["*"])])
def test_the_report_says_whose_robots_txt_was_ignored(
    tmp_path: Path, shop: str, settings: Settings, obey: bool, robots: bool, told: list[str]
) -> None:
    (settings.home_path / "sources").mkdir(parents=True)
    source = f"name: chairs\nstart: ['{shop}']\nrobots: {str(robots).lower()}\n"
    (settings.home_path / "sources/chairs.yml").write_text(source)
    file = tmp_path / "chairs.yml"
    file.write_text("name: Chairs\nsources: [chairs]\ndelay: 0\n")

    report = run_campaign(settings.model_copy(update={"obey_robots": obey}), file, limit=3)

    assert report.robots_ignored == told
    page = (settings.home_path / "runs/chairs" / f"{report.run}.html").read_text("utf-8")
    assert ("robots.txt was ignored" in page) is bool(told)
