"""Classifieds in English and Vietnamese: a section a language, relative dates, attributes in a definition list."""

from __future__ import annotations

from demo.world.dates import relative_date
from demo.world.offers import Offer
from demo.world.site import Request, Response, Site
from demo.world.sites.jsonld_shop import slug

PAGE_SIZE = 12
WORDS = {
    "en": {
        "all": "All ads", "next": "next >", "prev": "< prev", "price": "Price", "place": "Location", "posted": "Posted",
        "by": "Seller", "id": "Ad ID", "details": "Description", "of": "of", "report": "Report this ad",
        "lead": "Local ads from people near you",
    },
    "vi": {
        "all": "Tất cả tin", "next": "tiếp >", "prev": "< trước", "price": "Giá", "place": "Khu vực", "posted": "Đăng",
        "by": "Người đăng", "id": "Mã tin", "details": "Mô tả", "of": "trên", "report": "Báo xấu",
        "lead": "Tin rao vặt quanh bạn",
    },
}  # fmt: skip


class Classifieds(Site):
    """Dockside Ads."""

    name, language, title = "classifieds", "en", "Dockside Ads"

    def path_of(self, offer: Offer) -> str:
        """`/vi/ad/4021`, with a slug that does not matter behind the number."""
        return f"/{offer.language}/ad/{offer.number}"

    def link(self, offer: Offer) -> str:
        """As the lists link it: the click is counted."""
        return f"{offer.path}?gclid={self.session(offer.number)[:10]}"

    def when(self, offer: Offer) -> str:
        """When it was posted, as seen from now."""
        return relative_date(self.posted(offer), self.now, offer.language)

    def page(self, request: Request) -> Response | None:
        """Front page, a list a language, details."""
        if request.path == "/":
            return self.render("front", languages=WORDS)
        parts = request.path.strip("/").split("/")
        if parts[0] not in WORDS:
            return None
        if parts[1:] in ([], ["ads"]):
            return self._list(parts[0], request.number("p", 1))
        if parts[1] == "ad" and len(parts) in {3, 4} and parts[2].isdecimal():
            offer = self.by_number.get(int(parts[2][:9]))
            if offer and offer.language == parts[0]:
                return self.render("ad", offer=offer, w=WORDS[offer.language], slug=slug(offer.title))
        return None

    def _list(self, language: str, page: int) -> Response | None:
        offers = [offer for offer in self.offers if offer.language == language]
        pages = max(1, -(-len(offers) // PAGE_SIZE))
        if not 1 <= page <= pages:
            return None
        shown = offers[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        return self.render("list", offers=shown, w=WORDS[language], page=page, pages=pages, lang=language)
