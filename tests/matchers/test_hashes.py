from __future__ import annotations

import contextlib
import io
import struct
import zlib

import pytest
from PIL import Image, ImageDraw

from matchers.hashes import UnreadablePhoto, hash_photo
from tests.shared_data import shared


def picture(size: tuple[int, int] = (640, 480), mode: str = "RGB") -> Image.Image:
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    for step in range(12):
        x, y = step * 47 % size[0], step * 83 % size[1]
        draw.ellipse((x, y, x + 120 + step * 9, y + 90), fill=(step * 20, 255 - step * 15, step * 7 % 255), outline="black")
    return image.convert(mode)


def encoded(image: Image.Image, format: str = "JPEG", **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def bits_apart(a: str, b: str) -> int:
    return (int(a, 16) ^ int(b, 16)).bit_count()


def test_a_hash_keeps_its_width_and_the_size_is_the_whole_photos() -> None:
    hashes = hash_photo(encoded(picture((2400, 1800))))

    assert (hashes.width, hashes.height, hashes.format) == (2400, 1800, "JPEG")
    assert len(hashes.phash) == 16
    assert hashes.pdq is not None
    assert len(hashes.pdq) == 64


def test_reduced_decoding_moves_few_bits_of_what_imagehash_gives() -> None:
    import imagehash

    data = encoded(picture((2400, 1800)), quality=90)

    whole = str(imagehash.phash(Image.open(io.BytesIO(data))))

    assert bits_apart(hash_photo(data).phash, whole) <= 4


def test_the_same_picture_in_another_format_and_size_stays_near() -> None:
    jpeg = hash_photo(encoded(picture((1280, 960))))
    png = hash_photo(encoded(picture((1280, 960)).resize((640, 480)), "PNG"))

    assert bits_apart(jpeg.phash, png.phash) <= 6
    assert jpeg.pdq is not None
    assert png.pdq is not None
    assert bits_apart(jpeg.pdq, png.pdq) <= 31


def test_a_flat_picture_has_no_pdq_that_would_make_it_like_every_other_one() -> None:
    assert hash_photo(encoded(Image.new("RGB", (300, 300), "grey"))).pdq is None


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "1", "I;16"])
def test_every_mode_of_png_is_read(mode: str) -> None:
    image = picture().convert("I").convert("I;16") if mode == "I;16" else picture(mode=mode)

    assert hash_photo(encoded(image, "PNG")).width == 640


def test_cmyk_and_grey_jpegs_are_read() -> None:
    assert hash_photo(encoded(picture(mode="CMYK"))).height == 480
    assert hash_photo(encoded(picture(mode="L"))).height == 480


def png_header(width: int, height: int, body: bytes) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(body)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"", "empty", id="nothing"),
        pytest.param(b"<html>403</html>", "type", id="a page instead of a photo"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "type", id="SVG"),
        pytest.param(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "type", id="EPS, which would call Ghostscript"),
        pytest.param(png_header(50_000, 50_000, b"\0" * 100), "pixels", id="a bomb that says how large it is"),
        pytest.param(png_header(7_000, 9_000, b"\0" * 100), "pixels", id="just above the limit"),
        pytest.param(png_header(300, 300, b"\0" * 100), "broken", id="pixels that are missing"),
        pytest.param(b"\xff\xd8\xff\xe0" + b"\0" * 50, "type", id="a JPEG's first bytes only"),
    ],
)
def test_what_is_no_photo_to_decode_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadablePhoto) as caught:
        hash_photo(data)

    assert caught.value.reason == reason


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "AVIF"])
def test_a_photo_cut_off_anywhere_is_read_or_refused(format: str) -> None:
    data = encoded(picture((200, 150)), format)

    for length in range(1, len(data) - 1, max(1, len(data) // 40)):
        with contextlib.suppress(UnreadablePhoto):
            assert hash_photo(data[:length]).width == 200


def test_real_photos_are_all_read() -> None:
    photos = sorted(shared("linking").joinpath("small", "photos").glob("*.jpg"))[:60]

    hashes = [hash_photo(photo.read_bytes()) for photo in photos]

    assert len({one.phash for one in hashes}) > 30
