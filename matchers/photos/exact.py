"""Whether two photos show one picture, and where: local features that agree, their geometry, the pictures over each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from matchers.photos.features import Floats, PhotoFeatures
from matchers.photos.overlay import Overlay, lay_over

RATIO = 0.86
"""Lowe's ratio: the nearest description must be this much nearer than the second nearest elsewhere in the photo."""
FURTHEST = 0.80
"""Distance of unit descriptions beyond which they are not compared."""
FEWEST_PAIRS = 5
TOLERANCE = 0.022
"""Of the photo's geometric mean side: how far an agreeing feature may lie from where the geometry puts it."""
SEED = 20241124


@dataclass(frozen=True, slots=True)
class Alignment:
    """A map from one photo (a) to another one (b), in pixels of squares of their own mean side, and what speaks for it."""

    matrix: npt.NDArray[np.float64]
    """3 x 3, from a to b, in units of each photo's geometric mean side."""
    inliers: int
    overlay: Overlay
    """The pictures over each other."""
    rows: npt.NDArray[np.intp]
    """The features of b that agree."""

    @property
    def squeeze(self) -> float:
        """How much more the map stretches one direction than another one; 1 where all shapes are kept."""
        most, least = np.linalg.svd(self.matrix[:2, :2], compute_uv=False)
        return float(most / max(least, 1e-9))


def pairs_of(a: PhotoFeatures, b: PhotoFeatures) -> npt.NDArray[np.intp]:
    """[n, 2]: rows of features of a and b that are each other's likeness, by Lowe's ratio."""
    if len(a.points) < 2 or len(b.points) < 2:
        return np.empty((0, 2), np.intp)
    likeness = a.described @ b.described.T
    best = likeness.argmax(axis=1)
    rows = np.flatnonzero(likeness[np.arange(len(best)), best] > 1 - FURTHEST**2 / 2)
    best = best[rows]
    likeness = likeness[rows]
    top = likeness[np.arange(len(rows)), best]
    second = np.where(b.neighbours[best], np.float32(-1), likeness).max(axis=1, initial=-1)  # the second nearest elsewhere
    good = np.sqrt(np.maximum(0, 2 - 2 * top)) < RATIO * np.sqrt(np.maximum(0, 2 - 2 * second))
    return np.stack([rows[good], best[good]], axis=1)


def places(features: PhotoFeatures) -> Floats:
    """Positions in units of the photo's geometric mean side."""
    scale = np.sqrt(features.aspect)
    return features.points[:, :2] * np.array([scale, 1 / scale], np.float32)


def align(a: PhotoFeatures, b: PhotoFeatures) -> Alignment | None:
    """The best map from a to b by their features, or None where too few agree."""
    pairs = pairs_of(a, b)
    if len(pairs) < FEWEST_PAIRS:
        return None
    mine, theirs = places(a)[pairs[:, 0]], places(b)[pairs[:, 1]]
    alike = _of_one_motion(a.points[pairs[:, 0]], b.points[pairs[:, 1]])
    if alike.sum() < FEWEST_PAIRS:
        return None
    found = _fit(mine[alike], theirs[alike])
    if found is None:
        return None
    matrix, inside = found
    inliers = _distinct(mine[alike][inside], theirs[alike][inside])
    overlay = lay_over(a, b, matrix)
    return None if overlay is None else Alignment(matrix, inliers, overlay, pairs[alike][inside, 1])


def _of_one_motion(a: Floats, b: Floats) -> npt.NDArray[np.bool_]:
    """Pairs that agree with the most others in turn and change of size (a vote in overlapping bins)."""
    turn = (b[:, 3] - a[:, 3]) % 360
    zoom = np.log2(b[:, 2] / a[:, 2])
    turns = np.abs((turn[:, None] - turn[None] + 180) % 360 - 180)
    agree = (turns < 22) & (np.abs(zoom[:, None] - zoom[None]) < 0.7)
    best = int(agree.sum(axis=1).argmax())
    return np.asarray(agree[best])


def _fit(mine: Floats, theirs: Floats) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]] | None:
    import cv2

    cv2.setRNGSeed(SEED)
    affine: Any
    bent: Any
    affine, inside = cv2.estimateAffine2D(
        mine, theirs, method=cv2.RANSAC, ransacReprojThreshold=TOLERANCE, maxIters=1000, confidence=0.995, refineIters=10
    )
    if affine is None or inside.sum() < FEWEST_PAIRS:
        return None
    matrix = np.vstack([np.asarray(affine, np.float64), [0, 0, 1]])
    good = inside.ravel().astype(bool)
    if good.sum() >= 8:
        bent, bent_inside = cv2.findHomography(mine, theirs, cv2.USAC_MAGSAC, TOLERANCE, maxIters=1000, confidence=0.995)
        if bent is not None and bent_inside.sum() >= 1.1 * good.sum() and _sane(bent):
            return np.asarray(bent, np.float64), bent_inside.ravel().astype(bool)
    return (matrix, good) if _sane(matrix) else None


def _sane(matrix: npt.NDArray[np.float64]) -> bool:
    """Whether a map neither folds, mirrors nor squeezes the photo: no way of showing it again does."""
    corners = np.array([[0.1, 0.1], [0.9, 0.1], [0.9, 0.9], [0.1, 0.9]])
    moved = np.column_stack([corners, np.ones(4)]) @ matrix.T
    if (moved[:, 2] <= 0.2 * moved[:, 2].max()).any():
        return False
    points = moved[:, :2] / moved[:, 2:]
    edges = np.roll(points, -1, axis=0) - points
    turns = edges[:, 0] * np.roll(edges[:, 1], -1) - edges[:, 1] * np.roll(edges[:, 0], -1)
    if (turns <= 0).any():
        return False
    lengths = np.sqrt((edges**2).sum(axis=1))
    return bool(lengths.min() > 0.3 * lengths.max() and 0.05 < lengths.max() / 0.8 < 20)


def _distinct(mine: Floats, theirs: Floats) -> int:
    """How many pairs there are, those at one spot counted once."""
    grid = np.round(np.hstack([mine, theirs]) / 0.012).astype(np.int64)
    return min(len(np.unique(grid[:, :2], axis=0)), len(np.unique(grid[:, 2:], axis=0)))
