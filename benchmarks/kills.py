"""`kill -9` at 200 random moments of a run of 20,000 pages, judged by the server and the index; what the frontier costs.

    python -m benchmarks.kills [--pages 20000] [--kills 200] [--processes 0] [--seed 1]
    python -m benchmarks.kills --cost [--pages 3000] [--rounds 3]

The shop is a process of its own on loopback that writes down each path it is asked for. The crawl (frontier, robots.txt,
guard, reader, all stages, embedded index; no photos, no text model) is a process forked from one that has loaded the
program, so that a life begins within a fraction of a second, and is killed at a random moment of it, of its beginning too.
--cost: a crawl without a kill that only fetches and follows, once on the frontier and once on Scrapy's own memory queue and
fingerprints, by turns.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.links_alone import read_links_alone
from benchmarks.memory_frontier import MemoryFrontier
from tests.web.plain_shop import PER_PAGE
from tests.web.serving import served
from tidewaiter.config import Settings, load_settings

COST = 0.15
"""Of the speed on Scrapy's memory queue that the frontier may cost."""
BYTES = "1500"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--processes", type=int, default=0, help="reading processes beside the crawl")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cost", action="store_true", help="what the frontier costs, instead")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    logging.disable()
    load_the_program()
    with tempfile.TemporaryDirectory(prefix="kills-") as folder:
        if given.cost:
            return cost(Path(folder), given.pages, given.rounds)
        return kills(Path(folder), given.pages, given.kills, given.processes, Random(given.seed))


def load_the_program() -> None:
    """Imports what a crawl imports, so that a forked one need not."""
    import importlib

    from crawlers.apart import warm
    from crawlers.settings import scrapy_settings
    from pipelines.settings import STAGES

    named = scrapy_settings(load_settings(environ={})[0], STAGES)
    # What Scrapy would load by name.
    parts = [*named["DOWNLOADER_MIDDLEWARES"], *named["EXTENSIONS"], named["DOWNLOAD_HANDLERS"]["http"], *STAGES]
    names = [named["SCHEDULER"], *parts]
    for name in (*(name.rpartition(".")[0] for name in names), "crawlers.spiders.site", "uvloop"):
        importlib.import_module(name)
    warm()


def kills(folder: Path, pages: int, number: int, processes: int, random: Random) -> int:
    items = pages * PER_PAGE // (PER_PAGE + 1)
    log = folder / "log"
    log.touch()
    settings = quick(folder, processes=processes)
    begun = time.monotonic()
    with served("tests.web.plain_shop", str(items), BYTES, "0", str(log)) as shop:
        lives: list[list[str]] = []
        alive = 0.0
        while len(lives) < number:
            left = pages - len(set(asked(log)))
            rate = (pages - left) / alive if alive > 5 and left < pages else 60.0
            # So that the kills are spread over the whole run.
            mean = max(0.1, 0.97 * left / max(1, number - len(lives)) / rate)
            life = time.monotonic()
            done = killed_after(random.uniform(0, 2 * mean), lambda: crawl(settings, shop.url + "/", folder))
            alive += time.monotonic() - life
            lives.append([path for path in asked(log)[sum(map(len, lives)) :]])
            if done:
                break
        if not killed_after(3600.0, lambda: crawl(settings, shop.url + "/", folder)):
            raise SystemExit("the run did not end")
        lives.append(asked(log)[sum(map(len, lives)) :])
    return judge(settings, lives, items, time.monotonic() - begun)


def judge(settings: Settings, lives: list[list[str]], items: int, seconds: float) -> int:
    from indexers.opening import open_index
    from tidewaiter.model import Sighting

    index = open_index(settings)
    titles = Counter(listing.title for listing in index.all_listings())
    first = Counter(one.listing for one in index.find(Sighting, limit=None) if one.kind == "first")
    others = index.count(Sighting) - first.total()
    index.close()
    lost = sum(1 for number in range(items) if f"Carved figure {number}" not in titles)
    twice = sum(1 for times in titles.values() if times > 1)
    seen: set[str] = set()
    again = []
    for life in lives:
        again.append(sum(1 for path in life if path in seen or life.count(path) > 1))
        seen.update(life)
    fetched = sum(map(len, lives))
    kills = len(lives) - 1
    idle = sum(not life for life in lives)
    print(f"{kills} kills, {len(seen):,} pages, {fetched:,} fetches, {seconds:.0f} s; {idle} lives fetched nothing")
    print(f"listings: {items:,} there are, {len(titles):,} in the index, {lost} lost, {twice} twice")
    print(f"sightings: {first.total():,} first, of {len(first):,} listings; {others} of another kind")
    most = settings.concurrency
    print(f"fetched again a kill: {sum(again) / max(1, kills):.1f} on average, {max(again)} at most; allowed {most}")
    return int(bool(lost or twice or max(again) > most or first.total() != items or others))


def asked(log: Path) -> list[str]:
    """Paths of pages that the server was asked for so far, in order."""
    return [line for line in log.read_text("utf-8").splitlines() if line not in {"/robots.txt", "/__log"}]


def killed_after(seconds: float, work: Callable[[], None]) -> bool:
    """Does the work in a process that is killed after so long; whether it was done before."""
    if (child := os.fork()) == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            if status:
                raise SystemExit(f"the crawl failed with {status}")
            return True
        time.sleep(min(0.02, max(0.0, until - time.monotonic())))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    time.sleep(0.05)  # until the server has noticed what was on the wire
    return False


def quick(home: Path, **more: Any) -> Settings:
    fixed: dict[str, Any] = {
        "delay": 0.0, "autothrottle": False, "keep_pages_days": 0, "text_model": "none", "read_photos": False,
        "concurrency_per_host": 16, "max_pages_per_pattern": 1_000_000, "log_level": "error",
    }  # fmt: skip
    return load_settings(home=home / "home", environ={}, **(fixed | more))[0]


def crawl(settings: Settings, url: str, folder: Path, stages: bool = True) -> None:
    from crawlers.crawl import Start
    from crawlers.crawl import crawl as collect
    from pipelines.settings import STAGES

    collect(settings, [Start(url)], folder=folder / "run", pipelines=STAGES if stages else {}, render="never", run="killed")


def cost(folder: Path, pages: int, rounds: int) -> int:
    """Seconds of a crawl that only fetches and follows: reading would hide what the frontier takes."""
    items = pages * PER_PAGE // (PER_PAGE + 1)
    wall: dict[str, list[float]] = {"frontier": [], "memory": []}
    cpu: dict[str, list[float]] = {"frontier": [], "memory": []}
    with served("tests.web.plain_shop", str(items), BYTES) as shop:
        for turn in range(rounds):
            for name in ("frontier", "memory") if turn % 2 else ("memory", "frontier"):
                home = folder / f"{name}{turn}"
                before, begun = os.times(), time.monotonic()
                if not killed_after(3600.0, lambda name=name, home=home: plain_crawl(name, home, shop.url + "/")):  # type: ignore[misc]
                    raise SystemExit("the crawl did not end")
                after = os.times()
                wall[name].append(time.monotonic() - begun)
                cpu[name].append(sum(after[2:4]) - sum(before[2:4]))
    for name in wall:
        told = f"{pages / min(wall[name]):.0f} pages/s (median {pages / statistics.median(wall[name]):.0f})"
        print(f"{name:9} {told}, {1000 * min(cpu[name]) / pages:.3f} ms of processor time a page")
    lost = 1 - min(cpu["memory"]) / min(cpu["frontier"])
    by_clock = 1 - min(wall["memory"]) / min(wall["frontier"])
    print(f"the frontier costs {lost:.1%} of the speed by processor time, {by_clock:.1%} by the clock")
    return int(lost > COST)


def plain_crawl(name: str, home: Path, url: str) -> None:
    from crawlers import apart

    apart.read_page = read_links_alone
    if name == "memory":
        use_memory()
    crawl(quick(home, processes=0), url, home, stages=False)


def use_memory() -> None:
    from crawlers import crawl as module

    def opened(settings: Settings, folder: Path, **_: Any) -> Any:
        folder.mkdir(parents=True)
        return MemoryFrontier()

    module.open_frontier = opened


if __name__ == "__main__":
    sys.exit(main())
