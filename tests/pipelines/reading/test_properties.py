"""Properties of all readers together, on made-up listings."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matchers.catalogue import load_goods
from pipelines.reading.reader import TextReader, TextReading
from tests.pipelines.reading.properties import MARKS, check, check_folding

TEXTS = st.one_of(st.text(max_size=120), st.lists(st.sampled_from([*MARKS, " ", "\n", "，"]), max_size=40).map("".join))
KEPT = "象牙手串 3.5万 发广州 加微信abc12345 电话13812345678 柜号CSQU3054383"
"""A listing in which each reader finds something."""


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> TextReader:
    return TextReader(load_goods(tmp_path_factory.mktemp("home")))


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(title=TEXTS, text=TEXTS)
def test_spans_hold_what_stood_there_and_nothing_raises(reader: TextReader, title: str, text: str) -> None:
    check(reader, {"title": title, "text": text})


@settings(max_examples=300, deadline=None)
@given(text=st.text(max_size=200))
def test_folding_twice_is_folding_once_and_offsets_lead_back(text: str) -> None:
    check_folding(text)


@settings(max_examples=100, deadline=None)
@given(noise=st.text(alphabet="的了在好货看图喜欢，！ aeiou\n", max_size=200))
def test_noise_after_a_listing_loses_nothing(reader: TextReader, noise: str) -> None:
    before, after = reader.read(KEPT, country="CN"), reader.read(f"{KEPT}。\n{noise}", country="CN")

    for kind in ("handles", "identifiers", "places"):
        assert _values(before, kind) <= _values(after, kind)
    assert before.prices[0].amount == after.prices[0].amount
    assert {word.goods for word in before.words} <= {word.goods for word in after.words}


def _values(reading: TextReading, kind: str) -> set[str]:
    return {getattr(one, "value", "") or getattr(one, "name", "") for one in getattr(reading, kind)}


@pytest.mark.parametrize(
    "unit",
    ["1", "一", "o1", "13812345678 ", "微信号：", "前半138后半", "two hundred ", "$1 ", "5万", "象", "i.v.o.", "越南—",
     "sanya ", "a_", "а́", "\u202ea", "CSQU305438", "hs4403.49、", "6222 ", "🇻🇽", "((((", "#换成@", "去掉汉字1我2",
     "微信同号13812345678 "],
)  # fmt: skip
def test_a_megabyte_of_anything_is_read_in_time(reader: TextReader, unit: str) -> None:
    text = unit * (1_000_000 // len(unit.encode()))

    started = time.process_time()
    reader.read(text, country="CN", language="zh")

    assert time.process_time() - started < 30  # 0.2 to 2 on an idle core; a quadratic step takes minutes
