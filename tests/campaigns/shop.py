"""A small shop on the loopback interface, and a campaign that collects it."""

from __future__ import annotations

import http.server
import json
from collections.abc import Callable
from pathlib import Path

ITEMS = 30
ENVIRON = {"TIDEWAITER_TEXT_MODEL": "none", "TIDEWAITER_AUTOTHROTTLE": "false", "TIDEWAITER_BROWSER": "/no/such/browser"}


class Shop(http.server.BaseHTTPRequestHandler):
    """Two index pages and thirty items with JSON-LD; item 7 is ivory. `after` is called before each answer."""

    after: Callable[[str], None] = staticmethod(lambda path: None)
    gone: frozenset[str] = frozenset()

    def do_GET(self) -> None:
        type(self).after(self.path)
        body = self.page().encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def page(self) -> str:
        if self.path in ("/", "/?page=2"):
            first = 0 if self.path == "/" else ITEMS // 2
            links = "".join(f'<li><a href="/item/{n}">Item {n}</a></li>' for n in range(first, first + ITEMS // 2))
            return f"<html><body><ul>{links}</ul><a rel=next href='/?page=2'>next</a></body></html>"
        number = self.path.removeprefix("/item/")
        if not number.isdigit() or int(number) >= ITEMS or self.path in self.gone:
            return ""
        name = "非洲象牙手串 老料" if number == "7" else f"Garden chair {number}"
        text = "象牙 包邮 加微信 abc1234" if number == "7" else "A chair for the garden, hardly used, to be fetched."
        offer = {"@type": "Offer", "price": "680", "priceCurrency": "CNY", "availability": "https://schema.org/InStock"}
        data = {
            "@context": "https://schema.org",
            "@type": "Product",
            "name": name,
            "description": text,
            "sku": number,
            "offers": offer,
        }
        head = f'<title>{name}</title><script type="application/ld+json">{json.dumps(data)}</script>'
        return f"<html><head>{head}</head><body><h1>{name}</h1><p>{text}</p></body></html>"

    def log_message(self, format: str, *args: object) -> None:
        pass


def campaign(tmp_path: Path, shop: str, more: str = "") -> Path:
    file = tmp_path / "chairs.yml"
    file.write_text(f"name: Chairs\nsources: ['{shop}']\ndelay: 0\n{more}", "utf-8")
    return file
