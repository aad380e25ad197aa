"""Reads one photo: its text, its codes, and what its camera wrote."""

from __future__ import annotations

import importlib.metadata
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from pipelines.photo_reading.codes import lines_of, read_codes
from pipelines.photo_reading.exif import read_exif
from pipelines.photo_reading.ocr import Ocr, engine_version, text_of
from pipelines.photo_reading.pixels import SMALLEST_SIDE, open_photo, pixels_of
from tidewaiter.identity import now

if TYPE_CHECKING:
    from tidewaiter.model import PhotoReading

LONGEST_TEXT = 8000
"""Characters kept of what OCR reads."""


def read_photo(waiting: PhotoReading, data: bytes, ocr: Ocr, *, max_pixels: int) -> PhotoReading:
    """The reading of a photo that waits (`fresh`), from its bytes. Raises `UnreadablePhoto`."""
    with open_photo(data, max_pixels=max_pixels) as image:
        exif = read_exif(image)
        pixels = pixels_of(image)
    codes = read_codes(pixels)
    lines = ocr.read(pixels) if min(pixels.shape[:2]) >= SMALLEST_SIDE else []
    text = "\n".join(filter(None, (text_of(lines)[:LONGEST_TEXT], lines_of(codes))))
    return replace(
        waiting,
        state="fresh",
        text=text,
        codes=tuple(codes),
        place=exif.place,
        taken=exif.taken,
        camera=exif.camera,
        engine=engines(),
        read=now(),
    )


@cache
def engines() -> str:
    """What reads, with versions, as kept with each reading."""
    return f"{engine_version()}, zxing-cpp {importlib.metadata.version('zxing-cpp')}"
