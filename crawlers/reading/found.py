"""What one way of reading says of one item, before the ways are weighed against each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tidewaiter.model import Price

ItemKind = Literal["offer", "post", "article", "other"]


@dataclass(slots=True)
class Found:
    """The fields of one item as one syntax gives them; what it doesn't say stays None or empty."""

    where: str
    """`json-ld`, `microdata`, `opengraph`, `state`, `labels`, `visible`, `rules`, `json`, `feed`."""
    kind: ItemKind = "offer"
    url: str | None = None
    item: str | None = None
    """The site's own id of it, where it has no page of its own."""
    title: str | None = None
    text: str | None = None
    price: Price | None = None
    was: list[float] = field(default_factory=list)
    """Amounts known to be former prices."""
    availability: str | None = None
    sku: str | None = None
    mpn: str | None = None
    seller_id: str | None = None
    seller: str | None = None
    seller_url: str | None = None
    photos: list[str] = field(default_factory=list)
    """Absolute URLs, best first."""
    place: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    posted: str | None = None
    language: str | None = None

    def weight(self) -> int:
        """How many fields it gives: which of several items of a page is the main one."""
        values = (self.title, self.text, self.price, self.availability, self.sku, self.seller, self.photos, self.posted)
        return sum(1 for value in values if value)
