"""What many sellers lay over or around different photos: the same mark, banner, frame or screen, again and again.

A pair of two photos under one of these is no match. Each has few variants, so that unrelated photos share all of it. None of
them was at hand when the first thresholds were set, and `photo_sets.is_aside` says which photos none was set with.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFont

Overlay = Callable[[Image.Image, int], Image.Image]
OVERLAYS: dict[str, Overlay] = {}
VARIANTS = 3


def overlaid(name: str, image: Image.Image, photo: str) -> Image.Image:
    """The photo under an overlay, in the variant that follows from its name."""
    digest = hashlib.sha256(f"{name}:{photo}".encode()).digest()
    return OVERLAYS[name](image.copy(), digest[0] % VARIANTS)


def overlay(function: Overlay) -> Overlay:
    OVERLAYS[function.__name__] = function
    return function


def _face(size: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size=max(8, int(size)))


def _seal(side: int, variant: int) -> Image.Image:
    """A shop's round seal, rich in corners."""
    rng = np.random.default_rng(1000 + variant)
    out = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    draw = ImageDraw.Draw(out)
    colour = (*(int(v) for v in rng.integers(0, 200, 3)), 255)
    draw.ellipse((0, 0, side - 1, side - 1), fill=(255, 255, 255, 255), outline=colour, width=max(2, side // 24))
    for _ in range(14):
        angle, reach = rng.uniform(0, 6.28), rng.uniform(0.1, 0.4)
        x, y = side * (0.5 + reach * np.cos(angle)), side * (0.5 + reach * np.sin(angle))
        size = side * rng.uniform(0.03, 0.09)
        shape = draw.rectangle if rng.random() < 0.5 else draw.ellipse
        shape((x - size, y - size, x + size, y + size), fill=(*(int(v) for v in rng.integers(0, 256, 3)), 255))
    draw.text((side * 0.2, side * 0.4), ("LUCKY", "NOVA8", "AKARI")[variant], font=_face(side / 5), fill=colour)
    return out


@overlay
def seal_corner(image: Image.Image, variant: int) -> Image.Image:
    """A seal of 30 % of the shorter side in one corner."""
    side = int(0.3 * min(image.size))
    at = ((4, 4), (image.width - side - 4, 4), (image.width - side - 4, image.height - side - 4))[variant]
    mark = _seal(side, variant)
    image.paste(mark, at, mark)
    return image


@overlay
def seal_middle(image: Image.Image, variant: int) -> Image.Image:
    """A half-transparent seal of 55 % of the shorter side in the middle."""
    side = int(0.55 * min(image.size))
    mark = _seal(side, variant)
    mark.putalpha(mark.getchannel("A").point(lambda value: value // 2))
    image.paste(mark, ((image.width - side) // 2, (image.height - side) // 2), mark)
    return image


@overlay
def banner(image: Image.Image, variant: int) -> Image.Image:
    """A banner with the shop's name, seal and numbers over the lowest fifth."""
    high = max(24, image.height // 5)
    ground = ((200, 30, 40), (20, 60, 140), (250, 220, 60))[variant]
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, image.height - high, image.width, image.height), fill=ground)
    mark = _seal(high - 6, variant)
    image.paste(mark, (6, image.height - high + 3), mark)
    ink = "black" if variant == 2 else "white"
    draw.text((high + 8, image.height - high + high * 0.08), "WORLDWIDE SHIPPING 24H", font=_face(high * 0.33), fill=ink)
    draw.text((high + 8, image.height - high + high * 0.5), ("LUCKY", "NOVA8", "AKARI")[variant] + " STORE +86 139 0013 8800",
              font=_face(high * 0.33), fill=ink)  # fmt: skip
    return image


@overlay
def frame(image: Image.Image, variant: int) -> Image.Image:
    """A frame of ornaments around the photo, as wide as an eighth of the shorter side; the photo cut to its window."""
    rng = np.random.default_rng(2000 + variant)
    size = ((800, 600), (640, 640), (600, 800))[variant]
    edge = min(size) // 8
    out = Image.new("RGB", size, tuple(int(v) for v in rng.integers(120, 256, 3)))
    draw = ImageDraw.Draw(out)
    colours = [tuple(int(v) for v in rng.integers(0, 256, 3)) for _ in range(4)]
    for at in range(0, max(size), edge // 2):
        for turn in range(4):
            x, y = ((at, 4), (at, size[1] - edge), (4, at), (size[0] - edge, at))[turn]
            reach = edge * rng.uniform(0.3, 0.8)
            (draw.rectangle if (at // edge) % 2 else draw.ellipse)(
                (x, y, x + reach, y + reach), fill=colours[int(rng.integers(4))]
            )
    window = (size[0] - 2 * edge, size[1] - 2 * edge)
    out.paste(image.resize(window), (edge, edge))
    return out


@overlay
def app_screen(image: Image.Image, variant: int) -> Image.Image:
    """A shop's app on a phone: bars, icons, the same recommendations below a photo of the whole width."""
    rng = np.random.default_rng(3000 + variant)
    dark = variant == 1
    out = Image.new("RGB", (720, 1280), (24, 24, 28) if dark else (250, 250, 250))
    draw = ImageDraw.Draw(out)
    ink = "white" if dark else "black"
    draw.text((24, 14), "09:30            5G    64%", font=_face(26), fill=ink)
    draw.text(
        (24, 56),
        ("Home   Search   Cart   Me", "< Back      Item detail      ...", "market / goods / detail")[variant],
        font=_face(32),
        fill=ink,
    )
    part = image.resize((720, int(np.clip(image.height * 720 // image.width, 300, 640))))
    out.paste(part, (0, 110))
    below = 110 + part.height + 20
    draw.text(
        (24, below),
        ("SALE  only today", "Sold by verified seller", "Free returns in 7 days")[variant],
        font=_face(40),
        fill=(220, 40, 40),
    )
    for row in range(2):
        for column in range(4):
            mark = _seal(120, (variant + row + column) % VARIANTS)
            out.paste(mark, (30 + column * 170, 1280 - 290 + row * 140), mark)
    for _ in range(3):
        x = int(rng.uniform(20, 600))
        draw.rectangle((x, below + 60, x + 90, below + 84), outline=ink, width=2)
    return out


@overlay
def caption(image: Image.Image, variant: int) -> Image.Image:
    """The same large words across the picture."""
    draw = ImageDraw.Draw(image)
    for row, words in enumerate((("BEST PRICE", "TOP QUALITY", "DM TO ORDER")[variant], "WX: lucky8848")):
        draw.text((image.width * 0.06, image.height * (0.12 + 0.55 * row)), words, font=_face(image.width / 9), fill="white",
                  stroke_width=max(1, image.width // 120), stroke_fill="black")  # fmt: skip
    return image


@overlay
def tiled(image: Image.Image, variant: int) -> Image.Image:
    """A half-transparent name in slanting rows over the whole picture, always at one place."""
    side = int(1.5 * max(image.size))
    layer = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(layer)
    step = max(image.size) // 6
    for y in range(0, side, step):
        for x in range(0, side, int(2.2 * step)):
            draw.text((x, y), ("shutterdeal", "alibuy.test", "MARKET7")[variant], font=_face(step * 0.36), fill=120)
    layer = layer.rotate(30, Image.Resampling.BICUBIC)
    left, top = (side - image.width) // 2, (side - image.height) // 2
    layer = layer.crop((left, top, left + image.width, top + image.height))
    image.paste((255, 255, 255), (0, 0), layer)
    return image


@overlay
def spec_sheet(image: Image.Image, variant: int) -> Image.Image:
    """The photo small in a table of data that stays the same."""
    out = Image.new("RGB", (900, 700), "white")
    draw = ImageDraw.Draw(out)
    for row in range(9):
        draw.line((460, 60 + row * 64, 880, 60 + row * 64), fill="black", width=2)
        words = ("Material", "Size", "Weight", "Colour", "Origin", "MOQ", "Lead time", "Payment")[row % 8]
        draw.text((470, 76 + row * 64), f"{words}: {('A', 'B', 'C')[variant]}{row * 37 + 11}", font=_face(30), fill="black")
    draw.text((30, 20), ("PRODUCT SHEET", "QUOTATION", "SPEC LIST 2026")[variant], font=_face(44), fill=(30, 30, 120))
    part = image.copy()
    part.thumbnail((400, 500))
    out.paste(part.resize((400, max(1, part.height * 400 // part.width))), (30, 120))
    return out
