"""What is kept of a photo so that it is known again: local features at two sizes, and a small grey picture.

Features are SIFT (by OpenCV), found at a fixed area and again at a quarter of its sides, so that a photo that stands small in
another one is still met. Each is described by 128 numbers, kept in four bits each.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from PIL import Image as Images

FINE_SIDE = 320
"""Features are found in the photo at this many pixels a side, as if it were square."""
COARSE_SIDE = 144
FINE_FEATURES = 220
COARSE_FEATURES = 110
CONTRAST = 0.02
"""SIFT's own default is 0.04 (0.013 a layer); photos of plain goods on a plain ground have little."""
SMALL_SIDE = 64
"""Pixels a side, as if square, of the grey picture by which alignments are checked."""
ONE_SPOT = 0.03
"""Of width and height: the same spot is often described twice, at two sizes or directions."""
DIMENSIONS = 128
VERSION = 1
_HEADER = struct.Struct("<BHHHBB")
_MIRRORED = np.arange(DIMENSIONS).reshape(4, 4, 8)[::-1, :, (-np.arange(8)) % 8].ravel()
"""Where the numbers of a SIFT description go in a mirror: the rows across the feature's direction flip, and so do turns."""

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class PhotoFeatures:
    """What is kept of one photo. Positions run from 0 to 1 over width and height."""

    width: int
    height: int
    """Pixels of the whole photo."""
    points: Floats
    """[n, 4]: x, y (0 to 1), size (of the geometric mean of the sides), direction (degrees)."""
    descriptions: Bytes
    """[n, 128], 0 to 15."""
    small: Bytes
    """The photo in grey, some 64 x 64 pixels in its own proportions."""

    @cached_property
    def described(self) -> Floats:
        """Descriptions as rows of unit length."""
        return _unit(self.descriptions)

    @cached_property
    def neighbours(self) -> npt.NDArray[np.bool_]:
        """[n, n]: which features lie at one spot."""
        x, y = self.points[:, 0], self.points[:, 1]
        near: npt.NDArray[np.bool_] = (np.abs(x[:, None] - x) < ONE_SPOT) & (np.abs(y[:, None] - y) < ONE_SPOT)
        return near

    @property
    def aspect(self) -> float:
        """Width by height."""
        return self.width / self.height

    def without(self, rows: Collection[int]) -> PhotoFeatures:
        """All but these features."""
        kept = np.setdiff1d(np.arange(len(self.points)), np.fromiter(rows, np.intp, len(rows)))
        return replace(self, points=self.points[kept], descriptions=self.descriptions[kept])

    def mirrored(self) -> PhotoFeatures:
        """The features of the mirror image."""
        points = self.points.copy()
        points[:, 0] = 1 - points[:, 0]
        points[:, 3] = (180 - points[:, 3]) % 360
        return PhotoFeatures(self.width, self.height, points, self.descriptions[:, _MIRRORED], self.small[:, ::-1])

    def to_bytes(self) -> bytes:
        """As bytes, some 20 kB."""
        height, width = self.small.shape
        places = np.clip(np.round(self.points[:, :2] * 65535), 0, 65535).astype("<u2")
        shapes = np.empty((len(self.points), 2), np.uint8)
        shapes[:, 0] = np.clip(np.round(np.log2(np.maximum(self.points[:, 2], 1e-6)) * 16 + 192), 0, 255)
        shapes[:, 1] = np.round(self.points[:, 3] * 256 / 360).astype(int) % 256
        halves = self.descriptions[:, ::2] << 4 | self.descriptions[:, 1::2]
        header = _HEADER.pack(VERSION, min(self.width, 65535), min(self.height, 65535), len(self.points), width, height)
        return header + zlib.compress(places.tobytes() + shapes.tobytes() + halves.tobytes() + self.small.tobytes(), 6)

    @classmethod
    def from_bytes(cls, data: bytes) -> PhotoFeatures:
        """What `to_bytes` gave. Raises `ValueError` for anything else."""
        if len(data) < _HEADER.size:
            raise ValueError("no photo features")
        version, width, height, count, small_width, small_height = _HEADER.unpack_from(data)
        size = count * (4 + 2 + DIMENSIONS // 2) + small_width * small_height
        try:
            unpacker = zlib.decompressobj()
            body = unpacker.decompress(data[_HEADER.size :], size + 1)
        except zlib.error as error:
            raise ValueError("no photo features") from error
        if version != VERSION or len(body) != size or not width or not height:
            raise ValueError("no photo features")
        places = np.frombuffer(body, "<u2", count * 2).reshape(count, 2)
        shapes = np.frombuffer(body, np.uint8, count * 2, count * 4).reshape(count, 2)
        halves = np.frombuffer(body, np.uint8, count * 64, count * 6).reshape(count, 64)
        small = np.frombuffer(body, np.uint8, small_width * small_height, count * 70).reshape(small_height, small_width)
        points = np.empty((count, 4), np.float32)
        points[:, :2] = places / np.float32(65535)
        points[:, 2] = np.exp2((shapes[:, 0].astype(np.float32) - 192) / 16)
        points[:, 3] = shapes[:, 1] * np.float32(360 / 256)
        descriptions = np.empty((count, DIMENSIONS), np.uint8)
        descriptions[:, ::2], descriptions[:, 1::2] = halves >> 4, halves & 15
        return cls(width, height, points, descriptions, small)


def features_of(data: bytes, *, max_pixels: int = 60_000_000) -> PhotoFeatures:
    """The features of a photo's bytes. Raises `matchers.hashes.UnreadablePhoto`."""
    from matchers.hashes import grey_image

    image, (width, height), _ = grey_image(data, max_pixels=max_pixels)
    return features_of_image(image, width, height)


def features_of_image(image: Images.Image, width: int, height: int) -> PhotoFeatures:
    """The features of a grey image; `width` and `height` are those of the photo that it was made from."""
    grey = np.asarray(image)
    fine, small = _scaled(grey, FINE_SIDE), _scaled(grey, SMALL_SIDE)
    coarse = _scaled(fine, COARSE_SIDE)
    parts = [_found(fine, FINE_FEATURES), _found(coarse, COARSE_FEATURES)]
    points = np.concatenate([part[0] for part in parts])
    descriptions = np.concatenate([part[1] for part in parts])
    return PhotoFeatures(width, height, points, descriptions, small)


def _scaled(grey: Bytes, side: int) -> Bytes:
    """The picture at an area of `side` squared, no side above 255 / 64 times that or below 8 pixels."""
    import cv2

    height, width = grey.shape
    scale = side / float(np.sqrt(width * height))
    longest = side * 255 / SMALL_SIDE
    size = tuple(int(min(longest, max(8, round(length * scale)))) for length in (width, height))
    shrinks = size[0] * size[1] < width * height
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR), np.uint8)


@cache
def _one_thread() -> None:
    """Stages work on several photos at once: OpenCV's own threads would only get into each other's way."""
    import cv2

    cv2.setNumThreads(1)


def _found(grey: Bytes, most: int) -> tuple[Floats, Bytes]:
    import cv2

    _one_thread()
    finder = cv2.SIFT.create(nfeatures=most, contrastThreshold=CONTRAST)
    keypoints, described = finder.detectAndCompute(grey, None)
    if described is None or not len(keypoints):
        return np.empty((0, 4), np.float32), np.empty((0, DIMENSIONS), np.uint8)
    height, width = grey.shape
    mean = float(np.sqrt(width * height))
    points = np.array(
        [((k.pt[0] + 0.5) / width, (k.pt[1] + 0.5) / height, k.size / mean, k.angle % 360) for k in keypoints], np.float32
    )
    kept = slice(0, most)  # OpenCV gives a few more where several have the same strength
    return points[kept], _quantised(np.asarray(described[kept], np.float32))


def _quantised(described: Floats) -> Bytes:
    """Square roots of the shares (RootSIFT), in four bits: 15 stands for 0.3 and more."""
    shares = described / np.maximum(described.sum(axis=1, keepdims=True), 1e-6)
    steps: Bytes = np.clip(np.round(np.sqrt(shares) * (15 / 0.3)), 0, 15).astype(np.uint8)
    return steps


def _unit(descriptions: Bytes) -> Floats:
    rows = descriptions.astype(np.float32)
    lengths = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
    unit: Floats = rows / np.maximum(lengths, 1e-6)
    return unit
