"""Finds a photo that shows the very same picture and was read already: a copy that a site packed anew need not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matchers.hashes import UnreadablePhoto, hash_photo
from pipelines.photo_reading.pixels import open_photo, pixels_of
from tidewaiter.model import PhotoReading

if TYPE_CHECKING:
    from indexers.index import Index
    from pipelines.photo_reading.pixels import Pixels
    from tidewaiter.store import Store

NEAR_BITS = 10
"""Of the 256 of PDQ: what packing and scaling anew change. Only a first sieve: other figures in a corner change none."""
LOOKED_AT = 4
"""Photos near by that are compared."""
COMPARED_SIDE = 1024
"""Pixels of the longer side at which two pictures are compared."""
BLOCK = 8
"""Pixels a side of the squares whose mean brightness is compared: a figure of a number fills several."""
SAME_LEVELS = 8
"""Of 256: packing a photo anew moves the mean of a square by fewer, another figure in faint letters by more."""
SAME_SHAPE = 0.01
"""Relative difference of the ratio of the sides."""


def read_twin(index: Index, store: Store, photo: str, data: bytes, pixels: Pixels, *, max_pixels: int) -> PhotoReading | None:
    """The reading of a photo that shows the same as this one (SHA-256, bytes, pixels); None where none is known."""
    try:
        pdq = hash_photo(data, max_pixels=max_pixels).pdq
    except UnreadablePhoto:
        return None
    if pdq is None:
        return None
    near = index.near_photos(pdq, kind="pdq", radius_bits=NEAR_BITS, limit=LOOKED_AT * 4)
    others = [sha256 for sha256 in dict.fromkeys(hit.sha256 for hit in near) if sha256 != photo][:LOOKED_AT]
    readings = index.find(PhotoReading, {"photo": others, "state": ["read", "fresh"]}) if others else []
    for reading in readings:
        other = store.get("photos", reading.id)
        if other is not None and _shows(other, pixels, max_pixels):
            return reading
    return None


def _shows(other: bytes, pixels: Pixels, max_pixels: int) -> bool:
    try:
        with open_photo(other, max_pixels=max_pixels) as image:
            return same_picture(pixels, pixels_of(image))
    except UnreadablePhoto:
        return False


def same_picture(one: Pixels, other: Pixels) -> bool:
    """Whether two pictures differ by no more than packing and scaling: each square as bright, so each letter the same."""
    import cv2
    import numpy as np

    (height, width), (other_height, other_width) = one.shape[:2], other.shape[:2]
    if abs(width * other_height / (other_width * height) - 1) > SAME_SHAPE:
        return False
    scale = min(1.0, COMPARED_SIDE / max(width, height, other_width, other_height))
    size = (max(1, round(min(width, other_width) * scale / BLOCK)), max(1, round(min(height, other_height) * scale / BLOCK)))
    squares = [
        cv2.resize(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), size, interpolation=cv2.INTER_AREA).astype(np.int16)
        for pixels in (one, other)
    ]
    return bool(np.abs(squares[0] - squares[1]).max() < SAME_LEVELS)
