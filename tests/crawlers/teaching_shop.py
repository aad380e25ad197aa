"""Pages that say their fields in JSON, rows of several listings, and lists that go on: what `sources learn` is tried on."""

from __future__ import annotations

import http.server
import json
from collections.abc import Iterator
from contextlib import contextmanager

from tests.web.serving import served_by

NAMES = ["Old netsuke", "Carved tusk", "Ivory seal", "Bone comb"]
BRAND = "Hoa Binh antiques"


def item(number: int) -> dict[str, object]:
    return {
        "goodsName": NAMES[number], "amountNow": 2_500_000 + number, "code": f"HB-{number:03}",
        "owner": {"nick": f"seller{number}"}, "pics": [{"big": f"/p/{number}.jpg"}],
    }  # fmt: skip


def state_page(number: int) -> str:
    """Shows nothing itself: all of it stands in the state, beside the names of others."""
    state = {"props": {"pageProps": {"related": [item((number + 1) % 4), item((number + 2) % 4)], "detail": item(number)}}}
    return f"""<html><head><title>{BRAND}</title></head><body><div id="__next"></div>
    <script id="__NEXT_DATA__" type="application/json">{json.dumps(state)}</script>{links()}</body></html>"""


def linked_page(number: int) -> str:
    """JSON-LD of four types in a graph whose order differs from page to page."""
    graph = [
        {"@type": "Organization", "name": BRAND},
        {"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "name": NAMES[number]}]},
        {
            "@type": "Product",
            "name": NAMES[number],
            "sku": f"HB-{number:03}",
            "offers": {"@type": "Offer", "price": 90 + number},
        },
    ]
    if number % 2:
        graph.reverse()
    data = json.dumps({"@context": "https://schema.org", "@graph": graph})
    return f"""<html><head><title>x</title><script type="application/ld+json">{data}</script></head><body>
    <h2>Welcome</h2>{links()}</body></html>"""


def rows_page(first: int) -> str:
    """Listings without pages of their own, four a page; three pages."""
    rows = "".join(
        f"""<div class="ad-row" id="ad{number}"><b class="ad-name">{NAMES[number % 4]} {number}</b>
        <span class="ad-cost">$ {10 + number}</span><i class="ad-who">seller{number}</i></div>"""
        for number in range(first, first + 4)
    )
    before = f'<a class="turn" rel="prev" href="/rows/{first - 4}">Back</a>' if first else ""
    after = f'<a class="turn" rel="next" href="/rows/{first + 4}">Next</a>' if first < 8 else ""
    return f'<html><body><h1>Ads</h1><div class="ads">{rows}</div><div class="turns">{before}{after}</div></body></html>'


def api_page() -> str:
    return json.dumps(
        {"paging": {"next": "/api?after=4"}, "data": {"rows": [item(number) | {"id": 70 + number} for number in range(4)]}}
    )


def links() -> str:
    return "".join(f'<a href="/{{kind}}/{number}">{name}</a>' for number, name in enumerate(NAMES))


def page_of(path: str) -> tuple[str, str]:
    kind, _, number = path.strip("/").partition("?")[0].partition("/")
    if kind == "api":
        return "application/json", api_page()
    made = {"state": state_page, "linked": linked_page, "rows": rows_page}.get(kind)
    text = made(int(number)) if made is not None and number.isdigit() else f"<html><body>{links()}</body></html>"
    return "text/html; charset=utf-8", text.replace("{kind}", kind or "state")


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        kind, text = page_of(self.path)
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def shop() -> Iterator[str]:
    """Its address while it is open."""
    with served_by(_Handler) as url:
        yield url
