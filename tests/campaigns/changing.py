"""A shop whose listings change between two runs: other prices, sold, taken down, moved, or as they were and saying so."""

from __future__ import annotations

import http.server
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.web.serving import served_by

ITEMS = 12
IVORY = "/item/7"


class ChangingShop:
    """Its state is set by the test; `asked` holds each request as (path, whether it was conditional)."""

    def __init__(self) -> None:
        self.prices: dict[str, int] = {}
        self.sold: set[str] = set()
        self.status: dict[str, int] = {}
        self.notices: dict[str, str] = {}
        self.moved: dict[str, str] = {}
        self.unlinked: set[str] = set()
        self.bare: set[str] = set()
        """Items whose pages lost what shows the price."""
        self.with_etags = True
        self.fixed_etag = False
        self.asked: list[tuple[str, bool]] = []
        self.on_request: Callable[[], object] = lambda: None
        self.url = ""

    def items(self) -> list[str]:
        return [f"/item/{number}" for number in range(ITEMS)]

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def page(self, path: str) -> str:
        if path in {"/", "/list/"}:
            links = [f'<li><a href="{item}">Item {item[6:]}</a></li>' for item in self.items() if item not in self.unlinked]
            return f"<html><body><h1>All offers</h1><ul>{''.join(links)}</ul></body></html>"
        if path in self.notices:
            return f"<html><head><title>Shop</title></head><body><p>{self.notices[path]}</p></body></html>"
        if path not in self.items() and path not in {"/item/3-new"}:
            return ""
        name = "非洲象牙手串 老料" if path == IVORY else f"Garden chair {path[6:]}"
        text = "象牙 包邮 加微信 abc1234" if path == IVORY else "A chair for the garden, hardly used, to be fetched."
        stock = "OutOfStock" if path in self.sold else "InStock"
        offer = {
            "@type": "Offer",
            "price": str(self.prices.get(path, 680)),
            "priceCurrency": "CNY",
            "availability": f"https://schema.org/{stock}",
        }
        data: dict[str, object] = {"@context": "https://schema.org", "@type": "Product", "name": name, "description": text}
        if path not in self.bare:
            data |= {"offers": offer}
        head = f'<title>{name}</title><script type="application/ld+json">{json.dumps(data)}</script>'
        return f"<html><head>{head}</head><body><h1>{name}</h1><p>{text}</p></body></html>"


@contextmanager
def changing_shop() -> Iterator[ChangingShop]:
    shop = ChangingShop()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = self.headers.get("If-None-Match")
            shop.on_request()
            shop.asked.append((self.path, asked is not None))
            if (target := shop.moved.get(self.path)) is not None:
                self.answer(302, b"", Location=target)
                return
            body = shop.page(self.path).encode()
            status = shop.status.get(self.path, 200 if body else 404)
            etag = '"fixed"' if shop.fixed_etag else f'"{hash(body)}"'
            named = {"ETag": etag} if shop.with_etags and status == 200 else {}
            if named and asked == etag:
                self.answer(304, b"", **named)
            else:
                self.answer(status, body if status == 200 else b"", **named)

        def answer(self, status: int, body: bytes, **headers: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with served_by(Handler) as shop.url:
        yield shop
