"""Rules from an example page, and rules tried out, through the commands that a person uses."""

from __future__ import annotations

import http.server
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawlers.reading.page import Page
from crawlers.source import load_sources
from crawlers.teaching import learn, url_pattern
from tests.web.serving import served_by
from tidewaiter.cli.main import main
from tidewaiter.errors import InvalidInput

NAMES = ["Old netsuke", "Carved tusk", "Ivory seal", "Bone comb"]


def listing(number: int) -> str:
    more = "".join(f'<li><a href="/tin/{other}.html">{NAMES[other]}</a></li>' for other in range(len(NAMES)))
    return f"""<html><head><title>{NAMES[number]} - Old market</title></head><body>
    <div id="top"><b>Old market</b> <span class="css-1xYz2Q">Cart: 0 đ</span></div>
    <div class="box"><h2 class="css-9QwErT ten-tin">{NAMES[number]}</h2>
      <div class="gia"><span>Giá</span> <b>{number + 1}.500.000 đ</b></div>
      <div class="nguoi"><a class="css-7AbCdE" href="/u/{70 + number}">Seller {number}</a></div>
      <p class="mo-ta">Found in the attic, lot {number}. Ask for more photos.</p>
      <div class="anh"><img src="/p/{number}.jpg"></div>
    </div><ul class="khac">{more}</ul></body></html>"""


class Market(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        number = self.path.removeprefix("/tin/").removesuffix(".html")
        links = "".join(f'<li><a href="/tin/{other}.html">{name}</a> 1.000.000 đ</li>' for other, name in enumerate(NAMES))
        text = listing(int(number)) if number.isdigit() else f"<html><body><ul>{links}</ul></body></html>"
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def market() -> Iterator[str]:
    with served_by(Market) as url:
        yield url


def page(number: int) -> Page:
    return Page(f"https://market.example/tin/{number}.html", listing(number).encode())


EXAMPLES = {
    "title": "Carved tusk", "price": "2.500.000 đ", "seller": "Seller 1", "seller_url": "https://market.example/u/71",
    "text": "Found in the attic", "photos": "https://market.example/p/1.jpg",
}  # fmt: skip


def test_rules_are_found_that_hold_on_other_pages_too() -> None:
    found = {one.field: one for one in learn(page(1), EXAMPLES, [page(0), page(2)])}

    assert set(found) == set(EXAMPLES)
    assert {one.pages for one in found.values()} == {2}
    assert found["title"].rule == "h2.ten-tin"
    assert found["price"].rule == "div.gia b"
    assert found["text"].rule == "p.mo-ta"
    assert found["seller_url"].rule == "div.nguoi a::attr(href)"
    assert found["photos"].rule == "div.anh img::attr(src)"


def test_classes_that_a_build_made_up_are_not_used() -> None:
    assert not any("css-" in one.rule for one in learn(page(1), EXAMPLES, []))


@pytest.mark.parametrize(
    ("examples", "told"), [({"title": "Not there"}, "nothing on the page says that"), ({"prise": "1"}, "no such field 'prise'")]
)
def test_an_example_that_is_nowhere_is_named(examples: dict[str, str], told: str) -> None:
    with pytest.raises(InvalidInput, match=told):
        learn(page(1), examples, [])


@pytest.mark.parametrize(
    ("url", "pattern"),
    [
        ("https://a.example/tin/12.html", r"/tin/[0-9]+\.html"), ("https://a.example/item/old-comb", "/item/[^/?#]+"),
        ("https://a.example/p/old-comb-77", "/p/[^/?#]*[0-9]+[^/?#]*"), ("https://a.example/", None),
    ],
)  # fmt: skip
def test_the_pattern_of_a_url(url: str, pattern: str | None) -> None:
    assert url_pattern(url) == pattern


def test_learned_rules_are_written_and_can_be_tested(market: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = ["--home", str(tmp_path)]
    given = ["--example", "title=Carved tusk", "price=2.500.000 đ", "--name", "old-market", "--json"]

    assert main([*home, "sources", "learn", f"{market}/tin/1.html", *given]) == 0

    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["field"], one["pages"], one["of"]) for one in told] == [("title", 3, 3), ("price", 3, 3)]
    source = load_sources(tmp_path)["old-market"]
    assert source.listing.url == r"/tin/[0-9]+\.html"
    assert source.domains == ["127.0.0.1"]
    assert main([*home, "sources", "test", "old-market", f"{market}/tin/2.html", "--json"]) == 0
    tried = {one["field"]: one for one in map(json.loads, capsys.readouterr().out.splitlines())}
    assert tried["title"]["gave"] == ["Ivory seal"]
    assert tried["price"]["agrees"] is True
    assert main([*home, "sources", "learn", f"{market}/tin/1.html", *given]) == 2
    assert "--force" in capsys.readouterr().err


def test_a_rule_that_gives_nothing_is_told_and_ends_with_1(
    market: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "m.yml").write_text(
        f"name: m\nstart: ['{market}/']\ndomains: ['127.0.0.1']\nallow_private: ['{market.removeprefix('http://')}']\n"
        "listing: {fields: {title: h2.ten-tin, price: .moved}}\n"
    )

    assert main(["--home", str(tmp_path), "sources", "test", "m"]) == 1

    out = capsys.readouterr().out
    assert "NOTHING" in out
    assert "expected" in out


def test_sources_are_listed_and_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(tmp_path), "sources", "list"]) == 0
    assert "discuz" in capsys.readouterr().out
    assert main(["--home", str(tmp_path), "sources", "show", "discuz", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["name"] == "discuz"
    assert main(["--home", str(tmp_path), "sources", "show", "nobody"]) == 2


def test_a_page_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["sources", "learn", "http://127.0.0.1:1/item/1", "--example", "title=x"]

    assert main(["--home", str(tmp_path), *arguments]) == 1
    assert "could not be fetched" in capsys.readouterr().err
