"""The commands goods, cases, leads, lead and calibrate, as a user types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexers.embedded import EmbeddedIndex
from tidewaiter.cli.main import main
from tidewaiter.model import Listing

CLAM = "id: giant-clam\nname: {zh: 砗磲, en: giant clam}\nseverity: high\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation with three stored listings."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("TIDEWAITER_HOME", str(folder))
    monkeypatch.setenv("TIDEWAITER_TEXT_MODEL", "none")
    index = EmbeddedIndex(folder / "index.sqlite")
    index.write_listings([Listing(id="a", title="砗磲 手串"), Listing(id="b", title="旧书"), Listing(id="c", title="砗磲珠")])
    index.close()
    return folder


@pytest.fixture
def clam(tmp_path: Path) -> Path:
    """A file of goods."""
    file = tmp_path / "clam.yml"
    file.write_text(CLAM, "utf-8")
    return file


def _lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_goods_are_added_and_found_looking_back(home: Path, clam: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["goods", "add", str(clam), "--json"]) == 0
    (added,) = _lines(capsys)
    assert added == {"id": "giant-clam", "looked_at": 3, "matches": 2, "leads": 2}

    assert main(["leads", "--json"]) == 0
    leads = _lines(capsys)
    assert {lead["listing"] for lead in leads} == {"a", "c"}
    assert all(lead["retro"] and lead["severity"] == "high" and lead["status"] == "new" for lead in leads)


def test_a_lead_is_shown_with_its_reasons_and_decided_on(home: Path, clam: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["goods", "add", str(clam)])
    capsys.readouterr()
    main(["leads", "--json", "--limit", "1"])
    id = str(_lines(capsys)[0]["id"])

    assert main(["lead", id]) == 0
    assert "is a name of giant clam" in capsys.readouterr().out
    assert main(["lead", id, "--confirm", "--note", "seen"]) == 0
    capsys.readouterr()

    main(["leads", "--status", "confirmed", "--json"])
    (lead,) = _lines(capsys)
    assert lead["id"] == id
    assert lead["decided"]["note"] == "seen"  # type: ignore[index]
    assert main(["leads"]) == 0
    table = capsys.readouterr().out
    assert "confirmed" in table
    assert "砗磲" in table


def test_every_mistake_is_shown_with_file_line_and_field(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.yml"
    bad.write_text("id: Bad Id\nname: {en: x}\ncolour: red\n")
    worse = tmp_path / "worse.yml"
    worse.write_text("id: worse\nname: {en: x}\nphotos: [gone.jpg]\n")

    assert main(["goods", "check", str(bad), str(worse)]) == 2

    shown = capsys.readouterr().err
    assert f"{bad}:1: id: 'Bad Id' is no id" in shown
    assert f"{bad}:3: colour: no such field" in shown
    assert "gone.jpg is not there" in shown


def test_nothing_is_stored_where_one_file_is_wrong(
    home: Path, clam: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.yml").write_text("name: {en: x}\n")

    assert main(["goods", "add", str(clam), str(tmp_path / "bad.yml")]) == 2
    assert main(["goods", "show", "giant-clam"]) == 2
    assert "no such goods" in capsys.readouterr().err


def test_two_files_with_one_id_are_a_mistake(
    home: Path, clam: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "again.yml").write_text(CLAM, "utf-8")

    assert main(["goods", "check", str(clam), str(tmp_path / "again.yml")]) == 2
    assert "is also the id of" in capsys.readouterr().err


def test_the_catalogue_is_there_from_the_first_command_on(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["goods", "list", "--json"]) == 0
    assert "elephant-ivory" in {line["id"] for line in _lines(capsys)}
    assert main(["goods", "show", "elephant-ivory"]) == 0
    assert "象牙" in capsys.readouterr().out


def test_cases_are_checked_added_listed_and_shown_with_cards_masked(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "case.yml"
    file.write_text(
        "id: C-1\ntitle: one case\nlistings: [b]\nparties:\n  - name: 某甲\n    kind: person\n"
        "    identifiers: [{kind: bank_card, value: '6222021234567894'}]\n",
        "utf-8",
    )

    assert main(["cases", "check", str(file)]) == 0
    assert main(["cases", "add", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["leads"] == 1
    assert main(["cases", "list"]) == 0
    assert main(["cases", "show", "C-1"]) == 0
    shown = capsys.readouterr().out
    assert "one case" in shown
    assert "************7894" in shown
    assert "6222021234567894" not in shown


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["lead", "nope"], "there is no such lead"),
        (["lead", "nope", "--confirm"], "there is no such lead"),
        (["lead", "nope", "--confirm", "--dismiss"], "--confirm and --dismiss clash"),
        (["lead", "nope", "--note", "x"], "--note: there is nothing to note it with"),
        (["leads", "--status", "odd"], "'odd' is no status"),
        (["goods", "show", "nope"], "nope: no such goods"),
        (["cases", "show", "nope"], "nope: no such cases"),
        (["goods", "check", "/nowhere"], "no YAML file there"),
    ],
)
def test_wrong_usage_says_what_is_wrong(
    home: Path, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert message in capsys.readouterr().err


def test_calibrating_writes_weights_unless_told_to_try(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calibrate", "--dry-run"]) == 0
    assert not (home / "weights.json").exists()
    assert "nothing was changed" in capsys.readouterr().out

    assert main(["calibrate", "--json"]) == 0
    assert {line["target"] for line in _lines(capsys)} == {"goods", "case"}
    assert (home / "weights.json").exists()
