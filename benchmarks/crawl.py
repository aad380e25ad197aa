"""Listings a second from end to end (fetch, read, photos, hash, embed, match, index) on the demo's web without the browser,

side by side with a plain Scrapy spider that only fetches the same listing pages and yields their titles, in the same run.

    python -m benchmarks.crawl [--seed 20261124]

Delay and AutoThrottle are off; the server runs on the same machine. Asked for: at least 60 listings a second on two cores.
Loading the models is part of the time. Where other work shares the machine, the processor time says more: that of the crawl
and of the processes beside it, and what two cores that nobody else uses could do with it at most.
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

from demo.world.child import served_world
from tests.shared_data import ROOT
from tidewaiter.config import Settings, load_settings

TARGET = 60.0
CORES = 2
NEEDS_BROWSER = {"script-shop"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--plain", nargs="+", metavar="URL", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.plain:
        print(json.dumps(_plain_scrapy(given.plain)))
        return 0
    with tempfile.TemporaryDirectory(prefix="tidewaiter-crawl-") as folder:
        home = Path(folder)
        with served_world(given.seed, truth=home / "truth.jsonl") as addresses:
            sites = {site: url for site, url in addresses.items() if site not in NEEDS_BROWSER}
            ours = _ours(home, list(sites.values()))
            command = [sys.executable, "-m", "benchmarks.crawl", "--plain", *ours.pop("urls")]
            result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
            plain = json.loads(result.stdout.splitlines()[-1])
    print(f"world {given.seed}, {len(sites)} sites, median text {ours['median_text']} characters, {ours['photos']} photos")
    told = f"{ours['listings']} listings, {ours['pages']} pages, {ours['seconds']:.1f} s"
    each = ours["processor"] / ours["listings"]
    load = " ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"tidewaiter, end to end   {ours['rate']:6.1f} listings/s  ({told})")
    print(f"  processor time         {1000 * each:6.1f} ms a listing: {CORES / each:.1f} listings/s at most on {CORES} cores")
    print(f"plain Scrapy, titles     {plain['rate']:6.1f} pages/s     ({plain['pages']} pages, {plain['seconds']:.1f} s)")
    print(f"  processor time         {1000 * plain['processor'] / plain['pages']:6.1f} ms a page")
    print(f"load of the machine      {load}")
    return 0 if ours["rate"] >= TARGET else 1


def _ours(home: Path, starts: list[str]) -> dict[str, Any]:
    from crawlers.crawl import Start, crawl
    from indexers.opening import open_index
    from pipelines.settings import STAGES

    environ = {"TIDEWAITER_AUTOTHROTTLE": "false", "TIDEWAITER_DELAY": "0", "TIDEWAITER_READ_PHOTOS": "false"}
    settings: Settings = load_settings(home=home, environ=environ)[0]
    begun, processor = time.perf_counter(), processor_time()
    counts = crawl(settings, [Start(url) for url in starts], folder=home / "crawl", pipelines=STAGES, render="never")
    seconds, processor = time.perf_counter() - begun, processor_time() - processor
    index = open_index(settings)
    listings = list(index.all_listings())
    index.close()
    return {
        "listings": len(listings),
        "pages": int(counts["tidewaiter/pages"]),
        "photos": int(counts.get("tidewaiter/photos/fetched", 0)),
        "seconds": seconds,
        "processor": processor,
        "rate": len(listings) / seconds,
        "median_text": int(statistics.median(len(listing.title) + len(listing.text) for listing in listings)),
        "urls": sorted({listing.url.partition("#")[0] for listing in listings}),
    }


def processor_time() -> float:
    """Seconds of processor time of this process and of those that it started and that have ended."""
    return sum(os.times()[:4])


def _plain_scrapy(urls: list[str]) -> dict[str, float]:
    import scrapy
    from scrapy.crawler import CrawlerProcess

    titles: list[str] = []

    class Titles(scrapy.Spider):
        name = "titles"
        start_urls = urls

        def parse(self, response: Any) -> Any:
            titles.append(response.css("title::text").get(""))
            yield {"title": titles[-1]}

    process = CrawlerProcess({"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False})
    begun, processor = time.perf_counter(), processor_time()
    process.crawl(Titles)
    process.start()
    seconds = time.perf_counter() - begun
    return {
        "pages": len(titles),
        "seconds": seconds,
        "processor": processor_time() - processor,
        "rate": len(titles) / seconds,
    }


if __name__ == "__main__":
    sys.exit(main())
