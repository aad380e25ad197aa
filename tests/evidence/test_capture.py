from __future__ import annotations

import http.server
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image

from evidence.capture import CaptureFailed, capture
from evidence.verify import verify
from tests.evidence.made import settings
from tests.web.serving import served_by
from tidewaiter.cli.main import main
from tidewaiter.errors import NotAllowed
from web.browser import find_browser

PAGE = """<meta charset=utf-8><title>象牙手串</title><h1>象牙手串 6800元</h1><img src=/photo.png><img src=/missing.png>
<p style="margin-top:3000px">微信 abc123</p><script>fetch('/more.json').then(r => r.json()).then(d =>
document.body.append('late ' + d.late)); alert('hello'); window.open('/popup')</script>"""


class Shop(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        picture = io.BytesIO()
        Image.new("RGB", (40, 30), "#aa5500").save(picture, "PNG")
        answers = {
            "/item": (200, "text/html", PAGE.encode()),
            "/photo.png": (200, "image/png", picture.getvalue()),
            "/more.json": (200, "application/json", b'{"late": "news"}'),
            "/popup": (200, "text/html", b"popup"),
        }
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/item")
            self.end_headers()
            return
        status, kind, body = answers.get(self.path, (404, "text/html", b"not here"))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Set-Cookie", "visit=7")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def shop() -> Iterator[str]:
    with served_by(Shop) as url:
        yield url


def place(url: str) -> str:
    return urlsplit(url).netloc


def inside(path: str, name: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> None:
    if find_browser(settings(tmp_path_factory.mktemp("home"))) is None:
        pytest.skip("no Chromium on this machine: what it records can't be tested")


@pytest.mark.browser
@pytest.mark.usefixtures("browser")
def test_a_capture_holds_traffic_looks_text_and_how_it_was_reached(tmp_path: Path, shop: str) -> None:
    snapshot = capture(settings(tmp_path), f"{shop}/moved", case="C-1", operator="officer 7", allowed=[place(shop)])

    assert verify(Path(snapshot.path), tmp_path / "evidence" / "ledger").failures == []
    record = json.loads(inside(snapshot.path, "evidence/capture.json"))
    assert record["final_url"] == f"{shop}/item"
    assert record["operator"] == "officer 7"
    answered = {urlsplit(e["url"]).path: e["status"] for e in record["exchanges"]}
    assert answered == {"/moved": 302, "/item": 200, "/photo.png": 200, "/missing.png": 404, "/more.json": 200}
    assert {e["address"] for e in record["exchanges"]} == {place(shop)}
    text = inside(snapshot.path, "evidence/text.txt").decode()
    assert "微信 abc123" in text
    assert "late news" in text
    with Image.open(io.BytesIO(inside(snapshot.path, "evidence/screenshot.png"))) as screenshot:
        assert screenshot.width == 1280
        assert screenshot.height > 3000


@pytest.mark.browser
@pytest.mark.usefixtures("browser")
def test_a_page_that_cant_be_had_seals_nothing(tmp_path: Path) -> None:
    with pytest.raises(CaptureFailed, match=r"127\.0\.0\.1:65333"):
        capture(settings(tmp_path), "http://127.0.0.1:65333/", allowed=["127.0.0.1:65333"])

    assert list(tmp_path.rglob("*.wacz")) == []
    assert not (tmp_path / "evidence" / "ledger" / "ledger.jsonl").exists()


def test_an_address_on_a_private_network_is_refused(tmp_path: Path, shop: str) -> None:
    with pytest.raises(NotAllowed):
        capture(settings(tmp_path), f"{shop}/item")


def test_without_a_browser_the_page_alone_is_kept_and_the_gap_is_named(tmp_path: Path, shop: str) -> None:
    bare = settings(tmp_path, browser="/no/such/browser")

    snapshot = capture(bare, f"{shop}/item", allowed=[place(shop)])

    assert verify(Path(snapshot.path)).failures == []
    record = json.loads(inside(snapshot.path, "evidence/capture.json"))
    assert record["gaps"][0].startswith("no browser on this machine: no screenshot")
    assert "微信 abc123" in inside(snapshot.path, "evidence/text.txt").decode()


def test_each_snapshot_carries_the_ledgers_head_before_it(tmp_path: Path, shop: str) -> None:
    bare = settings(tmp_path, browser="/no/such/browser")
    first, second = (capture(bare, f"{shop}/item", allowed=[place(shop)]) for _ in range(2))
    lines = [json.loads(line) for line in (tmp_path / "evidence/ledger/ledger.jsonl").read_text().splitlines()]

    assert [line["snapshot"] for line in lines] == [Path(first.path).name, Path(second.path).name]
    assert json.loads(inside(second.path, "evidence/capture.json"))["ledger_head"] == lines[0]["hash"]


def test_a_full_disk_seals_nothing_and_says_so(tmp_path: Path, shop: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fake: the disk of a test machine can't be filled for one process."""

    def full(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(CaptureFailed, match="No space left"):
        capture(settings(tmp_path, browser="/no/such/browser"), f"{shop}/item", allowed=[place(shop)])

    assert list(tmp_path.rglob("*.wacz")) == []


def test_the_commands_capture_and_verify(
    tmp_path: Path, shop: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIDEWAITER_BROWSER", "/no/such/browser")
    home = ["--home", str(tmp_path)]

    assert main([*home, "capture", f"{shop}/item", "--case", "C-1", "--json"]) == 0
    snapshot = json.loads(capsys.readouterr().out)
    ledger = str(tmp_path / "evidence" / "ledger")
    assert main([*home, "verify", snapshot["path"], "--ledger", ledger, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["ok"] is True

    copy = tmp_path / "copy.wacz"
    copy.write_bytes(Path(snapshot["path"]).read_bytes().replace(b"abc123", b"abc124"))
    assert main(["verify", str(copy)]) == 1
    assert "failure: " in capsys.readouterr().out


@pytest.mark.parametrize("address", ["shop.example", "ftp://a.example/", "file:///etc/passwd"])
def test_what_is_no_web_address_is_wrong_input(tmp_path: Path, address: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(tmp_path), "capture", address]) == 2
    assert "no web address" in capsys.readouterr().err


def test_verify_names_a_missing_file_and_a_missing_ledger(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(tmp_path / "none.wacz")]) == 2
    assert "no such file" in capsys.readouterr().err
    (tmp_path / "a.wacz").write_bytes(b"x")
    assert main(["verify", str(tmp_path / "a.wacz"), "--ledger", str(tmp_path)]) == 2
    assert "holds no ledger.jsonl" in capsys.readouterr().err
