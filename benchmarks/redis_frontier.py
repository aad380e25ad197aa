"""Pushes and leases a second of the frontier on a real Redis: `python -m benchmarks.redis_frontier redis://127.0.0.1:6379/9`.

The database is emptied. Pages are pushed 20 at a time (what a page links to), leased 16 at a time, and each is done.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from redis import Redis

from crawlers.frontier.port import Wanted
from crawlers.frontier.redis import RedisFrontier

PAGES = 100_000
HOSTS = 200


def main() -> None:
    """Prints the figures."""
    url = sys.argv[1]
    with Redis.from_url(url) as client, tempfile.TemporaryDirectory() as folder:
        client.flushdb()
        frontier = RedisFrontier(url, "benchmark", Path(folder))
        pages = [
            Wanted(f"http://host{number % HOSTS}.example/item/{number}", number % 90, 1, "listing") for number in range(PAGES)
        ]
        begun = time.perf_counter()
        for place in range(0, PAGES, 20):
            frontier.add(pages[place : place + 20])
        print(f"pushes: {PAGES / (time.perf_counter() - begun):,.0f}/s")
        begun, leased = time.perf_counter(), []
        while more := frontier.lease(16, room={}, most_per_host=8):
            leased += more
        print(f"leases: {len(leased) / (time.perf_counter() - begun):,.0f}/s")
        begun = time.perf_counter()
        for lease in leased:
            frontier.done(lease, listings=[str(lease.id)], bytes_read=40_000)
        print(f"done: {len(leased) / (time.perf_counter() - begun):,.0f}/s")
        print(f"memory of Redis: {client.info('memory')['used_memory'] / PAGES:,.0f} bytes a page")
        frontier.close()
        client.flushdb()


if __name__ == "__main__":
    main()
