"""Focus in the real crawl: `python -m benchmarks.focus_crawl [--seed 21] [--sites 12] [--pages 4000] [--limit 800]`.

Sites of `benchmarks/focus_world.py` as real pages on this machine, each on a port of its own; one campaign with focus and one
without (`explore: 1`) collect them with the same limit of pages, each in a home of its own. What is of interest is named in
its text only where the world's link may say nothing: the reader, the stages and the matcher are the product's. Prints
how many pages of interest the servers were asked for by each tenth of the limit.
"""

from __future__ import annotations

import argparse
import http.server
import json
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.focus_world import Node, World
from campaigns.running import run_campaign
from matchers.catalogue import load_goods
from tidewaiter.config import load_settings

ENVIRON = {
    "TIDEWAITER_TEXT_MODEL": "none", "TIDEWAITER_AUTOTHROTTLE": "false", "TIDEWAITER_BROWSER": "/no/such/browser",
    "TIDEWAITER_READ_PHOTOS": "false", "TIDEWAITER_KEEP_PAGES_DAYS": "0",
}  # fmt: skip
OPENLY = {"zh": "象牙手镯，非洲象牙老料，加微信 xyz8812", "en": "Elephant ivory bangle, real raw ivory, WhatsApp only",
          "vi": "Vòng ngà voi thật, ngà voi châu phi", "ru": "Браслет из слоновой кости, бивень слона"}  # fmt: skip


def main() -> None:
    """Prints the two curves."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.focus_crawl", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=21)
    parser.add_argument("--sites", type=int, default=12)
    parser.add_argument("--pages", type=int, default=4000)
    parser.add_argument("--limit", type=int, default=800)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tidewaiter-focus-") as folder:
        world = World(given.seed, load_goods(Path(folder) / "goods"), sites=given.sites, pages=given.pages)
        print(f"{len(world.nodes)} pages on {len(world.sites)} sites, {world.interest} of interest; {given.limit} are fetched")
        for name, explore in (("with focus", 0.1), ("without", 1.0)):
            asked = harvest(world, Path(folder) / name, limit=given.limit, explore=explore)
            told = ", ".join(f"{_found(world, asked[: given.limit * tenth // 10])}" for tenth in range(1, 11))
            print(f"{name:<12} of interest after each tenth of these: {told}", flush=True)


def _found(world: World, asked: list[int]) -> int:
    return sum(world.nodes[number].interest for number in set(asked))


def harvest(world: World, home: Path, *, limit: int, explore: float, runs: int = 1) -> list[int]:
    """The world's pages in the order in which the last of so many runs of a campaign asked for them."""
    settings = load_settings(home=home, environ=ENVIRON)[0]
    home.mkdir(parents=True, exist_ok=True)
    file = home / "campaign.yml"
    with served(world) as (addresses, asked):
        sources = json.dumps(addresses)
        file.write_text(f"name: Focus\nsources: {sources}\ndelay: 0\nexplore: {explore}\nrevisit: 0\n", "utf-8")
        for _ in range(runs):
            asked.clear()
            run_campaign(settings, file, limit=limit)
    return asked


@contextmanager
def served(world: World) -> Iterator[tuple[list[str], list[int]]]:
    """The world's sites on loopback, each on a port of its own; gives their addresses, and the pages that are asked for."""
    asked: list[int] = []
    handlers = [_handler(world, site.host, asked) for site in world.sites]
    servers = [http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) for handler in handlers]
    threads = [threading.Thread(target=server.serve_forever, args=(0.05,)) for server in servers]
    for thread in threads:
        thread.start()
    try:
        yield [f"http://127.0.0.1:{server.server_address[1]}/" for server in servers], asked
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()
        for thread in threads:
            thread.join()


def _handler(world: World, host: str, asked: list[int]) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            number = world.by_url.get(host + self.path)
            body = b"" if number is None else page_of(world, number).encode()
            if number is not None:
                asked.append(number)
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


def page_of(world: World, number: int) -> str:
    """A page of the world as HTML: a listing with JSON-LD, or a list of links; the site's furniture in its `nav`."""
    node = world.nodes[number]
    site = world.sites[node.site]
    menu = "".join(_link(world.nodes[there], text) for there, text in site.furniture)
    links = "".join(f"<li>{_link(world.nodes[there], text)}</li>" for there, text in node.links)
    title = escape(node.text or "home")
    head, main = "", ""
    if node.what == "listing":
        text = f"{node.text}. {OPENLY[site.language]}" if node.interest else f"{node.text}. {node.text}"
        offer = {"@type": "Offer", "price": "120", "priceCurrency": "USD"}
        data = {"@context": "https://schema.org", "@type": "Product", "name": node.text, "description": text, "offers": offer}
        head = f'<script type="application/ld+json">{json.dumps(data)}</script>'
        main = f"<h1>{title}</h1><p>{escape(text)}</p>"
    return (
        f'<!doctype html><html lang="{site.language}"><head><title>{title}</title>{head}</head>'
        f"<body><nav>{menu}</nav><main>{main}<ul>{links}</ul></main></body></html>"
    )


def _link(there: Node, text: str) -> str:
    parts = urlsplit(there.url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    rel = " rel=next" if text == ">" else ""
    return f'<a href="{escape(target)}"{rel}>{escape(text)}</a>'


if __name__ == "__main__":
    main()
