"""Reference photos of goods and cases: hashed when they are added, as they are and mirrored, and kept in index and store."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from indexers.index import Index
from tidewaiter.case import Case
from tidewaiter.config import Settings
from tidewaiter.goods import Goods
from tidewaiter.model import ReferencePhoto, ReferencePrint, Target
from tidewaiter.store import Store


def store_reference_photos(index: Index, targets: Iterable[Goods | Case], settings: Settings) -> list[str]:
    """Hashes the photos that goods and cases name and stores both; gives one sentence a photo that can't be read.

    Photos that a new version of the goods or case no longer names are taken out.
    """
    mistakes: list[str] = []
    for one in targets:
        target = Target("goods" if isinstance(one, Goods) else "case", one.id)
        before = {photo.id for photo in index.find(ReferencePhoto, {"target": f"{target.kind}/{target.id}"})}
        found: dict[str, ReferencePhoto] = {}
        for path in one.photos:
            photo = _hashed(Path(path), target, settings)
            if isinstance(photo, str):
                mistakes.append(photo)
            else:
                found[photo.id] = photo
        if found:
            index.put(list(found.values()))
            _store_photos(index, found.values(), settings)
        if gone := before - set(found):
            index.delete(ReferencePhoto, sorted(gone))
    return mistakes


def _store_photos(index: Index, photos: Iterable[ReferencePhoto], settings: Settings) -> None:
    """The photos themselves, which the desk lays over others; and the features by which altered copies are known."""
    from matchers.photos import features_of, print_of

    store = Store(settings.store_url)
    for photo in photos:
        data = Path(photo.path).read_bytes()
        store.put("photos", data)
        if index.get(ReferencePrint, photo.sha256) is None:
            features = features_of(data, max_pixels=settings.max_photo_pixels)
            index.put([print_of(photo.sha256, features, ReferencePrint)])


def _hashed(path: Path, target: Target, settings: Settings) -> ReferencePhoto | str:
    from matchers.hashes import UnreadablePhoto, hash_photo

    try:
        if path.stat().st_size > settings.max_photo_bytes:
            return f"{path}: larger than max_photo_bytes ({settings.max_photo_bytes}): not used"
        data = path.read_bytes()
        plain, mirrored = (
            hash_photo(data, max_pixels=settings.max_photo_pixels),
            hash_photo(_mirrored(data), max_pixels=settings.max_photo_pixels),
        )
    except OSError as error:
        return f"{path}: {error.strerror or error}: not used"
    except UnreadablePhoto as error:
        return f"{path}: can't be read as a photo ({error.reason}): not used"
    sha256 = hashlib.sha256(data).hexdigest()
    id = f"{target.kind}/{target.id}/{sha256}"
    return ReferencePhoto(id, target, str(path), sha256, plain.phash, plain.pdq, mirrored.phash, mirrored.pdq)


def _mirrored(data: bytes) -> bytes:
    """The photo mirrored left to right, without loss. It was decoded before, so it is within the limits."""
    import io

    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data)) as image:
        out = io.BytesIO()
        ImageOps.mirror(image.convert("RGB")).save(out, "PNG", compress_level=1)
        return out.getvalue()
