"""Bytes to text, whatever the page claims."""

from __future__ import annotations

import pytest

from crawlers.reading.encoding import decode

CHINESE = "价格：3200元，联系电话，出售老料手串，水头很好，图片是真的。"
RUSSIAN = "Продаю резной бивень мамонта, длина сорок сантиметров, документы есть."


@pytest.mark.parametrize(
    ("text", "written", "declared"),
    [
        pytest.param(CHINESE, "gbk", "utf-8", id="GBK labelled UTF-8"),
        pytest.param(CHINESE, "gbk", "gb2312", id="GBK labelled GB 2312"),
        pytest.param(CHINESE, "gbk", None, id="GBK without a label"),
        pytest.param(CHINESE, "gbk", "iso-8859-1", id="GBK labelled Latin-1"),
        pytest.param("聯繫電話：價格三千元，出售商品的圖片在這裡，我們有很多。", "big5", None, id="Big5 without a label"),
        pytest.param(RUSSIAN, "cp1251", None, id="Windows-1251 without a label"),
        pytest.param(RUSSIAN, "cp1251", "windows-1251", id="Windows-1251 with its label"),
        pytest.param(RUSSIAN, "utf-8", "gbk", id="UTF-8 labelled GBK"),
        pytest.param("Grüße, schöne Möbel für 20 €", "cp1252", "iso-8859-1", id="Latin-1 as browsers read it"),
        pytest.param("価格は三千円です。この商品はとても良いものです。", "cp932", None, id="Shift_JIS without a label"),
        pytest.param("Вывеска 500 руб.", "utf-16", None, id="UTF-16 with its mark"),
    ],
)
def test_a_page_is_decoded_whatever_it_claims(text: str, written: str, declared: str | None) -> None:
    meta = f"<meta charset={declared}>" if declared and written != "utf-16" else ""
    body = f"<html><head>{meta}</head><body>{text * 3}</body></html>".encode(written)

    decoded, _ = decode(body)

    assert text in decoded


def test_a_page_cut_off_inside_a_character_is_still_utf_8() -> None:
    text, name = decode(("<p>" + CHINESE).encode()[:-1])

    assert name == "utf-8"
    assert CHINESE[:-1] in text


def test_random_bytes_decode_to_something() -> None:
    assert isinstance(decode(bytes(range(256)) * 50)[0], str)
