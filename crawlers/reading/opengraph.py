"""OpenGraph, Twitter cards and product meta tags as what they say of the page's one item."""

from __future__ import annotations

from crawlers.reading.availability import from_code
from crawlers.reading.document import Document
from crawlers.reading.found import Found
from crawlers.reading.price_text import currency_of, read_amount, read_prices
from crawlers.reading.texts import html_to_text, squeeze
from crawlers.reading.times import machine_time
from tidewaiter.model import Price

_AMOUNTS = (
    "product:sale_price:amount",
    "product:price:amount",
    "og:price:amount",
    "product:price",
    "og:price",
    "price",
    "twitter:data1",
)
_CURRENCIES = ("product:sale_price:currency", "product:price:currency", "og:price:currency", "product:currency", "currency")


def read_opengraph(document: Document, *, hint: str | None = None) -> Found | None:
    """What the meta tags say; None where there are none of these."""
    meta = document.meta
    found = Found(where="opengraph", kind="other")
    kind = meta.get("og:type", "").lower()
    if kind.startswith(("product", "og:product", "book", "auto", "item", "ebay-objects")):
        found.kind = "offer"
    elif kind.startswith("article"):
        found.kind = "article"
    found.title = squeeze(html_to_text(meta.get("og:title") or meta.get("twitter:title") or "")) or None
    found.text = (
        html_to_text(meta.get("og:description") or meta.get("twitter:description") or meta.get("description") or "") or None
    )
    found.photos = _photos(document)
    found.price = _price(meta, hint)
    if found.price is not None:
        found.kind = "offer"
    found.availability = from_code(meta.get("product:availability") or meta.get("og:availability") or "")
    found.sku = (
        meta.get("product:retailer_item_id")
        or meta.get("product:sku")
        or meta.get("product:retailer_part_no")
        or meta.get("sku")
    )
    found.mpn = meta.get("product:mfr_part_no")
    found.posted = machine_time(
        meta.get("article:published_time") or meta.get("og:published_time") or meta.get("pubdate") or meta.get("publishdate")
    )
    return found if found.weight() else None


def _photos(document: Document) -> list[str]:
    names = ("og:image:secure_url", "og:image:url", "og:image", "twitter:image", "twitter:image:src")
    found: list[str] = []
    for name, content in document.metas:
        if name in names and (url := document.join(content)) and url not in found:
            found.append(url)
    return found


def _price(meta: dict[str, str], hint: str | None) -> Price | None:
    currency = next((code for name in _CURRENCIES if (code := currency_of(meta.get(name, ""), hint))), None)
    for name in _AMOUNTS:
        raw = meta.get(name)
        if not raw:
            continue
        amount = read_amount(raw, currency=currency, machine=True) if name != "twitter:data1" else None
        if amount is None and (prices := read_prices(raw, hint=hint)):
            return Price(prices[0].amount, currency or prices[0].currency, raw=raw)
        if amount is not None:
            return Price(amount, currency, raw=raw)
    return None
