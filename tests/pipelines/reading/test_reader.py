"""All readers together, and the figures on the development texts where they are there."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from matchers.catalogue import load_goods
from pipelines.reading.reader import TextReader
from tests.shared_data import shared
from tidewaiter.serialising import to_json


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> TextReader:
    return TextReader(load_goods(tmp_path_factory.mktemp("home")))


def test_everything_is_read_at_once(reader: TextReader) -> None:
    reading = reader.read({"title": "老料象牙手串", "text": "3.5万，广州面交，薇❤ 138①②③④五六七8，柜号CSQU3054383"})

    assert reading.language == "zh"
    assert [handle.value for handle in reading.handles] == ["13812345678"]
    assert [one.value for one in reading.identifiers] == ["CSQU3054383"]
    assert reading.prices[0].amount == 35000
    assert "elephant-ivory" in {word.goods for word in reading.words}
    assert reading.places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("越南货，微信 guigang-haimen88，发广州", ["越南", "广州"]),
        ("sanya@foxmail.com, ships from Sanya", ["Sanya"]),
        ("order via WA 081234567890", []),
    ],
)
def test_no_place_is_read_in_an_account_or_a_platforms_name(reader: TextReader, text: str, places: list[str]) -> None:
    reading = reader.read(text, country="ID")

    assert reading.handles
    assert [place.name for place in reading.places] == places
    assert all(text[span.start : span.end] == span.raw for place in reading.places for span in place.spans)


def test_a_given_language_is_kept(reader: TextReader) -> None:
    reading = reader.read("0912345678 gọi", language="vi")

    assert reading.language == "vi"
    assert reading.handles[0].value == "+84912345678"


def test_an_empty_listing_gives_nothing(reader: TextReader) -> None:
    reading = reader.read({"title": "", "text": ""})

    assert (reading.language, reading.handles, reading.prices, reading.words) == (None, [], [], [])


def test_half_characters_of_broken_json_hide_nothing(reader: TextReader) -> None:
    text = "象牙\ud83d 电话13812345678，发广州\udc18"

    reading = reader.read(text)

    assert [handle.value for handle in reading.handles] == ["+8613812345678"]
    assert [place.name for place in reading.places] == ["广州"]
    assert text[reading.words[0].start : reading.words[0].end] == "象牙"


@pytest.mark.shared
def test_handles_of_the_development_texts(reader: TextReader) -> None:
    """Well under what is measured (1.0), so that only a real loss fails; `benchmarks/handles.py` has the figures."""
    folder = shared("listing-text")
    scorer = _module(folder / "score_text.py")
    lines = [json.loads(line) for line in (folder / "dev.jsonl").read_text(encoding="utf-8").splitlines()]

    predictions = {}
    for line in lines:
        reading = reader.read(line["text"], country=line.get("country"), language=line["lang"])
        predictions[line["id"]] = {"handles": to_json(reading.handles), "identifiers": to_json(reading.identifiers)}
    result, _ = scorer.score(lines, predictions)

    assert result["handles"]["f1"] >= 0.98
    assert result["handles"]["precision"] >= 0.99
    assert result["identifiers"]["f1"] >= 0.98
    assert result["negative_lines"]["with_false_handle"] == 0


def _module(path: Path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
