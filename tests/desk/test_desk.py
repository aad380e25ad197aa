from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from starlette.testclient import TestClient

from desk.app import make_app
from desk.texts import LANGUAGES, texts
from indexers.index import Index
from indexers.opening import open_index
from tidewaiter.case import Case
from tidewaiter.cli.main import main
from tidewaiter.config import load_settings
from tidewaiter.goods import Goods
from tidewaiter.model import (
    Decision,
    Handle,
    Identifier,
    Lead,
    Link,
    Listing,
    Match,
    Photo,
    Price,
    Run,
    Seller,
    Series,
    Signal,
    Snapshot,
    Span,
    Target,
    Word,
)
from tidewaiter.store import Store

SCRIPT = "<script>alert('x')</script>"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def index(home: Path) -> Iterator[Index]:
    settings, _ = load_settings(home=home, environ={})
    opened = open_index(settings)
    picture = io.BytesIO()
    Image.new("RGB", (640, 480), "#a05020").save(picture, "PNG")
    sha256 = Store(settings.store_url).put("photos", picture.getvalue())
    text = f"微信 abc123 {SCRIPT} 象牙"
    opened.put(
        [
            Goods(id="elephant-ivory", name={"en": "ivory", "zh": "象牙"}, severity="critical"),
            Case(id="C-1", title="案 " + SCRIPT, text="手法 " + SCRIPT),
        ]
    )
    opened.write_listings(
        [
            Listing(
                id="l1", source="shop", url="http://shop.example/1", title="象牙手串 " + SCRIPT, text=text, language="zh",
                price=Price(6800, "CNY"), seller=Seller("s1", "老王 " + SCRIPT),
                handles=[Handle("wechat", "abc123", (Span("text", 3, 9, "abc123"),))],
                words=[Word("象牙", "象牙", "elephant-ivory", "name", text.index("象牙"), text.index("象牙") + 2)],
                identifiers=[Identifier("bank_card", "6222021234567890", "6222021234567890")],
                photos=[Photo(url="http://shop.example/1.jpg", sha256=sha256)], first_seen="2026-11-24T00:00:00Z",
            ),
            Listing(id="l2", source="forum", url="javascript:alert(1)", title="旧手机", text="出一台旧手机", language="zh"),
        ]
    )  # fmt: skip
    match = Match(
        "l1", Target("goods", "elephant-ivory"), -3.0, 0.95, [Signal("words.name", "象牙", "象牙", 5.9, "It says " + SCRIPT)]
    )
    opened.put(
        [match, Lead("lead1", "match", 0.95, "critical", listing="l1", matches=[match.id], created="2026-11-24T00:00:00Z")]
    )
    opened.put(
        [
            Series("s1", ["l1", "l2"], ["C-1"], [Link("l1", "l2", (Signal("handle.same", "a", "a", 5.0, "Both " + SCRIPT),))]),
            Run("r1", "Ivory " + SCRIPT, "2026-11-24T00:00:00Z", counts={"tidewaiter/pages": 7.0}),
            Snapshot("sn1", "http://shop.example/1", "/x/a.wacz", "0" * 64, "2026-11-24T00:00:00Z", "C-1", "l1"),
        ]
    )
    yield opened
    opened.close()


@pytest.fixture
def client(home: Path, index: Index) -> Iterator[TestClient]:
    settings, _ = load_settings(home=home, environ={}, operator="officer 7")
    with TestClient(make_app(settings, index), base_url="http://127.0.0.1:8700") as opened:
        yield opened


PAGES = (
    "/", "/leads", "/leads?status=all", "/leads/lead1", "/search", "/search?q=象牙",
    "/search?goods=elephant-ivory&order=newest",
    "/listings/l1", "/listings/l2", "/cases", "/cases/C-1", "/goods", "/goods/elephant-ivory",
    "/series", "/series/s1", "/lookup", "/lookup?value=abc123", "/ways", "/ways?way=person_to_case&value=abc123",
    "/ways?value=C-9",
    "/runs", "/snapshots",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_shown_in_both_languages(client: TestClient, path: str, language: str) -> None:
    page = client.get(path, headers={"Accept-Language": language})

    assert page.status_code == 200
    assert ("线索" in page.text) == (language == "zh")


@pytest.mark.parametrize("path", PAGES)
def test_no_page_lets_a_listing_speak_html(client: TestClient, path: str) -> None:
    page = client.get(path)

    assert SCRIPT not in page.text
    assert 'href="javascript:' not in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_what_was_read_is_marked_in_the_text(client: TestClient) -> None:
    page = client.get("/listings/l1").text

    assert '<mark class="handle" title="wechat: abc123">abc123</mark>' in page
    assert '<mark class="word" title="elephant-ivory: 象牙">象牙</mark>' in page


def test_a_bank_card_is_masked(client: TestClient) -> None:
    page = client.get("/listings/l1").text

    assert "6222021234567890" not in page
    assert "************7890" in page


def test_a_lead_shows_its_reasons_with_both_sides_and_weights(client: TestClient) -> None:
    page = client.get("/leads/lead1").text

    assert "words.name" in page
    assert "+5.90" in page
    assert "-3.00" in page


def test_a_decision_is_kept_with_who_and_why(client: TestClient, index: Index) -> None:
    answer = client.post("/leads/lead1/decide", data={"action": "confirm", "note": "same seller"}, follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (303, "/leads/lead1")
    lead = index.get(Lead, "lead1")
    assert lead is not None
    assert lead.status == "confirmed"
    assert [(d.by, d.action, d.note) for d in index.find(Decision)] == [("officer 7", "lead.confirm", "same seller")]
    assert "same seller" in client.get("/leads/lead1").text


def test_a_form_from_another_site_is_refused(client: TestClient, index: Index) -> None:
    answer = client.post("/leads/lead1/decide", data={"action": "dismiss"}, headers={"Origin": "http://evil.example"})

    assert answer.status_code == 403
    lead = index.get(Lead, "lead1")
    assert lead is not None
    assert lead.status == "new"


def test_a_name_rebound_to_this_machine_is_refused(client: TestClient) -> None:
    assert client.get("/", headers={"Host": "evil.example:8700"}).status_code == 421


def test_looking_changes_nothing(client: TestClient, index: Index) -> None:
    for path in PAGES:
        client.get(path)

    assert index.find(Decision) == []
    assert client.get("/leads/lead1/decide").status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/leads/none", "/listings/none", "/cases/none", "/goods/none", "/nothing", "/leads?status=odd", "/photos/zz",
        "/photos/" + "0" * 64, "/static/none.css", "/static/..%2Fapp.py", "/photos/" + "0" * 64 + "?size=9999",
    ],
)  # fmt: skip
def test_what_is_not_there_is_a_page_that_says_so(client: TestClient, path: str) -> None:
    page = client.get(path)

    assert page.status_code == 404
    assert "Not here" in page.text


@pytest.mark.parametrize(
    "query", ["page=-1", "page=x", "page=99999999999", "low=x&high=1e400", "order=odd", 'q="', "q=-", "q=*()%00", "since=x"]
)
def test_an_odd_search_never_fails(client: TestClient, query: str) -> None:
    assert client.get(f"/search?{query}").status_code == 200


def test_a_photo_is_a_jpeg_made_anew(client: TestClient, index: Index) -> None:
    listing = index.listing("l1")
    assert listing is not None

    answer = client.get(f"/photos/{listing.photos[0].sha256}?size=160")

    assert answer.headers["content-type"] == "image/jpeg"
    assert Image.open(io.BytesIO(answer.content)).size == (160, 120)


def test_the_language_is_chosen_by_a_button_and_leads_back(client: TestClient) -> None:
    answer = client.post("/language/zh", headers={"Referer": "http://127.0.0.1:8700/goods"}, follow_redirects=False)

    assert answer.headers["location"] == "/goods"
    assert "线索" in client.get("/goods").text


def test_every_word_stands_in_both_languages() -> None:
    assert [key for key, (english, chinese) in texts().items() if not english or not chinese or "{" in english] == []


def test_another_host_is_refused_with_a_way_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["desk", "--host", "0.0.0.0"]) == 2
    assert "ssh -L" in capsys.readouterr().err
