"""What a camera wrote into a photo: where and when it was taken, and with what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from pipelines.photo_reading.whereabouts import name_of
from tidewaiter.model import Place

if TYPE_CHECKING:
    from PIL import Image as Images

LONGEST_NAME = 80
"""Characters kept of a camera's name or number."""
EARLIEST, LATEST = 1990, 2100
"""Years between which a time is believed."""

_TIME = re.compile(r"(\d{4})[:\-/](\d{2})[:\-/](\d{2})[ T](\d{2}):(\d{2}):(\d{2})")
_OFFSET = re.compile(r"([+-])(\d{2}):(\d{2})")


@dataclass(slots=True, frozen=True)
class Exif:
    """What the photo says of itself; None where it says nothing believable."""

    place: Place | None = None
    """With the degrees of the photo and the name of the town there."""
    taken: str | None = None
    """`2026-11-24T09:30:00Z` where the offset from UTC is written too; else the camera's clock, `2026-11-24T17:30:00`."""
    camera: str | None = None
    """Maker, model and, where written, serial number: two photos with one serial number are of one hand."""


def read_exif(image: Images.Image) -> Exif:
    """What the header says. Never raises: it is whatever anybody wrote there."""
    try:
        exif = image.getexif()
        if not exif:
            return Exif()
        details = exif.get_ifd(0x8769)
        gps = exif.get_ifd(0x8825)
    except Exception:  # the edge to a parser of untrusted headers: a broken one says nothing
        return Exif()
    return Exif(_place(gps), _time(exif, details), _camera(exif, details))


def _place(gps: Any) -> Place | None:
    lat, lon = _degrees(gps.get(2), gps.get(1), "S", 90), _degrees(gps.get(4), gps.get(3), "W", 180)
    if lat is None or lon is None or (lat == 0 and lon == 0):  # 0, 0 is what a receiver without a fix writes
        return None
    name, country = name_of(lat, lon)
    return Place(name or f"{lat:.4f}, {lon:.4f}", country, round(lat, 6), round(lon, 6))


def _degrees(parts: Any, reference: Any, negative: str, most: int) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    if not 0 <= value <= most:  # also what is no number
        return None
    return -value if _text(reference).upper().startswith(negative) else value


def _time(exif: Any, details: Any) -> str | None:
    for written, offset in (
        (details.get(36867), details.get(36881)),
        (details.get(36868), details.get(36882)),
        (exif.get(306), None),
    ):
        match = _TIME.match(_text(written))
        if match is None:
            continue
        try:
            time = datetime(*(int(part) for part in match.groups()))  # type: ignore[arg-type] # six numbers
        except ValueError:
            continue
        if not EARLIEST <= time.year <= LATEST:
            continue
        zone = _OFFSET.match(_text(offset))
        if zone is None:
            return time.isoformat()
        away = timedelta(hours=int(zone[2]), minutes=int(zone[3])) * (-1 if zone[1] == "-" else 1)
        if abs(away) < timedelta(hours=24):
            return time.replace(tzinfo=timezone(away)).astimezone(UTC).isoformat().replace("+00:00", "Z")
        return time.isoformat()
    return None


def _camera(exif: Any, details: Any) -> str | None:
    maker, model, number = _text(exif.get(271)), _text(exif.get(272)), _text(details.get(42033))
    name = model if model.lower().startswith(maker.lower()) else f"{maker} {model}".strip()
    return " ".join(filter(None, (name, f"no. {number}" if number else ""))) or None


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str):
        return ""
    return "".join(c for c in value if c.isprintable()).strip()[:LONGEST_NAME]
