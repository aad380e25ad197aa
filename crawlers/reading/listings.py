"""From what was found of an item of a page that holds several (a post, a message, an API's object) to a listing."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

from crawlers.reading.found import Found
from crawlers.reading.photos import is_photo, unique_photos
from crawlers.reading.urls import clean_language
from tidewaiter.identity import canonical_url, listing_id
from tidewaiter.model import Listing, Photo, Place, Seller


def to_listing(found: Found, *, page_url: str, source: str, language: str | None, country: str | None = None) -> Listing:
    """The listing; its id comes from the site's own id of the item, else from its URL, else from its words on this page."""
    own = canonical_url(found.url) if found.url else None
    url = own or canonical_url(page_url)
    # An address with a fragment is a place on a page; the page may be another tomorrow, when newer ones stand before it.
    placed = bool(found.item) and bool(found.url) and urlsplit(found.url or "").fragment == found.item
    has_page = own is not None and own != canonical_url(page_url) and not placed
    key = None
    if not found.item and not has_page:
        key = hashlib.sha256(f"{found.title}\n{found.text}\n{found.posted}".encode()).hexdigest()[:16]
    # An item with a page of its own is named by that page's URL, so that reading the page itself gives the same id.
    item = found.item if found.item and (not has_page or found.kind == "post") else None
    holder = urlsplit(url)._replace(query="").geturl() if placed else url
    listing = Listing(id=listing_id(holder, item, key=key), source=source, url=found.url or url)
    listing.item = item or key
    listing.title, listing.text = found.title or "", found.text or ""
    listing.language = clean_language(found.language or "") or language
    listing.price, listing.availability, listing.sku = found.price, found.availability, found.sku
    listing.posted, listing.country = found.posted, country
    if found.seller or found.seller_id:
        listing.seller = Seller(found.seller_id, found.seller, found.seller_url)
    if found.place:
        listing.place = Place(found.place, found.country, found.lat, found.lon)
    listing.photos = [Photo(url=photo) for photo in unique_photos(photo for photo in found.photos if is_photo(photo))]
    return listing
