"""A Chinese classifieds site of the old kind: GBK, tables, `共12页` under the list, session ids in its links."""

from __future__ import annotations

from demo.world.offers import Offer
from demo.world.site import Request, Response, Site

PAGE_SIZE = 10


class ChineseClassifieds(Site):
    """同城旧货网."""

    name, language, title, encoding = "zh-classifieds", "zh", "同城旧货网", "gbk"

    @property
    def content_type(self) -> str:
        """Leaves the encoding to the page's own meta tag."""
        return "text/html"

    def path_of(self, offer: Offer) -> str:
        """`/show-1017.html`."""
        return f"/show-{offer.number}.html"

    def categories(self) -> list[str]:
        """Names of the categories, in a fixed order; what is watched or looks like it stands among 其他."""
        return sorted({self.category(offer) for offer in self.offers})

    def category(self, offer: Offer) -> str:
        """The category that a listing stands in."""
        return "其他" if offer.category in {"goods", "look-alike"} else offer.category

    def link(self, offer: Offer, page: str) -> str:
        """A link with what such sites hang on it."""
        return f"{offer.path}?from={page}&spm=a2.{offer.number % 97}.7&PHPSESSID={self.session(page)}"

    def page(self, request: Request) -> Response | None:
        """Front page, lists and details."""
        if request.path in {"/", "/index.html"}:
            newest = sorted(self.offers, key=lambda offer: offer.age_minutes)[:8]
            return self.render("front", newest=newest)
        if request.path == "/list.php":
            return self._list(request)
        if request.path == "/user.php":
            theirs = [offer for offer in self.offers if offer.account.id == request.query.get("id")]
            return self.render("user", offers=theirs, account=theirs[0].account) if theirs else None
        name = request.path.removeprefix("/show-").removesuffix(".html")
        if name.isdecimal() and (offer := self.by_number.get(int(name[:9]))):
            return self.render(
                "show", offer=offer, others=[other for other in self.offers if other.account == offer.account][:4]
            )
        return None

    def _list(self, request: Request) -> Response | None:
        names = self.categories()
        category = request.number("cat", -1)
        if category >= len(names):
            return None
        offers = [offer for offer in self.offers if category < 0 or self.category(offer) == names[category]]
        pages = max(1, -(-len(offers) // PAGE_SIZE))
        page = request.number("page", 1)
        if not 1 <= page <= pages:
            return None
        shown = offers[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        where = "全部信息" if category < 0 else names[category]
        return self.render("list", offers=shown, page=page, pages=pages, category=category, where=where, total=len(offers))
