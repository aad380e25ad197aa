"""A shop on loopback with honest listings among traps, as a child process: `python -m tests.web.hostile_shop`.

Prints one line of JSON with its port and that of a second listener, which no crawl of the shop may ever reach. `/__log`
gives what was asked for, and `/__other` how often the second listener was connected to.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl, urlsplit

import brotli
from backports import zstd

HONEST = 20
Write = Callable[[bytes], Awaitable[None]]

# Made once, before the shop opens: what a bomb costs is the crawler's business, not the server's.
_ZEROS = bytes(60 << 20)
_GZIP = gzip.compress(_ZEROS, 6)
_GZIP_TWICE = gzip.compress(_GZIP, 6)
_BROTLI = brotli.compress(_ZEROS, quality=4)
_ZSTD = zstd.compress(_ZEROS)

TRAPS = (
    "/drip", "/tarpit", "/slow-headers", "/cut", "/cut-empty", "/limited", "/busy", "/login", "/captcha", "/loop/a",
    "/self-loop", "/endless/1", "/to-metadata", "/to-other", "/to-file", "/to-name", "/gzip-bomb", "/br-bomb",
    "/zstd-bomb", "/gzip-twice", "/not-gzip", "/huge", "/huge-chunked", "/headers", "/header-long", "/lying-short",
    "/lying-long", "/calendar/2026/1", "/cookies", "/maze?color=1", "/turns/a/b/", "/many-links", "/deep", "/encodings",
    "/bad-chunk", "/negative-length", "/garbage", "/empty", "/base", "/binary", "/status/500", "/status/404", "/null",
    "/long-url", "/entities", "/sessions?sid=1", "/attributes", "/quotes",
)  # fmt: skip


def item(number: int) -> bytes:
    data = {
        "@context": "https://schema.org", "@type": "Product", "name": f"Carved figure {number}", "sku": f"S{number}",
        "offers": {"@type": "Offer", "price": f"{10 + number}.50", "priceCurrency": "USD", "availability": "InStock"},
    }  # fmt: skip
    words = "An old carved figure from a private collection, sold as seen. " * 4
    return page(f"Carved figure {number}", f"<h1>Carved figure {number}</h1><p>{words}</p>", json.dumps(data))


def page(title: str, body: str, data: str = "", charset: str = "utf-8") -> bytes:
    script = f'<script type="application/ld+json">{data}</script>' if data else ""
    return f"<!doctype html><html><head><title>{title}</title>{script}</head><body>{body}</body></html>".encode(charset)


def anchors(urls: list[str]) -> str:
    return "".join(f'<li class="row"><a href="{url}">{url}</a></li>' for url in urls)


class Shop:
    def __init__(self) -> None:
        self.log: Counter[str] = Counter()
        self.other = 0
        self.other_port = 0
        self.limited = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                path = head.split(b" ", 2)[1].decode("latin-1")
                self.log[path] += 1
                if not await self.answer(path, writer):
                    break
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def count_other(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.other += 1
        writer.close()

    async def answer(self, path: str, writer: asyncio.StreamWriter) -> bool:
        """Whether the connection stays open."""

        async def send(data: bytes) -> None:
            writer.write(data)
            await writer.drain()

        name = urlsplit(path).path
        special = getattr(self, "do_" + name.strip("/").split("/")[0].replace("-", "_"), None)
        if special is not None:
            return bool(await special(path, send))
        body, status, headers = self.plain(path)
        await send(head_of(status, len(body), headers) + body)
        return True

    def plain(self, path: str) -> tuple[bytes, str, list[str]]:
        parts = urlsplit(path)
        query = dict(parse_qsl(parts.query))
        if parts.path == "/robots.txt":
            return b"User-agent: *\nDisallow: /forbidden\n", "200 OK", ["Content-Type: text/plain"]
        if parts.path == "/__log":
            return json.dumps(self.log).encode(), "200 OK", ["Content-Type: application/json"]
        if parts.path == "/__other":
            return str(self.other).encode(), "200 OK", []
        if parts.path == "/":
            lists = [f"/list?page={number}" for number in range(1, 5)]
            return page("Shop", f"<ul>{anchors([*lists, *TRAPS, '/forbidden/item-77.html'])}</ul>"), "200 OK", []
        if parts.path == "/list":
            number = int(query.get("page", "1"))
            each = HONEST // 4
            cards = "".join(
                f'<div class="card"><a href="/item/{n}">Carved figure {n}</a><span>${10 + n}.50</span></div>'
                for n in range((number - 1) * each, number * each)
            )
            return page("List", f'<div class="list">{cards}</div>'), "200 OK", []
        if parts.path.startswith("/item/"):
            return item(int(parts.path.split("/")[2])), "200 OK", []
        return page("None", "nothing here"), "404 Not Found", []

    # Time

    async def do_drip(self, path: str, send: Write) -> bool:
        await send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>")
        while True:
            await asyncio.sleep(0.2)
            await send(b"x")

    async def do_tarpit(self, path: str, send: Write) -> bool:
        await asyncio.sleep(3600)
        return False

    async def do_slow_headers(self, path: str, send: Write) -> bool:
        await send(b"HTTP/1.1 200 OK\r\n")
        while True:
            await asyncio.sleep(0.2)
            await send(b"X-A: b\r\n")

    # Broken transport

    async def do_cut(self, path: str, send: Write) -> bool:
        await send(head_of("200 OK", 5000, []) + b"<html><body><p>Only the begin")
        return False

    async def do_cut_empty(self, path: str, send: Write) -> bool:
        return False

    async def do_bad_chunk(self, path: str, send: Write) -> bool:
        await send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n")
        return False

    async def do_negative_length(self, path: str, send: Write) -> bool:
        await send(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello")
        return False

    async def do_garbage(self, path: str, send: Write) -> bool:
        await send(bytes(range(256)) * 40)
        return False

    async def do_lying_short(self, path: str, send: Write) -> bool:
        await send(head_of("200 OK", 10, []) + page("Lies", "x" * 5000))
        return False

    async def do_lying_long(self, path: str, send: Write) -> bool:
        await send(head_of("200 OK", 10**12, []) + page("Lies", "x" * 500))
        return False

    # Size

    async def do_huge(self, path: str, send: Write) -> bool:
        await send(head_of("200 OK", 50 << 20, []))
        for _ in range(50):
            await send(b"x" * (1 << 20))
        return False

    async def do_huge_chunked(self, path: str, send: Write) -> bool:
        await send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            await send(b"100000\r\n" + b"y" * (1 << 20) + b"\r\n")

    async def do_headers(self, path: str, send: Write) -> bool:
        await send(b"HTTP/1.1 200 OK\r\n")
        for number in range(10_000):
            await send(b"X-%d: " % number + b"h" * 1000 + b"\r\n")
        await send(b"\r\n")
        return False

    async def do_header_long(self, path: str, send: Write) -> bool:
        await send(b"HTTP/1.1 200 OK\r\nX-Long: " + b"h" * (10 << 20) + b"\r\n\r\n")
        return False

    async def do_gzip_bomb(self, path: str, send: Write) -> bool:
        return await packed(send, _GZIP, "gzip")

    async def do_gzip_twice(self, path: str, send: Write) -> bool:
        return await packed(send, _GZIP_TWICE, "gzip, gzip")

    async def do_br_bomb(self, path: str, send: Write) -> bool:
        return await packed(send, _BROTLI, "br")

    async def do_zstd_bomb(self, path: str, send: Write) -> bool:
        return await packed(send, _ZSTD, "zstd")

    async def do_not_gzip(self, path: str, send: Write) -> bool:
        return await packed(send, page("Plain", "said to be gzip, and isn't"), "gzip")

    async def do_cookies(self, path: str, send: Write) -> bool:
        lines = [f"Set-Cookie: c{number}={'v' * 200}" for number in range(200)]
        return await html(send, page("Cookies", "many"), lines)

    # Redirects

    async def do_loop(self, path: str, send: Write) -> bool:
        return await redirect(send, "/loop/b" if path.endswith("a") else "/loop/a")

    async def do_self_loop(self, path: str, send: Write) -> bool:
        return await redirect(send, path)

    async def do_endless(self, path: str, send: Write) -> bool:
        return await redirect(send, f"/endless/{int(path.rpartition('/')[2]) + 1}")

    async def do_to_metadata(self, path: str, send: Write) -> bool:
        return await redirect(send, "http://169.254.169.254/latest/meta-data/")

    async def do_to_other(self, path: str, send: Write) -> bool:
        return await redirect(send, f"http://127.0.0.1:{self.other_port}/secret")

    async def do_to_name(self, path: str, send: Write) -> bool:
        return await redirect(send, f"http://localhost:{self.other_port}/secret")

    async def do_to_file(self, path: str, send: Write) -> bool:
        return await redirect(send, "file:///etc/passwd")

    # Patience

    async def do_limited(self, path: str, send: Write) -> bool:
        self.limited += 1
        if self.limited <= 2:
            await send(head_of("429 Too Many Requests", 0, ["Retry-After: 1"]))
        else:
            await html(send, page("Patience", "thank you"))
        return True

    async def do_busy(self, path: str, send: Write) -> bool:
        await send(head_of("502 Bad Gateway", 0, []))
        return True

    async def do_status(self, path: str, send: Write) -> bool:
        await send(head_of(f"{path.rpartition('/')[2]} Status", 0, []))
        return True

    # Walls

    async def do_login(self, path: str, send: Write) -> bool:
        form = '<h1>Please log in</h1><form action="/login"><input name="user"><input type="password" name="p"></form>'
        return await html(send, page("Log in", form))

    async def do_captcha(self, path: str, send: Write) -> bool:
        return await html(send, page("Check", '<div class="g-recaptcha">Are you a robot?</div>'), status="403 Forbidden")

    # Endless places

    async def do_calendar(self, path: str, send: Write) -> bool:
        year, month = map(int, path.split("/")[2:4])
        following = f"/calendar/{year + month // 12}/{month % 12 + 1}"
        days = [f"/calendar/{year}/{month}/{day}" for day in range(1, 29)] if path.count("/") == 3 else []
        return await html(send, page("Calendar", f'<a rel="next" href="{following}">Next</a>' + anchors(days)))

    async def do_maze(self, path: str, send: Write) -> bool:
        query = dict(parse_qsl(urlsplit(path).query))
        total = sum(int(value) for value in query.values() if value.isdigit())
        urls = [
            f"/maze?{'&'.join(f'{key}={total + place}' for key in keys)}"
            for place in range(3)
            for keys in (("color",), ("size", "color"))
        ]
        urls += [f"/maze?color={total}&size={total}&k{total % 50}=1"]
        return await html(send, page("Maze", anchors(urls)))

    async def do_turns(self, path: str, send: Write) -> bool:
        return await html(send, page("Turns", '<a href="a/b/">on</a><a href="c/">on</a>'))

    async def do_sessions(self, path: str, send: Write) -> bool:
        number = int(path.rpartition("=")[2]) if path.rpartition("=")[2].isdigit() else 0
        return await html(send, page("Sessions", anchors([f"/sessions?sid={number + turn}" for turn in range(1, 9)])))

    async def do_many_links(self, path: str, send: Write) -> bool:
        return await html(send, page("Links", anchors([f"/nothing/x{number}" for number in range(50_000)])))

    # Content

    async def do_deep(self, path: str, send: Write) -> bool:
        return await html(send, page("Deep", "<div>" * 100_000))

    async def do_attributes(self, path: str, send: Write) -> bool:
        return await html(send, page("Attributes", f"<p {' '.join(f'a{number}=1' for number in range(100_000))}>x</p>"))

    async def do_quotes(self, path: str, send: Write) -> bool:
        return await html(send, page("Quotes", '"' * 200_000 + "'" * 200_000 + "<" * 100_000))

    async def do_encodings(self, path: str, send: Write) -> bool:
        return await html(send, b"\xff\xfe\x00\xd8<html><body>\x81\x30\xff " + bytes(range(128, 256)) * 50)

    async def do_entities(self, path: str, send: Write) -> bool:
        bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
            f'<!ENTITY a{n} "{"&a" + str(n - 1) + ";" if n > 1 else "&a;"}">' for n in range(1, 20)
        )
        return await html(send, (bomb + "]><x>&a19;</x>").encode(), ["Content-Type: application/xml"])

    async def do_null(self, path: str, send: Write) -> bool:
        return await html(send, page("Null\0", "a\0b" * 1000))

    async def do_empty(self, path: str, send: Write) -> bool:
        return await html(send, b"")

    async def do_binary(self, path: str, send: Write) -> bool:
        return await html(send, bytes(range(256)) * 1000, ["Content-Type: application/octet-stream"])

    async def do_base(self, path: str, send: Write) -> bool:
        other = f'<base href="http://127.0.0.1:{self.other_port}/"><a href="x">x</a><a href="javascript:alert(1)">y</a>'
        return await html(send, page("Base", other + '<a href="ftp://x/y">z</a><a href="http://[bad">w</a><a href="//">v</a>'))

    async def do_long_url(self, path: str, send: Write) -> bool:
        return await html(send, page("Long", f'<a href="/x?{"q" * 5000}">long</a>'))


def head_of(status: str, length: int, headers: list[str]) -> bytes:
    typed = (
        [] if any(line.lower().startswith("content-type") for line in headers) else ["Content-Type: text/html; charset=utf-8"]
    )
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {length}", *typed, *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def html(send: Write, body: bytes, headers: list[str] | None = None, status: str = "200 OK") -> bool:
    await send(head_of(status, len(body), headers or []) + body)
    return True


async def packed(send: Write, body: bytes, coding: str) -> bool:
    return await html(send, body, [f"Content-Encoding: {coding}"])


async def redirect(send: Write, target: str) -> bool:
    await send(head_of("302 Found", 0, [f"Location: {target}"]))
    return True


async def main() -> None:
    shop = Shop()
    other = await asyncio.start_server(shop.count_other, "127.0.0.1", 0)
    shop.other_port = other.sockets[0].getsockname()[1]
    server = await asyncio.start_server(shop.serve, "127.0.0.1", 0)
    print(json.dumps({"port": server.sockets[0].getsockname()[1], "other": shop.other_port}), flush=True)
    # The test that started us holds our stdin: when it ends, in whatever way, so do we.
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main())
