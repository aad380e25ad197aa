"""The first stage: which listing this is, and what is known of it from before: hashes and texts of photos, the vector."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

from pipelines.failing import work_through
from pipelines.parts import Parts
from pipelines.stage import Stage
from tidewaiter.identity import canonical_url, listing_id
from tidewaiter.model import Listing, Photo

if TYPE_CHECKING:
    from indexers.index import Index
    from pipelines.counts import Stats


class Known(Stage):
    """Gives each listing its id and carries over what was costly to get and still holds."""

    name = "known"

    def __init__(self, index: Index, stats: Stats) -> None:
        super().__init__(stats)
        self._index = index

    @classmethod
    def from_parts(cls, parts: Parts) -> Self:
        """Every run has this stage."""
        return cls(parts.index, parts.stats)

    async def work(self, listings: Sequence[Listing]) -> None:
        """Ids first, then what the index knows under them."""
        await asyncio.to_thread(work_through, self._recognise, listings, stage=self.name, stats=self.stats)

    def _recognise(self, listings: Sequence[Listing]) -> None:
        for listing in listings:
            make_encodable(listing)
            listing.id = listing.id or listing_id(listing.url, listing.item)
        self._follow_aliases(listings)
        stored = self._index.listings([listing.id for listing in listings], vectors=True)
        for listing in listings:
            if (before := stored.get(listing.id)) is not None:
                self.stats.inc_value("tidewaiter/known/seen")
                carry_over(before, listing)

    def _follow_aliases(self, listings: Sequence[Listing]) -> None:
        # Only a listing that stands for its whole page can be known under another URL: posts of one thread share theirs.
        of_page = [listing for listing in listings if listing.url and listing.id == listing_id(listing.url)]
        urls = {listing.id: list(dict.fromkeys([canonical_url(listing.url), *listing.aliases])) for listing in of_page}
        ids = self._index.ids_of_urls([url for some in urls.values() for url in some]) if urls else {}
        for listing in of_page:
            earlier = next((ids[url] for url in urls[listing.id] if ids.get(url, listing.id) != listing.id), None)
            if earlier is None:
                continue
            before = self._index.listing(earlier)
            if before is None:
                continue
            # A page that is gone says no item id: what was seen there is gone with it, whatever its id was made of.
            its_page_is_gone = listing.status == "gone" and canonical_url(before.url) == canonical_url(listing.url)
            if its_page_is_gone or earlier in {listing_id(url) for url in (before.url, *before.aliases)}:
                listing.id = earlier
                self.stats.inc_value("tidewaiter/known/alias")


def make_encodable(listing: Listing) -> None:
    """Replaces lone surrogates, which JSON can hold (`"\\ud800"`) and no file or index can."""
    for name in ("title", "text", "url"):
        value: str = getattr(listing, name)
        if any("\ud800" <= character <= "\udfff" for character in value) if not value.isascii() else False:
            setattr(listing, name, value.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def carry_over(before: Listing, listing: Listing) -> None:
    """Takes over the hashes and texts of photos that were seen before, and the vector where the text is the same."""
    by_place = {place: photo for photo in before.photos for place in (photo.url, photo.path) if place and photo.sha256}
    by_sha256 = {photo.sha256: photo for photo in before.photos if photo.sha256}
    for photo in listing.photos:
        known = by_sha256.get(photo.sha256) if photo.sha256 else by_place.get(photo.url or photo.path or "")
        if known is not None:
            _fill(photo, known)
    if (listing.title, listing.text) == (before.title, before.text) and listing.vector is None:
        listing.vector = before.vector


def _fill(photo: Photo, known: Photo) -> None:
    for name in ("sha256", "width", "height", "phash", "pdq", "text"):
        if getattr(photo, name) is None:
            setattr(photo, name, getattr(known, name))
