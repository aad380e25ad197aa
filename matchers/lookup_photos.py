"""From a photo to the listings that show it and to the goods and cases that hold it, mirrored or not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from indexers.index import Index
from matchers.hashes import hash_photo
from matchers.links_photos import PhotoMark, mirrored_phash
from matchers.lookup_hits import HitPhoto, HitTarget, LookupHit
from matchers.photos import PhotoFeatures, PhotoLink, features_of, near
from matchers.photos.words import sought_words
from tidewaiter.model import Listing, PhotoPrint, ReferencePhoto, ReferencePrint, Series, Signal

PHASH_RADIUS_BITS = 12
"""Of 64; unrelated photos lie 32 ± 4 bits apart."""
PDQ_RADIUS_BITS = 80
"""Of 256; unrelated photos lie 128 ± 8 bits apart."""
MOST_HITS = 200
SURE_BY_HASH = 0.84
"""Likelihood from which hashes alone say it, even where features do not agree (noise, blur on plain pictures).

Other photos in one frame or on one phone's screen come as near as 4 bits of a pHash (0.827)."""


def lookup_photo(index: Index, data: bytes, *, name: str = "photo", max_pixels: int = 60_000_000) -> list[LookupHit]:
    """What a photo leads to, best first. Raises `matchers.hashes.UnreadablePhoto` for bytes that are no photo.

    name: how the photo is called in the answers (`query`).
    """
    hashes = hash_photo(data, max_pixels=max_pixels)
    mark = PhotoMark(hashlib.sha256(data).hexdigest(), hashes.phash, hashes.pdq or "")
    seen = Seen(index, features_of(data, max_pixels=max_pixels))
    hits = [*_in_listings(index, mark, name, seen), *_in_references(index, mark, name, seen)]
    hits += _in_series(index, hits, name)
    return sorted(hits, key=lambda hit: (-hit.probability, hit.target.kind, hit.target.id))


class Seen:
    """What the features of one photo say: which stored photos show its picture, and whether one that is near by hash does."""

    def __init__(self, index: Index, features: PhotoFeatures) -> None:
        """Takes the index and the features of the photo that is looked up."""
        self._index, self._features = index, features
        self._words = sought_words(features)

    def found(self, kind: type[PhotoPrint], near_by_hash: Iterable[str]) -> tuple[dict[str, PhotoLink], set[str]]:
        """SHA-256 -> link, of photos that show the picture; and those of `near_by_hash` that show another one."""
        also = list(dict.fromkeys(near_by_hash))
        links = {one.sha256: one.link for one in near(self._index, self._features, kind=kind, also=also, words=self._words)}
        others = {id for id in also if id not in links and self._index.get(kind, id) is not None}
        return links, others


def likelihood(bits: int, of: int) -> float:
    """How likely two photos whose hashes differ in so many bits are copies of one."""
    radius = PHASH_RADIUS_BITS if of == 64 else PDQ_RADIUS_BITS
    return round(0.99 - 0.49 * max(0, bits) / radius, 4)


def _in_listings(index: Index, mark: PhotoMark, name: str, seen: Seen) -> list[LookupHit]:
    best: dict[str, tuple[float, str, str]] = {}

    def take(listing: str, sha256: str, probability: float, why: str) -> None:
        if listing not in best or probability > best[listing][0]:
            best[listing] = (probability, sha256, why)

    for id in index.with_keys([f"photo:{mark.sha256}"], limit=MOST_HITS).get(f"photo:{mark.sha256}", ()):
        take(id, mark.sha256, 1.0, "It shows the very file.")
    for mirrored, value in ((False, mark.phash), (True, mirrored_phash(mark.phash))):
        for hit in index.near_photos(value, kind="phash", radius_bits=PHASH_RADIUS_BITS, limit=MOST_HITS):
            take(hit.listing, hit.sha256, likelihood(hit.bits, 64), _why(hit.bits, 64, mirrored=mirrored))
    if mark.pdq:
        for hit in index.near_photos(mark.pdq, kind="pdq", radius_bits=PDQ_RADIUS_BITS, limit=MOST_HITS):
            take(hit.listing, hit.sha256, likelihood(hit.bits, 256), _why(hit.bits, 256, mirrored=False))
    links, others = seen.found(PhotoPrint, [sha256 for _, sha256, _ in best.values() if sha256 and sha256 != mark.sha256])
    best = {id: one for id, one in best.items() if one[1] not in others or one[0] >= SURE_BY_HASH}
    by_key = index.with_keys([f"photo:{sha256}" for sha256 in links], limit=MOST_HITS)
    for sha256, link in links.items():
        for id in by_key.get(f"photo:{sha256}", ()):
            take(id, sha256, link.probability, f"The photo that was looked up {link.said()}.")
    listings = index.listings(list(best))
    return [
        LookupHit(name, HitTarget("listing", id), best[id][0], _photo(listing, best[id][1]),
                  [Signal("photo.same", mark.sha256, best[id][1], 0.0, best[id][2])])
        for id, listing in listings.items()
    ]  # fmt: skip


def _in_references(index: Index, mark: PhotoMark, name: str, seen: Seen) -> list[LookupHit]:
    near_by_hash = [(photo, *likeness) for photo in index.find(ReferencePhoto) for likeness in _likenesses(mark, photo)]
    also = [photo.sha256 for photo, _, _ in near_by_hash if photo.sha256 != mark.sha256]
    links, others = seen.found(ReferencePrint, also)
    reasons = [one for one in near_by_hash if one[0].sha256 not in others or one[1] >= SURE_BY_HASH]
    for photo in index.find(ReferencePhoto, {"sha256": list(links)}) if links else ():
        link = links[photo.sha256]
        reasons.append((photo, link.probability, f"The photo that was looked up {link.said()}."))
    best: dict[tuple[str, str], LookupHit] = {}
    for photo, probability, why in reasons:
        key = (photo.target.kind, photo.target.id)
        if key not in best or probability > best[key].probability:
            signal = Signal("photo.reference", mark.sha256, photo.sha256, 0.0, why)
            shown = HitPhoto(photo.sha256, photo.path)
            best[key] = LookupHit(name, HitTarget(photo.target.kind, photo.target.id), probability, shown, [signal])
    return list(best.values())


def _likenesses(mark: PhotoMark, photo: ReferencePhoto) -> Iterator[tuple[float, str]]:
    if photo.sha256 == mark.sha256:
        yield 1.0, "It is the very file."
    for mirrored, phash, pdq in ((False, photo.phash, photo.pdq), (True, photo.mirrored_phash, photo.mirrored_pdq)):
        for mine, theirs, of, radius in ((mark.phash, phash, 64, PHASH_RADIUS_BITS), (mark.pdq, pdq, 256, PDQ_RADIUS_BITS)):
            if mine and theirs:
                bits = (int(mine, 16) ^ int(theirs, 16)).bit_count()
                if bits <= radius:
                    yield likelihood(bits, of), _why(bits, of, mirrored=mirrored)


def _in_series(index: Index, hits: list[LookupHit], name: str) -> list[LookupHit]:
    shown = {hit.target.id: hit for hit in hits if hit.target.kind == "listing"}
    found = []
    for series in index.find(Series, {"listing": list(shown)}) if shown else ():
        inside = [shown[id] for id in series.listings if id in shown]
        best = max(inside, key=lambda hit: hit.probability)
        why = f"{len(inside)} of its {len(series.listings)} listings show the photo."
        signals = [*best.signals, Signal("photo.series", best.target.id, series.id, 0.0, why)]
        found.append(LookupHit(name, HitTarget("series", series.id), round(best.probability * 0.98, 4), best.photo, signals))
        for case in series.cases:
            signal = Signal("photo.series", best.target.id, case, 0.0, f"It belongs to series {series.id}.")
            found.append(
                LookupHit(name, HitTarget("case", case), round(best.probability * 0.9, 4), best.photo, [*best.signals, signal])
            )
    return found


def _photo(listing: Listing, sha256: str) -> HitPhoto:
    photo = next((photo for photo in listing.photos if photo.sha256 == sha256), None)
    return HitPhoto(sha256 or None, photo.path, photo.url) if photo else HitPhoto(sha256 or None)


def _why(bits: int, of: int, *, mirrored: bool) -> str:
    return f"It is a copy{', mirrored' if mirrored else ''} ({bits} of {of} bits differ)."
