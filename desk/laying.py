"""Two photos that show one picture, drawn for a person: each with the part outlined, and one laid over the other."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Literal, cast

from matchers.photos import PhotoFeatures, PhotoLink, features_of, same_photo
from tidewaiter.store import Store

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

View = Literal["a", "b", "over"]
SIDE = 900
"""Pixels of the longer side of what is drawn."""
MAX_PIXELS = 100_000_000
GOLD = (105, 201, 243)
"""Of the outline: blue, green, red."""


def features_in(store: Store, sha256: str) -> PhotoFeatures | None:
    """The features of a stored photo; None where it is missing or unreadable."""
    from matchers.hashes import UnreadablePhoto

    data = store.get("photos", sha256)
    try:
        return features_of(data, max_pixels=MAX_PIXELS) if data is not None else None
    except UnreadablePhoto:
        return None


def link_of(store: Store, a: str, b: str) -> PhotoLink | None:
    """How photo b shows the picture of photo a (SHA-256 of both); None where it does not, or one is missing or unreadable."""
    first, second = features_in(store, a), features_in(store, b)
    return None if first is None or second is None else same_photo(first, second)


def drawn(store: Store, a: str, b: str, view: View) -> bytes | None:
    """A JPEG: photo a or b with the part that both show outlined, or a laid half through over b; None where `link_of` is."""
    import cv2
    import numpy as np

    link = link_of(store, a, b)
    if link is None:
        return None
    pictures = [_picture(cast("bytes", store.get("photos", sha256))) for sha256 in (a, b)]
    shown = pictures[0 if view == "a" else 1]
    corners = link.part_a if view == "a" else link.part_b
    if view == "over":
        height, width = shown.shape[:2]
        laid = cv2.warpPerspective(pictures[0], _in_pixels(link, pictures[0], shown), (width, height))
        part = np.zeros((height, width), np.uint8)
        cv2.fillConvexPoly(part, _outline(corners, shown), 255)
        inside = part[..., None] > 0
        shown = np.where(inside, (shown // 2 + laid // 2), shown // 2).astype(np.uint8)
    cv2.polylines(shown, [_outline(corners, shown)], isClosed=True, color=GOLD, thickness=3, lineType=cv2.LINE_AA)
    return cv2.imencode(".jpg", shown, [cv2.IMWRITE_JPEG_QUALITY, 85])[1].tobytes()


def _picture(data: bytes) -> npt.NDArray[np.uint8]:
    """At most `SIDE` pixels a side; as it is stored, not turned as its EXIF says: the link's positions are of that."""
    import numpy as np
    from PIL import Image

    with Image.open(io.BytesIO(data)) as image:
        image.draft("RGB", (SIDE, SIDE))
        picture = image.convert("RGB")
        picture.thumbnail((SIDE, SIDE))
        return np.ascontiguousarray(np.asarray(picture)[..., ::-1])


def _in_pixels(link: PhotoLink, a: npt.NDArray[np.uint8], b: npt.NDArray[np.uint8]) -> Any:
    """The homography from pixels of a to pixels of b; the link's runs from 0 to 1 over width and height."""
    import numpy as np

    from_pixels = np.diag([1 / a.shape[1], 1 / a.shape[0], 1.0])
    to_pixels = np.diag([b.shape[1], b.shape[0], 1.0])
    return to_pixels @ np.asarray(link.matrix) @ from_pixels


def _outline(corners: tuple[tuple[float, float], ...], picture: npt.NDArray[np.uint8]) -> Any:
    import numpy as np

    height, width = picture.shape[:2]
    return np.round(np.asarray(corners) * [width - 1, height - 1]).astype(np.int32)
