"""Two photos laid over each other by a map: whether the pictures agree there, and how far they do.

What many photos share (a shop's mark, a banner, a screen around them) agrees as well, and so do edges of frames: what counts is
that the pictures themselves agree, down to their lines, and that hardly any part of them does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt

from matchers.photos.features import Floats, PhotoFeatures

SET_IN = 0.6
"""Share of one photo's area below which the other one was set into it, beside other pictures."""
PLAIN = 3.5
"""Standard deviation of grey values about a spot up to which nothing is to be seen there."""
STRUCTURED = 12.0
"""From which on something is, though the other picture be plain there: more than noise."""
ALIKE = 0.5
"""Correlation about a spot from which on the pictures agree there."""
_WINDOW = (9, 9)

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Overlay:
    """What two pictures have in common where they lie over each other."""

    agreeing: float
    """Share of the structured part in which the pictures agree."""
    likeness: float
    """Mean correlation about the spots of the structured part."""
    lines: float
    """Agreement of the directions of lines and edges, the strong ones weighing more: 1 for all, 0 for none."""
    correlation: float
    """Of the pictures over the whole overlap."""
    worst: float
    """Share of disagreement in the part (a square of two fifths of the overlap's mean side) that agrees least."""
    share_a: float
    """Share of the first photo that lies in the second one."""
    share_b: float


def lay_over(a: PhotoFeatures, b: PhotoFeatures, matrix: npt.NDArray[np.float64]) -> Overlay | None:
    """The pictures over each other by a map from a to b; None where they hardly meet.

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
    mask = cv2.warpPerspective(np.ones_like(right), pixels, (width, height), flags=cv2.INTER_LINEAR) > 0.98
    if mask.sum() < 60:
        return None
    whole = cv2.warpPerspective(np.ones((height, width), np.float32), np.linalg.inv(pixels), right.shape[::-1]) > 0.5
    shares = float(mask.mean()), float(whole.mean())
    return _agreement(left, cast("Floats", warped), mask, *(shares if grows >= 1 else shares[::-1]))


def _to_pixels(features: PhotoFeatures) -> npt.NDArray[np.float64]:
    """From units of the mean side to pixels of the small picture, whose centres lie at whole numbers."""
    height, width = features.small.shape
    scale = float(np.sqrt(features.aspect))
    return np.array([[width / scale, 0, -0.5], [0, height * scale, -0.5], [0, 0, 1]])


def _agreement(left: Floats, right: Floats, mask: Mask, share_a: float, share_b: float) -> Overlay:
    local, structured = _compared(left, right, mask)
    alike = local > ALIKE
    if min(share_a, share_b) < SET_IN:
        # The cells of a collage cut their photos: what lies beside the cell is its neighbour.
        part = _agreeing_part(structured, alike)
        kept = float((mask & part).sum() / mask.sum())
        mask, structured = mask & part, structured & part
        share_a, share_b = share_a * kept, share_b * kept
    correlation = _correlation(left[mask], right[mask])
    # A plain picture has hardly a spot to compare: there the whole must do.
    agreeing = likeness = max(0.0, correlation)
    if structured.sum() >= 40:
        agreeing, likeness = float(alike[structured].mean()), float(local[structured].mean())
    worst = _worst(structured & ~alike, mask)
    return Overlay(agreeing, likeness, _lines(left, right, mask), correlation, worst, share_a, share_b)


def _compared(left: Floats, right: Floats, mask: Mask) -> tuple[Floats, Mask]:
    """Correlation about each spot, and where there is something to see."""
    import cv2

    weight = mask.astype(np.float32)
    count = cv2.boxFilter(weight, -1, _WINDOW, normalize=False, borderType=cv2.BORDER_CONSTANT)

    def mean(values: Floats) -> Floats:
        total = cv2.boxFilter(values * weight, -1, _WINDOW, normalize=False, borderType=cv2.BORDER_CONSTANT)
        return np.asarray(total / np.maximum(count, 1.0), np.float32)

    # Light that changes slowly over the picture (vignette, glare) is taken out.
    left, right = (picture - _slow(picture, weight) for picture in (left, right))
    left_mean, right_mean = mean(left), mean(right)
    left_spread = np.maximum(mean(left * left) - left_mean**2, 0)
    right_spread = np.maximum(mean(right * right) - right_mean**2, 0)
    shared = mean(left * right) - left_mean * right_mean
    local = np.asarray(shared / np.sqrt((left_spread + 6) * (right_spread + 6)), np.float32)
    least, most = (np.sqrt(each(left_spread, right_spread)) for each in (np.minimum, np.maximum))
    return local, mask & (count > 25) & ((least > PLAIN) | (most > STRUCTURED))


def _slow(picture: Floats, weight: Floats) -> Floats:
    import cv2

    sigma = (0, 0)
    spread = cv2.GaussianBlur(picture * weight, sigma, 7) / np.maximum(cv2.GaussianBlur(weight, sigma, 7), 1e-3)
    return np.asarray(spread, np.float32)


def _agreeing_part(structured: Mask, alike: Mask) -> Mask:
    """The upright rectangle that holds what agrees and leaves out, at its sides, what does not."""
    worth = np.where(structured, np.where(alike, 1.0, -1.5), 0.0)
    rows, columns = slice(None), slice(None)
    for _ in range(2):
        columns = _best_run(worth[rows].sum(axis=0))
        rows = _best_run(worth[:, columns].sum(axis=1))
    part = np.zeros(worth.shape, bool)
    part[rows, columns] = True
    return part


def _best_run(worth: npt.NDArray[np.float64]) -> slice:
    """The run of the greatest sum, with what is worth nothing on its sides."""
    sums = np.concatenate([[0.0], np.cumsum(worth)])
    lowest = np.minimum.accumulate(sums)
    end = len(sums) - 1 - int((sums - lowest)[::-1].argmax())
    return slice(int(sums[: end + 1].argmin()), end)


def _correlation(one: Floats, two: Floats) -> float:
    if not one.size:
        return 0.0
    one, two = one - one.mean(), two - two.mean()
    bottom = float(np.sqrt((one * one).sum() * (two * two).sum()))
    return float((one * two).sum()) / bottom if bottom > 1e-3 else 0.0


def _lines(left: Floats, right: Floats, mask: Mask) -> float:
    import cv2

    (left_x, left_y), (right_x, right_y) = (
        [cv2.Sobel(picture, cv2.CV_32F, *axes) for axes in ((1, 0), (0, 1))] for picture in (left, right)
    )
    strength = np.hypot(left_x, left_y) * np.hypot(right_x, right_y)
    cosine = (left_x * right_x + left_y * right_y) / np.maximum(strength, 1)
    weight = np.minimum(np.sqrt(strength), 60) * mask
    return float((cosine * weight).sum() / max(float(weight.sum()), 1e-3))


def _worst(differs: Mask, mask: Mask) -> float:
    import cv2

    side = max(5, round(0.4 * float(np.sqrt(mask.sum()))))

    def share(where: Mask) -> Floats:
        return np.asarray(cv2.boxFilter(where.astype(np.float32), -1, (side, side), borderType=cv2.BORDER_CONSTANT))

    return float(share(differs)[share(mask) > 0.7].max(initial=0.0))
