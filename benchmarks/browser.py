"""The browser over many pages: pages a second, and what it and this process hold in memory meanwhile.

    python -m benchmarks.browser [--pages 2000] [--at-once 4]

Real Chromium on loopback pages of ten kinds that only JavaScript renders (scrolled lists, timers, large tables, images,
dialogs, scripts that keep what they allocate, frames), on six sites. Memory is that of this process and of all below it but the
server of the pages, shared pages counted once, looked at every two seconds: the median and the highest over the last 100 pages
before each mark, since the browser's own goes up and down with what is open. A page counts once its
last script was seen to end.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import statistics
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.script_pages import KINDS
from tests.web.serving import served
from tidewaiter.config import load_settings
from web.browser import BrowserPool, need_browser
from web.client import FetchFailed
from web.guard import AddressGuard
from web.processes import memory_alone, tree_of

MARKS = (100, 500, 1000, 1500, 2000, 3000, 5000)
_LAST = 100


@dataclass
class Run:
    """What is known of the run so far."""

    shown: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    samples: list[tuple[int, Counter[str]]] = field(default_factory=list)
    begun: float = field(default_factory=time.perf_counter)


def main() -> None:
    """Prints a line at each mark, and the goals at the end."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--at-once", type=int, default=4, help="as the setting browser_pages")
    given = parser.parse_args()
    settings, _ = load_settings(environ={}, browser_pages=given.at_once, log_level="error")
    need_browser(settings)
    print(f"load {os.getloadavg()[0]:.0f} on {os.cpu_count()} cores; {given.at_once} pages at once", flush=True)
    with served("benchmarks.script_pages") as site:
        asyncio.run(_measure(settings, site.facts["ports"], given.pages))


async def _measure(settings: Any, ports: list[int], pages: int) -> None:
    run, numbers = Run(), iter(range(pages))
    pool = BrowserPool(settings, AddressGuard([f"127.0.0.1:{port}" for port in ports]))
    looking = asyncio.create_task(_look(run))
    kinds = itertools.cycle(KINDS)
    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(settings.browser_pages):
                group.create_task(_work(run, pool, ports, numbers, kinds, pages))
    finally:
        looking.cancel()
        await pool.close()
    print(f"failed: {dict(run.failed) or 'none'}; {pool.restarts + 1} starts of the browser; load {os.getloadavg()[0]:.0f}")
    rate = pages / (time.perf_counter() - run.begun)
    first, last = (statistics.median(_totals(run, mark)) for mark in (_LAST, pages))
    print(f"{rate:.2f} pages/s; memory at the end {last / first:.2f} x that after {_LAST} pages")


async def _work(run: Run, pool: BrowserPool, ports: list[int], numbers: Any, kinds: Any, pages: int) -> None:
    for number in numbers:
        kind = next(kinds)
        try:
            fetched = await pool.render(f"http://127.0.0.1:{ports[number // 7 % len(ports)]}/{kind}/{number}")
            if f"done-{number}<".encode() not in fetched.body:
                run.failed[f"{kind}: not to its end"] += 1
        except FetchFailed as error:
            run.failed[f"{kind}: {error.reason}"] += 1
        run.shown += 1
        if run.shown in MARKS or run.shown == pages:
            _tell(run, pool)


async def _look(run: Run) -> None:
    while True:
        run.samples.append((run.shown, await asyncio.to_thread(_footprint)))
        await asyncio.sleep(2.0)


def _footprint() -> Counter[str]:
    """Bytes of this process, of playwright's driver and of the browser."""
    found: Counter[str] = Counter()
    for process in tree_of(os.getpid()):
        try:
            command = Path(f"/proc/{process}/cmdline").read_bytes()
        except OSError:
            continue
        if b"script_pages" in command:
            continue
        name = "own" if process == os.getpid() else "driver" if b"run-driver" in command else "browser"
        found[name] += memory_alone(process)
    return found


def _totals(run: Run, mark: int) -> list[int]:
    least = max(20, mark - _LAST)  # the very first are the browser's start
    return [each.total() for shown, each in run.samples if least <= shown <= mark] or [0]


def _tell(run: Run, pool: BrowserPool) -> None:
    totals = _totals(run, run.shown)
    window = [each for shown, each in run.samples if run.shown - _LAST <= shown]
    names = ("own", "driver", "browser")
    parts = " + ".join(f"{name} {statistics.median(one[name] for one in window) / 2**20:.0f}" for name in names)
    highest = max(one.total() for _, one in run.samples)
    seconds = time.perf_counter() - run.begun
    print(
        f"{run.shown:5} pages {seconds:6.0f} s {run.shown / seconds:5.2f}/s  median {statistics.median(totals) / 2**20:4.0f} MB"
        f" ({parts}), highest {max(totals) / 2**20:4.0f}, of all so far {highest / 2**20:4.0f};"
        f" {pool.restarts + 1} starts, failed {run.failed.total()}",
        flush=True,
    )


if __name__ == "__main__":
    main()
