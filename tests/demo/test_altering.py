from __future__ import annotations

from io import BytesIO
from pathlib import Path

import imagehash
import pytest
from PIL import Image

from demo.world.altering import ALTERATIONS, PHOTOS, make_photo, make_thumbnail, shot_of
from demo.world.offers import Shot
from demo.world.plan import INTEREST_PHOTOS, ORDINARY_PHOTOS


def hash_of(data: bytes) -> imagehash.ImageHash:
    with Image.open(BytesIO(data)) as image:
        return imagehash.phash(image)


def test_a_photo_is_the_same_bytes_each_time() -> None:
    first = make_photo(Shot("pan", 3, "crop"))
    make_photo.cache_clear()

    assert make_photo(Shot("pan", 3, "crop")) == first


@pytest.mark.parametrize("alteration", [name for name in ALTERATIONS if name != "none"])
def test_an_altered_photo_has_other_bytes(alteration: str) -> None:
    assert make_photo(Shot("moon", 0, alteration)) != make_photo(Shot("moon"))


def test_windows_of_one_base_are_different_photos() -> None:
    hashes = [hash_of(make_photo(Shot("meadow", window))) for window in range(1, 9)]

    apart = [a - b for number, a in enumerate(hashes) for b in hashes[:number]]

    assert min(apart) > 10


def test_a_thumbnail_is_small() -> None:
    with Image.open(BytesIO(make_thumbnail(Shot("cup")))) as image:
        assert max(image.size) <= 120


@pytest.mark.parametrize(
    "name", ["", "pan", "pan.0", "pan.0.none.x", "pan.0.hue", "nosuch.0.none", "../pan.0.none", "pan.x.no"]
)
def test_a_name_that_is_no_photo_gives_none(name: str) -> None:
    assert shot_of(name) is None


def test_each_photo_is_small_free_and_listed_with_its_source() -> None:
    listed = {
        cells[1].strip(): cells[3].strip()
        for line in (PHOTOS / "PHOTOS.md").read_text("utf-8").splitlines()
        if len(cells := line.split("|")) == 8 and cells[1].strip().endswith(".jpg")
    }
    files = sorted(PHOTOS.glob("*.jpg"))

    assert {file.name for file in files} == set(listed) == {f"{base}.jpg" for base in (*INTEREST_PHOTOS, *ORDINARY_PHOTOS)}
    assert all(licence == "CC0-1.0" or licence.startswith("public-domain") for licence in listed.values())
    assert sum(file.stat().st_size for file in files) < 3 << 20
    for file in files:
        assert longest(file) <= 640


def longest(file: Path) -> int:
    with Image.open(file) as image:
        return max(image.size)
