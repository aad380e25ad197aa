"""A hundred hosts on loopback addresses that each have rules of their own and write down every request: for `politeness`.

    python -m benchmarks.polite_hosts HOSTS SECONDS DELAY SEED

Which paths a host forbids is said here for each robots.txt by hand, so that no parser judges another.
"""

from __future__ import annotations

import asyncio
import json
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from email.utils import formatdate
from random import Random

Forbids = Callable[[str], bool]
PRIVATE: Forbids = lambda path: path.startswith("/private")  # noqa: E731 - one line of the table below each
_PRIVATE = "User-agent: *\nDisallow: /private\n"
NOTHING: Forbids = lambda path: False  # noqa: E731
EVERYTHING: Forbids = lambda path: True  # noqa: E731


@dataclass(slots=True, frozen=True)
class Robots:
    """One kind of robots.txt."""

    name: str
    status: int = 200
    body: str = ""
    forbids: Forbids = NOTHING
    crawl_delay: float = 0.0
    first: int = 200
    """Answer to the first request for it; 0: the connection is cut off."""
    moved: bool = False


ROBOTS = (
    Robots("none", 404),
    Robots("gone", 410),
    Robots("refused", 403),
    Robots("unauthorised", 401),
    Robots("server fault", 500, forbids=EVERYTHING),
    Robots("bad gateway", 502, forbids=EVERYTHING),
    Robots("always 503", 503, forbids=EVERYTHING),
    Robots("503 once", body=_PRIVATE, forbids=PRIVATE, first=503),
    Robots("429 once", body=_PRIVATE, forbids=PRIVATE, first=429),
    Robots("cut off once", body=_PRIVATE, forbids=PRIVATE, first=0),
    Robots("moved", body=_PRIVATE, forbids=PRIVATE, moved=True),
    Robots("all may", body="User-agent: *\nDisallow:\n"),
    Robots("nobody may", body="User-agent: *\nDisallow: /\n", forbids=EVERYTHING),
    Robots("empty"),
    Robots("no rules", body="<html><body>Welcome to our shop</body></html>"),
    Robots(
        "the longer rule holds", body=_PRIVATE + "Allow: /private/open\n",
        forbids=lambda path: path.startswith("/private") and not path.startswith("/private/open"),
    ),
    Robots(
        "wildcards", body="User-agent: *\nDisallow: /*?sort=\nDisallow: /*.print$\n",
        forbids=lambda path: "?sort=" in path or path.endswith(".print"),
    ),
    Robots(
        "a group of our own", body="User-agent: *\nDisallow: /\n\nUser-agent: tidewaiter\nDisallow: /private\n", forbids=PRIVATE
    ),
    Robots("another's group", body="User-agent: badbot\nDisallow: /\n\n" + _PRIVATE, forbids=PRIVATE),
    Robots(
        "several agents, mixed case",
        body="USER-AGENT: a\nuser-agent: TideWaiter\nDISALLOW: /private\n\nUser-agent: *\nDisallow: /\n",
        forbids=PRIVATE,
    ),
    Robots("mark, comments, CRLF", body="\ufeff# hi\r\nUser-agent: * # all\r\nDisallow: /private # ours\r\n", forbids=PRIVATE),
    Robots("escaped", body="User-agent: *\nDisallow: /象牙\n", forbids=lambda path: path.startswith("/%E8%B1%A1%E7%89%99")),
    Robots("crawl-delay", body=_PRIVATE + "Crawl-delay: 3\n", forbids=PRIVATE, crawl_delay=3.0),
    Robots("crawl-delay with a point", body="User-agent: *\nCrawl-delay: 2.5\n", crawl_delay=2.5),
    Robots("shorter crawl-delay", body=_PRIVATE + "Crawl-delay: 0.1\n", forbids=PRIVATE, crawl_delay=0.1),
)  # fmt: skip
_KINDS = ("/item/{}", "/private/{}", "/private/open/{}", "/item/{}?sort=price", "/item/{}.print", "/%E8%B1%A1%E7%89%99/{}")


@dataclass(slots=True)
class Asked:
    """One request."""

    path: str
    at: float
    status: int = 0
    retry_after: float | None = None
    """Seconds that the answer asked for."""
    answered: float = 0.0
    forbidden: bool = False
    under_way: int = 0
    """Requests at the host when it came, itself included."""


@dataclass(slots=True)
class Host:
    """One host: its rules, its pages, and what it was asked."""

    name: str
    robots: Robots
    delay: float
    """Seconds between two requests that the rules ask for."""
    pages: list[str]
    latency: float
    strict_every: int
    """After so many pages it answers 429 or 503 once; 0: never."""
    asked: list[Asked] = field(default_factory=list)
    open: int = 0
    told: int = 0


def hosts(number: int, seconds: float, delay: float, seed: int) -> list[Host]:
    random = Random(seed)
    found = []
    for place in range(number):
        robots = ROBOTS[place % len(ROBOTS)]
        own = max(delay, robots.crawl_delay)
        allowed = max(3, int(seconds / own))
        paths: list[str] = []
        while sum(not robots.forbids(path) for path in paths) < allowed and len(paths) < 3 * allowed:
            kind = _KINDS[0] if random.random() < 0.6 else random.choice(_KINDS[1:])
            paths.append(kind.format(len(paths)))
        name = f"127.0.{1 + place // 50}.{1 + place % 50}"
        found.append(Host(name, robots, own, paths, random.uniform(0, 0.15), random.choice((0, 0, 7, 12))))
    return found


class Hosts:
    """All of them, in one process."""

    def __init__(self, all: list[Host], seed: int) -> None:
        self.all = {host.name: host for host in all}
        self.random = Random(seed + 1)

    async def serve(self, name: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = self.all[name]
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                path = head.split(b" ", 2)[1].decode("latin-1")
                if path == "/__log":
                    data = json.dumps({host.name: report(host) for host in self.all.values()}).encode()
                    writer.write(f"HTTP/1.1 200 OK\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data)
                    await writer.drain()
                    continue
                host.open += 1
                asked = Asked(path, time.monotonic(), under_way=host.open)
                asked.forbidden = not path.startswith("/robots") and host.robots.forbids(path)
                host.asked.append(asked)
                try:
                    await asyncio.sleep(host.latency)
                finally:
                    host.open -= 1
                status, headers, body = self.answer(host, asked)
                asked.status, asked.answered = status, time.monotonic()
                if not status:
                    return
                lines = "".join(f"{key}: {value}\r\n" for key, value in {"Content-Type": "text/html", **headers}.items())
                writer.write(f"HTTP/1.1 {status} X\r\n{lines}Content-Length: {len(body)}\r\n\r\n".encode() + body)
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    def answer(self, host: Host, asked: Asked) -> tuple[int, dict[str, str], bytes]:
        robots = host.robots
        if asked.path.startswith("/robots"):
            first = sum(one.path.startswith("/robots") for one in host.asked) == 1
            if first and robots.first != 200:
                return (robots.first, self.patience(asked), b"later") if robots.first else (0, {}, b"")
            if robots.moved and asked.path == "/robots.txt":
                return 301, {"Location": "/robots-are-here.txt"}, b""
            return robots.status, {"Content-Type": "text/plain"}, robots.body.encode()
        pages = sum(not one.path.startswith("/robots") for one in host.asked)
        if host.strict_every and pages > 1 and pages // host.strict_every > host.told:
            host.told += 1
            return self.random.choice((429, 503)), self.patience(asked), b"later"
        return 200, {}, page(host, asked.path)

    def patience(self, asked: Asked) -> dict[str, str]:
        kind = self.random.choice(("seconds", "seconds", "date", "none"))
        if kind == "none":
            return {}
        asked.retry_after = float(self.random.randint(1, 4))
        if kind == "seconds":
            return {"Retry-After": f"{asked.retry_after:.0f}"}
        # A date has no fractions: what is asked for is at least so long.
        return {"Retry-After": formatdate(time.time() + asked.retry_after + 1, usegmt=True)}


def page(host: Host, path: str) -> bytes:
    if path == "/":
        cards = "".join(
            f'<li><a href="{one}">Carved figure {place}</a> <b>$10.50</b></li>' for place, one in enumerate(host.pages)
        )
        return f"<!doctype html><html><head><title>Shop</title></head><body><ul>{cards}</ul></body></html>".encode()
    data = {"@context": "https://schema.org", "@type": "Product", "name": f"Carved figure {host.name}{path}", "sku": path}
    head = f'<script type="application/ld+json">{json.dumps(data)}</script><title>Carved figure</title>'
    return f"<!doctype html><html><head>{head}</head><body><h1>Carved figure</h1><p>Old and fine.</p></body></html>".encode()


def report(host: Host) -> dict[str, object]:
    wanted = sum(not host.robots.forbids(path) for path in host.pages)
    asked = [asdict(one) for one in host.asked]
    return {"robots": host.robots.name, "delay": host.delay, "wanted": wanted, "asked": asked}


def free_everywhere(names: list[str]) -> int:
    """A port that is free on all of the addresses."""
    while True:
        with socket.socket() as probe:
            probe.bind((names[0], 0))
            port = int(probe.getsockname()[1])
        probes = []
        try:
            for name in names:
                probes.append(socket.socket())
                probes[-1].bind((name, port))
        except OSError:
            continue
        else:
            return port
        finally:
            for one in probes:
                one.close()


async def main() -> None:
    number, seconds, delay, seed = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
    served = Hosts(hosts(number, seconds, delay, seed), seed)
    port = free_everywhere(list(served.all))
    for name in served.all:
        await asyncio.start_server(lambda reader, writer, name=name: served.serve(name, reader, writer), name, port)  # type: ignore[misc]
    print(json.dumps({"port": port, "hosts": list(served.all)}), flush=True)
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
