"""Listings by which series are tested: few, each pair with one thing in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexers.index import Index
from matchers.keys import keys_of
from tidewaiter.model import Handle, Listing, Photo, Seller, Series, Span, Word


def offer(
    id: str,
    account: str = "",
    text: str = "",
    *,
    title: str = "",
    handles: Sequence[tuple[str, str]] = (),
    photos: Sequence[tuple[str, str]] = (),
    goods: str | None = None,
    source: str = "shop",
) -> Listing:
    """A listing with keys. photos: (SHA-256, pHash). A handle that stands in the text gets its span."""
    listing = Listing(id=id, source=source, url=f"https://{source}.example/{id}", title=title or f"offer {id}", text=text)
    listing.seller = Seller(account, account) if account else None
    for kind, value in handles:
        at = text.find(value)
        spans = (Span("text", at, at + len(value), value),) if at >= 0 else ()
        listing.handles.append(Handle(kind, value, spans))
    listing.photos = [Photo(sha256=sha256, phash=phash) for sha256, phash in photos]
    if goods is not None:
        listing.words = [Word(goods, goods, goods)]
    listing.keys = keys_of(listing)
    return listing


def store(index: Index, listings: Sequence[Listing]) -> None:
    """Writes them, as indexing does before series are kept."""
    index.write_listings(listings)


def members(index: Index) -> list[list[str]]:
    """The listings of each stored series."""
    return sorted(series.listings for series in index.find(Series))


def template(seed: int, slot: int) -> str:
    """A text of one writer: rare clauses, and numbers that change from offer to offer."""
    words = ("aaven", "bluth", "corin", "delph", "eskar")
    clauses = [f"{word}{seed} of the {word} quarter number{'abcdefgh'[seed % 8]}" for word in words]
    slots = (f"size {slot} cm today", f"price {slot * 7} coins only")
    return ". ".join((clauses[0], slots[0], clauses[1], slots[1], *clauses[2:]))


def crowd(count: int) -> Iterator[Listing]:
    """Unrelated sellers, each with a text, a mark between clauses and a title of its own."""
    for at in range(count):
        mark = ("! ", " | ", "; ", "... ", " - ")[at % 5]
        text = mark.join(
            (f"here is thing{at} for all", f"come and look at stand{at}", "no time wasters please", "thanks for looking")
        )
        yield offer(f"X{at:04d}", f"crowd{at}", text, title=f"thing {'#' * (at % 3)}{at}")
