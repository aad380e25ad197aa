from __future__ import annotations

import logging
import socket
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from matchers.hashes import UnreadablePhoto
from pipelines.photo_reading import ocr as ocr_module
from pipelines.photo_reading.ocr import MOST_LINES, Ocr, text_of
from pipelines.photo_reading.pixels import open_photo, pixels_of
from pipelines.photo_reading.reading import read_photo
from pipelines.reading.handles import read_handles
from tests.pipelines.photo_reading.conftest import code, drawn, encoded
from tidewaiter.errors import MissingPart
from tidewaiter.model import PhotoReading

MAX_PIXELS = 60_000_000


def read(data: bytes, ocr: Ocr, *, max_pixels: int = MAX_PIXELS) -> PhotoReading:
    return read_photo(PhotoReading("a" * 64), data, ocr, max_pixels=max_pixels)


def test_chinese_and_english_are_read_in_rows(ocr: Ocr, chinese_font: Path) -> None:
    data = encoded(drawn("象牙手串 现货", "加微信 lucky8866", "WhatsApp +84 912 345 678", font=chinese_font), "JPEG")

    rows = read(data, ocr).text.replace(" ", "").split("\n")

    assert rows == ["象牙手串现货", "加微信lucky8866", "WhatsApp+84912345678"]


def test_contacts_in_a_photo_are_found_where_they_stand_in_its_text(ocr: Ocr, chinese_font: Path) -> None:
    text = read(encoded(drawn("电话 13812345678", "微信: panda2020", font=chinese_font, ground="#223", ink="yellow")), ocr).text

    handles = read_handles({"photo:a": text}, country="CN")

    assert {(handle.kind, handle.value) for handle in handles} == {("phone", "+8613812345678"), ("wechat", "panda2020")}
    assert all(text[span.start : span.end] == span.raw for handle in handles for span in handle.spans)


@pytest.mark.parametrize("angle", [-12, 8, 90, 180])
def test_turned_text_is_read(ocr: Ocr, angle: int) -> None:
    image = drawn("Telegram gold_seller", "phone 13912345678", "genuine and new", ink="#222")

    text = read(encoded(image.rotate(angle, expand=True, fillcolor="white")), ocr).text

    assert "13912345678" in text


def test_exif_turns_a_photo_upright_before_it_is_read(ocr: Ocr) -> None:
    exif = Image.Exif()
    exif[274] = 6  # to be turned clockwise
    data = encoded(drawn("phone 13912345678").rotate(90, expand=True), "JPEG", exif=exif)

    assert "13912345678" in read(data, ocr).text


def test_a_photo_without_text_gives_none(ocr: Ocr) -> None:
    image = Image.radial_gradient("L").resize((800, 600)).convert("RGB")

    assert read(encoded(image), ocr).text == ""


def test_rows_run_from_the_top_and_from_the_left(ocr: Ocr) -> None:
    left, right = drawn("first", "third"), drawn("second", "fourth")
    both = Image.new("RGB", (1280, left.height), "white")
    both.paste(left, (0, 0))
    both.paste(right, (640, 8))

    assert text_of(ocr.read(pixels_of(open_photo(encoded(both), max_pixels=MAX_PIXELS)))) == "first second\nthird fourth"


@pytest.mark.parametrize(
    ("image", "kind", "options"),
    [
        pytest.param(drawn("phone 13912345678").convert("CMYK"), "JPEG", {}, id="CMYK"),
        pytest.param(drawn("phone 13912345678").convert("L"), "PNG", {}, id="grey"),
        pytest.param(drawn("phone 13912345678").convert("P"), "PNG", {}, id="palette"),
        pytest.param(drawn("phone 13912345678").convert("1"), "PNG", {}, id="one bit"),
        pytest.param(drawn("phone 13912345678").convert("I;16"), "PNG", {}, id="sixteen bits"),
        pytest.param(
            drawn("phone 13912345678"), "GIF", {"save_all": True, "append_images": [drawn("other")] * 3}, id="animation"
        ),
        pytest.param(drawn("phone 13912345678"), "WEBP", {"lossless": True}, id="WebP"),
    ],
)
def test_every_kind_of_picture_is_read(ocr: Ocr, image: Image.Image, kind: str, options: dict[str, object]) -> None:
    assert "13912345678" in read(encoded(image, kind, **options), ocr).text


def test_what_shows_through_is_white(ocr: Ocr) -> None:
    words = drawn("phone 13912345678").convert("L")
    image = Image.new("RGBA", words.size, (0, 0, 0, 0))
    image.putalpha(words.point(lambda value: 255 - value))  # black letters on nothing

    assert "13912345678" in read(encoded(image), ocr).text


@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (3000, 1), (7, 7), (20, 4000)])
def test_odd_sizes_give_no_text_and_no_error(ocr: Ocr, size: tuple[int, int]) -> None:
    assert read(encoded(Image.new("RGB", size, "white")), ocr).text == ""


def bomb() -> bytes:
    return encoded(Image.new("1", (30_000, 30_000)))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "type", id="no photo"),
        pytest.param(encoded(drawn("x"), "JPEG")[:900], "broken", id="cut off"),
        pytest.param(encoded(drawn("x"))[:200], "broken", id="cut off PNG"),
        pytest.param(bomb(), "pixels", id="bomb"),
    ],
)
def test_a_photo_that_can_not_be_read_says_why(ocr: Ocr, data: bytes, reason: str) -> None:
    with pytest.raises(UnreadablePhoto) as caught:
        read(data, ocr)

    assert caught.value.reason == reason


def test_a_photo_full_of_letters_costs_a_bounded_time(ocr: Ocr) -> None:
    from PIL import ImageDraw, ImageFont

    image = Image.new("RGB", (1600, 1600), "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(16)
    for y in range(0, 1600, 26):
        for x in range(0, 1600, 110):
            draw.text((x, y), "seller", fill="black", font=font)

    assert 0 < len(ocr.read(pixels_of(open_photo(encoded(image), max_pixels=MAX_PIXELS)))) <= MOST_LINES


def test_noise_is_not_read(ocr: Ocr) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (600, 800, 3), np.uint8)

    assert len(read(encoded(Image.fromarray(noise)), ocr).text) < 10


def test_reading_needs_no_network_and_logs_nothing(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)

    with caplog.at_level(logging.DEBUG):
        assert "13912345678" in read(encoded(drawn("phone 13912345678")), Ocr()).text

    assert capfd.readouterr() == ("", "")
    assert [record.name for record in caplog.records if "rapid" in record.name.lower()] == []


def test_missing_models_are_named_with_the_way_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_module, "DETECTOR", "no-such.onnx")

    with pytest.raises(MissingPart) as caught:
        Ocr()

    assert "rapidocr" in caught.value.do


def test_a_code_and_a_text_in_one_photo_are_both_read(ocr: Ocr) -> None:
    image = drawn("scan me 13912345678", "", "", "")
    image.paste(code("https://t.me/gold_seller"), (300, 120))

    reading = read(encoded(image), ocr)

    assert "13912345678" in reading.text
    assert reading.text.endswith("\nQR Code: https://t.me/gold_seller")
    assert [(found.format, found.text) for found in reading.codes] == [("QR Code", "https://t.me/gold_seller")]
