"""Pages that say, with a good status, that what stood on them was taken away."""

from __future__ import annotations

from collections.abc import Sequence

from crawlers.reading.document import Document
from crawlers.reading.words import pattern
from tidewaiter.model import Listing

_LONGEST = 200
"""Characters of a notice; longer texts tell of other things."""
_SHORT = 90
"""In so short a piece of text the words are the notice, whatever else it says."""
_MOST_PIECES = 600


def says_removed(document: Document, listings: Sequence[Listing]) -> bool:
    """Whether the page says that its listing is no more, in its heading or in a short notice where nothing else is offered.

    A page that still shows the offer with its price is that offer, maybe sold. Below a thread, or on a page that was read
    as a listing, only the heading can say so: a reply that was deleted is not the thread.
    """
    if any(listing.price is not None for listing in listings[:1]):
        return False
    headings = [element.node.text()[:_LONGEST] for element in document.tagged("h1")[:3]]
    if any(_is_notice(text) for text in (*headings, document.title)):
        return True
    if len(listings) > 1 or any(listing.photos or len(listing.text) > _LONGEST for listing in listings):
        return False
    for piece in document.pieces[:_MOST_PIECES]:
        if _is_notice(piece.text):
            return True
        if len(piece.text) > _LONGEST:
            return False  # what comes after a text of its own is about that
    return False


def _is_notice(text: str) -> bool:
    text = " ".join(text.split())
    if not text or len(text) > _LONGEST:
        return False
    found = pattern("taken_down").search(text)
    return found is not None and (len(text) <= _SHORT or found.end() - found.start() >= len(text) / 3)
