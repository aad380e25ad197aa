"""Decompression within limits, and when to come back."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import brotli
import pytest
from backports import zstd

from web.limits import BadCoding, TooLarge, decompress
from web.retrying import LONGEST_PAUSE, retry_after

PAGE = b"<html>" + b"carved figure " * 5000
PACKED = {
    "gzip": gzip.compress(PAGE),
    "x-gzip": gzip.compress(PAGE),
    "deflate": zlib.compress(PAGE),
    "br": brotli.compress(PAGE),
    "zstd": zstd.compress(PAGE),
}


@pytest.mark.parametrize("coding", PACKED)
def test_what_was_packed_comes_out(coding: str) -> None:
    assert decompress(PACKED[coding], coding, max_bytes=1 << 20) == PAGE


@pytest.mark.parametrize("coding", PACKED)
def test_a_bomb_stops_at_the_limit(coding: str) -> None:
    with pytest.raises(TooLarge):
        decompress(PACKED[coding], coding, max_bytes=1000)


@pytest.mark.parametrize("coding", PACKED)
def test_what_breaks_off_gives_what_arrived(coding: str) -> None:
    half = decompress(PACKED[coding][: len(PACKED[coding]) * 9 // 10], coding, max_bytes=1 << 20)

    assert PAGE.startswith(half)


@pytest.mark.parametrize("coding", ["deflate", "br", "zstd", "unknown", "gzip, gzip, gzip, gzip"])
def test_rubbish_is_named(coding: str) -> None:
    with pytest.raises(BadCoding):
        decompress(b"\x00rubbish that is no stream" * 10, coding, max_bytes=1 << 20)


def test_deflate_without_its_header_is_read() -> None:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = packer.compress(PAGE) + packer.flush()

    assert decompress(packed, "deflate", max_bytes=1 << 20) == PAGE


def test_what_is_said_to_be_gzip_and_is_not_is_taken_as_it_is() -> None:
    assert decompress(PAGE, "gzip", max_bytes=1 << 20) == PAGE


def test_members_one_after_the_other_are_one_page() -> None:
    assert decompress(gzip.compress(b"a") + gzip.compress(b"b"), "gzip", max_bytes=100) == b"ab"


def test_two_codings_are_taken_off_in_turn() -> None:
    assert decompress(brotli.compress(gzip.compress(PAGE)), "gzip, br", max_bytes=1 << 20) == PAGE


def test_nothing_stays_nothing() -> None:
    assert decompress(b"", "gzip", max_bytes=10) == b""


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("5", 5.0), (" 120 ", 120.0), ("999999", LONGEST_PAUSE), ("", None), (None, None), ("soon", None), ("-5", None)],
)
def test_retry_after_in_seconds(header: str | None, seconds: float | None) -> None:
    assert retry_after(header) == seconds


def test_retry_after_as_a_date() -> None:
    asked = retry_after(format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True))

    assert asked is not None
    assert 55 <= asked <= 60
    assert retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0
