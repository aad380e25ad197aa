"""`tidewaiter words`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tidewaiter.cli.main import main


def test_nothing_stored_gives_no_proposals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(tmp_path), "words", "discover", "--json"]) == 0

    printed = capsys.readouterr()
    assert printed.out == ""
    assert "No proposals" in printed.err


def test_proposals_come_from_what_is_stored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = [f"{word}手串，无裂无补，只走熟人，第{number}批" for word in ("象牙", "琶翠") for number in range(30)]
    texts += ["二手书桌，同城自提"] * 300
    lines = [{"id": f"A{number}", "text": text, "seller": {"id": f"a{number}"}} for number, text in enumerate(texts)]
    file = tmp_path / "listings.jsonl"
    rows = [{"source": "s", "url": f"https://s.example/{line['id']}", "title": "", **line} for line in lines]
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    home = ["--home", str(tmp_path / "home")]
    assert main([*home, "import", str(file)]) == 0
    capsys.readouterr()

    assert main([*home, "words", "discover", "--json"]) == 0

    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert first["word"].startswith("琶翠")
    assert first["goods"] == "elephant-ivory"


def test_an_accepted_word_is_in_the_catalogue(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(tmp_path), "words", "accept", "琶翠", "--goods", "antiquities", "--since", "2026"]) == 0

    assert '"word": "琶翠"' in (tmp_path / "goods" / "antiquities.yml").read_text(encoding="utf-8")
    assert "tidewaiter goods add" in capsys.readouterr().err


def test_unknown_goods_are_a_mistake_that_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(tmp_path), "words", "accept", "琶翠", "--goods", "unicorn"]) == 2

    assert "tidewaiter goods list" in capsys.readouterr().err


def test_a_rejected_word_is_remembered(tmp_path: Path) -> None:
    assert main(["--home", str(tmp_path), "words", "reject", "隐私发货"]) == 0

    assert (tmp_path / "words-rejected.txt").read_text(encoding="utf-8") == "隐私发货\n"
