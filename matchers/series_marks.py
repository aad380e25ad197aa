"""What one listing shows that others may share: the marks by which accounts are compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from matchers.keys import handle_keys
from matchers.links import IDENTIFIER_KINDS
from matchers.links_photos import PhotoMark, photo_marks
from matchers.numbers import national_numbers
from matchers.templates import Style, style_of
from matchers.vocabulary import vocabulary
from tidewaiter.folding import fold_text
from tidewaiter.masking import masked
from tidewaiter.model import Handle, Listing

_BEFORE = 16
"""Characters before a handle in which it is said whose it is."""


@dataclass(slots=True, frozen=True)
class Marks:
    """What one listing shows that others may share."""

    id: str
    keys: dict[str, str]
    """Handles and identifiers as shown, each under the key that says most (`number:`, `account:` before the kind's own)."""
    bystanders: frozenset[str]
    """Those of the keys that the text itself gives as a courier's, a driver's, a hotline's."""
    photos: tuple[PhotoMark, ...]
    goods: frozenset[str]
    """The watched goods whose words it holds."""
    style: Style
    place: str


def node_of(listing: Listing) -> str:
    """The account of a listing, or the listing itself."""
    seller = listing.seller.id if listing.seller else None
    return f"{listing.source}/{seller}" if seller else f"listing:{listing.id}"


def marks_of(listing: Listing) -> Marks:
    """What a listing shows that others may share."""
    keys: dict[str, str] = {}
    bystanders: set[str] = set()
    for handle in listing.handles:
        if (key := link_key(handle)) is not None:
            keys.setdefault(key, f"{handle.kind} {handle.value}")
            if _said_of_bystander(listing, handle):
                bystanders.add(key)
    for number in listing.identifiers:
        if number.kind in IDENTIFIER_KINDS and not _is_telephone(number.kind, number.value):
            keys.setdefault(f"{number.kind}:{number.value}", f"{number.kind} {masked(number).value}")
    goods = frozenset(word.goods for word in listing.words if word.goods)
    place = fold_text(listing.place.name).strip() if listing.place else ""
    return Marks(
        listing.id,
        keys,
        frozenset(bystanders),
        photo_marks(listing.photos),
        goods,
        style_of(listing),
        place,
    )


@cache
def _bystanders() -> re.Pattern[str]:
    words = sorted(map(re.escape, vocabulary()["bystander"]), key=len, reverse=True)
    return re.compile("|".join(rf"\b{word}\b" if word.isascii() else word for word in words), re.IGNORECASE)


def _said_of_bystander(listing: Listing, handle: Handle) -> bool:
    """Whether the words before a handle, wherever it stands, say that it is a courier's, a driver's, a hotline's."""
    texts = {"title": listing.title, "text": listing.text}
    before = [texts[span.field][max(0, span.start - _BEFORE) : span.start] for span in handle.spans if span.field in texts]
    return len(before) == len(handle.spans) > 0 and all(_bystanders().search(words) for words in before)


def _is_telephone(kind: str, value: str) -> bool:
    """Whether what was read as a parcel's number is rather a courier's own."""
    return kind == "tracking" and value.isdigit() and len(value) <= 11 and bool(national_numbers(value))


def link_key(handle: Handle) -> str | None:
    """The one key under which a handle links: the digits of a number, the name of an account, whatever the platform."""
    if handle.kind == "url":
        return None
    keys = handle_keys(handle.kind, handle.value)
    for prefix in ("number:", "account:"):
        if (found := next((key for key in keys if key.startswith(prefix)), None)) is not None:
            return found
    return keys[-1]
