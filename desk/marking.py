"""A listing's text cut into pieces, so that a page can mark what was read in it without trusting a byte of it."""

from __future__ import annotations

from dataclasses import dataclass

from tidewaiter.model import Listing


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text. `mark`: handle, word, service, price, place, identifier or empty; `label` says what it is."""

    text: str
    mark: str = ""
    label: str = ""


def marked(listing: Listing, field: str) -> list[Piece]:
    """The field (`title` or `text`) in pieces; where two readings overlap the earlier and longer one is marked."""
    text = listing.title if field == "title" else listing.text
    spans: list[tuple[int, int, str, str]] = []
    for handle in listing.handles:
        spans += [(s.start, s.end, "handle", f"{handle.kind}: {handle.value}") for s in handle.spans if s.field == field]
    for word in listing.words:
        if word.field == field:
            spans.append((word.start, word.end, "word" if word.goods else "service", f"{word.goods or word.kind}: {word.word}"))
    if listing.price:
        spans += [(s.start, s.end, "price", "price") for s in listing.price.spans if s.field == field]
    for place in listing.places:
        spans += [(s.start, s.end, "place", place.name) for s in place.spans if s.field == field]
    for identifier in listing.identifiers:
        spans += [(s.start, s.end, "identifier", identifier.kind) for s in identifier.spans if s.field == field]
    pieces: list[Piece] = []
    at = 0
    for start, end, mark, label in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start < at or not start < end <= len(text):
            continue
        if start > at:
            pieces.append(Piece(text[at:start]))
        pieces.append(Piece(text[start:end], mark, label))
        at = end
    if at < len(text):
        pieces.append(Piece(text[at:]))
    return pieces
