from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image

from pipelines.photo_reading.codes import LONGEST_TEXT, MOST_CODES, clean, lines_of, payees, read_codes
from pipelines.photo_reading.pixels import open_photo, pixels_of
from pipelines.reading.handles import read_handles
from pipelines.reading.identifiers import read_identifiers
from tests.pipelines.photo_reading.conftest import code, drawn, encoded
from tidewaiter.model import Handle, PhotoCode

if TYPE_CHECKING:
    from pipelines.photo_reading.pixels import Pixels


def pixels(image: Image.Image) -> Pixels:
    return pixels_of(open_photo(encoded(image, "JPEG", quality=80), max_pixels=10_000_000))


def handles(*contents: str) -> list[Handle]:
    """What a listing gets of a photo with these codes."""
    text = lines_of([PhotoCode("QR Code", content) for content in contents])
    fields = {"photo:a": text}
    found = [*read_handles(fields, country="CN"), *payees(fields)]
    assert all(text[span.start : span.end] == span.raw for handle in found for span in handle.spans)
    return found


@pytest.mark.parametrize(
    ("content", "kind", "value"),
    [
        ("https://u.wechat.com/kAbCdEfGh1", "url", "https://u.wechat.com/kAbCdEfGh1"),
        ("http://weixin.qq.com/r/aBcDeF12", "url", "http://weixin.qq.com/r/aBcDeF12"),
        ("wxp://f2f0AbCdEfGh12345678", "url", "wxp://f2f0AbCdEfGh12345678"),
        ("https://t.me/Gold_Seller", "telegram", "gold_seller"),
        ("https://wa.me/84912345678", "whatsapp", "+84912345678"),
        ("https://qm.qq.com/cgi-bin/qm/qr?k=AbC", "url", "https://qm.qq.com/cgi-bin/qm/qr?k=AbC"),
        ("MECARD:N:Li;TEL:13812345678;;", "phone", "+8613812345678"),
        ("BEGIN:VCARD\nVERSION:3.0\nTEL;CELL:13812345678\nEND:VCARD", "phone", "+8613812345678"),
    ],
)
def test_a_code_with_a_contact_is_a_handle(content: str, kind: str, value: str) -> None:
    assert [code.text for code in read_codes(pixels(code(content)))] == [content]

    assert [(handle.kind, handle.value) for handle in handles(content)] == [(kind, value)]


def test_a_payment_code_in_a_text_that_is_no_photo_is_left_to_the_readers() -> None:
    assert payees({"text": "wxp://f2f0AbCdEfGh12345678"}) == []


@pytest.mark.parametrize(
    ("kind", "content"), [("EAN13", "6901028075831"), ("Code128", "SF1234567890123"), ("DataMatrix", "AB-12345")]
)
def test_bar_codes_are_decoded(kind: str, content: str) -> None:
    image = Image.new("RGB", (700, 400), "white")
    image.paste(code(content, kind, 3), (60, 80))

    assert [found.text for found in read_codes(pixels(image))] == [content]


def test_a_parcel_number_in_a_bar_code_is_an_identifier_and_a_product_number_no_phone() -> None:
    text = lines_of([PhotoCode("Code 128", "SF1234567890123"), PhotoCode("EAN-13", "6901028075831")])

    assert [(one.kind, one.value) for one in read_identifiers({"photo:a": text})] == [("tracking", "SF1234567890123")]
    assert read_handles({"photo:a": text}, country="CN") == []


@pytest.mark.parametrize("change", ["turned", "inverted", "small", "in a photo"])
def test_codes_are_found_as_people_show_them(change: str) -> None:
    image = Image.new("RGB", (900, 700), "#b8a070")
    image.paste(code("https://t.me/gold_seller", scale=6).rotate(0), (300, 200))
    if change == "turned":
        image = image.rotate(33, expand=True, fillcolor="#b8a070")
    elif change == "inverted":
        image = Image.eval(image, lambda value: 255 - value)
    elif change == "small":
        image = code("https://t.me/gold_seller", scale=2)

    assert [found.text for found in read_codes(pixels(image))] == ["https://t.me/gold_seller"]


def test_no_code_is_seen_where_there_is_none() -> None:
    stripes = Image.new("RGB", (800, 600), "white")
    for x in range(0, 800, 14):
        stripes.paste("black", (x, 0, x + 7, 600))

    assert read_codes(pixels(stripes)) == []
    assert read_codes(pixels(drawn("words only"))) == []


def test_one_content_counts_once_and_codes_are_limited() -> None:
    image = Image.new("RGB", (1600, 1600), "white")
    for number in range(25):
        made = code(f"code number {min(number, 22)}", scale=4)
        image.paste(made, (number % 5 * 310 + 20, number // 5 * 310 + 20))

    found = [one.text for one in read_codes(pixels(image))]

    assert len(found) == len(set(found)) == MOST_CODES


def test_what_a_code_holds_is_made_printable_and_short() -> None:
    assert clean("a\x00b\r\nc\ud800\x1b[31m") == "a b\nc [31m"
    assert len(clean("x" * 9000)) == LONGEST_TEXT
