from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from matchers.hashes import UnreadablePhoto
from matchers.photos import PhotoFeatures, PhotoLink, features_of, same_photo
from tests.matchers.photos.pictures import jpeg, picture


def link_of(first: Image.Image, second: Image.Image) -> PhotoLink | None:
    return same_photo(features_of(jpeg(first)), features_of(jpeg(second)))


def screenshot(image: Image.Image) -> Image.Image:
    out = Image.new("RGB", (540, 1100), "white")
    out.paste(image, (30, 200))
    ImageDraw.Draw(out).text((40, 700), "price 300, call me", fill="black")
    return out


def stuck_over(image: Image.Image) -> Image.Image:
    out = image.copy()
    ImageDraw.Draw(out).ellipse((300, 40, 400, 140), fill="red")
    return out


def in_perspective(image: Image.Image) -> Image.Image:
    return image.transform(image.size, Image.Transform.QUAD, (20, 10, -10, 350, 470, 380, 500, -20), Image.Resampling.BICUBIC)


@pytest.mark.parametrize(
    "alter",
    [
        pytest.param(lambda image: image.crop((100, 60, 400, 300)), id="cut by 40 %"),
        pytest.param(ImageOps.mirror, id="mirrored"),
        pytest.param(lambda image: ImageOps.expand(image, 90, "navy"), id="framed"),
        pytest.param(lambda image: image.rotate(15, expand=True), id="turned by 15 degrees"),
        pytest.param(lambda image: image.rotate(90, expand=True), id="turned by 90 degrees"),
        pytest.param(in_perspective, id="in perspective"),
        pytest.param(screenshot, id="in a screenshot"),
        pytest.param(stuck_over, id="with a sticker"),
        pytest.param(lambda image: ImageOps.grayscale(image).convert("RGB"), id="without colour"),
    ],
)
def test_a_photo_is_known_after(alter: Callable[[Image.Image], Image.Image]) -> None:
    image = picture(1)

    link = link_of(image, alter(image))

    assert link is not None
    assert link.probability > 0.9
    assert link.mirrored == (alter is ImageOps.mirror)


def test_other_photos_are_not_the_same() -> None:
    features = [features_of(jpeg(picture(number))) for number in range(6)]

    links = [same_photo(a, b) for at, a in enumerate(features) for b in features[at + 1 :]]

    assert links == [None] * 15


def test_two_things_on_one_table_are_not_the_same_photo() -> None:
    table = picture(3)
    pair = []
    for number in (11, 12):
        image = table.copy()
        mask = Image.new("L", (300, 240), 0)
        ImageDraw.Draw(mask).ellipse((0, 0, 299, 239), fill=255)
        image.paste(picture(number, (300, 240)), (90, 60), mask)
        pair.append(image)

    assert link_of(*pair) is None


def marked(image: Image.Image) -> Image.Image:
    out = image.copy()
    out.paste(picture(50, (130, 130)), (340, 220))
    return out


def bannered(image: Image.Image) -> Image.Image:
    out = image.copy()
    out.paste(picture(51, (480, 70)), (0, 290))
    return out


def framed(image: Image.Image) -> Image.Image:
    out = picture(52, (600, 480))
    out.paste(image, (60, 60))
    return out


def in_an_app(image: Image.Image) -> Image.Image:
    out = Image.new("RGB", (540, 1000), "white")
    out.paste(picture(53, (540, 90)), (0, 0))
    out.paste(image.resize((540, 405)), (0, 110))
    for column in range(3):
        out.paste(picture(54 + column, (140, 140)), (30 + 170 * column, 800))
    return out


OVERLAYS = [pytest.param(overlay, id=overlay.__name__) for overlay in (marked, bannered, framed, in_an_app)]


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_two_photos_under_the_same_overlay_are_not_the_same(overlay: Callable[[Image.Image], Image.Image]) -> None:
    first, second, third = (features_of(jpeg(overlay(picture(number)))) for number in (21, 22, 23))

    assert [same_photo(first, second), same_photo(first, third), same_photo(second, third)] == [None] * 3


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_a_photo_is_known_under_an_overlay(overlay: Callable[[Image.Image], Image.Image]) -> None:
    link = link_of(picture(24), overlay(picture(24)))

    assert link is not None
    assert link.probability > 0.9


def test_a_mark_alone_is_not_the_photo_that_bears_it() -> None:
    elsewhere = picture(25, (300, 300))
    elsewhere.paste(picture(50, (130, 130)), (10, 20))

    assert link_of(marked(picture(26)), elsewhere) is None


def test_a_photo_is_known_in_a_cell_of_a_collage_that_cuts_it() -> None:
    collage = Image.new("RGB", (600, 600), "white")
    for number, at in ((31, (0, 0)), (32, (300, 0)), (33, (0, 300)), (34, (300, 300))):
        collage.paste(ImageOps.fit(picture(number), (300, 300)), at)

    link = link_of(picture(33), collage)

    assert link is not None
    assert link.probability > 0.9
    assert link.distance < 0.1


def test_a_link_says_which_part_of_which_photo() -> None:
    image = picture(4)
    cut = image.crop((120, 90, 360, 270))  # the middle half of the width and of the height

    link = link_of(image, cut)

    assert link is not None
    xs, ys = zip(*link.part_a, strict=True)
    assert (min(xs), max(xs)) == pytest.approx((0.25, 0.75), abs=0.02)
    assert (min(ys), max(ys)) == pytest.approx((0.25, 0.75), abs=0.02)
    assert link.share_b > 0.97
    assert link.distance < 0.05
    middle = np.array(link.matrix) @ [0.5, 0.5, 1]
    assert middle[:2] / middle[2] == pytest.approx([0.5, 0.5], abs=0.02)


def test_the_map_of_a_mirrored_copy_mirrors() -> None:
    image = picture(5)

    link = link_of(image, ImageOps.mirror(image))

    assert link is not None
    corner = np.array(link.matrix) @ [0.0, 0.0, 1]
    assert corner[:2] / corner[2] == pytest.approx([1.0, 0.0], abs=0.02)


def test_plain_pictures_are_compared_as_wholes() -> None:
    shades = np.linspace(40, 220, 320)
    plain = Image.fromarray(np.tile(shades, (240, 1)).astype(np.uint8)).convert("RGB")
    ImageDraw.Draw(plain).ellipse((90, 60, 230, 200), fill=(120, 120, 120))

    link = link_of(plain, plain.resize((200, 150)))

    assert link is not None
    assert link.probability >= 0.5


def test_features_survive_being_kept() -> None:
    features = features_of(jpeg(picture(6)))

    kept = PhotoFeatures.from_bytes(features.to_bytes())

    assert len(features.to_bytes()) < 26_000
    assert np.array_equal(kept.descriptions, features.descriptions)
    assert np.abs(kept.points[:, :2] - features.points[:, :2]).max() < 1e-4
    assert kept.to_bytes() == features.to_bytes()


@pytest.mark.parametrize("size", [(1, 1), (3000, 2), (2, 3000), (16, 16)])
def test_odd_sizes_give_features(size: tuple[int, int]) -> None:
    features = features_of(jpeg(Image.new("RGB", size, "grey")))

    assert same_photo(features, features_of(jpeg(picture(7)))) is None
    assert PhotoFeatures.from_bytes(features.to_bytes()).width == size[0]


@pytest.mark.parametrize("data", [b"", b"\x01" * 40, b"\x01\x00\x01\x00\x01\xff\xff\xff\xff" + b"x" * 30])
def test_other_bytes_are_no_features(data: bytes) -> None:
    with pytest.raises(ValueError, match="no photo features"):
        PhotoFeatures.from_bytes(data)


def test_other_bytes_are_no_photo() -> None:
    with pytest.raises(UnreadablePhoto):
        features_of(b"GIF89a nothing")
