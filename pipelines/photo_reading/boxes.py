"""Where lines of text stand in a photo: from the detector's heat map to boxes, from boxes to upright cuts and rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipelines.photo_reading.pixels import Pixels

HOT = 0.3
"""Heat from which on a pixel belongs to text."""
LEAST_HEAT = 0.5
"""Mean heat of a box; what is below is no text."""
GROWTH = 1.6
"""The detector marks the core of a line; it is grown by this times its area over its circumference."""
SMALLEST = 3
"""Pixels of the heat map that a box is high at least."""
LEGIBLE = 8
"""Pixels of the photo that a line is high at least: lower ones are not worth the time."""
MOST_CONTOURS = 1000
GAP = 0.8
"""Heights of a line that its parts may stand apart. What they are grown by is in between already."""


@dataclass(slots=True, frozen=True)
class Box:
    """A line: its corners from the top left clockwise along the text, as (x, y) in pixels of the photo."""

    corners: tuple[tuple[float, float], ...]
    width: float
    height: float

    @property
    def left(self) -> float:
        """The leftmost x."""
        return min(x for x, _ in self.corners)

    @property
    def middle(self) -> float:
        """The y of its centre."""
        return sum(y for _, y in self.corners) / 4


def boxes_of(heat: Any, scale_x: float, scale_y: float) -> list[Box]:
    """Boxes from a heat map (height x width, 0 to 1); the scales lead from its pixels to the photo's."""
    import cv2
    import numpy as np

    hot = (heat > HOT).astype(np.uint8)
    if not hot.any():
        return []
    hot = cv2.dilate(hot, np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(hot, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found: list[Box] = []
    for contour in contours[:MOST_CONTOURS]:
        (x, y), (width, height), angle = cv2.minAreaRect(contour)
        if min(width, height) < SMALLEST:
            continue
        if _mean_heat(heat, cv2.boxPoints(((x, y), (width, height), angle))) < LEAST_HEAT:
            continue
        grown = width * height * GROWTH / (width + height)  # twice the offset, for both sides
        corners = cv2.boxPoints(((x, y), (width + grown, height + grown), angle)) * (scale_x, scale_y)
        box = _box(corners)
        if min(box.width, box.height) >= LEGIBLE:
            found.append(box)
    return found


def joined(boxes: Sequence[Box]) -> list[Box]:
    """The boxes, those made one that continue each other: the detector parts a line at wide gaps, and loses a thin 1 there."""
    left = sorted(boxes, key=lambda box: box.left)
    found: list[Box] = []
    while left:
        box = left.pop(0)
        follower = next((number for number, other in enumerate(left) if _continues(box, other)), None)
        if follower is None:
            found.append(box)
        else:
            left.insert(0, _union(box, left.pop(follower)))
    return found


def _continues(box: Box, other: Box) -> bool:
    if box.height > box.width or not 0.7 < box.height / max(other.height, 1.0) < 1.4:
        return False
    (a, b, c, d), (e, f, _, h) = box.corners, other.corners
    along = ((b[0] - a[0]) / box.width, (b[1] - a[1]) / box.width)
    across = ((d[0] - a[0]) / box.height, (d[1] - a[1]) / box.height)
    gap = ((e[0] + h[0] - b[0] - c[0]) / 2, (e[1] + h[1] - b[1] - c[1]) / 2)
    if other.width > other.height and abs(_dot((f[0] - e[0], f[1] - e[1]), across)) > 0.15 * other.width:
        return False  # it runs in another direction
    return -0.6 * box.height < _dot(gap, along) < GAP * box.height and abs(_dot(gap, across)) < 0.3 * box.height


def _dot(a: tuple[float, float], b: tuple[float, float]) -> float:
    return a[0] * b[0] + a[1] * b[1]


def _union(box: Box, other: Box) -> Box:
    import cv2
    import numpy as np

    return _box(cv2.boxPoints(cv2.minAreaRect(np.array([*box.corners, *other.corners], np.float32))))


def _mean_heat(heat: Any, corners: Any) -> float:
    import cv2
    import numpy as np

    height, width = heat.shape
    left, top = np.clip(np.floor(corners.min(axis=0)).astype(int), 0, (width - 1, height - 1))
    right, bottom = np.clip(np.ceil(corners.max(axis=0)).astype(int), 0, (width - 1, height - 1))
    mask = np.zeros((bottom - top + 1, right - left + 1), np.uint8)
    cv2.fillPoly(mask, [np.round(corners - (left, top)).astype(np.int32)], 1)
    mean: float = cv2.mean(heat[top : bottom + 1, left : right + 1], mask)[0]
    return mean


def _box(corners: Any) -> Box:
    import numpy as np

    # The text runs along the longer side unless that stands nearly upright: from left to right, else from top to bottom.
    around = [corners[number] for number in range(4)]
    start = min(range(4), key=lambda number: around[number][0] + around[number][1])
    a, b, c, d = (around[(start + step) % 4] for step in range(4))
    if (b[0] - a[0]) * (c[1] - b[1]) < (b[1] - a[1]) * (c[0] - b[0]):  # anticlockwise on the screen
        b, d = d, b
    width, height = float(np.linalg.norm(b - a)), float(np.linalg.norm(d - a))
    return Box(tuple((float(x), float(y)) for x, y in (a, b, c, d)), width, height)


def crop_of(pixels: Pixels, box: Box, height: int, widest: int) -> Pixels:
    """The line cut out, upright, `height` pixels high and as wide as that makes it; what stands upright is laid down."""
    import cv2
    import numpy as np

    a, b, c, d = box.corners
    wide, high = box.width, box.height
    if high >= 1.5 * wide:
        a, b, c, d = b, c, d, a
        wide, high = high, wide
    width = int(min(max(round(wide * height / max(high, 1.0)), 8), widest))
    to = np.array([[0, 0], [width, 0], [width, height]], np.float32)
    move = cv2.getAffineTransform(np.array([a, b, c], np.float32), to)
    if high > 2 * height:  # an affine cut samples single pixels: large letters would turn ragged
        pixels, move = _reduced(pixels, (a, b, c, d), high / height, to)
    cut = cv2.warpAffine(pixels, move, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cut)


def _reduced(pixels: Pixels, corners: Sequence[tuple[float, float]], factor: float, to: Any) -> tuple[Pixels, Any]:
    import cv2
    import numpy as np

    points = np.array(corners, np.float32)
    height, width = pixels.shape[:2]
    left, top = np.clip(np.floor(points.min(axis=0)).astype(int) - 2, 0, (width - 1, height - 1))
    right, bottom = np.clip(np.ceil(points.max(axis=0)).astype(int) + 3, (left + 1, top + 1), (width, height))
    part = pixels[top:bottom, left:right]
    size = (max(1, round(part.shape[1] / factor)), max(1, round(part.shape[0] / factor)))
    small = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
    moved = (points[:3] - (left, top)) * (size[0] / part.shape[1], size[1] / part.shape[0])
    return np.asarray(small), cv2.getAffineTransform(moved.astype(np.float32), to)


def in_rows(boxes: Sequence[Box]) -> list[list[int]]:
    """Numbers of the boxes in reading order: rows from the top, each from the left."""
    rows: list[list[int]] = []
    for number in sorted(range(len(boxes)), key=lambda one: boxes[one].middle):
        box = boxes[number]
        if rows:
            last = [boxes[one] for one in rows[-1]]
            middle = sum(one.middle for one in last) / len(last)
            if abs(box.middle - middle) < 0.5 * min(box.height, *(one.height for one in last)):
                rows[-1].append(number)
                continue
        rows.append([number])
    return [sorted(row, key=lambda one: boxes[one].left) for row in rows]
