"""Photos as sellers put them up: a window of a base photo, and what they do to a picture before they use it again."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageEnhance, ImageFont, ImageOps

from demo.world.offers import Shot

PHOTOS = Path(__file__).parent.parent / "photos"
LONGEST = 480  # pixels: what such sites show


@cache
def _base(name: str) -> Image.Image:
    with Image.open(PHOTOS / f"{name}.jpg") as image:
        return image.convert("RGB")


def _window(base: str, window: int) -> Image.Image:
    """One of many different photos out of a base: turned, cut out and lit differently. Window 0 is all of it."""
    image = _base(base)
    if window:
        rng = Random(f"{base}/{window}")
        image = image.rotate(rng.choice((0, 0, 90, 180, 270)) + rng.uniform(-9, 9), Image.Resampling.BILINEAR, expand=False)
        share, ratio = rng.uniform(0.34, 0.6), rng.uniform(0.75, 1.3)
        width, height = image.width * share * min(1, ratio), image.height * share / max(1, ratio)
        left = rng.uniform(0.08, 0.92) * (image.width - width)
        top = rng.uniform(0.08, 0.92) * (image.height - height)
        image = image.crop((int(left), int(top), int(left + width), int(top + height)))
        image = ImageEnhance.Brightness(ImageEnhance.Color(image).enhance(rng.uniform(0.6, 1.4))).enhance(rng.uniform(0.8, 1.2))
    scale = LONGEST / max(image.size)
    return image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))), Image.Resampling.BICUBIC)


def _crop(image: Image.Image) -> Image.Image:
    """Eight percent gone, more on one side than on the other."""
    width, height = image.size
    return image.crop((round(width * 0.05), round(height * 0.02), round(width * 0.97), round(height * 0.94)))


def _border(image: Image.Image) -> Image.Image:
    return ImageOps.expand(image, border=max(6, image.width // 30), fill=(250, 244, 230))


def _text(image: Image.Image) -> Image.Image:
    image = image.copy()
    draw = ImageDraw.Draw(image)
    place = (image.width * 0.08, image.height * 0.82)
    font = ImageFont.load_default(22)
    draw.text(place, "real photo - no reposts", font=font, fill="white", stroke_width=2, stroke_fill="black")
    return image


def _smaller(image: Image.Image) -> Image.Image:
    return image.resize((image.width * 2 // 3, image.height * 2 // 3), Image.Resampling.BILINEAR)


ALTERATIONS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "none": lambda image: image,
    "jpeg": lambda image: image,  # saved at a low quality
    "mirror": ImageOps.mirror,
    "crop": _crop,
    "border": _border,
    "text": _text,
    "smaller": _smaller,
}


@lru_cache(maxsize=4096)
def make_photo(shot: Shot) -> bytes:
    """The JPEG of a shot, the same on each call. Raises `KeyError` or `OSError` for what there is none of."""
    image = ALTERATIONS[shot.alteration](_window(shot.base, shot.window))
    out = BytesIO()
    image.save(out, "JPEG", quality=38 if shot.alteration == "jpeg" else 84)
    return out.getvalue()


@lru_cache(maxsize=4096)
def make_thumbnail(shot: Shot) -> bytes:
    """A small copy, as lists show it."""
    with Image.open(BytesIO(make_photo(shot))) as image:
        image.thumbnail((120, 120))
        out = BytesIO()
        image.save(out, "JPEG", quality=70)
    return out.getvalue()


def shot_of(name: str) -> Shot | None:
    """The shot that a name in a URL means (`bucket.0.mirror`), None where there is no such photo."""
    parts = name.split(".")
    if len(parts) != 3 or parts[2] not in ALTERATIONS or not parts[1].isdecimal() or len(parts[1]) > 4:
        return None
    if not parts[0].replace("-", "").isalpha() or not (PHOTOS / f"{parts[0]}.jpg").is_file():
        return None
    return Shot(parts[0], int(parts[1]), parts[2])
