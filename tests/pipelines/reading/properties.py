"""What holds for every text, whoever makes it up: hypothesis (`test_properties.py`) and atheris (`fuzz.py`)."""

from __future__ import annotations

from pipelines.reading.explaining import explained
from pipelines.reading.reader import TextReader, TextReading
from tidewaiter.folding import fold, fold_text

MARKS = [
    "微信",
    "vx",
    "薇❤",
    "QQ",
    "telegram",
    "t.me/",
    "wa.me/",
    "电话",
    "tel",
    "+86",
    "138",
    "1234",
    "5678",
    "①②③",
    "1️⃣",
    "一三八",
    "幺洞",
    "one",
    "two",
    "тг",
    "сто",
    "không",
    "ศูนย์",
    "@",
    ".",
    "dot",
    "点",
    "艾特",
    "倒着看",
    "前半",
    "后半",
    "去掉",
    "换成",
    "#",
    "*",
    "象牙",
    "穿山甲",
    "1v0ry",
    "i.v.o.r.y",
    "￥",
    "¥",
    "$",
    "5万",
    "3.5w",
    "元",
    "/克",
    "原价",
    "两百",
    "two",
    "hundred",
    "dollars",
    "越南",
    "—",
    "广州",
    "Sanya",
    "from",
    "CSQU3054383",
    "HS",
    "4403.49",
    "6222020111122220002",
    "SF1402785391624",
    "http://a.com",
    "&#49;",
    "%31",
    "\u202e",
    "\u200b",
    "́",
    "ⅷ",
    "🇻🇽",
    "⠁⠃",
    "-----",
]
"""Pieces that the readers look for: texts of nothing else wake every step."""


def check(reader: TextReader, fields: dict[str, str]) -> TextReading:
    """Reads a listing and checks what must hold of the reading; gives the reading."""
    reading = reader.read(fields, country="CN")
    for one in (*reading.handles, *reading.identifiers, *reading.prices, *reading.places):
        for span in one.spans:
            assert span.raw
            assert fields[span.field][span.start : span.end] == span.raw
    for word in reading.words:
        assert fields[word.field][word.start : word.end] == word.raw
    assert all(0 < one.confidence <= 1 for one in (*reading.handles, *reading.words))
    for text in fields.values():
        check_folding(text)
    assert list(explained(fields.get("text", ""), reading))
    return reading


def check_folding(text: str) -> None:
    """Folding is idempotent, and its offsets lead to places in the text, in order."""
    folded = fold(text)
    assert fold_text(folded.text) == folded.text
    starts = [folded.start(at) for at in range(len(folded.text) + 1)]
    ends = [folded.end(at) for at in range(len(folded.text) + 1)]
    assert starts == sorted(starts)
    assert ends == sorted(ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(starts, ends[1:], strict=False))
    assert all(folded.index(start) <= at for at, start in enumerate(starts[:-1]))
