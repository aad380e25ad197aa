"""All photos whose features are stored (of listings and of references), and which of them show the picture of a photo."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass

from indexers.index import Index
from matchers.photos.features import PhotoFeatures
from matchers.photos.same import PhotoLink, same_photo
from matchers.photos.words import sought_words, stored_words
from tidewaiter.model import PhotoPrint

MOST_COMPARED = 12
"""Stored photos that are compared in full with one photo, at most (the few best by shared words)."""
ALWAYS_COMPARED = 3
STANDS_OUT = 1.25
"""How far above the score of the photo at `GROUND` one must lie to be compared: unrelated photos lie close together."""
GROUND = 30


@dataclass(frozen=True, slots=True)
class PhotoFound:
    """A stored photo that a photo was met in: in `link`, a is the stored one, b the one that was looked up."""

    sha256: str
    link: PhotoLink


def print_of(sha256: str, features: PhotoFeatures) -> PhotoPrint:
    """What the index keeps of a photo."""
    return PhotoPrint(sha256, base64.b64encode(features.to_bytes()).decode("ascii"), tuple(stored_words(features)))


def features_of_print(print: PhotoPrint) -> PhotoFeatures | None:
    """The features of a stored photo; None where they are of another version."""
    try:
        return PhotoFeatures.from_bytes(base64.b64decode(print.features))
    except (ValueError, binascii.Error):
        return None


def near(
    index: Index, features: PhotoFeatures, *, also: Iterable[str] = (), but: str = "", limit: int = MOST_COMPARED
) -> list[PhotoFound]:
    """Stored photos that show the same picture, likeliest first.

    also: SHA-256 of photos to compare in any case (near by their hashes); but: one to leave out (itself).
    """
    found = []
    for sha256 in dict.fromkeys([*also, *_candidates(index, features, limit)]):
        if sha256 == but or (print := index.get(PhotoPrint, sha256)) is None or (stored := features_of_print(print)) is None:
            continue
        if (link := same_photo(stored, features)) is not None:
            found.append(PhotoFound(sha256, link))
    return sorted(found, key=lambda one: (-one.link.probability, -one.link.inliers, one.sha256))


def _candidates(index: Index, features: PhotoFeatures, limit: int) -> list[str]:
    hits = index.sharing_words(PhotoPrint, sought_words(features), limit=max(GROUND, limit))
    if len(hits) < GROUND:
        return [hit.id for hit in hits[:limit]]
    ground = hits[GROUND - 1].score * STANDS_OUT
    return [hit.id for at, hit in enumerate(hits[:limit]) if at < ALWAYS_COMPARED or hit.score > ground]
