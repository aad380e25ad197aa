"""`tidewaiter read`: JSON Lines and plain text in, good lines before a bad one, masked identifiers."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from tidewaiter.cli.main import main


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIDEWAITER_HOME", str(tmp_path / "home"))


def _give(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))


def test_json_lines_in_json_lines_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text(
        '{"id": "a", "text": "微信同号 13812345678", "country": "CN", "more": 1}\n\n{"id": "b", "title": "象牙", "text": ""}\n',
        encoding="utf-8",
    )

    assert main(["read", "--json", str(file)]) == 0

    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert list(first) == ["id", "handles", "prices", "places", "words", "identifiers"]
    assert {(one["kind"], one["value"]) for one in first["handles"]} == {("wechat", "13812345678"), ("phone", "+8613812345678")}
    assert second["id"] == "b"
    assert second["words"][0]["goods"] == "elephant-ivory"


def test_a_bad_line_is_named_and_the_good_ones_before_it_are_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _give(monkeypatch, '{"id": "a", "text": "QQ 23908817"}\n{"id": "b", "text": \n')

    assert main(["read", "--json", "-"]) == 2

    shown = capsys.readouterr()
    assert json.loads(shown.out)["id"] == "a"
    assert "standard input, line 2: not JSON" in shown.err


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('["text"]', "not an object"),
        ('{"id": "a"}', "neither text nor title"),
        ('{"text": 5}', "text: 5 is no string"),
        ("[" * 100_000, "not JSON"),
    ],
    ids=["a list", "no text", "text is a number", "nested too deep"],
)
def test_each_wrong_line_says_what_is_wanted(
    line: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _give(monkeypatch, line + "\n")

    assert main(["read", "--json"]) == 2

    assert said in capsys.readouterr().err


def test_payment_numbers_are_masked(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    _give(monkeypatch, '{"id": "a", "text": "收款卡号6222020111122220002"}\n')

    assert main(["read", "--json"]) == 0

    out = capsys.readouterr().out
    assert json.loads(out)["identifiers"] == [{"kind": "bank_card", "value": "*" * 15 + "0002"}]
    assert "6222020111122220002" not in out


def test_a_table_for_people(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    _give(monkeypatch, "象牙 3万 薇❤ 138①②③④五六七8 收款卡号6222020111122220002")

    assert main(["read"]) == 0

    out = capsys.readouterr().out
    assert "wechat" in out
    assert "13812345678" in out
    assert "30000 CNY" in out
    assert "6222020111122220002" not in out


def test_explain_says_what_was_done(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    _give(monkeypatch, "QQ 71880932 倒着看")

    assert main(["read", "--explain"]) == 0

    assert "71880932 read backwards: 23908817" in capsys.readouterr().out


def test_nothing_found_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    _give(monkeypatch, "...")

    assert main(["read"]) == 0

    assert "nothing found" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "nowhere.txt"]) == 2

    assert "nowhere.txt" in capsys.readouterr().err


def test_explain_and_json_exclude_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "--json", "--explain"]) == 2

    assert "--explain" in capsys.readouterr().err


def test_bytes_are_not_read_as_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "photo.jpg"
    file.write_bytes(b"\xff\xd8\0wechat abc12345")

    assert main(["read", str(file)]) == 2

    assert "this is no text" in capsys.readouterr().err


def test_the_default_home_is_the_users_and_not_a_folder_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("TIDEWAITER_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "text.txt").write_text("象牙", "utf-8")

    assert main(["read", "text.txt"]) == 0

    assert not (tmp_path / "~").exists()
