"""All photos whose features are stored (of listings and of references), and which of them show the picture of a photo."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexers.index import Index
from matchers.photos.features import PhotoFeatures
from matchers.photos.same import PhotoLink, compared
from matchers.photos.words import sought_words, stored_words
from tidewaiter.model import Photo, PhotoPrint, ReferencePrint

MOST_COMPARED = 60
"""Stored photos that are compared in full with one photo, at most: those that share the most words, best first."""
MISSES = 6
"""After so many in turn that show another picture, the rest is not compared."""
PASSES = 3
"""Times that stored photos are sought, each time without the words of marks that other pictures were seen to bear too."""
MOST_SHOWN = 300
"""The same where a reference photo is new and all stored photos are asked."""
MISSES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class PhotoFound:
    """A stored photo that a photo was met in: in `link`, a is the stored one, b the one that was looked up."""

    sha256: str
    link: PhotoLink


def print_of(sha256: str, features: PhotoFeatures, kind: type[PhotoPrint] = PhotoPrint) -> PhotoPrint:
    """What the index keeps of a photo; `kind`: `ReferencePrint` for one of goods or a case."""
    return kind(sha256, base64.b64encode(features.to_bytes()).decode("ascii"), tuple(stored_words(features)))


def features_of_print(print: PhotoPrint) -> PhotoFeatures | None:
    """The features of a stored photo; None where they are of another version."""
    try:
        return PhotoFeatures.from_bytes(base64.b64decode(print.features))
    except (ValueError, binascii.Error):
        return None


def near(
    index: Index,
    features: PhotoFeatures,
    *,
    kind: type[PhotoPrint] = PhotoPrint,
    also: Iterable[str] = (),
    limit: int = MOST_COMPARED,
    misses: int = MISSES,
    words: Sequence[int] | None = None,
) -> list[PhotoFound]:
    """Stored photos that show the same picture, likeliest first.

    kind: `PhotoPrint` (photos of listings) or `ReferencePrint`; also: SHA-256 of photos to compare in any case (near by their
    hashes); words: `sought_words(features)`, where they are at hand.
    """
    found: dict[str, PhotoFound] = {}
    asked: set[str] = set()
    marks: set[int] = set()

    def shows(sha256: str) -> bool:
        asked.add(sha256)
        if (print := index.get(kind, sha256)) is None or (stored := features_of_print(print)) is None:
            return False
        link, common = compared(stored, features)
        marks.update(common)
        if link is not None:
            found[sha256] = PhotoFound(sha256, link)
        return link is not None

    for sha256 in dict.fromkeys(also):
        shows(sha256)
    words = sought_words(features) if words is None else words
    for _ in range(PASSES):
        known = len(marks)
        missed = 0
        for hit in index.sharing_words(kind, words, limit=limit):
            if hit.id in asked:
                continue
            missed = 0 if shows(hit.id) else missed + 1
            if missed >= misses:
                break
        if missed < misses or len(marks) == known:
            break
        # What bears the same mark came first, and there may be any number of it.
        words = sought_words(features.without(marks))
    return sorted(found.values(), key=lambda one: (-one.link.probability, -one.link.inliers, one.sha256))


class KnownPictures:
    """Which reference photos stored photos of listings show, each asked once."""

    REMEMBERED = 5000

    def __init__(self, index: Index) -> None:
        """Takes the index that holds both."""
        self._index = index
        self._any = index.count(ReferencePrint) > 0
        self._found: dict[str, list[PhotoFound]] = {}

    def shown_by(self, photo: Photo) -> list[PhotoFound]:
        """The reference photos; none for a photo whose features are not stored."""
        if not self._any or not photo.sha256:
            return []
        if (known := self._found.get(photo.sha256)) is not None:
            return known
        print = self._index.get(PhotoPrint, photo.sha256)
        features = features_of_print(print) if print is not None else None
        found = near(self._index, features, kind=ReferencePrint) if features is not None else []
        if len(self._found) >= self.REMEMBERED:
            self._found.pop(next(iter(self._found)))
        self._found[photo.sha256] = found
        return found


def photos_that_show(index: Index, reference: str) -> list[str]:
    """SHA-256 of the stored photos of listings that show a reference photo's picture (by its SHA-256)."""
    print = index.get(ReferencePrint, reference)
    features = features_of_print(print) if print is not None else None
    if features is None:
        return []
    return [found.sha256 for found in near(index, features, limit=MOST_SHOWN, misses=MISSES_SHOWN)]
