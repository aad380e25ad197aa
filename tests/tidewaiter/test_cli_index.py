"""`search`, `index` and `doctor` as a user calls them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from indexers.embedded import EmbeddedIndex
from tests.shared_data import ROOT
from tidewaiter.cli.main import main
from tidewaiter.model import Identifier, Listing, Place, Price, Word


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TIDEWAITER_HOME", str(tmp_path))
    monkeypatch.setenv("TIDEWAITER_TEXT_MODEL", "none")
    index = EmbeddedIndex(tmp_path / "index.sqlite")
    index.write_listings(
        [
            Listing(id="1", source="a.example", url="http://a.example/1", title="象牙手镯", posted="2026-11-20T00:00:00Z",
                    price=Price(amount=500.0, currency="CNY"), place=Place("凭祥", "CN", 22.1, 106.77),
                    words=[Word("象牙", "象牙", "elephant-ivory", "name", 0, 2)]),
            Listing(id="2", source="b.example", url="http://b.example/2", title="ivory bracelet", posted="2026-10-01T12:00:00Z",
                    price=Price(amount=9.0, currency="USD"),
                    identifiers=[Identifier("bank_card", "6222020200112233445", "6222")]),
        ]
    )  # fmt: skip
    index.close()
    return tmp_path


def hits(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    assert main(["search", *arguments, "--json"]) == 0
    return [json.loads(line)["listing"]["id"] for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["象牙"], ["1"]),
        (["ivory"], ["2"]),
        (["", "--goods", "elephant-ivory"], ["1"]),
        (["", "--source", "b.example"], ["2"]),
        (["", "--price", "100..1000"], ["1"]),
        (["", "--price", "..100"], ["2"]),
        (["", "--since", "2026-11-01"], ["1"]),
        (["", "--until", "2026-10-01"], ["2"]),
        (["", "--near", "22,106.8,30"], ["1"]),
        (["", "--country", "cn"], ["1"]),
        (["", "--order", "cheapest"], ["2", "1"]),
        (["", "--order", "newest", "--limit", "1", "--offset", "1"], ["2"]),
        ([], ["1", "2"]),
    ],
)
def test_search_options(home: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], found: list[str]) -> None:
    assert hits(capsys, *arguments) == found


def test_a_hit_has_listing_score_and_why_and_masks_cards(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "ivory", "--json"]) == 0

    hit = json.loads(capsys.readouterr().out)
    assert set(hit) == {"listing", "score", "why"}
    assert hit["listing"]["identifiers"] == [{"kind": "bank_card", "value": "*" * 15 + "3445"}]
    assert hit["why"] == "It contains ivory."


def test_search_for_people_shows_title_price_and_reason(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "象牙", "--facet", "goods"]) == 0

    shown = capsys.readouterr()
    assert "象牙手镯" in shown.out
    assert "500 CNY" in shown.out
    assert "It contains 象牙." in shown.out
    assert "goods: elephant-ivory 1" in shown.err
    assert "1 of 1 listings." in shown.err


@pytest.mark.parametrize(
    "arguments",
    [["--price", "5"], ["--price", "a..b"], ["--near", "x"], ["--near", "1,2,nan"], ["--near", "100,0,5"], ["--since", "soon"],
     ["x", "--mode", "meaning"], ["--facet", "colour"], ["--limit", "0"], ["--mode", "magic"]],
)  # fmt: skip
def test_wrong_usage_is_said_and_exits_2(home: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert main(["search", *arguments]) == 2

    assert arguments[-2] in (message := capsys.readouterr().err) or "facet" in message


def test_without_a_mode_vectors_and_a_model_make_it_hybrid(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Model:
        name, dimensions = "toy", 2
        asked: list[str] = []  # noqa: RUF012 - one test's record

        def encode(self, texts: list[str]) -> np.ndarray:
            self.asked += texts
            return np.array([[1, 0]] * len(texts), np.float32)

    model = Model()
    monkeypatch.setattr("matchers.embedding.load_text_model", lambda settings: model)
    index = EmbeddedIndex(home / "index.sqlite")
    index.set_text_model("toy", 2)
    index.write_listings([Listing(id="3", title="tusk", vector=np.array([1, 0], np.float32))])
    index.close()

    assert set(hits(capsys, 'ivory "old thing" -resin')) == {"3"}
    assert set(hits(capsys, "ivory")) == {"2", "3"}
    assert set(hits(capsys, "ivory", "--mode", "text")) == {"2"}
    assert set(hits(capsys, "ivory", "--mode", "meaning")) == {"3"}
    assert model.asked == ["ivory  old thing", "ivory", "ivory"]


def test_searching_by_words_loads_no_model(home: Path) -> None:
    script = (
        "import sys\nfrom tidewaiter.cli.main import main\nassert main(['search', 'ivory', '--mode', 'text']) == 0\n"
        "assert not {'torch', 'sentence_transformers', 'elasticsearch'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr


def test_index_info_rebuild_and_migrate(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["index", "rebuild"]) == 0
    assert "2 listings" in capsys.readouterr().err
    assert main(["index", "migrate"]) == 0
    assert "schema" in capsys.readouterr().err
    assert main(["index", "info", "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert (facts["engine"], facts["listings"]) == ("embedded", 2)
    assert main(["index", "info"]) == 0
    assert "listings" in capsys.readouterr().out


def test_doctor_says_what_is_there(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["doctor", "--json"])

    checks = {check["name"]: check for check in map(json.loads, capsys.readouterr().out.splitlines())}
    assert {"python", "home", "disk", "clock", "index", "browser", "text model", "reading photos"} <= set(checks)
    assert checks["index"]["ok"]
    assert all(check["ok"] or check["do"] for check in checks.values())


def test_doctor_exits_1_when_something_needed_is_missing(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIDEWAITER_INDEX", "http://127.0.0.1:9")

    assert main(["doctor"]) == 1

    assert "MISSING index: http://127.0.0.1:9: no Elasticsearch answers" in capsys.readouterr().out


def test_doctor_notices_a_clock_that_was_set_back(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tidewaiter.cli.doctor.time.time", lambda: 1_600_000_000.0)

    assert main(["doctor"]) == 1

    assert "MISSING clock" in capsys.readouterr().out


def test_doctor_makes_no_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIDEWAITER_HOME", str(tmp_path / "new"))

    main(["doctor"])

    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(("option", "id"), [("--goods", "elefant-ivory"), ("--case", "C-9")])
def test_a_search_that_finds_nothing_says_which_filter_is_unknown(
    home: Path, capsys: pytest.CaptureFixture[str], option: str, id: str
) -> None:
    assert main(["search", "", option, id]) == 0

    assert f"{option} {id} is not known here" in capsys.readouterr().err


def test_a_price_range_upside_down_is_wrong_input(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "", "--price", "500..100"]) == 2

    assert "Swap its ends: 100..500" in capsys.readouterr().err
