"""Photos: a listing's against the reference photos of goods and cases, by their hashes, as they are and mirrored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from matchers.evidence import Evidence
from tidewaiter.model import Photo, ReferencePhoto, TargetKind

if TYPE_CHECKING:
    from matchers.photos import KnownPictures, PhotoLink

PHASH_RADIUS_BITS = 12
"""Of 64. Unrelated photos lie 32 ± 4 bits apart; re-encoding, scaling and a small crop move at most 12 bits."""
PDQ_RADIUS_BITS = 64
"""Of 256. ThreatExchange is confident up to 31; unrelated photos lie 128 ± 8 bits apart."""
_SURE_PHASH_BITS = 6
_SURE_PDQ_BITS = 31


@dataclass(slots=True, frozen=True)
class PhotoMatch:
    """The nearest pair of a listing's photo and a reference photo of one target."""

    seen: Photo
    known: ReferencePhoto
    bits: int
    of: int
    mirrored: bool
    link: PhotoLink | None = None
    """How the listing's photo (b) shows the reference photo (a), where their features were compared."""

    @property
    def strength(self) -> float:
        """1 where the hashes all but agree or the features do, falling to 0.3 at the radius."""
        if self.link is not None:
            return round(max(0.3, self.link.probability), 2)
        sure, radius = (_SURE_PHASH_BITS, PHASH_RADIUS_BITS) if self.of == 64 else (_SURE_PDQ_BITS, PDQ_RADIUS_BITS)
        return 1.0 if self.bits <= sure else round(1.0 - 0.7 * (self.bits - sure) / (radius - sure), 2)

    def evidence(self) -> Evidence:
        """As a reason."""
        if self.link is not None:
            side = self.seen.sha256 or "a photo"
            why = f"A photo {self.link.said()}: a reference photo."
            return Evidence("photo.reference", side, self.known.sha256, why, self.strength)
        how = "mirrored, " if self.mirrored else ""
        return Evidence(
            "photo.reference",
            self.seen.sha256 or self.seen.url or self.seen.phash or "a photo",
            self.known.sha256,
            f"A photo is a reference photo ({how}{self.bits} of {self.of} bits differ).",
            self.strength,
        )


class ReferencePhotos:
    """The hashes of all reference photos of goods or of cases, side by side."""

    def __init__(self, photos: Sequence[ReferencePhoto], kind: TargetKind, pictures: KnownPictures | None = None) -> None:
        """Takes reference photos; those of the other kind of target are left aside.

        pictures: what finds altered copies and parts; None: hashes of the whole photo alone are compared.
        """
        self._pictures = pictures
        self._photos = [photo for photo in photos if photo.target.kind == kind]
        self._by_sha256: dict[str, list[ReferencePhoto]] = defaultdict(list)
        for photo in self._photos:
            self._by_sha256[photo.sha256].append(photo)
        self._phash = _Hashes([(p.phash, p.mirrored_phash) for p in self._photos], 1)
        self._pdq = _Hashes([(p.pdq, p.mirrored_pdq) for p in self._photos], 4)

    def near(self, photos: Sequence[Photo]) -> dict[str, PhotoMatch]:
        """Target id -> the nearest pair within the radius, by PDQ where both have it, else by phash."""
        found: dict[str, PhotoMatch] = {}
        if not self._photos:
            return found
        for photo in photos:
            for shown in self._pictures.shown_by(photo) if self._pictures is not None else ():
                for known in self._by_sha256.get(shown.sha256, ()):
                    match = PhotoMatch(photo, known, 0, 256, shown.link.mirrored, shown.link)
                    old = found.get(known.target.id)
                    if old is None or match.strength > old.strength:
                        found[known.target.id] = match
            for table, value, radius, of in (
                (self._pdq, photo.pdq, PDQ_RADIUS_BITS, 256),
                (self._phash, photo.phash, PHASH_RADIUS_BITS, 64),
            ):
                for row, mirrored, bits in table.within(value, radius):
                    known = self._photos[row]
                    match = PhotoMatch(photo, known, bits, of, mirrored)
                    old = found.get(known.target.id)
                    if old is None or match.strength > old.strength:
                        found[known.target.id] = match
        return found


class _Hashes:
    def __init__(self, pairs: Sequence[tuple[str | None, str | None]], words: int) -> None:
        rows = [
            (index, mirrored, value)
            for index, pair in enumerate(pairs)
            for mirrored, value in enumerate(pair)
            if value and len(value) == 16 * words
        ]
        self._words = words
        self._row = [(index, bool(mirrored)) for index, mirrored, _ in rows]
        self._bits = np.array([_as_words(value, words) for _, _, value in rows], dtype=np.uint64).reshape(-1, words)

    def within(self, value: str | None, radius: int) -> list[tuple[int, bool, int]]:
        if not value or len(value) != 16 * self._words or not self._row:
            return []
        try:
            wanted = _as_words(value, self._words)
        except ValueError:  # no hash at all: a file from elsewhere may say anything
            return []
        distances = np.bitwise_count(self._bits ^ wanted).sum(axis=1)
        return [(*self._row[at], int(distances[at])) for at in np.flatnonzero(distances <= radius)]


def _as_words(value: str, words: int) -> npt.NDArray[np.uint64]:
    return np.array([int(value[16 * i : 16 * i + 16], 16) for i in range(words)], dtype=np.uint64)


SAME_PHOTO_BITS = 10
"""Of 64: within it two photos of listings count as copies of one photo."""
_MIRROR = 0x5555555555555555
"""A mirror image turns the sign of every second column of the DCT, and these bits of a pHash with it (but for a few)."""


class SeenPhotos:
    """The photos of listings that something is known of, each with what: found again by pHash, as they are and mirrored."""

    def __init__(self) -> None:
        self._hashes: list[int] = []
        self._said: list[tuple[str, str]] = []
        self._table = np.empty(0, dtype=np.uint64)

    def add(self, photos: Sequence[Photo], owner: str, listing: str) -> None:
        """Takes the photos of a listing that belongs to `owner` (a case)."""
        for photo in photos:
            if (value := _phash(photo)) is not None:
                self._hashes.append(value)
                self._said.append((owner, listing))

    def near(self, photos: Sequence[Photo], *, but: str) -> dict[str, tuple[str, Photo, int]]:
        """Owner -> (listing, the photo, bits) of the nearest copy, those of the listing `but` left out."""
        found: dict[str, tuple[str, Photo, int]] = {}
        if not self._hashes:
            return found
        if len(self._table) != len(self._hashes):
            self._table = np.array(self._hashes, dtype=np.uint64)
        for photo in photos:
            if (value := _phash(photo)) is None:
                continue
            bits = np.minimum(
                np.bitwise_count(self._table ^ np.uint64(value)), np.bitwise_count(self._table ^ np.uint64(value ^ _MIRROR))
            )
            for at in np.flatnonzero(bits <= SAME_PHOTO_BITS):
                owner, listing = self._said[at]
                if listing != but and (owner not in found or bits[at] < found[owner][2]):
                    found[owner] = (listing, photo, int(bits[at]))
        return found


def _phash(photo: Photo) -> int | None:
    try:
        return int(photo.phash, 16) & 0xFFFFFFFFFFFFFFFF if photo.phash else None
    except ValueError:  # no hash at all: a file from elsewhere may say anything
        return None
