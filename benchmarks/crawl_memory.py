"""Memory of a long crawl, all stages, without the browser: after 500 pages, and at its end.

    python -m benchmarks.crawl_memory [--pages 5000] [--bytes 42000]

A shop on loopback, one listing a page. The crawl is a process of its own; what is given is its memory and that of the
processes beside it (shared pages counted once), and each one's alone. Delay, AutoThrottle and reading of photos are off.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from benchmarks.crawl import processor_time
from tests.shared_data import ROOT
from tests.web.serving import served
from web.processes import memory_of


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=5000, help="item pages of the shop")
    parser.add_argument("--bytes", type=int, default=42_000, help="bytes of an item's page")
    parser.add_argument("--one", metavar="URL", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        crawl_one(given.one)
        return
    with served("tests.web.plain_shop", str(given.pages), str(given.bytes)) as shop:
        command = [sys.executable, "-m", "benchmarks.crawl_memory", "--one", shop.url + "/"]
        subprocess.run(command, cwd=ROOT, check=True)


def crawl_one(url: str) -> None:
    from crawlers.crawl import Start, crawl
    from pipelines.settings import STAGES
    from tidewaiter.config import load_settings

    home = Path(tempfile.mkdtemp(prefix="crawl-memory-"))
    settings, _ = load_settings(
        home=home, environ={}, delay=0.0, autothrottle=False, read_photos=False, concurrency_per_host=8, log_level="error"
    )
    told = 0

    def tell(counts: Mapping[str, float]) -> None:
        nonlocal told
        pages = int(counts.get("tidewaiter/pages", 0))
        if pages >= told:
            told = pages - pages % 500 + 500
            print(f"{pages:6} pages  {memory_of(os.getpid()) >> 20:5} MB  {_each()}", flush=True)

    begun, processor = time.perf_counter(), processor_time()
    counts = crawl(settings, [Start(url)], folder=home / "run", pipelines=STAGES, render="never", on_progress=tell)
    seconds = time.perf_counter() - begun
    each = (processor_time() - processor) / counts["tidewaiter/listings"]
    print(f"{counts['tidewaiter/listings']:.0f} listings, {seconds:.0f} s, {1000 * each:.1f} ms of processor time a listing")


def _each() -> str:
    """Resident memory of this process and of each beside it."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    parts = []
    for process in (str(os.getpid()), *children):
        try:
            parts.append(int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20)
        except OSError:
            continue
    return "RSS " + " + ".join(map(str, parts))


if __name__ == "__main__":
    main()
