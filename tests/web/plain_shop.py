"""An honest shop on loopback, as a child process: `python -m tests.web.plain_shop [ITEMS] [BYTES] [DELAY] [LOG]`.

Lists of 20 items with a next page, each item on its own page of about BYTES bytes, answered after DELAY seconds. `/__log`
gives how often each path was asked for; the file LOG gets a line for each, in their order; `/gone/ITEM` takes an item out of
stock (404 from then on).
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from functools import cache
from pathlib import Path

PER_PAGE = 20
_WORDS = "Hand made piece with fine detail, sold by a private owner who collects old things from the coast. "


@cache
def item(number: int, size: int) -> bytes:
    data = {
        "@context": "https://schema.org", "@type": "Product", "name": f"Carved figure {number}", "sku": f"S{number}",
        "description": _WORDS,
        "offers": {"@type": "Offer", "price": f"{10 + number}.50", "priceCurrency": "USD", "availability": "InStock"},
    }  # fmt: skip
    head = f'<script type="application/ld+json">{json.dumps(data)}</script><title>Carved figure {number}</title>'
    body = f'<h1>Carved figure {number}</h1><p class="price">${10 + number}.50</p>'
    paragraph = f"<p>{_WORDS * 3}</p>"
    filler = paragraph * max(1, (size - len(head) - len(body)) // len(paragraph))
    return f"<!doctype html><html><head>{head}</head><body><a href='/'>All</a>{body}{filler}</body></html>".encode()


def listed(page: int, items: int) -> bytes:
    numbers = range((page - 1) * PER_PAGE, min(page * PER_PAGE, items))
    cards = "".join(f'<li class="card"><a href="/item/{n}">Carved figure {n}</a> <b>${10 + n}.50</b></li>' for n in numbers)
    following = f'<a rel="next" href="/?page={page + 1}">Next</a>' if page * PER_PAGE < items else ""
    return f"<!doctype html><html><head><title>Shop</title></head><body><ul>{cards}</ul>{following}</body></html>".encode()


class Shop:
    def __init__(self, items: int, size: int, delay: float, log: Path | None = None) -> None:
        self.items, self.size, self.delay = items, size, delay
        self.lines = log.open("a", buffering=1) if log else None
        self.log: Counter[str] = Counter()
        self.gone: set[int] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                path = head.split(b" ", 2)[1].decode("latin-1")
                self.log[path] += 1
                if self.lines is not None:
                    self.lines.write(path + "\n")
                if self.delay and not path.startswith("/__"):
                    await asyncio.sleep(self.delay)
                status, kind, body = self.answer(path)
                writer.write(
                    f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
                )
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    def answer(self, path: str) -> tuple[str, str, bytes]:
        html = "text/html; charset=utf-8"
        if path == "/__log":
            return "200 OK", "application/json", json.dumps(self.log).encode()
        if path == "/robots.txt":
            return "200 OK", "text/plain", b"User-agent: *\nDisallow: /private\n"
        if path.startswith("/photo/"):
            return "200 OK", "image/jpeg", b"\xff\xd8" + path.encode() * 300
        if path.startswith("/gone/"):
            self.gone.add(int(path.rpartition("/")[2]))
            return "200 OK", "application/json", b"true"
        if path.startswith("/item/"):
            number = int(path.rpartition("/")[2])
            if number in self.gone:
                return "404 Not Found", html, b"<h1>gone</h1>"
            return "200 OK", html, item(number, self.size)
        if path.startswith("/?page=") or path == "/":
            return "200 OK", html, listed(int(path.partition("=")[2] or "1"), self.items)
        return "404 Not Found", html, b"<h1>none</h1>"


async def main() -> None:
    items = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    size = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    log = Path(sys.argv[4]) if len(sys.argv) > 4 else None
    shop = Shop(items, size, float(sys.argv[3]) if len(sys.argv) > 3 else 0.0, log)
    server = await asyncio.start_server(shop.serve, "127.0.0.1", 0, backlog=512)
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
