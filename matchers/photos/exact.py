"""Whether two photos show one picture, and where: local features that agree, their geometry, the pictures over each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from matchers.photos.features import Floats, PhotoFeatures

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
    pairs: int
    """Pairs of like features before the geometry."""
    covered: float
    """Share of the overlap that the agreeing features span."""
    agreeing: float
    """Share of the structured part of the overlap in which the pictures agree."""
    correlation: float
    """Of the pictures over the whole overlap."""
    worst: float
    """Share of disagreement in the part of the overlap (a square of two fifths of its mean side) that agrees least."""
    share_a: float
    """Share of the first photo that lies in the second one."""
    share_b: float


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
    alike = _of_one_motion(a.points[pairs[:, 0]], b.points[pairs[:, 1]], mine, theirs)
    if alike.sum() < FEWEST_PAIRS:
        return None
    found = _fit(mine[alike], theirs[alike])
    if found is None:
        return None
    matrix, inside = found
    inliers = _distinct(mine[alike][inside], theirs[alike][inside])
    return measure(a, b, matrix, inliers, len(pairs), mine[alike][inside])


def measure(
    a: PhotoFeatures, b: PhotoFeatures, matrix: npt.NDArray[np.float64], inliers: int, pairs: int, spots: Floats
) -> Alignment | None:
    """What speaks for a map: how far the photos overlap by it and whether they agree there."""
    overlay = lay_over(a, b, matrix)
    if overlay is None:
        return None
    agreeing, correlation, worst, share_a, share_b = overlay
    covered = 0.0
    if len(spots) >= 3:
        import cv2

        covered = float(cv2.contourArea(cv2.convexHull(spots.astype(np.float32)))) / max(share_a, 1e-6)
    return Alignment(matrix, inliers, pairs, min(covered, 1.0), agreeing, correlation, worst, share_a, share_b)


def _of_one_motion(a: Floats, b: Floats, mine: Floats, theirs: Floats) -> npt.NDArray[np.bool_]:
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


def lay_over(
    a: PhotoFeatures, b: PhotoFeatures, matrix: npt.NDArray[np.float64]
) -> tuple[float, float, float, float, float] | None:
    """The pictures over each other: agreeing share, correlation, worst part, share of a and of b in the overlap.

    Both are brought to b's frame, or to a's where a stands larger in b than it is (so that neither is blown up).
    """
    import cv2

    ha, wa = a.small.shape
    hb, wb = b.small.shape
    grows = abs(np.linalg.det(matrix[:2, :2])) / matrix[2, 2] ** 2
    pixels = _to_pixels(b) @ matrix @ np.linalg.inv(_to_pixels(a))
    # INTER_AREA is not to be had in a warp: what shrinks is blurred first.
    if grows >= 1:
        pixels = np.linalg.inv(pixels)
        base, other, (width, height) = a.small, b.small, (wa, ha)
        shrink = float(np.sqrt(grows))
    else:
        base, other, (width, height) = b.small, a.small, (wb, hb)
        shrink = float(1 / np.sqrt(max(grows, 1e-6)))
    left = base.astype(np.float32)
    right = other.astype(np.float32)
    if shrink > 1.2:
        right = cast("Floats", cv2.GaussianBlur(right, (0, 0), 0.45 * shrink))
    warped = cv2.warpPerspective(right, pixels, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    warped = cast("Floats", warped)
    mask = cv2.warpPerspective(np.ones_like(right), pixels, (width, height), flags=cv2.INTER_LINEAR) > 0.98
    if mask.sum() < 60:
        return None
    agreement = _agreement(left, warped, mask)
    share_base = float(mask.mean())
    whole = cv2.warpPerspective(np.ones((height, width), np.float32), np.linalg.inv(pixels), right.shape[::-1]) > 0.5
    share_other = float(whole.mean())
    shares = (share_base, share_other) if grows >= 1 else (share_other, share_base)
    return *agreement, *shares


def _to_pixels(features: PhotoFeatures) -> npt.NDArray[np.float64]:
    """From units of the mean side to pixels of the small picture, whose centres lie at whole numbers."""
    height, width = features.small.shape
    scale = float(np.sqrt(features.aspect))
    return np.array([[width / scale, 0, -0.5], [0, height * scale, -0.5], [0, 0, 1]])


def _slow(picture: Floats, weight: Floats) -> Floats:
    import cv2

    sigma = (0, 0)
    spread = cv2.GaussianBlur(picture * weight, sigma, 7) / np.maximum(cv2.GaussianBlur(weight, sigma, 7), 1e-3)
    return np.asarray(spread, np.float32)


def _agreement(left: Floats, right: Floats, mask: npt.NDArray[np.bool_]) -> tuple[float, float, float]:
    """Share of the structured overlap in which the pictures agree; correlation of all; disagreement of the worst part."""
    import cv2

    weight = mask.astype(np.float32)
    window = (9, 9)

    def mean(values: Floats) -> Floats:
        total = cv2.boxFilter(values * weight, -1, window, normalize=False, borderType=cv2.BORDER_CONSTANT)
        return np.asarray(total / np.maximum(count, 1.0), np.float32)

    count = cv2.boxFilter(weight, -1, window, normalize=False, borderType=cv2.BORDER_CONSTANT)
    whole_left, whole_right = left, right
    # Light that changes slowly over the picture (vignette, glare) is taken out.
    left, right = (picture - _slow(picture, weight) for picture in (left, right))
    left_mean, right_mean = mean(left), mean(right)
    left_spread = np.maximum(mean(left * left) - left_mean**2, 0)
    right_spread = np.maximum(mean(right * right) - right_mean**2, 0)
    shared = mean(left * right) - left_mean * right_mean
    local = shared / np.sqrt((left_spread + 6) * (right_spread + 6))
    least, most = (np.sqrt(each(left_spread, right_spread)) for each in (np.minimum, np.maximum))
    # Noise on a plain ground is no structure that differs; a strong line that the other picture lacks is.
    structured = mask & (count > 25) & ((least > 3.5) | (most > 28))
    differs = (structured & (local <= 0.5)).astype(np.float32)
    side = max(5, round(0.4 * float(np.sqrt(mask.sum()))))
    part = (side, side)
    inside = cv2.boxFilter(weight, -1, part, normalize=True, borderType=cv2.BORDER_CONSTANT)
    worst = float(
        (cv2.boxFilter(differs, -1, part, normalize=True, borderType=cv2.BORDER_CONSTANT)[inside > 0.7]).max(initial=0.0)
    )
    one, two = whole_left[mask], whole_right[mask]
    one, two = one - one.mean(), two - two.mean()
    bottom = float(np.sqrt((one * one).sum() * (two * two).sum()))
    correlation = float((one * two).sum()) / bottom if bottom > 1e-3 else 0.0
    # A plain picture has hardly a spot to compare: there the whole must do.
    agreeing = float((local[structured] > 0.5).mean()) if structured.sum() >= 40 else max(0.0, correlation)
    return agreeing, correlation, worst
