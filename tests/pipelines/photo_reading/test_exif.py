from __future__ import annotations

import io

import pytest
from PIL import Image

from pipelines.photo_reading.exif import Exif, read_exif
from pipelines.photo_reading.whereabouts import name_of
from tests.pipelines.photo_reading.conftest import drawn, encoded


def exif_of(data: bytes) -> Exif:
    with Image.open(io.BytesIO(data)) as image:
        return read_exif(image)


def photo(
    *, main: dict[int, object] | None = None, details: dict[int, object] | None = None, gps: dict[int, object] | None = None
) -> bytes:
    exif = Image.Exif()
    for tag, value in (main or {}).items():
        exif[tag] = value
    exif.get_ifd(0x8769).update(details or {})
    exif.get_ifd(0x8825).update(gps or {})
    return encoded(drawn("x"), "JPEG", exif=exif)


def test_place_time_and_camera_are_read() -> None:
    data = photo(
        main={271: "HUAWEI", 272: "P30 Pro"},
        details={36867: "2026:03:04 05:06:07", 36881: "+08:00", 42033: "SN123"},
        gps={1: "N", 2: (21.0, 32.0, 50.0), 3: "E", 4: (107.0, 58.0, 20.0)},
    )

    exif = exif_of(data)

    assert exif.place is not None
    assert (exif.place.name, exif.place.country) == ("东兴", "CN")
    assert (exif.place.lat, exif.place.lon) == pytest.approx((21.547222, 107.972222))
    assert exif.taken == "2026-03-03T21:06:07Z"
    assert exif.camera == "HUAWEI P30 Pro no. SN123"


def test_a_time_without_a_zone_stays_the_cameras() -> None:
    assert exif_of(photo(details={36867: "2026:03:04 05:06:07"})).taken == "2026-03-04T05:06:07"


def test_south_and_west_are_negative() -> None:
    place = exif_of(photo(gps={1: "S", 2: (33.0, 52.0, 0.0), 3: "W", 4: (70.0, 40.0, 0.0)})).place

    assert place is not None
    assert (place.lat, place.lon) == pytest.approx((-33.866667, -70.666667))


@pytest.mark.parametrize(
    "gps",
    [
        pytest.param({1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)}, id="no fix"),
        pytest.param({1: "N", 2: (91.0, 0.0, 0.0), 3: "E", 4: (10.0, 0.0, 0.0)}, id="beyond the pole"),
        pytest.param({1: "N", 2: (21.0, 0.0, 0.0)}, id="half"),
        pytest.param({}, id="none"),
    ],
)
def test_a_place_that_can_not_be_is_none(gps: dict[int, object]) -> None:
    assert exif_of(photo(gps=gps)).place is None


@pytest.mark.parametrize(
    "time", ["0000:00:00 00:00:00", "2026:13:40 05:06:07", "1970:01:01 00:00:00", "yesterday", "\x00" * 19]
)
def test_a_time_that_can_not_be_is_none(time: str) -> None:
    assert exif_of(photo(details={36867: time})).taken is None


@pytest.mark.filterwarnings("ignore:.*:UserWarning")  # Pillow's, on the broken header; reading photos must silence it
def test_a_broken_header_says_nothing() -> None:
    data = bytearray(photo(main={271: "HUAWEI"}, gps={1: "N", 2: (21.0, 32.0, 50.0), 3: "E", 4: (107.0, 58.0, 20.0)}))
    at = data.find(b"Exif\x00\x00") + 6
    for start in range(at + 8, at + 60, 3):
        broken = bytearray(data)
        broken[start : start + 3] = b"\xff\xff\xff"

        exif_of(bytes(broken))  # must not raise

    assert exif_of(encoded(drawn("x"))) == Exif()


def test_a_place_at_sea_has_no_name() -> None:
    assert name_of(-40.0, -120.0) == (None, None)


def test_the_largest_place_around_gives_the_name() -> None:
    assert name_of(23.13, 113.26) == ("广州", "CN")
    assert name_of(51.51, -0.12) == ("London", "GB")
