"""Perceptual hashes of a photo: `imagehash`'s pHash (64 bits, so that an analyst can check one by hand) and PDQ (256 bits).

Photos are decoded at reduced size where the format allows it (JPEG), never with more pixels than the settings allow.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from PIL import Image as Images

Unreadable = Literal["empty", "bytes", "type", "pixels", "broken"]
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "AVIF")
"""What is decoded (of animations and stacks, the first image). Formats that call other programs (EPS) are not."""
DECODED_SIDE = 512
"""Pixels a side that a JPEG is decoded at, at least: PDQ's own first step scales to 512, pHash needs 32."""
PDQ_MIN_QUALITY = 50
"""Of 100: below it ThreatExchange discards a PDQ, since flat pictures all look alike to it."""


class UnreadablePhoto(Exception):
    """Bytes that are no photo that may be decoded; `reason` is one of `Unreadable`, for counting."""

    def __init__(self, reason: Unreadable, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail[:200]}" if detail else reason)
        self.reason = reason


@dataclass(slots=True, frozen=True)
class PhotoHashes:
    """Size of the whole photo in pixels and its hashes in hex; `pdq` is None where the picture is too flat for one."""

    width: int
    height: int
    phash: str
    pdq: str | None
    format: str
    """As Pillow names it: JPEG, PNG ..."""


def hash_photo(data: bytes, *, max_pixels: int = 60_000_000) -> PhotoHashes:
    """The hashes of a photo. Raises `UnreadablePhoto`: empty, of no type that is read, too many pixels, or broken."""
    import imagehash
    import numpy as np
    import pdqhash

    image, (width, height), kind = grey_image(data, max_pixels=max_pixels)
    phash = str(imagehash.phash(image))
    grey = np.asarray(image)
    bits, quality = pdqhash.compute(np.broadcast_to(grey[:, :, None], (*grey.shape, 3)))  # takes three channels only
    pdq = np.packbits(bits.astype(np.uint8)).tobytes().hex() if quality >= PDQ_MIN_QUALITY else None
    return PhotoHashes(width, height, phash, pdq, kind)


def grey_image(data: bytes, *, max_pixels: int) -> tuple[Images.Image, tuple[int, int], str]:
    """The photo in grey, at `DECODED_SIDE` or more a side where it was larger; its full size; its format."""
    from PIL import Image, UnidentifiedImageError

    if not data:
        raise UnreadablePhoto("empty")
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            size, kind = image.size, image.format or ""
            if size[0] * size[1] > max_pixels:
                raise UnreadablePhoto("pixels", f"{size[0]} x {size[1]}")
            image.draft("L", (DECODED_SIDE, DECODED_SIDE))
            return _smaller(_grey(image)), size, kind
    except UnreadablePhoto:
        raise
    except UnidentifiedImageError as error:
        raise UnreadablePhoto("type", str(error)) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnreadablePhoto("pixels", str(error)) from error
    except Exception as error:  # the edge to decoders of many formats, which raise whatever hostile bytes make them raise
        raise UnreadablePhoto("broken", f"{type(error).__name__}: {error}") from error


def _grey(image: Images.Image) -> Images.Image:
    from PIL import Image

    if image.has_transparency_data:
        # What shows through counts as white, as on most pages: the colour under full transparency is arbitrary.
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image)
    return image.convert("L")


def _smaller(image: Images.Image) -> Images.Image:
    factor = min(image.size) // DECODED_SIDE
    return image.reduce(factor) if factor > 1 else image
