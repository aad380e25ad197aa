"""Pictures that the tests make, and one OCR engine for all of them."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from indexers.index import Index
from pipelines.line import Line
from pipelines.photo_reading.ocr import Ocr
from tidewaiter.config import Settings
from tidewaiter.model import Listing, Photo

FONTS = [
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"),
]


@pytest.fixture(scope="session")
def ocr() -> Ocr:
    return Ocr()


@pytest.fixture(scope="session")
def chinese_font() -> Path:
    """A font with Chinese letters; without one there is nothing to read."""
    found = next((path for path in FONTS if path.exists()), None)
    if found is None:
        pytest.skip("no Chinese font is installed (apt-get install fonts-noto-cjk)")
    return found


def drawn(*lines: str, font: Path | None = None, size: int = 32, ground: str = "white", ink: str = "black") -> Image.Image:
    """Lines of text on one colour; without a font in Pillow's own, which has no Chinese."""
    letters: Any = ImageFont.truetype(str(font), size) if font else ImageFont.load_default(size)
    image = Image.new("RGB", (640, 80 + 70 * len(lines)), ground)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        draw.text((40, 30 + 70 * number), line, fill=ink, font=letters)
    return image


def code(text: str, kind: str = "QRCode", scale: int = 5) -> Image.Image:
    """A QR or bar code."""
    import zxingcpp

    made = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, kind))
    return Image.fromarray(np.asarray(made.to_image(scale=scale))).convert("RGB")


def encoded(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    """The bytes of a picture."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


@pytest.fixture
def shown(settings: Settings, index: Index, tmp_path: Path) -> Callable[..., None]:
    """Stores listings (id -> pictures that it shows) through the line, as an import does."""

    def store(title: str = "象牙手串", **listings: list[bytes]) -> None:
        made = []
        for id, pictures in listings.items():
            paths = [tmp_path / f"{id}-{number}" for number in range(len(pictures))]
            for path, data in zip(paths, pictures, strict=True):
                path.write_bytes(data)
            photos = [Photo(path=str(path)) for path in paths]
            made.append(Listing(id=id, url=f"https://s.example/{id}", title=title, photos=photos, country="CN"))
        Line(settings, index).run(made)

    return store
