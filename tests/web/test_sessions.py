"""Sessions: kept encrypted, sent to their source's domains only, noticed when they are over."""

from __future__ import annotations

import asyncio
import base64
import gzip
import http.server
import json
import os
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest

from crawlers.crawl import Start, crawl
from crawlers.report import report_of
from crawlers.source import Source
from tests.crawlers.crawling import listings_in, quick
from tests.web.serving import free_port, served_by
from tidewaiter.cli.main import main
from tidewaiter.config import Settings
from tidewaiter.errors import InvalidInput
from web.browser import find_browser
from web.sessions import Sessions

LISTING = """<html><head><title>Carved figure {n}</title><script type="application/ld+json">{{"@context": "https://schema.org",
"@type": "Product", "name": "Carved figure {n}", "offers": {{"@type": "Offer", "price": "9", "priceCurrency": "USD"}}}}</script>
</head><body><h1>Carved figure {n}</h1></body></html>"""
WALL = """<html><head><title>Log in</title></head><body><h1>Please log in to continue</h1>
<form action="/login" method="post"><input name="user"><input type="password" name="password"><button>Log in</button></form>
</body></html>"""


class Market(http.server.BaseHTTPRequestHandler):
    """Shows its listings to those who are logged in. `cookies` is what the server was sent, by path."""

    cookies: ClassVar[dict[str, str]] = {}
    open: ClassVar[bool] = True

    def do_GET(self) -> None:
        sent = self.headers.get("Cookie", "")
        type(self).cookies[self.path] = sent
        if self.path == "/login":
            self.answer(WALL)
        elif self.path == "/enter":
            self.answer("<html><body>Welcome</body></html>", cookie="account=secret7; Path=/")
        elif "account=secret7" not in sent or not self.open:
            self.answer(WALL)
        elif self.path == "/":
            links = "".join(f'<li><a href="/item/{n}">Carved figure {n}</a></li>' for n in range(6))
            self.answer(f"<html><body><ul>{links}</ul></body></html>")
        else:
            self.answer(LISTING.format(n=self.path.rpartition("/")[2]))

    def answer(self, text: str, cookie: str = "") -> None:
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        if cookie:
            self.send_header("Set-Cookie", cookie)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def market() -> Iterator[str]:
    Market.cookies, Market.open = {}, True
    with served_by(Market) as url:
        yield url


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return quick(tmp_path)


def cookie(name: str, **more: Any) -> dict[str, Any]:
    shape = {"name": name, "value": "v", "domain": "shop.example", "path": "/", "expires": -1, "secure": False}
    return {**shape, "httpOnly": True, "sameSite": "Lax", **more}


def test_a_session_is_kept_encrypted_and_for_this_user_alone(settings: Settings) -> None:
    kept = Sessions(settings)

    kept.save("shop", {"cookies": [cookie("a", value="topsecret")], "origins": []}, domains=["shop.example"])

    file = settings.home_path / "sessions" / "shop"
    assert b"topsecret" not in file.read_bytes()
    for path in (file, settings.home_path / "session.key"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    session = Sessions(settings).load("shop")
    assert session is not None
    assert session.header("https://shop.example/") == "a=topsecret"
    assert kept.names() == ["shop"]
    assert kept.forget("shop")
    assert kept.load("shop") is None


def test_only_cookies_of_the_sources_domains_are_kept(settings: Settings) -> None:
    cookies = [
        cookie("a"),
        cookie("b", domain=".www.shop.example"),
        cookie("c", domain=".ads.example"),
        cookie("d", domain="eshop.example"),
    ]
    origins = [{"origin": "https://shop.example", "localStorage": []}, {"origin": "https://ads.example", "localStorage": []}]

    session = Sessions(settings).save("shop", {"cookies": cookies, "origins": origins}, domains=["shop.example"])

    assert [one["name"] for one in session.cookies] == ["a", "b"]
    assert [one["origin"] for one in session.origins] == ["https://shop.example"]


def test_a_cookie_goes_only_where_it_belongs(settings: Settings) -> None:
    cookies = [
        cookie("host"), cookie("all", domain=".shop.example"), cookie("tls", secure=True), cookie("deep", path="/my"),
        cookie("old", expires=100.0),
    ]  # fmt: skip
    session = Sessions(settings).save("shop", {"cookies": cookies}, domains=["shop.example"])

    assert session.header("https://shop.example/", clock=lambda: 200.0) == "host=v; all=v; tls=v"
    assert session.header("http://shop.example/my/x", clock=lambda: 50.0) == "host=v; all=v; deep=v; old=v"
    assert session.header("http://shop.example/mystery", clock=lambda: 200.0) == "host=v; all=v"
    assert session.header("https://m.shop.example/", clock=lambda: 200.0) == "all=v"
    assert session.header("https://notshop.example/") == ""


def test_another_key_is_told_and_a_bad_one_too(settings: Settings) -> None:
    Sessions(settings).save("shop", {"cookies": [cookie("a")]}, domains=["shop.example"])
    other = base64.urlsafe_b64encode(b"x" * 32).decode()

    with pytest.raises(InvalidInput, match="key does not fit"):
        Sessions(quick(settings.home_path, session_key=other)).load("shop")
    with pytest.raises(InvalidInput, match="this is no key"):
        Sessions(quick(settings.home_path, session_key="short")).load("shop")


def source_of(market: str, **more: Any) -> Source:
    pair = market.removeprefix("http://")
    shape = {"name": "market", "domains": ["127.0.0.1"], "start": [market + "/"], "session": True, "robots": False}
    return Source.model_validate({**shape, "allow_private": [pair], **more})


def collect(settings: Settings, market: str, source: Source) -> dict[str, float]:
    home = settings.home_path
    start = Start(market + "/", source)
    return crawl(settings, [start], folder=home / "run", pipelines={}, render="never", out=home / "out.jsonl")


def logged_in(settings: Settings) -> None:
    state = {"cookies": [cookie("account", value="secret7", domain="127.0.0.1")], "origins": []}
    Sessions(settings).save("market", state, domains=["127.0.0.1"])


def test_a_crawl_uses_the_session(settings: Settings, market: str) -> None:
    logged_in(settings)

    counts = collect(settings, market, source_of(market))

    assert len(listings_in(settings.home_path / "out.jsonl")) == 6
    assert report_of(counts).walls == {}


def test_a_source_that_nobody_logged_in_to_is_left_alone_and_the_report_says_so(settings: Settings, market: str) -> None:
    report = report_of(collect(settings, market, source_of(market)))

    assert (report.pages, report.sessions, report.skipped) == (0, {"missing": 1}, {"session": 1})
    assert "sources without a session: missing 1" in "\n".join(report.lines())
    assert Market.cookies == {}


def test_a_session_that_is_over_makes_the_source_rest_until_somebody_logs_in(settings: Settings, market: str) -> None:
    logged_in(settings)
    Market.open = False
    starts = [Start(f"{market}/item/{number}", source_of(market)) for number in range(20)]
    home = settings.home_path

    counts = crawl(quick(home, concurrency=1), starts, folder=home / "run", pipelines={}, render="never")

    report = report_of(counts)
    assert report.sessions == {"wall": 1}
    assert report.pages < 10
    assert Sessions(settings).ended("market") is not None
    Market.open, Market.cookies = True, {}
    again = report_of(crawl(settings, starts, folder=home / "run2", pipelines={}, render="never"))
    assert (again.sessions, Market.cookies) == ({"expired": 1}, {})
    logged_in(settings)
    assert report_of(crawl(settings, starts, folder=home / "run3", pipelines={}, render="never")).listings == 20


def test_another_site_never_gets_the_cookies(settings: Settings, market: str) -> None:
    logged_in(settings)
    source = source_of(market, domains=["other.example"])

    crawl(settings, [Start(market + "/", source)], folder=settings.home_path / "run", pipelines={}, render="never")

    assert set(Market.cookies.values()) == {""}


@pytest.mark.browser
def test_a_browser_page_uses_the_session(settings: Settings, market: str) -> None:
    if find_browser(settings) is None:
        pytest.skip("no Chromium")
    logged_in(settings)

    crawl(settings, [Start(market + "/", source_of(market))], folder=settings.home_path / "run", pipelines={}, render="always")

    assert Market.cookies["/item/3"] == "account=secret7"


@pytest.mark.browser
def test_a_capture_of_the_source_uses_the_session_and_does_not_seal_it(
    settings: Settings, market: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if find_browser(settings) is None:
        pytest.skip("no Chromium")
    monkeypatch.setenv("TIDEWAITER_TEXT_MODEL", "none")
    logged_in(settings)
    written(settings.home_path, market)
    command = ["--home", str(settings.home_path), "capture", "--source", "market", "--json"]

    assert main([*command, f"{market}/item/3"]) == 0

    assert Market.cookies["/item/3"] == "account=secret7"
    archive = zipfile.ZipFile(json.loads(capsys.readouterr().out)["path"])
    sealed = [archive.read(name) for name in archive.namelist()]
    sealed += [gzip.decompress(part) for part, name in zip(sealed, archive.namelist(), strict=True) if name.endswith(".gz")]
    assert not any(b"secret7" in part for part in sealed)
    assert main([*command, "https://elsewhere.example/item/3"]) == 2
    assert "not on the domains of 'market'" in capsys.readouterr().err


def test_without_a_display_the_ways_out_are_named(
    tmp_path: Path, market: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    written(tmp_path, market)

    assert main(["--home", str(tmp_path), "login", "market"]) == 1

    told = capsys.readouterr().err
    assert "no display" in told
    assert "xvfb-run" in told
    assert "--remote-debugging" in told


def written(home: Path, market: str) -> None:
    (home / "sources").mkdir(exist_ok=True)
    (home / "sources" / "market.yml").write_text(
        f"name: market\ndomains: ['127.0.0.1']\nstart: ['{market}/login']\nsession: true\nrobots: false\n"
        f"allow_private: ['{market.removeprefix('http://')}']\n"
    )


@pytest.mark.browser
def test_a_person_logs_in_through_a_remote_browser(settings: Settings, market: str, capsys: pytest.CaptureFixture[str]) -> None:
    if find_browser(settings) is None:
        pytest.skip("no Chromium")
    home, port = settings.home_path, free_port()
    written(home, market)
    command = [sys.executable, "-m", "tidewaiter.cli.main", "--home", str(home), "login", "market"]
    process = subprocess.Popen(
        [*command, "--remote-debugging", str(port)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ},
    )

    try:
        asyncio.run(_as_a_person(port, market))
        out, _ = process.communicate("\n", timeout=60)
    finally:
        process.kill()
        process.communicate()

    assert process.returncode == 0
    assert "logged in, 1 cookies kept" in out
    assert main(["--home", str(home), "login", "--list"]) == 0
    assert "market: saved" in capsys.readouterr().out
    session = Sessions(settings).load("market")
    assert session is not None
    assert session.header(market + "/") == "account=secret7"
    assert main(["--home", str(home), "login", "--forget", "market"]) == 0
    assert Sessions(settings).names() == []


async def _as_a_person(port: int, market: str) -> None:
    from playwright.async_api import Error, async_playwright

    async with async_playwright() as playwright:
        async with asyncio.timeout(60):
            while True:
                try:
                    browser = await playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
                    page = browser.contexts[0].pages[0]
                    break
                except (Error, IndexError):
                    await asyncio.sleep(0.1)
            await page.wait_for_url(market + "/login")  # the command goes there first
            await page.goto(market + "/enter")


@pytest.mark.parametrize("arguments", [[], ["x", "--list"], ["nobody"], ["discuz"], ["--forget", "nobody"]])
def test_what_makes_no_sense_is_wrong_usage(tmp_path: Path, arguments: list[str]) -> None:
    assert main(["--home", str(tmp_path), "login", *arguments]) == 2
