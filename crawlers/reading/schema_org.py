"""From items of schema.org's vocabulary (whichever syntax wrote them) to what they say of an offer or a post."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import Any

from crawlers.reading.availability import from_code
from crawlers.reading.found import Found, ItemKind
from crawlers.reading.json_text import first_text, text_value
from crawlers.reading.price_text import currency_of, read_amount, read_prices
from crawlers.reading.texts import html_to_text, squeeze
from crawlers.reading.times import machine_time
from tidewaiter.model import Price

Item = dict[str, Any]
Join = Callable[[str | None], str | None]

OFFERS: frozenset[str] = frozenset(
    [
        "product",
        "individualproduct",
        "productmodel",
        "productgroup",
        "someproducts",
        "vehicle",
        "car",
        "motorcycle",
        "book",
        "apartment",
        "house",
        "singlefamilyresidence",
        "realestatelisting",
        "accommodation",
        "service",
        "event",
        "musicevent",
        "theaterevent",
        "sportsevent",
        "festival",
        "course",
        "softwareapplication",
        "mobileapplication",
        "creativework",
        "videogame",
        "musicalbum",
        "movie",
        "menuitem",
        "hotelroom",
        "trip",
    ]
)
_SURE = frozenset(
    [
        "product",
        "individualproduct",
        "productmodel",
        "productgroup",
        "someproducts",
        "vehicle",
        "car",
        "motorcycle",
        "realestatelisting",
    ]
)
_ARTICLES = frozenset(
    ["article", "newsarticle", "blogposting", "reportagenewsarticle", "techarticle", "advertisercontentarticle"]
)


def types_of(item: Item) -> set[str]:
    """The types of an item without their vocabulary, lower case."""
    value = item.get("@type") or item.get("type")
    values = value if isinstance(value, list) else [value]
    return {re.split(r"[/#:]", text)[-1].lower() for text in values if isinstance(text, str)}


def kind_of(item: Item) -> ItemKind | None:
    """What an item is for us, None for what is neither offer nor post."""
    types = types_of(item)
    if types & _SURE:
        return "offer"
    if types & OFFERS and ("offers" in item or "price" in item):
        return "offer"
    if types & {"discussionforumposting", "socialmediaposting", "question"}:
        return "post"
    return "article" if types & _ARTICLES else None


def read_item(item: Item, join: Join, *, where: str, hint: str | None = None) -> Found:
    """What one item says. `hint`: currency, country or language for prices that name no currency."""
    found = Found(where=where, kind=kind_of(item) or "other")
    get = _Getter(item)
    found.url = join(get.text("url") or get.text("mainEntityOfPage") or _id_url(item))
    found.title = _clean(get.text("name") or get.text("headline") or get.text("title"))
    found.text = _longest(
        get, ("description", "articleBody", "text", "reviewBody") if found.kind != "offer" else ("description", "articleBody")
    )
    found.photos = [url for value in ("image", "images", "photo", "contentUrl") for url in _images(item.get(value), join)]
    found.sku = get.text("sku") or get.text("productID") or get.text("productId") or get.text("identifier")
    found.mpn = get.text("mpn")
    if found.sku and ":" in found.sku and found.sku.split(":", 1)[0].lower() in ("sku", "mpn", "id", "productid", "gtin13"):
        found.sku = found.sku.split(":", 1)[1].strip()
    found.posted = machine_time(
        get.text("datePosted") or get.text("datePublished") or get.text("dateCreated") or get.text("uploadDate")
    )
    found.language = get.text("inLanguage")
    _read_offers(item, found, hint)
    seller = _seller(item) or (_object(item.get("author")) if found.kind != "offer" else None)
    if seller:
        found.seller = _clean(first_text(seller))
        found.seller_url = join(text_value(seller.get("url")))
        found.seller_id = text_value(seller.get("identifier"))
    _read_place(item, found)
    return found


def items_of(item: Item, *names: str) -> Iterator[Item]:
    """The objects that stand under any of the names, lists unrolled."""
    for name in names:
        value = item.get(name)
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, dict):
                yield child


class _Getter:
    def __init__(self, item: Item) -> None:
        self.item = item

    def text(self, name: str) -> str | None:
        value = first_text(self.item.get(name))
        return html.unescape(value) if value else None


def _clean(text: str | None) -> str | None:
    return squeeze(html_to_text(text))[:1_000] or None if text else None


def _longest(get: _Getter, names: tuple[str, ...]) -> str | None:
    texts = [html_to_text(value) for name in names if (value := get.text(name))]
    return max(texts, key=len, default=None)


def _id_url(item: Item) -> str | None:
    value = item.get("@id")
    return value if isinstance(value, str) and value.startswith("http") and "#" not in value else None


def _images(value: Any, join: Join) -> Iterator[str]:
    for image in value if isinstance(value, list) else [value]:
        candidate = image
        if isinstance(image, dict):
            candidate = image.get("contentUrl") or image.get("url") or image.get("@id") or image.get("image")
        for one in candidate if isinstance(candidate, list) else [candidate]:
            if isinstance(one, str) and (url := join(html.unescape(one))):
                yield url


def _object(value: Any) -> Item | None:
    if isinstance(value, list):
        value = next((item for item in value if item), None)
    if isinstance(value, str):
        return {"name": value}
    return value if isinstance(value, dict) else None


def _seller(item: Item) -> Item | None:
    for offer in items_of(item, "offers", "offer"):
        for holder in (offer, *items_of(offer, "offers")):
            if seller := _object(holder.get("seller") or holder.get("offeredBy")):
                return seller
    return _object(item.get("seller") or item.get("provider"))


def _read_offers(item: Item, found: Found, hint: str | None) -> None:
    offers = list(items_of(item, "offers", "offer"))
    if not offers and "price" in item:
        offers = [item]
    best: tuple[int, Price] | None = None
    codes: list[str] = []
    for offer in offers[:500]:
        inner = list(items_of(offer, "offers"))
        for one in (offer, *inner[:500]):
            if code := from_code(first_text(one.get("availability"))):
                codes.append(code)
            if found.sku is None:
                found.sku = first_text(one.get("sku"))
            price = _price(one, hint)
            # The first offer's own price is the page's; one without stock only where no other has any.
            rank = 1 if from_code(first_text(one.get("availability"))) not in ("OutOfStock", "SoldOut", "Discontinued") else 0
            if price and (best is None or rank > best[0]):
                best = (rank, price)
    if best:
        found.price = best[1]
    if codes:
        found.availability = next((code for code in codes if code not in ("OutOfStock", "SoldOut", "Discontinued")), codes[0])


def _price(offer: Item, hint: str | None) -> Price | None:
    specifications = list(items_of(offer, "priceSpecification"))
    holders = [offer, *[one for one in specifications if "strikethrough" not in str(one.get("priceType", "")).lower()]]
    currency = next((code for one in holders if (code := currency_of(first_text(one.get("priceCurrency")) or "", hint))), None)
    for holder in holders:
        low, high = (_amount(first_text(holder.get(name)), currency) for name in ("lowPrice", "highPrice"))
        raw = first_text(holder.get("price"))
        amount = _amount(raw, currency)
        if amount is None and raw and (prices := read_prices(raw, hint=hint)):
            amount, currency = prices[0].amount, currency or prices[0].currency
        if amount is None:
            amount, raw = low, first_text(holder.get("lowPrice"))
        if amount is not None:
            return Price(amount, currency, low if high != low else None, high if high != low else None, raw=raw)
    return None


def _amount(text: str | None, currency: str | None) -> float | None:
    return read_amount(text, currency=currency, machine=True) if text else None


def _read_place(item: Item, found: Found) -> None:
    for holder in (item, *items_of(item, "offers")):
        for place in items_of(
            holder, "availableAtOrFrom", "areaServed", "location", "contentLocation", "jobLocation", "address"
        ):
            address = _object(place.get("address")) or place
            names = [first_text(address.get(name)) for name in ("addressLocality", "addressRegion")]
            country = first_text(address.get("addressCountry"))
            name = ", ".join(name for name in names if name) or first_text({"name": place.get("name")})
            if not name:
                continue
            found.place = _clean(name)
            found.country = country if country and re.fullmatch(r"[A-Z]{2}", country) else None
            geo = next(items_of(place, "geo"), {})
            found.lat, found.lon = (_degrees(first_text(geo.get(part))) for part in ("latitude", "longitude"))
            return


def _degrees(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if -180 <= value <= 180 else None
