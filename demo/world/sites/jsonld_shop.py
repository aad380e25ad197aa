"""An English marketplace whose product pages carry JSON-LD, with tracking parameters in its links."""

from __future__ import annotations

import re
from typing import Any

from demo.world.offers import Offer
from demo.world.site import Request, Response, Site

PAGE_SIZE = 18


class JsonLdShop(Site):
    """Second Harbour."""

    name, language, title, shows_posted = "jsonld-shop", "en", "Second Harbour", False

    def path_of(self, offer: Offer) -> str:
        """`/p/solid-oak-writing-desk-4021`."""
        return f"/p/{slug(offer.title)}-{offer.number}"

    def link(self, offer: Offer, place: str) -> str:
        """A link with the parameters that marketing wants."""
        return f"{offer.path}?utm_source=shop&utm_medium={place}&ref={place}_{offer.number % 7}"

    def page(self, request: Request) -> Response | None:
        """Front page, collections, vendors, details."""
        if request.path == "/":
            return self.render("front", featured=self.offers[::9])
        if request.path == "/collections/all":
            return self._collection(request.number("page", 1))
        if request.path.startswith("/vendors/"):
            theirs = [offer for offer in self.offers if offer.account.id == request.path.removeprefix("/vendors/")]
            return self.render("vendor", offers=theirs, account=theirs[0].account) if theirs else None
        number = request.path.rpartition("-")[2]
        if request.path.startswith("/p/") and number.isdecimal() and (offer := self.by_number.get(int(number[:9]))):
            others = [other for other in self.offers if other.category == offer.category and other is not offer][:4]
            return self.render("product", offer=offer, others=others, data=self.json_ld(offer))
        return None

    def _collection(self, page: int) -> Response | None:
        pages = -(-len(self.offers) // PAGE_SIZE)
        if not 1 <= page <= pages:
            return None
        return self.render("list", offers=self.offers[(page - 1) * PAGE_SIZE : page * PAGE_SIZE], page=page, pages=pages)

    def json_ld(self, offer: Offer) -> dict[str, Any]:
        """What the product page says of itself."""
        return {
            "@context": "https://schema.org",
            "@graph": [
                {"@type": "WebSite", "name": self.title, "url": self.address + "/"},
                {
                    "@type": "Product",
                    "name": offer.title,
                    "description": offer.text,
                    "sku": offer.sku,
                    "image": [f"{self.address}/photos/{shot.name}.jpg" for shot in offer.shots],
                    "url": self.address + offer.path,
                    "offers": {
                        "@type": "Offer",
                        "price": f"{offer.price:.2f}",
                        "priceCurrency": offer.currency,
                        "availability": f"https://schema.org/{'InStock' if offer.available else 'OutOfStock'}",
                        "url": self.address + offer.path,
                        "seller": {
                            "@type": "Person",
                            "name": offer.account.name,
                            "url": f"{self.address}/vendors/{offer.account.id}",
                        },
                    },
                },
            ],
        }


def slug(title: str) -> str:
    """The title as it stands in a URL: Latin letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60].strip("-")
