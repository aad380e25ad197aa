"""Local descriptions as whole numbers ("words"), so that an inverted file finds photos that share some.

Each half of a description takes the nearest of 1024 centres, so a word is one of a million. The centres (`words.npz`) are means
of descriptions of free photos (NOTICE), made once by `tools/photo_words.py`; they hold no picture.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from matchers.photos.features import COARSE_FEATURES, Bytes, Floats, PhotoFeatures

CENTRES = 1024
STORED = 220
"""Words of a photo that are stored: those of its coarse features, then of the strongest fine ones."""
_HALF = 64


@cache
def _centres() -> tuple[Floats, Floats]:
    """[2, CENTRES, 64] and half their squared lengths."""
    with np.load(Path(__file__).with_name("words.npz")) as data:
        centres = data["centres"].astype(np.float32) / 16
    return centres, (centres * centres).sum(axis=2) / 2


def stored_words(features: PhotoFeatures) -> list[int]:
    """The words by which a photo is found, each once."""
    fine = len(features.descriptions) - min(COARSE_FEATURES, len(features.descriptions))
    order = np.r_[fine : len(features.descriptions), 0:fine][:STORED]
    return sorted({int(word) for word in _words(features.descriptions[order], 1).ravel()})


def sought_words(features: PhotoFeatures) -> list[int]:
    """The words by which photos like this one are sought: each description's four nearest, as it is and mirrored."""
    both = np.concatenate([features.descriptions, features.mirrored().descriptions])
    return [int(word) for word in np.unique(_words(both, 2))]


def _words(descriptions: Bytes, nearest: int) -> npt.NDArray[np.int64]:
    """[n, nearest squared]: words made of the `nearest` centres of each half."""
    if not len(descriptions):
        return np.empty((0, nearest * nearest), np.int64)
    centres, halves = _centres()
    parts = []
    for half in range(2):
        rows = descriptions[:, half * _HALF : (half + 1) * _HALF].astype(np.float32)
        nearness = rows @ centres[half].T - halves[half]
        places = np.empty((len(rows), nearest), np.int64)
        for place in range(nearest):
            places[:, place] = best = nearness.argmax(axis=1)
            nearness[np.arange(len(rows)), best] = -np.inf
        parts.append(places)
    words: npt.NDArray[np.int64] = parts[0][:, :, None] * CENTRES + parts[1][:, None, :]
    return words.reshape(len(descriptions), -1)
