"""Labelled lines that were each scored once before anything was learnt from them (figures in docs/reading.md)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipelines.reading.handles import read_handles

FOLDER = Path(__file__).parent / "blind"
BESIDE = {"phone", "url", "qq"}
"""Kinds that may stand beside what is asked for: the phone that a messenger's number is, the address of a profile."""


@cache
def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def _plain(kind: str, value: str) -> tuple[str, str]:
    digits = value.lstrip("+")
    if kind not in {"phone", "whatsapp", "viber", "qq"} and digits.isdigit() and len(digits) >= 9:
        return kind, digits[-9:]
    return kind, value


def _read(line: dict[str, Any]) -> set[tuple[str, str]]:
    fields = {name: line[name] for name in ("title", "text") if line.get(name)}
    found = read_handles(fields, country=line.get("country"), language=line["lang"])
    return {_plain(one.kind, one.value) for one in found}


@pytest.mark.parametrize(
    ("name", "share"),
    [
        ("learn", 0.97),
        ("aside", 0.93),
        ("second", 0.95),
        ("third", 0.95),
        ("fourth", 0.97),
        ("fifth", 0.88),
        ("sixth", 0.97),
        ("seventh", 0.75),
    ],
)
def test_nearly_all_contacts_are_found(name: str, share: float) -> None:
    wanted = found = 0
    for line in _lines(name):
        truth = {_plain(one["kind"], one["value"]) for one in line["handles"]}
        wanted += len(truth)
        found += len(truth & _read(line))

    assert found / wanted >= share


@pytest.mark.parametrize("name", ["learn", "aside", "second", "third", "fourth", "sixth"])
def test_lines_without_a_contact_give_none(name: str) -> None:
    read = {line["text"]: _read(line) for line in _lines(name) if line["negative"]}

    assert {text: found for text, found in read.items() if found} == {}


@pytest.mark.parametrize("name", ["learn", "aside", "second", "third", "fourth", "sixth"])
def test_few_contacts_are_made_up(name: str) -> None:
    made_up = total = 0
    for line in _lines(name):
        truth = {_plain(one["kind"], one["value"]) for one in line["handles"]}
        found = _read(line)
        total += len(found)
        made_up += sum(one not in truth and one[0] not in BESIDE for one in found)

    assert made_up <= 0.02 * total
