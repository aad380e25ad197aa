from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from indexers.index import Index
from pipelines.photo_reading.alike import same_picture
from pipelines.photo_reading.ocr import Ocr
from pipelines.photo_reading.pixels import open_photo, pixels_of
from pipelines.photo_reading.queue import PhotoQueue
from tests.pipelines.photo_reading.conftest import encoded
from tidewaiter.config import Settings
from tidewaiter.model import PhotoReading

if TYPE_CHECKING:
    from pipelines.photo_reading.pixels import Pixels


def scene(text: str, *, alpha: int = 255, seed: int = 4) -> Image.Image:
    """A picture with soft shapes and noise, as a photo has, and a number in a corner."""
    rng = np.random.default_rng(seed)
    soft = Image.fromarray(rng.integers(0, 256, (9, 12, 3), np.uint8)).resize((1152, 864), Image.Resampling.BICUBIC)
    image = Image.fromarray(np.clip(np.asarray(soft).astype(int) + rng.normal(0, 6, (864, 1152, 3)), 0, 255).astype(np.uint8))
    layer = Image.new("RGBA", image.size, (0, 0, 0, 0))
    ImageDraw.Draw(layer).text((60, 700), text, fill=(255, 255, 255, alpha), font=ImageFont.load_default(40))
    return Image.alpha_composite(image.convert("RGBA"), layer).convert("RGB")


def pixels(data: bytes) -> Pixels:
    return pixels_of(open_photo(data, max_pixels=10_000_000))


@pytest.mark.parametrize("quality", [60, 75, 95])
def test_a_copy_packed_anew_is_the_same_picture(quality: int) -> None:
    first = encoded(scene("phone 13912345678"), "JPEG", quality=92)

    assert same_picture(pixels(first), pixels(encoded(Image.fromarray(pixels(first)[:, :, ::-1]), "JPEG", quality=quality)))


def test_a_copy_scaled_down_is_the_same_picture() -> None:
    image = scene("phone 13912345678")

    assert same_picture(pixels(encoded(image)), pixels(encoded(image.resize((922, 691), Image.Resampling.LANCZOS), "JPEG")))


@pytest.mark.parametrize("alpha", [255, 110])
def test_one_other_figure_is_another_picture(alpha: int) -> None:
    one, other = (encoded(scene(text, alpha=alpha), "JPEG", quality=85) for text in ("phone 13912345678", "phone 13912345679"))

    assert not same_picture(pixels(one), pixels(other))


def test_another_shape_is_another_picture() -> None:
    image = scene("x")

    assert not same_picture(pixels(encoded(image)), pixels(encoded(image.crop((0, 0, 1152, 800)))))


def test_a_copy_takes_the_text_of_the_photo_that_was_read(
    settings: Settings, index: Index, shown: Callable[..., None], ocr: Ocr
) -> None:
    image = scene("phone 13912345678")
    shown(L1=[encoded(image, "JPEG", quality=92)])
    PhotoQueue(settings, index, ocr=ocr).work()
    shown(L2=[encoded(image, "JPEG", quality=70)], L3=[encoded(scene("phone 13912345679"), "JPEG", quality=92)])
    one = settings.model_copy(update={"threads": 1})

    report = PhotoQueue(one, index, ocr=ocr).work()

    found = index.listings(["L1", "L2", "L3"])
    assert (report.read, report.copies) == (2, 1)
    numbers = {id: [handle.value for handle in listing.handles] for id, listing in found.items()}
    assert numbers == {"L1": ["+8613912345678"], "L2": ["+8613912345678"], "L3": ["+8613912345679"]}
    twin = index.get(PhotoReading, found["L2"].photos[0].sha256 or "")
    assert twin is not None
    assert twin.like == found["L1"].photos[0].sha256
