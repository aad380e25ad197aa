"""Rows of bits in memory, one integer key each, searched by Hamming distance without missing any.

A scan by XOR and population count: 200 000 rows of 512 bits take some 6 ms, so nothing cleverer is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

N = TypeVar("N", np.uint64, np.int64)

BLOCK = 65_536
"""Rows compared at once: what fits the processor's cache."""


class BitMatrix:
    """Rows of `width` bytes (a multiple of 8) with an integer key each; a key may stand on several rows."""

    def __init__(self, width: int) -> None:
        self.width = width
        self._rows: npt.NDArray[np.uint64] = np.empty((0, width // 8), np.uint64)
        self._keys: npt.NDArray[np.int64] = np.empty(0, np.int64)
        self._tags: npt.NDArray[np.int64] = np.empty(0, np.int64)
        self._used = 0

    def __len__(self) -> int:
        return self._used

    @property
    def keys(self) -> npt.NDArray[np.int64]:
        """Key of each row."""
        return self._keys[: self._used]

    def add(self, rows: Sequence[tuple[int, int, bytes]]) -> None:
        """Appends rows of key, tag (what tells rows of one key apart) and bits."""
        if not rows:
            return
        end = self._used + len(rows)
        if end > len(self._keys):
            size = max(end, 2 * len(self._keys), 1024)
            self._rows = _grown(self._rows, size)
            self._keys = _grown(self._keys, size)
            self._tags = _grown(self._tags, size)
        bits = np.frombuffer(b"".join(row[2] for row in rows), np.uint64)
        self._rows[self._used : end] = bits.reshape(len(rows), self.width // 8)
        self._keys[self._used : end] = [row[0] for row in rows]
        self._tags[self._used : end] = [row[1] for row in rows]
        self._used = end

    def remove(self, keys: Sequence[int]) -> None:
        """Takes out all rows with these keys."""
        kept = ~np.isin(self.keys, np.asarray(keys, np.int64))
        count = int(kept.sum())
        if count == self._used:
            return
        for name in ("_rows", "_keys", "_tags"):
            values = getattr(self, name)
            setattr(self, name, values[: self._used][kept])
        self._used = count

    def within(self, bits: bytes, radius: int) -> list[tuple[int, int, int]]:
        """(distance, key, tag) of all rows at most `radius` bits away, nearest first."""
        distances = self._distances(bits)
        at = np.flatnonzero(distances <= radius)
        at = at[np.argsort(distances[at], kind="stable")]
        return [(int(distances[i]), int(self._keys[i]), int(self._tags[i])) for i in at]

    def nearest(self, bits: bytes, count: int, *, among: npt.NDArray[np.int64] | None = None) -> list[int]:
        """Keys of the `count` nearest rows (in no certain order); `among`: only these keys."""
        distances = self._distances(bits)
        keys = self.keys
        if among is not None:
            chosen = np.isin(keys, among)
            distances, keys = distances[chosen], keys[chosen]
        if len(keys) > count:
            keys = keys[np.argpartition(distances, count - 1)[:count]]
        return [int(key) for key in keys]

    def _distances(self, bits: bytes) -> npt.NDArray[np.uint16]:
        """Hamming distance of each row."""
        query = np.frombuffer(bits, np.uint64)
        distances = np.empty(self._used, np.uint16)
        for start in range(0, self._used, BLOCK):
            block = self._rows[start : min(start + BLOCK, self._used)]
            distances[start : start + len(block)] = np.bitwise_count(block ^ query).sum(axis=1, dtype=np.uint16)
        return distances


def sign_bits(vector: npt.NDArray[np.float32]) -> bytes:
    """One bit a dimension: whether it is above zero; filled up to a multiple of 8 bytes."""
    packed = np.packbits(np.asarray(vector) > 0).tobytes()
    return packed + bytes(-len(packed) % 8)


def _grown(values: npt.NDArray[N], size: int) -> npt.NDArray[N]:
    grown = np.empty((size, *values.shape[1:]), values.dtype)
    grown[: len(values)] = values
    return grown
