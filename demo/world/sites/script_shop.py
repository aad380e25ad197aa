"""A shop that only JavaScript renders: it fetches JSON, scrolling loads more, a button fetches the phone number."""

from __future__ import annotations

from typing import Any

from demo.world.offers import Offer
from demo.world.site import Request, Response, Site, json_response

PAGE_SIZE = 8


class ScriptShop(Site):
    """闲集."""

    name, language, title, needs_script = "script-shop", "zh", "闲集", True

    def path_of(self, offer: Offer) -> str:
        """`/item/6021`."""
        return f"/item/{offer.number}"

    def page(self, request: Request) -> Response | None:
        """The same shell for every page; the script asks the interface for what goes in."""
        if request.path == "/app.js":
            text = (self.templates / "app.js").read_text("utf-8")
            return Response(text.encode(), "text/javascript; charset=utf-8")
        if request.path.startswith("/api/goods"):
            return self._interface(request)
        if request.path == "/" or request.path.startswith("/item/"):
            return self.render("shell")
        return None

    def _interface(self, request: Request) -> Response:
        parts = request.path.removeprefix("/api/goods").strip("/").split("/")
        if parts == [""]:
            return json_response({"code": 0, "data": self._list(max(1, request.number("page", 1)))})
        offer = self.by_number.get(int(parts[0][:9])) if parts[0].isdecimal() else None
        if offer is None:
            return json_response({"code": 404, "message": "商品已下架"}, 404)
        if parts[1:] == ["phone"]:
            phone = next((value for kind, value in offer.hidden_contacts if kind == "phone"), "")
            return json_response({"code": 0, "data": {"phone": phone.removeprefix("+86")}})
        return json_response({"code": 0, "data": self._details(offer)})

    def _list(self, page: int) -> dict[str, Any]:
        shown = self.offers[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        cards = [
            {"id": o.number, "title": o.title, "price": o.price, "cover": f"/thumbs/{o.shots[0].name}.jpg", "city": o.place}
            for o in shown
        ]
        return {"list": cards, "total": len(self.offers), "hasMore": page * PAGE_SIZE < len(self.offers)}

    def _details(self, offer: Offer) -> dict[str, Any]:
        return {
            "id": offer.number,
            "title": offer.title,
            "desc": offer.text,
            "price": offer.price,
            "currency": offer.currency,
            "images": [f"/photos/{shot.name}.jpg" for shot in offer.shots],
            "seller": {"id": offer.account.id, "nick": offer.account.name},
            "city": offer.place,
            "publishTime": int(self.posted(offer).timestamp() * 1000),
            "status": 1 if offer.available else 2,
        }
