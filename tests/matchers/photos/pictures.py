"""Pictures made from a number: patches of many sizes, sharp enough for local features, each number another picture."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageDraw, ImageFilter


def picture(number: int, size: tuple[int, int] = (480, 360)) -> Image.Image:
    """A picture of 260 patches."""
    rng = np.random.default_rng(number)
    image = Image.new("RGB", size, tuple(int(v) for v in rng.integers(60, 200, 3)))
    draw = ImageDraw.Draw(image)
    for _ in range(260):
        x, y = rng.uniform(0, size[0]), rng.uniform(0, size[1])
        across, up = rng.uniform(4, 60, 2)
        colour = tuple(int(v) for v in rng.integers(0, 256, 3))
        shape = draw.ellipse if rng.random() < 0.5 else draw.rectangle
        shape((x, y, x + across, y + up), fill=colour)
    return image.filter(ImageFilter.GaussianBlur(0.7))


def jpeg(image: Image.Image, quality: int = 85) -> bytes:
    """Its bytes."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()
