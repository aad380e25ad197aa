from __future__ import annotations

import http.server
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from campaigns.lock import alone
from campaigns.running import run_campaign
from indexers.opening import open_index
from tidewaiter.cli.main import main
from tidewaiter.config import Settings, load_settings
from tidewaiter.errors import AlreadyRunning, InvalidInput
from tidewaiter.model import Lead, Listing, Run, Snapshot

ITEMS = 30
ENVIRON = {"TIDEWAITER_TEXT_MODEL": "none", "TIDEWAITER_AUTOTHROTTLE": "false", "TIDEWAITER_BROWSER": "/no/such/browser"}


class Shop(http.server.BaseHTTPRequestHandler):
    """Two index pages and thirty items with JSON-LD; item 7 is ivory. `after` is called before each answer."""

    after: Callable[[str], None] = staticmethod(lambda path: None)
    gone: frozenset[str] = frozenset()

    def do_GET(self) -> None:
        type(self).after(self.path)
        body = self.page().encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def page(self) -> str:
        if self.path in ("/", "/?page=2"):
            first = 0 if self.path == "/" else ITEMS // 2
            links = "".join(f'<li><a href="/item/{n}">Item {n}</a></li>' for n in range(first, first + ITEMS // 2))
            return f"<html><body><ul>{links}</ul><a rel=next href='/?page=2'>next</a></body></html>"
        number = self.path.removeprefix("/item/")
        if not number.isdigit() or int(number) >= ITEMS or self.path in self.gone:
            return ""
        name = "非洲象牙手串 老料" if number == "7" else f"Garden chair {number}"
        text = "象牙 包邮 加微信 abc1234" if number == "7" else "A chair for the garden, hardly used, to be fetched."
        offer = {"@type": "Offer", "price": "680", "priceCurrency": "CNY", "availability": "https://schema.org/InStock"}
        data = {
            "@context": "https://schema.org",
            "@type": "Product",
            "name": name,
            "description": text,
            "sku": number,
            "offers": offer,
        }
        head = f'<title>{name}</title><script type="application/ld+json">{json.dumps(data)}</script>'
        return f"<html><head>{head}</head><body><h1>{name}</h1><p>{text}</p></body></html>"

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def shop() -> Iterator[str]:
    Shop.after, Shop.gone = staticmethod(lambda path: None), frozenset()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path / "home", environ=ENVIRON)[0]


def campaign(tmp_path: Path, shop: str, more: str = "") -> Path:
    file = tmp_path / "chairs.yml"
    file.write_text(f"name: Chairs\nsources: ['{shop}']\ndelay: 0\n{more}", "utf-8")
    return file


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
    assert some.wait(90)

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
