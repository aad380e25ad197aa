"""A hundred hosts with robots.txt, Crawl-delay, 429 and 503 of their own judge one crawl of them all by their logs.

    python -m benchmarks.politeness [--hosts 100] [--seconds 60] [--delay 2] [--seed 1] [--redis redis://127.0.0.1:PORT/DB]

Asked for: 0 violations, and at least 90 % of the rate that the rules allow. The hosts are loopback addresses (127.0.x.y), each
with pages for about so many seconds. A violation: a path that robots.txt forbids, a page before robots.txt was answered, two
requests nearer than 95 % of the delay (the later of ours and Crawl-delay), a request earlier than Retry-After says (0.1 s is
allowed for what was on the wire), more requests at once than the setting allows. The rate: the seconds that the rules ask for
between each two requests of a host, by the seconds that it took, over all hosts.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.web.serving import Served, served
from tidewaiter.config import load_settings

PER_HOST = 2
ON_THE_WIRE = 0.1
NEAREST = 0.95
"""Of a delay: the rest is what two requests may take unlike long to arrive."""
LEAST_RATE = 0.9
_NO_ANSWER = frozenset({0, 301, 429, 503})
"""Of a request for robots.txt: after these nobody knows the rules yet."""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--hosts", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--delay", type=float, default=2.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--redis", help="crawl on this Redis, whose database is emptied, instead of SQLite")
    given = parser.parse_args()
    arguments = (str(given.hosts), str(given.seconds), str(given.delay), str(given.seed))
    with served("benchmarks.polite_hosts", *arguments) as hosts, tempfile.TemporaryDirectory(prefix="politeness-") as folder:
        begun = time.monotonic()
        told = collect(Path(folder), hosts, given.delay, given.redis)
        seconds = time.monotonic() - begun
        logs = hosts.get("/__log", address=hosts.facts["hosts"][0])
    return judge(logs, seconds, told)


def collect(folder: Path, hosts: Served, delay: float, redis: str | None) -> dict[str, float]:
    from crawlers.crawl import Start, crawl

    more = {"frontier": redis} if redis else {}
    settings, _ = load_settings(
        home=folder, environ={}, delay=delay, concurrency_per_host=PER_HOST, keep_pages_days=0, log_level="error", **more
    )
    starts = [Start(f"http://{name}:{hosts.port}/") for name in hosts.facts["hosts"]]
    return crawl(settings, starts, folder=folder / "run", pipelines={}, render="never")


def judge(logs: dict[str, Any], seconds: float, told: dict[str, float]) -> int:
    violations: Counter[str] = Counter()
    allowed = taken = 0.0
    missed = requests = 0
    nearest = 9.0
    for name, host in logs.items():
        asked = sorted(host["asked"], key=lambda one: one["at"])
        requests += len(asked)
        wrong, least = breaches(host, asked)
        violations.update(wrong)
        nearest = min(nearest, least)
        for kind, times in wrong.items():
            print(f"  {name} ({host['robots']}): {times} x {kind}")
        pages = [one for one in asked if not one["path"].startswith("/robots")]
        got = {one["path"] for one in pages if one["status"] == 200 and one["path"] != "/"}
        missed += host["wanted"] - len(got)
        for before, after in pairwise(pages):
            if before["status"] == 200:
                allowed += host["delay"]
            elif before["retry_after"] is not None:
                allowed += max(host["delay"], before["answered"] - before["at"] + before["retry_after"])
            else:
                continue  # it asked for patience and did not say how much
            taken += after["at"] - before["at"]
    rate = allowed / taken if taken else 0.0
    print(f"{len(logs)} hosts, {requests:,} requests in {seconds:.0f} s; {missed} pages that may be fetched were not")
    print(f"violations: {violations.total()} {dict(violations) or ''}; nearest two requests: {nearest:.3f} of their delay")
    print(f"rate: {rate:.1%} of what the rules allow; pauses kept: {told.get('tidewaiter/pauses', 0):.0f}")
    return int(violations.total() > 0 or rate < LEAST_RATE or missed > 0)


def breaches(host: dict[str, Any], asked: list[dict[str, Any]]) -> tuple[Counter[str], float]:
    """What a host has to complain of, and the smallest distance of two requests by the delay."""
    wrong: Counter[str] = Counter()
    nearest = 9.0
    answers = [one["answered"] for one in asked if one["path"].startswith("/robots") and one["status"] not in _NO_ANSWER]
    read = min(answers, default=None)
    for place, one in enumerate(asked):
        is_page = not one["path"].startswith("/robots")
        wrong["forbidden"] += one["forbidden"]
        wrong["before robots.txt"] += is_page and (read is None or one["at"] < read)
        wrong["at once"] += one["under_way"] > PER_HOST
        if place and is_page and asked[place - 1]["status"]:
            distance = (one["at"] - asked[place - 1]["at"]) / host["delay"]
            nearest = min(nearest, distance)
            wrong["too near"] += distance < NEAREST
        for before in asked[:place]:
            if before["retry_after"] is not None:
                until = before["answered"] + before["retry_after"]
                wrong["before Retry-After"] += before["answered"] + ON_THE_WIRE < one["at"] < until - ON_THE_WIRE
    return +wrong, nearest


if __name__ == "__main__":
    sys.exit(main())
