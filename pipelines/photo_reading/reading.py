"""Reads one photo: its text, its codes, and what its camera wrote."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from pipelines.photo_reading.codes import lines_of, read_codes
from pipelines.photo_reading.exif import read_exif
from pipelines.photo_reading.ocr import Ocr, engine_version, text_of
from pipelines.photo_reading.pixels import SMALLEST_SIDE, open_photo, pixels_of
from tidewaiter.identity import now

if TYPE_CHECKING:
    from pipelines.photo_reading.pixels import Pixels
    from tidewaiter.model import PhotoReading

    Twin = Callable[[Pixels], PhotoReading | None]

LONGEST_TEXT = 8000
"""Characters kept of what OCR reads."""


def read_photo(
    waiting: PhotoReading, data: bytes, ocr: Ocr, *, max_pixels: int, twin: Twin = lambda pixels: None
) -> PhotoReading:
    """The reading of a photo that waits (`fresh`), from its bytes. Raises `UnreadablePhoto`.

    twin: gives the reading of a photo with the same picture, whose text is taken instead of reading it again.
    """
    with open_photo(data, max_pixels=max_pixels) as image:
        exif = read_exif(image)
        pixels = pixels_of(image)
    reading = replace(waiting, state="fresh", place=exif.place, taken=exif.taken, camera=exif.camera, read=now())
    if (known := twin(pixels)) is not None:
        return replace(reading, text=known.text, codes=known.codes, engine=known.engine, like=known.id)
    codes = read_codes(pixels)
    lines = ocr.read(pixels) if min(pixels.shape[:2]) >= SMALLEST_SIDE else []
    text = "\n".join(filter(None, (text_of(lines)[:LONGEST_TEXT], lines_of(codes))))
    return replace(reading, text=text, codes=tuple(codes), engine=engines())


@cache
def engines() -> str:
    """What reads, with versions, as kept with each reading."""
    return f"{engine_version()}, zxing-cpp {importlib.metadata.version('zxing-cpp')}"
