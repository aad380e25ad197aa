"""How fast pages are fetched, and fetched and read, beside plain Scrapy with its defaults, in the same run on loopback.

    python -m benchmarks.crawl_speed [--pages 1500] [--bytes 42000] [--rounds 2]

The server is a process of its own on the same machine. Each contestant is a process too, and they take turns. Plain Scrapy
follows the same shop with its default settings and parsel: once fetching only, once with seven fields by CSS. Ours runs the
whole crawl (robots.txt, frontier on disk, guard, cookies): once with a reader that gives links alone, once with the reader in
the same process, and once with the reader in a process beside it (a crawl's default: two processes, where Scrapy has one).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.crawl import processor_time
from benchmarks.links_alone import read_links_alone
from crawlers.source import Source
from tests.shared_data import ROOT
from tests.web.serving import served

CONTESTANTS = ("scrapy-fetch", "ours-fetch", "scrapy-read", "ours-read", "ours-read-two")
COMPARED = {
    ("ours-fetch",): ("scrapy-fetch", ""),
    ("ours-read", "ours-read-two"): ("scrapy-read", " with 7 fields"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=1500, help="item pages of the shop")
    parser.add_argument("--bytes", type=int, default=42_000, help="bytes of an item's page")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--one", nargs=2, metavar=("CONTESTANT", "URL"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(contest(*given.one)))
        return
    rates: dict[str, list[float]] = {name: [] for name in CONTESTANTS}
    spent: dict[str, list[float]] = {name: [] for name in CONTESTANTS}
    for _ in range(given.rounds):
        for name in CONTESTANTS:
            with served("tests.web.plain_shop", str(given.pages), str(given.bytes)) as shop:
                command = [sys.executable, "-m", "benchmarks.crawl_speed", "--one", name, shop.url + "/"]
                result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
            told = json.loads(result.stdout.splitlines()[-1])
            if told["pages"] < given.pages:
                raise SystemExit(f"{name} fetched {told['pages']} of {given.pages} pages")
            rates[name].append(told["pages"] / told["seconds"])
            spent[name].append(1000 * told["processor"] / told["pages"])
    best = {name: max(some) for name, some in rates.items()}
    for name, some in rates.items():
        processor = f"{min(spent[name]):.2f} ms of processor time a page"
        print(f"{name:15} {best[name]:6.0f} pages/s (median {statistics.median(some):.0f}), {processor}")
    for name, what in ((name, what) for names, what in COMPARED.items() for name in names):
        peer = what[0]
        faster, cheaper = best[name] / best[peer], min(spent[peer]) / min(spent[name])
        print(f"{name}: {faster:.2f} x plain Scrapy{what[1]} by the clock, {cheaper:.2f} x by processor time")
    print("load of the machine", *(f"{one:.1f}" for one in os.getloadavg()))


def contest(name: str, url: str) -> dict[str, float]:
    if name.startswith("scrapy"):
        return plain_scrapy(url, fields=name == "scrapy-read")
    return ours(url, read=name != "ours-fetch", processes=int(name == "ours-read-two"))


def plain_scrapy(url: str, *, fields: bool) -> dict[str, float]:
    import scrapy
    from scrapy.crawler import CrawlerProcess

    pages = 0

    class Plain(scrapy.Spider):
        name = "plain"
        start_urls = [url]  # noqa: RUF012 - as Scrapy's own tutorial has it

        def parse(self, response: Any) -> Any:
            nonlocal pages
            pages += 1
            if "/item/" in response.url:
                if fields:
                    yield {
                        "title": response.css("h1::text").get(), "price": response.css("p.price::text").get(),
                        "text": " ".join(response.css("p::text").getall()), "head": response.css("title::text").get(),
                        "data": response.css('script[type="application/ld+json"]::text').get(),
                        "links": response.css("a::attr(href)").getall(), "photos": response.css("img::attr(src)").getall(),
                    }  # fmt: skip
                return
            for href in response.css("a::attr(href)").getall():
                yield response.follow(href)

    process = CrawlerProcess({"LOG_ENABLED": False})
    process.crawl(Plain)
    begun, processor = time.perf_counter(), processor_time()
    process.start()
    return {"pages": pages, "seconds": time.perf_counter() - begun, "processor": processor_time() - processor}


def ours(url: str, *, read: bool, processes: int) -> dict[str, float]:
    # The peer's libraries are loaded before its clock starts too.
    import crawlers.settings
    import crawlers.spiders.site  # noqa: F401
    from crawlers.crawl import Start, crawl
    from tidewaiter.config import load_settings

    if not read:
        from crawlers import apart

        apart.read_page = read_links_alone
    home = Path(tempfile.mkdtemp(prefix="crawl-speed-"))
    # As many at once as plain Scrapy has for one host (8).
    settings, _ = load_settings(
        home=home,
        environ={},
        delay=0.0,
        autothrottle=False,
        concurrency_per_host=8,
        keep_pages_days=0,
        log_level="error",
        processes=processes,
    )
    begun, processor = time.perf_counter(), processor_time()
    counts = crawl(settings, [Start(url, _source() if read else None)], folder=home / "run", pipelines={}, render="never")
    seconds, processor = time.perf_counter() - begun, processor_time() - processor
    return {"pages": counts["tidewaiter/pages"], "seconds": seconds, "processor": processor}


def _source() -> Source:
    """The shop's source file: seven fields by rules, which alone are believed."""
    fields: dict[str, Any] = {
        "title": "h1", "price": "p.price", "text": "body", "sku": "meta:sku", "seller": "=Shop", "photos": "img::attr(src)",
        "language": "=en",
    }  # fmt: skip
    return Source.model_validate({"name": "shop", "only": True, "listing": {"url": "/item/", "fields": fields}})


if __name__ == "__main__":
    main()
