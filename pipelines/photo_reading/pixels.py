"""A photo's bytes as pixels for reading: upright, on white, no larger than text needs."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from matchers.hashes import FORMATS, UnreadablePhoto

if TYPE_CHECKING:
    import numpy as np
    from PIL import Image as Images

    Pixels = np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]

LONGEST_SIDE = 1600
"""Pixels of the longer side that a photo is read at. Of a longer strip (a chat of many screens) the shorter side counts."""
SHORTEST_SIDE = 720
"""Pixels that the shorter side is not scaled below: a tall screenshot would be illegible."""
MOST_PIXELS = 4_000_000
"""After scaling: a strip that is longer still is scaled further."""
SMALLEST_SIDE = 8
"""Pixels: nothing legible is smaller."""


def open_photo(data: bytes, *, max_pixels: int) -> Images.Image:
    """The photo, its header read and not yet its pixels. Raises `UnreadablePhoto`."""
    from PIL import Image, UnidentifiedImageError

    if not data:
        raise UnreadablePhoto("empty")
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise UnreadablePhoto("type", str(error)) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnreadablePhoto("pixels", str(error)) from error
    except Exception as error:  # the edge to decoders of many formats, which raise whatever hostile bytes make them raise
        raise UnreadablePhoto("broken", f"{type(error).__name__}: {error}") from error
    width, height = image.size
    if width * height > max_pixels:
        raise UnreadablePhoto("pixels", f"{width} x {height}")
    return image


def pixels_of(image: Images.Image) -> Pixels:
    """Blue, green and red as OpenCV wants them; of an animation the first picture. Raises `UnreadablePhoto`."""
    import numpy as np
    from PIL import Image, ImageOps

    try:
        scale = scale_for(*image.size)
        if scale < 1:
            image.draft("RGB", (round(image.width * scale), round(image.height * scale)))
        image = ImageOps.exif_transpose(image)
        if image.has_transparency_data:
            # What shows through counts as white, as on most pages.
            image = image.convert("RGBA")
            image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
        image = image.convert("RGB")
        if (scale := scale_for(*image.size)) < 1:
            image = image.resize(
                (max(1, round(image.width * scale)), max(1, round(image.height * scale))), Image.Resampling.BOX
            )
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnreadablePhoto("pixels", str(error)) from error
    except Exception as error:  # as in `open_photo`
        raise UnreadablePhoto("broken", f"{type(error).__name__}: {error}") from error
    return np.ascontiguousarray(np.asarray(image)[:, :, ::-1])


def scale_for(width: int, height: int) -> float:
    """By what a photo is scaled for reading; never above 1."""
    longer, shorter = max(width, height), min(width, height)
    scale = min(1.0, max(LONGEST_SIDE / longer, SHORTEST_SIDE / shorter))
    return float(min(scale, (MOST_PIXELS / (width * height)) ** 0.5))
