"""Ten million pages in the frontier of one machine: disk, memory, pushes and leases a second.

    python -m benchmarks.frontier_size [--pages 10000000] [--hosts 20000] [--folder DIR]

Pages are pushed 50 at a time, as a page's links are, and become durable every 20 pushes, as a crawl's are every 10 ms. Then
they are leased 16 at a time and done, in both orders (hosts by turns; best of all hosts first), with links added and
priorities changed between. The frontier is closed and opened again, as after a kill. Rates are by the clock and by processor
time.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from crawlers.frontier.port import Wanted
from crawlers.frontier.sqlite import SqliteFrontier

TARGETS = {"bytes on disk": 1.5e9, "bytes of memory": 300e6, "pushes/s": 5_000.0, "leases/s": 1_000.0}
LINKS = 50
LEASED = 16
TAKEN = 50_000
"""Pages leased in each order."""
_KINDS = ("listing", "listing", "listing", "index", "next", "other")
_WORDS = ("carved", "figure", "antique", "bangle", "natural", "old", "piece", "seal", "box", "horn", "pendant", "set")


class Timed:
    """Seconds by the clock and of the processor."""

    def __enter__(self) -> Timed:
        self._wall, self._cpu = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall, self.cpu = time.perf_counter() - self._wall, time.process_time() - self._cpu

    def rate(self, number: int) -> str:
        return f"{number / self.wall:,.0f}/s by the clock, {number / self.cpu:,.0f}/s of processor time"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=10_000_000)
    parser.add_argument("--hosts", type=int, default=20_000)
    parser.add_argument("--folder", type=Path, help="where the frontier is made; default: a temporary folder")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="frontier-size-", dir=given.folder) as folder:
        return measure(Path(folder) / "run", given.pages, given.hosts)


def measure(folder: Path, number: int, hosts: int) -> int:
    random = Random(1)
    made = pages(number, hosts, random)
    frontier = SqliteFrontier(folder, gather=True)
    with Timed() as pushing:
        pushed = push(frontier, made, number)
    print(f"{pushed:,} pages of {hosts:,} hosts")
    print(f"pushes: {pushing.rate(pushed)}", flush=True)
    slowest = pushing.wall
    rates = [pushed / pushing.wall]
    for best_first in (False, True):
        with Timed() as leasing:
            taken = lease(frontier, TAKEN, best_first=best_first, random=random)
        name = "best of all hosts first" if best_first else "hosts by turns"
        print(f"leased and done, {name}: {leasing.rate(taken)}", flush=True)
        rates.append(taken / leasing.wall)
    waiting = frontier.waiting()
    frontier.close()
    disk = sum(file.stat().st_size for file in folder.iterdir())
    with Timed() as opening:
        frontier = SqliteFrontier(folder, gather=True)
    print(f"opened again: {opening.wall:.1f} s, {frontier.waiting():,} pages wait (before: {waiting:,})")
    lost = waiting - frontier.waiting()
    frontier.close()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(
        f"on disk: {disk / 1e9:.2f} GB, {disk / number:.0f} bytes a page; most memory: {memory / 1e6:.0f} MB; {slowest:.0f} s"
    )
    kept = (
        disk <= TARGETS["bytes on disk"] * max(1.0, number / 10_000_000),
        memory <= TARGETS["bytes of memory"],
        rates[0] >= TARGETS["pushes/s"],
        min(rates[1:]) >= TARGETS["leases/s"],
        lost == 0,
    )
    return 0 if all(kept) else 1


def pages(number: int, hosts: int, random: Random) -> Iterator[list[Wanted]]:
    """What pages link to: hosts are as unlike in size as sites are, and every tenth link was met before."""
    for start in range(0, number, LINKS):
        host = f"www.market-{int(hosts * random.random() ** 3)}.example"
        found = []
        for place in range(start, start + LINKS):
            item = random.randrange(start + 1) if place % 10 == 9 else place
            url = f"https://{host}/item/{item:08d}-{random.choice(_WORDS)}-{random.choice(_WORDS)}.html"
            found.append(Wanted(url, random.random() * 90, 2, _KINDS[place % len(_KINDS)]))
        yield found


def push(frontier: SqliteFrontier, made: Iterator[list[Wanted]], number: int) -> int:
    pushed = 0
    begun = time.perf_counter()
    for turn, some in enumerate(made):
        frontier.add(some)
        pushed += len(some)
        if turn % 20 == 19:
            frontier.flush()
        if pushed % 1_000_000 == 0:
            print(f"  {pushed:,} of {number:,}: {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
    frontier.flush()
    return pushed


def lease(frontier: SqliteFrontier, number: int, *, best_first: bool, random: Random) -> int:
    taken = 0
    while taken < number and (leases := frontier.lease(LEASED, room={}, most_per_host=8, best_first=best_first)):
        for one in leases:
            new = Wanted(f"{one.wanted.url}?like={taken}", random.random() * 90, 3, "listing")
            frontier.done(one, found=[new] if taken % 4 == 0 else [], listings=[f"{one.id:x}"], bytes_read=40_000)
            taken += 1
        if taken % 2_000 < LEASED and (waiting := frontier.queued(leases[0].wanted.host, limit=20)):
            frontier.rescore({id: page.priority + 1.0 for id, page in waiting})
        frontier.flush()
    return taken


if __name__ == "__main__":
    sys.exit(main())
