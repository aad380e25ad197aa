"""`tidewaiter series`, `lookup` and `ways` from end to end, over listings that were imported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tidewaiter.cli.main import main

CASE = """
id: C-2024-001
title: one
goods: [elephant-ivory]
parties:
  - {name: 林志强, kind: person, role: seller, handles: [{kind: wechat, value: lin_shop88}]}
"""
LISTINGS = [
    {"id": "L1", "source": "forum", "url": "https://forum.example/1", "title": "手串", "text": "象牙手串，微信：lin_shop88",
     "seller": {"id": "a1", "name": "林"}, "photos": [{"url": "http://f.example/1", "sha256": "a" * 64, "phash": "f0" * 8}]},
    {"id": "L2", "source": "shop", "url": "https://shop.example/2", "title": "旧书", "text": "旧书一批，加微信 lin_shop88",
     "seller": {"id": "b2", "name": "店"}},
    {"id": "L3", "source": "shop", "url": "https://shop.example/3", "title": "自行车", "text": "自行车，电话 13812345678",
     "seller": {"id": "c3", "name": "车"}},
]  # fmt: skip


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """An installation with a case and three listings, two of which give the suspect's account."""
    monkeypatch.setenv("TIDEWAITER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TIDEWAITER_TEXT_MODEL", "none")
    (tmp_path / "case.yml").write_text(CASE, "utf-8")
    (tmp_path / "listings.jsonl").write_text("".join(json.dumps(one) + "\n" for one in LISTINGS), "utf-8")
    assert main(["cases", "add", str(tmp_path / "case.yml")]) == 0
    assert main(["import", str(tmp_path / "listings.jsonl")]) == 0
    capsys.readouterr()
    return tmp_path


def objects(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """The objects that a command prints."""
    assert main(arguments) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_series_are_kept_by_the_import(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (series,) = objects(["series", "--json"], capsys)

    assert series["listings"] == ["L1", "L2"]
    assert series["cases"] == ["C-2024-001"]
    assert {frozenset((link["a"], link["b"])) for link in series["links"]} >= {frozenset(("L1", "L2"))}
    assert all(signal["why"] for link in series["links"] for signal in link["signals"])
    assert objects(["export", "--what", "series"], capsys) == [series]


@pytest.mark.parametrize("id", ["L1", "C-2024-001"])
def test_one_series_is_shown_by_what_is_in_it(home: Path, capsys: pytest.CaptureFixture[str], id: str) -> None:
    assert main(["series", id]) == 0

    shown = capsys.readouterr().out
    assert "2 listings, 2 accounts, 1 cases" in shown
    assert "Both give wechat lin_shop88" in shown


def test_a_judgement_binds_until_it_is_taken_back(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (said,) = objects(["series", "--different", "L1", "L2", "--note", "two shops", "--json"], capsys)
    assert said["judged"] == "different"
    apart = objects(["series", "--json"], capsys)
    assert all(one["listings"] != ["L1", "L2"] for one in apart)
    assert any("judged" in s["why"] for one in apart for link in one["against"] for s in link["signals"])

    assert main(["series", "--revoke", "L1", "L2"]) == 0
    capsys.readouterr()
    assert [one["listings"] for one in objects(["series", "--json"], capsys)] == [["L1", "L2"]]


def test_a_judged_listing_belongs_to_the_case_of_the_other_one(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (said,) = objects(["series", "--same", "L2", "L3", "--json"], capsys)

    assert said["leads"] >= 1
    (series,) = objects(["series", "L3", "--json"], capsys)
    assert (series["listings"], series["cases"]) == (["L1", "L2", "L3"], ["C-2024-001"])
    leads = objects(["leads", "--json"], capsys)
    assert any(member.get("retro") and member["listing"] == "L3" for one in leads for member in one.get("members", [one]))


@pytest.mark.parametrize(
    "arguments",
    [["--same", "L1", "L1"], ["--same", "L1", "L9"], ["--note", "x"], ["--same", "L1", "L2", "--revoke", "L1", "L2"]],
)
def test_a_judgement_that_says_nothing_is_refused(home: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert main(["series", *arguments]) == 2


def test_series_made_anew_are_the_same(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = objects(["series", "--json"], capsys)

    after = objects(["series", "--rebuild", "--json"], capsys)

    assert [(one["id"], one["listings"]) for one in after] == [(one["id"], one["listings"]) for one in before]


@pytest.mark.parametrize("value", ["lin_shop88", "薇信：ｌｉｎ_ｓｈｏｐ８８", "林志强"])
def test_a_value_leads_to_the_case(home: Path, capsys: pytest.CaptureFixture[str], value: str) -> None:
    hits = objects(["lookup", value, "--json"], capsys)

    assert {"kind": "case", "id": "C-2024-001"} in [hit["target"] for hit in hits]
    assert all(hit["query"] == value and 0 < hit["probability"] <= 1 and hit["signals"] for hit in hits)


def test_a_disguised_number_leads_to_its_seller(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hits = objects(["lookup", "电话 138①②③四五六七8", "--json"], capsys)

    assert {"kind": "seller", "id": "shop/c3"} in [hit["target"] for hit in hits]


def test_a_folder_of_photos_is_looked_up_and_what_is_no_photo_is_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from PIL import Image

    folder = home / "photos"
    folder.mkdir()
    Image.effect_noise((64, 64), 90).save(folder / "a.png")
    (folder / "b.jpg").write_bytes(b"no photo")

    assert main(["lookup", "--photo", str(folder)]) == 0

    shown = capsys.readouterr()
    assert "a.png: nothing found" in shown.out
    assert "b.jpg: can't be read as a photo" in shown.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["lookup"],
        ["lookup", "--photo", "no/such/file.jpg"],
        ["series", "S-nothing"],
        ["ways"],
        ["ways", "person_to_case"],
        ["ways", "person_to_moon", "x"],
        ["ways", "case_to_person", "C-nothing"],
        ["ways", "--questions", "no-such-file.jsonl"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_told_apart(home: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert main(arguments) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_questions_are_answered_a_line_each(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    questions = [
        {"id": "Q1", "way": "person_to_case", "query": {"handle": "LIN_SHOP88", "kind": "wechat"}, "want": "case"},
        {"id": "Q2", "way": "case_to_person", "query": {"case": "C-2024-001"}, "want": "seller"},
        {"id": "Q3", "way": "goods_to_case", "query": {"goods": "elephant-ivory", "source": "forum"}, "want": "listing"},
        {"id": "Q4", "way": "person_to_case", "query": {"name": "nobody"}, "want": "case"},
    ]
    (home / "questions.jsonl").write_text("".join(json.dumps(one) + "\n" for one in questions), "utf-8")

    answered = objects(["ways", "--questions", str(home / "questions.jsonl")], capsys)

    found = {one["question"]: [(a["kind"], a["id"]) for a in one["answers"]] for one in answered}
    assert found == {
        "Q1": [("case", "C-2024-001")],
        "Q2": [("seller", "forum/a1"), ("seller", "shop/b2")],
        "Q3": [("listing", "L1")],
        "Q4": [],
    }


@pytest.mark.parametrize("line", ["[]", "{", '{"way": "person_to_case"}', '{"id": 1, "way": "x", "query": {"a": 1}}'])
def test_a_line_that_is_no_question_is_named(home: Path, capsys: pytest.CaptureFixture[str], line: str) -> None:
    file = home / "questions.jsonl"
    file.write_text("\n" + line + "\n", "utf-8")

    assert main(["ways", "--questions", str(file)]) == 2
    assert "questions.jsonl:2" in capsys.readouterr().err


@pytest.mark.parametrize("value", ["lin_shop88", "林志强", "forum/a1", "L1"])
def test_a_person_on_the_command_line_may_be_any_of_four(home: Path, capsys: pytest.CaptureFixture[str], value: str) -> None:
    (answer,) = objects(["ways", "person_to_case", value, "--json"], capsys)

    assert [one["id"] for one in answer["answers"]] == ["C-2024-001"]
    assert answer["answers"][0]["signals"]
