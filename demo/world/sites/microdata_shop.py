"""A Vietnamese shop with microdata and nothing else, whose address for one product is reached in two ways."""

from __future__ import annotations

import unicodedata

from demo.world.offers import Offer
from demo.world.site import Request, Response, Site
from demo.world.sites.jsonld_shop import slug

PAGE_SIZE = 12


class MicrodataShop(Site):
    """Chợ Nhỏ."""

    name, language, title, shows_posted = "microdata-shop", "vi", "Chợ Nhỏ", False

    def path_of(self, offer: Offer) -> str:
        """`/san-pham/4021-ban-lam-viec.html`."""
        plain = unicodedata.normalize("NFD", offer.title.replace("đ", "d").replace("Đ", "D"))
        return f"/san-pham/{offer.number}-{slug(''.join(one for one in plain if not unicodedata.combining(one)))}.html"

    def groups(self) -> list[str]:
        """Categories in a fixed order."""
        return sorted({self.group(offer) for offer in self.offers})

    def group(self, offer: Offer) -> str:
        """The category that a product stands in."""
        return "khác" if offer.category in {"goods", "look-alike"} else offer.category

    def page(self, request: Request) -> Response | None:
        """Front page, categories in pages, details."""
        if request.path == "/":
            return self.render("front", groups=self.groups(), newest=self.offers[-6:])
        parts = request.path.strip("/").split("/")
        if parts[0] == "danh-muc" and len(parts) in {2, 3} and parts[1].isdecimal():
            return self._group(int(parts[1][:4]), parts[2] if len(parts) == 3 else "trang-1")
        number = parts[-1].partition("-")[0]
        if parts[0] == "san-pham" and len(parts) == 2 and number.isdecimal() and (offer := self.by_number.get(int(number[:9]))):
            return self.render("product", offer=offer)
        return None

    def _group(self, group: int, page_name: str) -> Response | None:
        names = self.groups()
        digits = page_name.removeprefix("trang-")
        if group >= len(names) or not digits.isdecimal():
            return None
        offers = [offer for offer in self.offers if self.group(offer) == names[group]]
        page, pages = int(digits[:4]), -(-len(offers) // PAGE_SIZE)
        if not 1 <= page <= pages:
            return None
        shown = offers[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        return self.render("list", offers=shown, page=page, pages=pages, group=group, where=names[group])
