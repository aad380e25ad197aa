"""Photos that accounts share: the same file, or copies near each other by their hashes, mirrored or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from indexers.index import Index
from matchers.links import SharedPhoto
from tidewaiter.model import Photo, PhotoPrint

PHASH_BITS = 10
"""Of 64: within it a photo is a copy by pHash alone. Unrelated photos lie 32 ± 4 bits apart."""
PDQ_BITS = 70
"""Of 256: within it a photo is a copy by PDQ. Unrelated photos lie 128 ± 8 bits apart."""
MOST_NEAR = 60
"""Copies of one photo that are looked at: what has more is a stock photo."""
LIKELY = 0.8
"""Probability from which on a photo is a copy by its features."""
MOST_COMPARED, MISSES = 15, 3
"""Photos compared in full with one photo, at most, and in turn without success: ties are looked for in the hot path."""
MOST_REMEMBERED = 5000
_MIRROR_PHASH = 0x5555555555555555
"""A mirror image turns the sign of every second column of the DCT, and with it these bits of a pHash."""

Place = tuple[str, str]
"""A photo in a listing: id, and its SHA-256 or else its pHash."""


@dataclass(slots=True, frozen=True)
class PhotoMark:
    """A photo as it can be found again: hashes in hex, empty where unknown."""

    sha256: str
    phash: str
    pdq: str

    @property
    def name(self) -> str:
        """What it is called in reasons."""
        return self.sha256 or self.phash


@dataclass(slots=True, frozen=True)
class Copy:
    """A stored photo that is a copy of another one."""

    listing: str
    name: str
    bits: int
    of: int
    mirrored: bool
    how: str = ""
    """How it is a copy, where that is known by features."""

    def said(self) -> str:
        """How near, for a person."""
        if self.how:
            return self.how
        how = "mirrored, " if self.mirrored else ""
        return f"{how}{self.bits} of {self.of} bits differ" if self.bits or self.mirrored else "the same picture"


def photo_marks(photos: Iterable[Photo]) -> tuple[PhotoMark, ...]:
    """The marks of photos that have hashes, each once."""
    marks = (PhotoMark(photo.sha256 or "", _hex(photo.phash, 16), _hex(photo.pdq, 64)) for photo in photos)
    return tuple(dict.fromkeys(mark for mark in marks if mark.name))


def _hex(value: str | None, digits: int) -> str:
    try:
        return value.lower() if value and len(value) == digits and int(value, 16) >= 0 else ""
    except ValueError:  # a file from elsewhere may say anything
        return ""


def mirrored_phash(phash: str) -> str:
    """The pHash of the mirror image, but for the few bits near the median."""
    return f"{int(phash, 16) ^ _MIRROR_PHASH:016x}"


def copies_in_index(index: Index, mark: PhotoMark) -> Iterator[Copy]:
    """Stored copies of a photo."""
    if mark.sha256:
        key = f"photo:{mark.sha256}"
        yield from (Copy(id, mark.name, 0, 64, False) for id in index.with_keys([key], limit=MOST_NEAR).get(key, ()))
    if mark.phash:
        for mirrored, value in ((False, mark.phash), (True, mirrored_phash(mark.phash))):
            for hit in index.near_photos(value, kind="phash", radius_bits=PHASH_BITS, limit=MOST_NEAR):
                yield Copy(hit.listing, hit.sha256, hit.bits, 64, mirrored)
    if mark.pdq:
        for hit in index.near_photos(mark.pdq, kind="pdq", radius_bits=PDQ_BITS, limit=MOST_NEAR):
            yield Copy(hit.listing, hit.sha256, hit.bits, 256, False)


class PhotoFeatureCopies:
    """Copies that hashes miss (cropped, turned, inset, written over), by the features of photos whose features are stored."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._any = False
        self._asked: dict[str, list[tuple[str, str, bool]]] = {}

    def copies(self, mark: PhotoMark, *, but: Container[str] = ()) -> Iterator[Copy]:
        """Stored copies of a photo; none where its features are not stored yet. but: SHA-256 of those that are known."""
        if not mark.sha256 or not self._has_any():
            return
        if mark.sha256 not in self._asked:
            if len(self._asked) >= MOST_REMEMBERED:
                self._asked.clear()
            if (found := self._find(mark.sha256)) is None:
                return
            self._asked[mark.sha256] = found
        wanted = [one for one in self._asked[mark.sha256] if one[0] not in but]
        shown = self._index.with_keys([f"photo:{sha256}" for sha256, _, _ in wanted], limit=MOST_NEAR) if wanted else {}
        for sha256, how, mirrored in wanted:
            yield from (Copy(id, sha256, 0, 0, mirrored, how) for id in shown.get(f"photo:{sha256}", ()))

    def _has_any(self) -> bool:
        self._any = self._any or self._index.count(PhotoPrint) > 0
        return self._any

    def _find(self, sha256: str) -> list[tuple[str, str, bool]] | None:
        from matchers.photos import features_of_print, near

        print = self._index.get(PhotoPrint, sha256)
        features = features_of_print(print) if print is not None else None
        if features is None:
            return None
        found = near(self._index, features, limit=MOST_COMPARED, misses=MISSES)
        links = [(one.sha256, one.link) for one in found if one.sha256 != sha256]
        return [(other, link.said(), link.mirrored) for other, link in links if link.probability >= LIKELY]


class PhotoTable:
    """The hashes of photos in memory, for when many are looked up."""

    def __init__(self) -> None:
        self._used = 0
        self._phash: npt.NDArray[np.uint64] = np.zeros(1024, np.uint64)
        self._pdq: npt.NDArray[np.uint64] = np.zeros((4, 1024), np.uint64)
        self._has: npt.NDArray[np.uint8] = np.zeros(1024, np.uint8)
        self._places: list[Place] = []
        self._by_sha256: dict[str, list[str]] = defaultdict(list)

    def add(self, listing: str, mark: PhotoMark) -> None:
        """Takes one photo of a listing."""
        if mark.sha256:
            self._by_sha256[mark.sha256].append(listing)
        if not mark.phash and not mark.pdq:
            return
        if self._used == len(self._phash):
            self._phash, self._has = (np.concatenate([rows, np.zeros_like(rows)]) for rows in (self._phash, self._has))
            self._pdq = np.concatenate([self._pdq, np.zeros_like(self._pdq)], axis=1)
        if mark.phash:
            self._phash[self._used] = int(mark.phash, 16)
        if mark.pdq:
            self._pdq[:, self._used] = _words(mark.pdq)
        self._has[self._used] = bool(mark.phash) + 2 * bool(mark.pdq)
        self._places.append((listing, mark.name))
        self._used += 1

    def copies(self, mark: PhotoMark) -> Iterator[Copy]:
        """Copies of a photo, as `copies_in_index` gives them."""
        for listing in self._by_sha256.get(mark.sha256, ())[:MOST_NEAR] if mark.sha256 else ():
            yield Copy(listing, mark.name, 0, 64, False)
        has = self._has[: self._used]
        if mark.phash:
            for mirrored, value in ((False, mark.phash), (True, mirrored_phash(mark.phash))):
                bits = np.bitwise_count(self._phash[: self._used] ^ np.uint64(int(value, 16)))
                yield from self._said(np.flatnonzero((bits <= PHASH_BITS) & (has & 1 > 0)), bits, 64, mirrored=mirrored)
        if mark.pdq:
            bits = self._pdq_bits(_words(mark.pdq))
            yield from self._said(np.flatnonzero((bits <= PDQ_BITS) & (has & 2 > 0)), bits, 256, mirrored=False)

    def _pdq_bits(self, words: npt.NDArray[np.uint64]) -> npt.NDArray[np.integer]:
        """How many bits differ, 255 at most: word by word, since a sum over rows takes ten times as long."""
        counts = [np.bitwise_count(column[: self._used] ^ word) for column, word in zip(self._pdq, words, strict=True)]
        total: npt.NDArray[np.uint8] = counts[0] + counts[1] + counts[2] + np.minimum(counts[3], np.uint8(63))
        return total

    def _said(self, at: npt.NDArray[np.intp], bits: npt.NDArray[np.integer], of: int, *, mirrored: bool) -> Iterator[Copy]:
        for row in at[np.argsort(bits[at], kind="stable")][:MOST_NEAR]:
            listing, name = self._places[row]
            yield Copy(listing, name, int(bits[row]), of, mirrored)


def _words(pdq: str) -> npt.NDArray[np.uint64]:
    return np.array([int(pdq[16 * i : 16 * i + 16], 16) for i in range(4)], np.uint64)


@dataclass(slots=True)
class _Group:
    """One picture: where it is shown, and how near its copies are."""

    places: dict[Place, tuple[str, frozenset[str]]] = field(default_factory=dict)
    """Photo -> the account that shows it, the goods that the listing offers."""
    nearness: dict[tuple[Place, Place], str] = field(default_factory=dict)

    @property
    def nodes(self) -> set[str]:
        return {node for node, _ in self.places.values() if node}


class PhotoGroups:
    """Photos that are copies of one picture, and which accounts they tie."""

    def __init__(self, node_of: Callable[[str], str | None], goods_of: Callable[[str], frozenset[str]]) -> None:
        """node_of: from a listing to its account; goods_of: to the goods that it offers."""
        self._node_of, self._goods_of = node_of, goods_of
        self._group: dict[Place, _Group] = {}
        self._of_node: dict[str, dict[int, _Group]] = defaultdict(dict)

    def take(self, listing: str, mark: PhotoMark, found: Iterable[Copy]) -> set[str]:
        """Takes the copies of a photo; gives the accounts that show the picture.

        A stored listing that was not taken yet (others of its batch come first) is left aside: it finds this photo when it is.
        """
        group: _Group | None = None
        for copy in found:
            if copy.listing != listing and self._node_of(copy.listing) is not None:
                group = self.join((listing, mark.name), (copy.listing, copy.name), copy.said())
        return group.nodes if group is not None else set()

    def join(self, a: Place, b: Place, how: str) -> _Group:
        """Makes two photos copies of one picture."""
        left, right = self._of(a), self._of(b)
        if left is not right:
            if len(left.places) < len(right.places):
                left, right = right, left
            left.places |= right.places
            left.nearness |= right.nearness
            for place, (node, _) in right.places.items():
                self._group[place] = left
                self._of_node[node].pop(id(right), None)
                self._of_node[node][id(left)] = left
        left.nearness.setdefault((min(a, b), max(a, b)), how)
        return left

    def _of(self, place: Place) -> _Group:
        if (group := self._group.get(place)) is None:
            group = self._group[place] = _Group()
            node = self._node_of(place[0]) or ""
            group.places[place] = (node, self._goods_of(place[0]))
            self._of_node[node][id(group)] = group
        return group

    def others(self, node: str) -> set[str]:
        """Accounts that show a picture which this one shows too."""
        return {other for group in self._of_node.get(node, {}).values() for other in group.nodes if other != node}

    def between(self, a: str, b: str) -> list[SharedPhoto]:
        """The pictures that two accounts share."""
        ours, theirs = self._of_node.get(a, {}), self._of_node.get(b, {})
        return [_shared(group, a, b) for key, group in ours.items() if key in theirs]


def _shared(group: _Group, a: str, b: str) -> SharedPhoto:
    left = [(place, goods) for place, (node, goods) in group.places.items() if node == a]
    right = [(place, goods) for place, (node, goods) in group.places.items() if node == b]
    pairs: Sequence[tuple[Place, frozenset[str], Place, frozenset[str]]] = [
        (x, goods_x, y, goods_y) for x, goods_x in left[:10] for y, goods_y in right[:10]
    ]
    same = any(goods_x & goods_y for _, goods_x, _, goods_y in pairs)
    # The pair that says most: of the same goods, compared directly, the first by id.
    x, _, y, _ = min(
        pairs, key=lambda p: (not p[1] & p[3], (min(p[0], p[2]), max(p[0], p[2])) not in group.nearness, p[0], p[2])
    )
    return SharedPhoto(
        holders=len(group.nodes),
        goods=any(goods_x and goods_y for _, goods_x, _, goods_y in pairs),
        same_goods=same,
        how=group.nearness.get((min(x, y), max(x, y)), "both are copies of a third"),
        shown=(" ".join(x), " ".join(y)),
        listings=(x[0], y[0]),
    )
