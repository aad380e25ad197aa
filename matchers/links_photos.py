"""Photos that two accounts share: the same file, or copies near each other by their hashes, mirrored or not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexers.index import Index
from tidewaiter.model import Photo

PHASH_BITS = 10
"""Of 64: within it a photo is a copy by pHash alone. Unrelated photos lie 32 ± 4 bits apart."""
PDQ_BITS = 70
"""Of 256: within it a photo is a copy by PDQ. Unrelated photos lie 128 ± 8 bits apart."""
MOST_NEAR = 60
"""Copies of one photo that are looked at: what has more is a stock photo."""
_MIRROR_PHASH = 0x5555555555555555
"""A mirror image turns the sign of every second column of the DCT, and with it these bits of a pHash."""


@dataclass(slots=True, frozen=True)
class PhotoMark:
    """A photo as it can be found again."""

    sha256: str
    phash: str
    pdq: str


@dataclass(slots=True, frozen=True)
class Copy:
    """A stored photo that is a copy of another one."""

    listing: str
    sha256: str
    bits: int
    of: int
    mirrored: bool

    def said(self) -> str:
        """How near, for a person."""
        how = "mirrored, " if self.mirrored else ""
        return f"{how}{self.bits} of {self.of} bits differ" if self.bits or self.mirrored else "the same picture"


def photo_marks(photos: Iterable[Photo]) -> tuple[PhotoMark, ...]:
    """The marks of photos that have hashes, each once."""
    marks = (
        PhotoMark(photo.sha256 or "", _hex(photo.phash, 16), _hex(photo.pdq, 64))
        for photo in photos
        if photo.sha256 or photo.phash
    )
    return tuple(dict.fromkeys(mark for mark in marks if mark.sha256 or mark.phash))


def _hex(value: str | None, digits: int) -> str:
    try:
        return value.lower() if value and len(value) == digits and int(value, 16) >= 0 else ""
    except ValueError:  # a file from elsewhere may say anything
        return ""


def mirrored_phash(phash: str) -> str:
    """The pHash of the mirror image, but for the few bits near the median."""
    return f"{int(phash, 16) ^ _MIRROR_PHASH:016x}"


def copies(index: Index, marks: Sequence[PhotoMark], *, but: str) -> dict[PhotoMark, list[Copy]]:
    """Stored copies of each photo, those of the listing `but` left out, the nearest first, one a listing."""
    found: dict[PhotoMark, list[Copy]] = {}
    for mark in marks:
        best: dict[str, Copy] = {}
        for copy in _near(index, mark):
            if copy.listing != but and (
                copy.listing not in best or copy.bits * best[copy.listing].of < best[copy.listing].bits * copy.of
            ):
                best[copy.listing] = copy
        if best:
            found[mark] = sorted(best.values(), key=lambda copy: (copy.bits / copy.of, copy.listing))
    return found


def _near(index: Index, mark: PhotoMark) -> Iterable[Copy]:
    if mark.sha256:
        for id in index.with_keys([f"photo:{mark.sha256}"], limit=MOST_NEAR).get(f"photo:{mark.sha256}", ()):
            yield Copy(id, mark.sha256, 0, 64, False)
    if mark.phash:
        for mirrored, value in ((False, mark.phash), (True, mirrored_phash(mark.phash))):
            for hit in index.near_photos(value, kind="phash", radius_bits=PHASH_BITS, limit=MOST_NEAR):
                yield Copy(hit.listing, hit.sha256, hit.bits, 64, mirrored)
    if mark.pdq:
        for hit in index.near_photos(mark.pdq, kind="pdq", radius_bits=PDQ_BITS, limit=MOST_NEAR):
            yield Copy(hit.listing, hit.sha256, hit.bits, 256, False)
