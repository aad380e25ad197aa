# ruff: noqa: E501 - coordinates of corners stand side by side
"""What people do to a photo before they show it again, beyond what `../shared/data/photos/transform.py` lists.

Each alteration takes an RGB image, a generator of random numbers and further photos (for collages), and gives an RGB image.
Every random choice comes from the alteration's and the photo's name, so that each run makes the same copies.
"""

from __future__ import annotations

import hashlib
import io
import math
from collections.abc import Callable, Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont, ImageOps

Rng = np.random.Generator
Alteration = Callable[[Image.Image, Rng, Sequence[Image.Image]], Image.Image]
ALTERATIONS: dict[str, Alteration] = {}
OTHERS_SHOWN = {"collage": 3, "collage_row": 1}
"""How many of the further photos an alteration shows: a match with one of those is no false one."""


def altered(name: str, image: Image.Image, photo: str, others: Sequence[Image.Image]) -> Image.Image:
    """The altered copy of one photo, through JPEG as a site would serve it."""
    digest = hashlib.sha256(f"{name}:{photo}".encode()).digest()
    return _jpeg(ALTERATIONS[name](image.copy(), np.random.default_rng(int.from_bytes(digest[:8], "big")), others), 88)


def alteration(function: Alteration) -> Alteration:
    ALTERATIONS[function.__name__] = function
    return function


def _jpeg(image: Image.Image, quality: int) -> Image.Image:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return Image.open(io.BytesIO(buffer.getvalue())).convert("RGB")


def _colour(rng: Rng) -> tuple[int, int, int]:
    red, green, blue = (int(value) for value in rng.integers(0, 256, 3))
    return red, green, blue


def _crop(image: Image.Image, share: float, rng: Rng) -> Image.Image:
    """Cuts off `share` of the width and of the height in all, at random sides."""
    width, height = image.size
    left, top = rng.uniform(0, width * share), rng.uniform(0, height * share)
    return image.crop((round(left), round(top), round(left + width * (1 - share)), round(top + height * (1 - share))))


def _text(image: Image.Image, rng: Rng, lines: int, size: float) -> Image.Image:
    draw = ImageDraw.Draw(image)
    face = ImageFont.load_default(size=max(8, int(size)))
    for _ in range(lines):
        where = (rng.uniform(0, 0.4) * image.width, rng.uniform(0.02, 0.9) * image.height)
        text = f"V: {rng.integers(10**5, 10**8)} ${rng.integers(10, 9999)}"
        draw.text(where, text, font=face, fill=_colour(rng), stroke_width=max(1, int(size / 14)), stroke_fill=_colour(rng))
    return image


def _onto(canvas: Image.Image, image: Image.Image, corners: Sequence[tuple[float, float]]) -> Image.Image:
    """The canvas with the image laid onto the quadrilateral (clockwise from top left)."""
    width, height = image.size
    source = [(0, 0), (width, 0), (width, height), (0, height)]
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(corners, source, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    solved = np.linalg.solve(np.array(rows), np.array(source, float).ravel())
    data = tuple(float(value) for value in solved)
    warped = image.transform(canvas.size, Image.Transform.PERSPECTIVE, data, Image.Resampling.BICUBIC)
    mask = Image.new("L", image.size, 255).transform(canvas.size, Image.Transform.PERSPECTIVE, data)
    canvas.paste(warped, (0, 0), mask)
    return canvas


@alteration
def crop30(image: Image.Image, rng: Rng, others: Sequence[Image.Image]) -> Image.Image:
    return _crop(image, 0.30, rng)


@alteration
def crop40(image: Image.Image, rng: Rng, others: Sequence[Image.Image]) -> Image.Image:
    return _crop(image, 0.40, rng)


@alteration
def sticker(image: Image.Image, rng: Rng, others: Sequence[Image.Image]) -> Image.Image:
    """One or two round stickers of 25 to 35 % of the shorter side."""
    draw = ImageDraw.Draw(image)
    for _ in range(int(rng.integers(1, 3))):
        size = rng.uniform(0.25, 0.35) * min(image.size)
        x, y = rng.uniform(0, image.width - size), rng.uniform(0, image.height - size)
        draw.ellipse((x, y, x + size, y + size), fill=_colour(rng), outline=_colour(rng), width=max(1, int(size / 12)))
        draw.text(
            (x + size / 5, y + size / 3), "HOT", font=ImageFont.load_default(size=max(8, int(size / 3))), fill=_colour(rng)
        )
    return image


@alteration
def words_over(image: Image.Image, rng: Rng, others: Sequence[Image.Image]) -> Image.Image:
    return _text(image, rng, 5, image.width / 14)


@alteration
def tiled_mark(image: Image.Image, rng: Rng, others: Sequence[Image.Image]) -> Image.Image:
    """A half-transparent name, tiled over the whole picture."""
    layer = Image.new("RGBA", image.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    face = ImageFont.load_default(size=max(8, image.width // 18))
    for y in range(0, image.height, max(12, image.height // 6)):
        for x in range(0, image.width, max(30, image.width // 3)):
            draw.text((x, y), "shop8848", font=face, fill=(255, 255, 255, 110))
    return Image.alpha_composite(image.convert("RGBA"), layer).convert("RGB")


@alteration
def rotate10(image: Image.Image, rng: Rng, others: Sequence[Image.Image]) -> Image.Image:
    return image.rotate(float(rng.choice((-10, 10))), Image.Resampling.BICUBIC)


@alteration
def rotate15(image: Image.Image, rng: Rng, others: Sequence[Image.Image]) -> Image.Image:
    return image.rotate(float(rng.choice((-15, 15))), Image.Resampling.BICUBIC, expand=True, fillcolor=_colour(rng))


@alteration
def rotate90(image: Image.Image, rng: Rng, others: Sequence[Image.Image]) -> Image.Image:
    return image.rotate(float(rng.choice((90, 180, 270))), expand=True)


@alteration
def perspective(image: Image.Image, rng: Rng, others: Sequence[Image.Image]) -> Image.Image:
    """Each corner pushed in by up to 15 %."""
    width, height = image.size
    push = [(rng.uniform(0, 0.15) * width, rng.uniform(0, 0.15) * height) for _ in range(4)]
    corners = [(push[0][0], push[0][1]), (width - push[1][0], push[1][1]),
               (width - push[2][0], height - push[2][1]), (push[3][0], height - push[3][1])]  # fmt: skip
    return _onto(Image.new("RGB", image.size, _colour(rng)), image, corners)


@alteration
def colour_cast(image: Image.Image, rng: Rng, others: Sequence[Image.Image]) -> Image.Image:
    pixels = np.asarray(image).astype(np.float32) * rng.uniform(0.55, 1.25, 3) + rng.uniform(-20, 20, 3)
    return ImageEnhance.Contrast(Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))).enhance(rng.uniform(0.7, 1.3))


@alteration
def jpeg_again(image: Image.Image, rng: Rng, others: Sequence[Image.Image]) -> Image.Image:
    """Made smaller and saved badly, twice."""
    small = image.resize((max(1, int(image.width * 0.6)), max(1, int(image.height * 0.6))), Image.Resampling.BILINEAR)
    return _jpeg(_jpeg(small, 30).resize(image.size, Image.Resampling.BILINEAR), 30)


@alteration
def collage(image: Image.Image, rng: Rng, others: Sequence[Image.Image]) -> Image.Image:
    """Four photos, two by two, cut to the cell's shape."""
    cells = [image, *others[:3]]
    side = 360
    out = Image.new("RGB", (2 * side + 12, 2 * side + 12), "white")
    places = rng.permutation(4)
    for cell, place in zip(cells, places, strict=False):
        out.paste(ImageOps.fit(cell, (side, side)), (4 + (side + 4) * int(place % 2), 4 + (side + 4) * int(place // 2)))
    return out


@alteration
def collage_row(image: Image.Image, rng: Rng, others: Sequence[Image.Image]) -> Image.Image:
    """Two photos side by side, whole."""
    height = 400
    parts = [part.resize((max(1, part.width * height // part.height), height)) for part in (image, others[0])]
    if rng.random() < 0.5:
        parts.reverse()
    out = Image.new("RGB", (sum(part.width for part in parts), height))
    at = 0
    for part in parts:
        out.paste(part, (at, 0))
        at += part.width
    return out


@alteration
def inset(image: Image.Image, rng: Rng, others: Sequence[Image.Image]) -> Image.Image:
    """A small picture (45 to 60 % of the width) on a poster with text."""
    out = Image.new("RGB", (800, 800), _colour(rng))
    _text(out, rng, 6, 44)
    part = image.copy()
    part.thumbnail((int(rng.uniform(0.45, 0.60) * 800),) * 2)
    if part.width < 360:
        part = part.resize((360, max(1, part.height * 360 // part.width)))
    out.paste(part, (int(rng.uniform(0, 800 - part.width)), int(rng.uniform(0, max(1, 800 - part.height)))))
    return out


@alteration
def phone_screen(image: Image.Image, rng: Rng, others: Sequence[Image.Image]) -> Image.Image:
    """A screenshot of a chat or shop on a phone: bars, text, the photo over the whole width or most of it."""
    dark = rng.random() < 0.5
    ground, ink = ((18, 18, 20), "white") if dark else ((245, 245, 245), "black")
    out = Image.new("RGB", (720, 1480), ground)
    draw = ImageDraw.Draw(out)
    face = ImageFont.load_default(size=30)
    draw.text((30, 20), "12:41        shop talk        78%", font=face, fill=ink)
    draw.line((0, 80, 720, 80), fill=(128, 128, 128), width=2)
    width = int(rng.choice((720, 660, 520)))
    part = image.resize((width, max(1, image.height * width // image.width)))
    part = part.crop((0, 0, width, min(part.height, 1000)))
    top = int(rng.integers(110, 300))
    out.paste(part, (int(rng.integers(0, 720 - width + 1)), top))
    for row in range(4):
        draw.text((30, min(1400, top + part.height + 30 + 50 * row)), f"price {rng.integers(9, 9999)} call {rng.integers(10**7)}",
                  font=face, fill=ink)  # fmt: skip
    return out


@alteration
def screen_photo(image: Image.Image, rng: Rng, others: Sequence[Image.Image]) -> Image.Image:
    """A photo of a screen: bent by perspective, moire, uneven light, a glare, a little blur."""
    scale = 700 / max(image.size)
    image = image.resize((max(1, int(image.width * scale)), max(1, int(image.height * scale))), Image.Resampling.BICUBIC)
    width, height = int(image.width * 1.25), int(image.height * 1.25)
    edge = 0.10
    push = rng.uniform(0, 0.08, (4, 2))
    corners = [((edge + push[0][0]) * width, (edge + push[0][1]) * height), ((1 - edge - push[1][0]) * width, (edge + push[1][1]) * height),
               ((1 - edge - push[2][0]) * width, (1 - edge - push[2][1]) * height), ((edge + push[3][0]) * width, (1 - edge - push[3][1]) * height)]  # fmt: skip
    pixels = np.asarray(_onto(Image.new("RGB", (width, height), (12, 12, 14)), image, corners)).astype(np.float32)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    angle, period = rng.uniform(0, math.pi), rng.uniform(3, 7)
    pixels *= (1 + 0.10 * np.sin(2 * math.pi * (x * math.cos(angle) + y * math.sin(angle)) / period))[..., None]
    pixels *= (0.75 + 0.45 * (x / width * rng.uniform(0, 1) + y / height * rng.uniform(0, 1)))[..., None]
    glare = np.exp(
        -((x - rng.uniform(0.2, 0.8) * width) ** 2 + (y - rng.uniform(0.2, 0.8) * height) ** 2) / (0.12 * width) ** 2
    )
    pixels += 90 * glare[..., None]
    pixels *= rng.uniform(0.85, 1.1, 3)
    pixels += rng.normal(0, 6, pixels.shape)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.8))


@alteration
def wide_border(image: Image.Image, rng: Rng, others: Sequence[Image.Image]) -> Image.Image:
    edges = tuple(int(rng.uniform(0.08, 0.30) * side) for side in (*image.size, *image.size))
    return _text(ImageOps.expand(image, edges, _colour(rng)), rng, 1, image.width / 12)


@alteration
def grey(image: Image.Image, rng: Rng, others: Sequence[Image.Image]) -> Image.Image:
    return ImageOps.autocontrast(ImageOps.grayscale(image), cutoff=2).convert("RGB")


@alteration
def mirror_crop_text(image: Image.Image, rng: Rng, others: Sequence[Image.Image]) -> Image.Image:
    """Several at once: mirrored, cut, written over, turned a little, saved badly."""
    out = _text(_crop(ImageOps.mirror(image), 0.15, rng), rng, 2, image.width / 14)
    return _jpeg(out.rotate(float(rng.uniform(-5, 5)), Image.Resampling.BICUBIC), 50)


def same_table(table: Image.Image, first: Image.Image, second: Image.Image, rng: Rng) -> tuple[Image.Image, Image.Image]:
    """Two photos of different things on one table, the camera moved a little: not the same photo.

    The thing covers some 40 % of the picture, as goods that are offered do.
    """
    table = table.resize((640, 480), Image.Resampling.BICUBIC)
    made = []
    for thing, at in ((first, (0.5, 0.5)), (second, (0.5 + rng.uniform(-0.05, 0.05), 0.5 + rng.uniform(-0.05, 0.05)))):
        part = ImageOps.fit(thing, (460, 340))
        mask = Image.new("L", part.size, 0)
        ImageDraw.Draw(mask).ellipse((0, 0, part.width - 1, part.height - 1), fill=255)
        out = table.copy()
        out.paste(part, (int(at[0] * 640 - 230), int(at[1] * 480 - 170)), mask.filter(ImageFilter.GaussianBlur(2)))
        shift = rng.uniform(0, 14, (4, 2))
        corners = [(-shift[0][0], -shift[0][1]), (640 + shift[1][0], -shift[1][1]), (640 + shift[2][0], 480 + shift[2][1]), (-shift[3][0], 480 + shift[3][1])]  # fmt: skip
        out = _onto(Image.new("RGB", out.size), out, corners)
        made.append(ImageEnhance.Brightness(out).enhance(rng.uniform(0.9, 1.1)))
    return made[0], made[1]
