"""Evasion cases of a Chinese word filter: disguised words are folded to what they stand for, addresses are read."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from pipelines.reading.handles import read_handles
from pipelines.reading.words import WordReader
from tests.shared_data import shared
from tidewaiter.folding import fold_text
from tidewaiter.goods import CodeWord, Goods

pytestmark = pytest.mark.shared

STANDS_FOR = {"傻@冒": "傻冒", "狗+东西": "狗东西", "ⒻⒻⒻfⓤuⓤ⒰cⓒ⒦": "fuck"}
"""What the disguised words of the cases are."""


def cases(*kinds: str) -> list[dict[str, Any]]:
    lines = (shared("chinese-text") / "evasion-cases.jsonl").read_text(encoding="utf-8").splitlines()
    found = [case for case in map(json.loads, lines) if case["kind"] in kinds]
    assert found
    return found


def watched(words: list[str]) -> WordReader:
    return WordReader([Goods(id="watched", name={"zh": "x"}, code_words=tuple(CodeWord(word=word) for word in words))])


def test_words_are_found_as_what_they_stand_for() -> None:
    for case in cases("word", "ignorechar", "repeat"):
        wanted = [STANDS_FOR.get(word, word) for word in case["found"]]

        found = watched(wanted).read(case["text"])

        assert [(word.word, word.raw) for word in found] == list(zip(wanted, case["found"], strict=True))


def test_circled_letters_are_folded() -> None:
    (case,) = cases("repeat")

    assert re.sub(r"(.)\1+", r"\1", fold_text(case["found"][0])) == "fuck"


def test_addresses_are_read_as_they_stand() -> None:
    for case in cases("url", "urlnoprefix", "email"):
        wanted = {re.sub("^https?://(www\\.)?", "", value) for value in case["found"] if not value.endswith(".png")}

        read = {handle.value for handle in read_handles(case["text"], country="CN")}

        assert {re.sub("^https?://(www\\.)?", "", value) for value in read} >= {value.removeprefix("www.") for value in wanted}


def test_an_address_of_a_machine_or_eight_digits_are_no_contact() -> None:
    for case in cases("ipv4", "numlen"):
        assert read_handles(case["text"], country="CN") == []


def test_every_phrase_of_the_trade_is_read_without_failing() -> None:
    phrases = (shared("chinese-text") / "trade-phrases.csv").read_text(encoding="utf-8").splitlines()[1:]

    for phrase in phrases:
        _, _, rest = phrase.partition(",")
        for handle in read_handles(rest, country="CN"):
            assert all(rest[span.start : span.end] == span.raw for span in handle.spans)
