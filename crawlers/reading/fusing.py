"""Several ways of reading one item, weighed against each other into one listing."""

from __future__ import annotations

from collections.abc import Sequence

from crawlers.reading.document import Document
from crawlers.reading.found import Found
from crawlers.reading.photos import is_photo, unique_photos
from tidewaiter.identity import canonical_url, listing_id
from tidewaiter.model import Listing, Photo, Place, Seller


def fuse(document: Document, founds: Sequence[Found]) -> Listing | None:
    """The page's main listing, None where nothing on the page offers or says anything."""
    offers = [found for found in founds if found.kind == "offer"]
    if not offers:
        return None
    main = max(offers, key=Found.weight)
    ways = [main, *[found for found in founds if found is not main and found.where == "opengraph"]]
    url = document.canonical or canonical_url(document.url)
    listing = Listing(id=listing_id(url), url=url, language=document.language)
    for way in ways:
        listing.title = listing.title or way.title or ""
        listing.text = listing.text or way.text or ""
        listing.price = listing.price or way.price
        listing.availability = listing.availability or way.availability
        listing.sku = listing.sku or way.sku
        listing.posted = listing.posted or way.posted
        if listing.seller is None and (way.seller or way.seller_id):
            listing.seller = Seller(way.seller_id, way.seller, way.seller_url)
        if listing.place is None and way.place:
            listing.place = Place(way.place, way.country, way.lat, way.lon)
    photos = unique_photos(photo for way in ways for photo in way.photos if is_photo(photo))
    listing.photos = [Photo(url=photo) for photo in photos]
    return listing
