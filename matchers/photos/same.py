"""The decision: whether two photos show one picture, how likely, and which part of each."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matchers.photos.exact import Alignment, align
from matchers.photos.features import PhotoFeatures
from matchers.photos.overlay import lay_over

Point = tuple[float, float]

FEWEST_INLIERS = 6
"""Photos of different things reach 5, seldom 6, and then disagree wherever they are laid over each other."""
FEW_INLIERS = 4
"""Enough where the pictures, laid over each other, agree in `MOSTLY_AGREEING`: other photos with so few reach 0.35."""
MOSTLY_AGREEING = 0.7
LEAST_AGREEING = 0.5
"""Of the overlap's structure and of its lines. Frames and bars around other pictures agree as wholes, but in 0.3 to 0.6 of
their lines; different things on one table in 0.2 to 0.6 of both; a copy that is written all over in 0.6."""
SOME_REPLACED = 0.4
"""Disagreement of the worst part from which on the rest must agree the better, by `BETTER` times what is above it."""
BETTER = 0.6
MOST_REPLACED = 0.80
"""Disagreement of the worst part from which on another thing lies there: a sticker or a price covers less."""
LEAST_LIKENESS = 0.4
LEAST_OF_ONE = 0.5
"""Share of one of the photos that the other one must show: what shows less is a mark, a banner or words on both."""
CELL_OF_ONE, CELL_OF_BOTH, CELL_INLIERS = 0.4, 0.15, 12
"""The same for a cell of a collage, which cuts its photo to another shape."""
LEAST_OF_BOTH = 0.08
MOST_SQUEEZED = 1.35
"""By a map that fewer than `SQUEEZED_INLIERS` features speak for: other words fit words that are stretched to them."""
SQUEEZED_INLIERS = 12
MARK_INLIERS = 8
"""Features of another picture that agree from which on both bear a mark."""
FLAT_CORRELATION = 0.93
"""For photos with next to no features: of the whole pictures, laid over each other as they are."""
FLAT_AGREEING = 0.85
_FLAT_ASPECT = 1.1
MOST_LIKELY = 0.999


@dataclass(frozen=True, slots=True)
class PhotoLink:
    """Two photos (a and b) that show one picture, and where. Positions run from 0 to 1 over width and height."""

    probability: float
    mirrored: bool
    """b shows a as in a mirror."""
    inliers: int
    """Features that agree; 0 where the pictures as wholes do."""
    distance: float
    """Share of the part's structure that looks different, 0 to 1: what was written or stuck over it."""
    part_a: tuple[Point, ...]
    """Corners of the part of a that b shows."""
    part_b: tuple[Point, ...]
    """The same corners in b."""
    matrix: tuple[tuple[float, float, float], ...]
    """Homography from positions in a to positions in b, for laying one over the other."""
    share_a: float
    """How much of a is in b, by area."""
    share_b: float

    def said(self) -> str:
        """For a person, as the rest of a sentence that begins with the photo."""
        how = "mirrored " if self.mirrored else ""
        if self.share_a > 0.9 and self.share_b > 0.9:
            what = f"shows the {how}picture of the other one"
        elif self.share_a > 0.9:
            what = f"holds the whole {how}picture of the other one, in {self.share_b:.0%} of its area"
        else:
            what = f"shows {self.share_a:.0%} of the {how}picture of the other one"
        by = f"{self.inliers} features agree" if self.inliers else "the whole pictures agree"
        return f"{what} ({by}, {self.distance:.0%} of it differs)"


def same_photo(a: PhotoFeatures, b: PhotoFeatures) -> PhotoLink | None:
    """How b shows the picture of a (whole or in part, mirrored or not), or None where it does not."""
    return compared(a, b)[0]


def compared(a: PhotoFeatures, b: PhotoFeatures) -> tuple[PhotoLink | None, set[int]]:
    """As `same_photo`; and, where it is not the picture, the features of b (rows) that a has too: a mark on both."""
    best: tuple[float, bool, Alignment] | None = None
    marks: set[int] = set()
    for mirrored in (False, True):
        found = align(a.mirrored() if mirrored else a, b)
        if found is not None:
            if found.inliers >= MARK_INLIERS:
                marks.update(found.rows.tolist())
            if (probability := likelihood(found)) is not None and (best is None or probability > best[0]):
                best = (probability, mirrored, found)
        if best is not None and best[0] > 0.9:
            break
    if best is None:
        best = _as_wholes(a, b)
    link = None if best is None else _link(a, b, *best)
    return link, marks if link is None else set()


def likelihood(found: Alignment) -> float | None:
    """The probability that an alignment is of one picture; None where it is none.

    Set by hand on the tuned half of `benchmarks/photos.py`: the measures of copies and of other photos lie far apart.
    """
    laid = found.overlay
    fewest, least = (FEWEST_INLIERS, LEAST_AGREEING) if found.inliers >= FEWEST_INLIERS else (FEW_INLIERS, MOSTLY_AGREEING)
    if found.inliers < fewest or laid.agreeing < least or laid.likeness < LEAST_LIKENESS or laid.worst > MOST_REPLACED:
        return None
    if min(laid.agreeing, laid.lines) < LEAST_AGREEING + BETTER * max(0.0, laid.worst - SOME_REPLACED):
        return None
    if not _shows_enough(found) or (found.inliers < SQUEEZED_INLIERS and found.squeeze > MOST_SQUEEZED):
        return None
    logit = 0.45 * (min(found.inliers, 16) - FEWEST_INLIERS) + 9 * (laid.agreeing - 0.55) + 6 * (laid.lines - 0.7)
    logit -= 6 * max(0.0, laid.worst - 0.65)
    return min(MOST_LIKELY, round(1 / (1 + math.exp(-logit)), 4))


def _shows_enough(found: Alignment) -> bool:
    """Whether enough of one of the photos is in the other one to be more than a mark that both bear."""
    less, more = sorted((found.overlay.share_a, found.overlay.share_b))
    cell = more >= CELL_OF_ONE and less >= CELL_OF_BOTH and found.inliers >= CELL_INLIERS
    return less >= LEAST_OF_BOTH and (more >= LEAST_OF_ONE or cell)


def _as_wholes(a: PhotoFeatures, b: PhotoFeatures) -> tuple[float, bool, Alignment] | None:
    """Plain pictures without features, compared as wholes."""
    if not 1 / _FLAT_ASPECT < a.aspect / b.aspect < _FLAT_ASPECT:
        return None
    stretch = math.sqrt(b.aspect / a.aspect)
    matrix = np.diag([stretch, 1 / stretch, 1.0])
    for mirrored in (False, True):
        laid = lay_over(a.mirrored() if mirrored else a, b, matrix)
        if laid is None:
            continue
        if laid.correlation >= FLAT_CORRELATION and laid.agreeing >= FLAT_AGREEING and laid.worst <= 0.5:
            probability = round(0.6 + 5 * (laid.correlation - FLAT_CORRELATION), 4)
            return probability, mirrored, Alignment(matrix, 0, laid, np.empty(0, np.intp))
    return None


def _link(a: PhotoFeatures, b: PhotoFeatures, probability: float, mirrored: bool, found: Alignment) -> PhotoLink | None:
    scale_a, scale_b = math.sqrt(a.aspect), math.sqrt(b.aspect)
    matrix = np.diag([1 / scale_b, scale_b, 1.0]) @ found.matrix @ np.diag([scale_a, 1 / scale_a, 1.0])
    if mirrored:
        matrix = matrix @ np.array([[-1.0, 0, 1], [0, 1, 0], [0, 0, 1]])
    matrix = matrix / matrix[2, 2]
    part = _part(matrix)
    if part is None:
        return None
    part_a, part_b = part
    rows = tuple((float(row[0]), float(row[1]), float(row[2])) for row in np.round(matrix, 6))
    return PhotoLink(
        probability, mirrored, found.inliers, round(1 - found.overlay.agreeing, 3), part_a, part_b, rows,
        round(_area(part_a), 3), round(_area(part_b), 3),
    )  # fmt: skip


def _part(matrix: npt.NDArray[np.float64]) -> tuple[tuple[Point, ...], tuple[Point, ...]] | None:
    """The part that both photos show, as corners in the first and in the second one."""
    frame = _moved(np.array([[0.0, 0], [1, 0], [1, 1], [0, 1]], np.float64), matrix)
    corners = [(float(x), float(y)) for x, y in frame]
    for axis, edge, sign in ((0, 0.0, 1), (0, 1.0, -1), (1, 0.0, 1), (1, 1.0, -1)):
        corners = _cut(corners, axis, edge, sign)
    if len(corners) < 3:
        return None
    part = np.asarray(corners, dtype=np.float64)
    back = np.asarray(np.linalg.inv(matrix), dtype=np.float64)
    return _points(_moved(part, back)), _points(part)


def _cut(corners: list[Point], axis: int, edge: float, sign: int) -> list[Point]:
    """What of a convex polygon lies on one side of an upright or level line."""
    kept: list[Point] = []
    for at, corner in enumerate(corners):
        before = corners[at - 1]
        inside, was_inside = ((point[axis] - edge) * sign >= 0 for point in (corner, before))
        if inside != was_inside:
            t = (edge - before[axis]) / (corner[axis] - before[axis])
            kept.append((before[0] + t * (corner[0] - before[0]), before[1] + t * (corner[1] - before[1])))
        if inside:
            kept.append(corner)
    return kept


def _moved(points: npt.NDArray[np.float64], matrix: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    moved = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return np.asarray(moved[:, :2] / moved[:, 2:])


def _points(corners: npt.NDArray[np.float64]) -> tuple[Point, ...]:
    return tuple((round(float(x), 4), round(float(y), 4)) for x, y in np.clip(corners, 0, 1))


def _area(corners: tuple[Point, ...]) -> float:
    pairs = zip(corners, (*corners[1:], corners[0]), strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2
