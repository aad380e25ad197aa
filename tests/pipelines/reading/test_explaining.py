"""What `--explain` says: each reader's steps, for people."""

from __future__ import annotations

import pytest

from matchers.catalogue import load_goods
from pipelines.reading.explaining import explained
from pipelines.reading.reader import TextReader


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> TextReader:
    return TextReader(load_goods(tmp_path_factory.mktemp("home")))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("QQ 71880932 倒着看", "71880932 read backwards: 23908817"),
        ("薇❤ 138①②③④五六七8", "text 3 to 14: 138①②③④五六七8 → folded to 1381234五六七8 → wechat 13812345678, 98% sure"),
        (
            "柜号CSQU3054383",
            "CSQU3054383 → folded to csqu3054383 → container CSQU3054383: the check digit of ISO 6346 is right",
        ),
        ("现价⑤万", "⑤万 → folded to 5万 → 50000 CNY"),
        (
            "原价8000，现价5万",
            "the currency is the listing's): left aside: old",
        ),
        ("$300 only", "$300 → 300 USD (a currency stands with it): the main price"),
        ("发广州", "广州 → 广州 (CN): "),
        ("加微信 sanya-haimen88 发广州", "left aside: part of a contact"),
        ("出象牙手串", "象牙手串 → elephant-ivory (name, 90% sure)"),
        ("3天前", "(counted from now, or in the year that it is)"),
        ("2024-03-05", "a time: 2024-03-05 → 2024-03-05T00:00:00Z (as written)"),
    ],
)
def test_a_line_says_what_was_made_of_what(reader: TextReader, text: str, line: str) -> None:
    lines = list(explained(text, reader.read(text)))

    assert any(line in one for one in lines), lines


def test_a_card_is_shown_masked(reader: TextReader) -> None:
    text = "打款 卡号6222020111122220002"

    lines = "\n".join(explained(text, reader.read(text)))

    assert "0002" in lines
    assert "6222020111122220002" not in lines
