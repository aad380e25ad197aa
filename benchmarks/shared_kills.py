"""Two crawlers on one Redis, killed by turns, and Redis killed and started again: judged by the server and the index.

    python -m benchmarks.shared_kills [--pages 6000] [--kills 20] [--redis-kills 4] [--seed 1]

Needs `redis-server`, which is started on loopback with an append-only file. Two homes as of two machines share one index
file; `kill -9` meets one of the crawlers at random moments, and Redis itself at others: then both crawlers end with their
reason, and are started again with it. A crawler that ends otherwise fails the benchmark.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

from benchmarks.kills import BYTES, asked, crawl, load_the_program, quick
from tests.redis_node import RedisNode
from tests.web.plain_shop import PER_PAGE
from tests.web.serving import served
from tidewaiter.config import Settings
from tidewaiter.errors import TidewaiterError

LEASE = 15.0
_ENDED, _UNAVAILABLE = 0, 3
LONGEST = 3600.0


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=6_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--redis-kills", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    logging.disable()
    load_the_program()
    with tempfile.TemporaryDirectory(prefix="shared-kills-") as folder:
        return run(Path(folder), given.pages, given.kills, given.redis_kills, Random(given.seed))


def run(folder: Path, pages: int, kills: int, redis_kills: int, random: Random) -> int:
    items = pages * PER_PAGE // (PER_PAGE + 1)
    (folder / "redis").mkdir()
    log = folder / "log"
    log.touch()
    node = RedisNode(folder / "redis").start()
    homes = [folder / "one", folder / "two"]
    both = [quick(home, frontier=node.url, frontier_lease=LEASE, processes=0) for home in homes]
    share_index(both)
    victims = ["crawler"] * kills + ["redis"] * redis_kills
    random.shuffle(victims)
    begun = time.monotonic()
    try:
        with served("tests.web.plain_shop", str(items), BYTES, "0.01", str(log)) as shop:

            def start(place: int) -> int:
                return forked(lambda: crawl(both[place], shop.url + "/", both[place].home_path))

            done = watched(node, start, victims, lambda: len(set(asked(log))), pages, random)
    finally:
        node.kill()
    return judge(both[0], asked(log), items, done, time.monotonic() - begun)


def share_index(both: list[Settings]) -> None:
    from indexers.opening import open_index

    open_index(both[0]).close()
    for file in both[0].home_path.glob("index.sqlite"):
        both[1].home_path.mkdir(parents=True, exist_ok=True)
        (both[1].home_path / file.name).symlink_to(file)


def watched(
    node: RedisNode, start: Callable[[int], int], victims: list[str], fetched: Callable[[], int], pages: int, random: Random
) -> Counter[str]:
    """Keeps two crawlers at work until the run has ended, and kills what is next on the list when its time has come."""
    done: Counter[str] = Counter()
    # A victim falls when so many pages were fetched, and a random part of a second later.
    moments = sorted(random.uniform(0.02, 0.95) * pages for _ in victims)
    crawlers = {place: start(place) for place in range(2)}
    until = time.monotonic() + LONGEST
    while crawlers:
        if time.monotonic() > until:
            raise SystemExit("the run did not end")
        time.sleep(0.02)
        for place, process in list(crawlers.items()):
            ended, status = os.waitpid(process, os.WNOHANG)
            if ended:
                code = os.waitstatus_to_exitcode(status)
                if code not in {_ENDED, _UNAVAILABLE}:
                    raise SystemExit(f"a crawler failed with {code}")
                del crawlers[place]
                if code == _UNAVAILABLE:
                    crawlers[place] = start(place)
        if done.total() < len(victims) and crawlers and fetched() >= moments[done.total()]:
            time.sleep(random.uniform(0, 0.3))
            victim = victims[done.total()]
            done[victim] += 1
            if victim == "redis":
                node.kill()
                for process in crawlers.values():
                    os.waitpid(process, 0)
                node.start()
                crawlers = {place: start(place) for place in range(2)}
            else:
                place = random.choice(list(crawlers))
                os.kill(crawlers[place], signal.SIGKILL)
                os.waitpid(crawlers[place], 0)
                crawlers[place] = start(place)
    return done


def forked(work: Callable[[], None]) -> int:
    """A process that does the work; its exit code says whether it came to its end or something was out of reach."""
    if (child := os.fork()) == 0:
        code = 1
        try:
            work()
            code = _ENDED
        except TidewaiterError as error:
            code = _UNAVAILABLE if "does not answer" in error.what else 1
        finally:
            os._exit(code)
    return child


def judge(settings: Settings, paths: list[str], items: int, done: Counter[str], seconds: float) -> int:
    from indexers.opening import open_index

    index = open_index(settings)
    titles = Counter(listing.title for listing in index.all_listings())
    index.close()
    lost = sum(1 for number in range(items) if f"Carved figure {number}" not in titles)
    twice = sum(1 for times in titles.values() if times > 1)
    again = len(paths) - len(set(paths))
    allowed = settings.concurrency * (done["crawler"] + 2 * done["redis"])
    print(f"crawlers killed: {done['crawler']}, Redis killed: {done['redis']}; {len(set(paths)):,} pages, {seconds:.0f} s")
    print(f"listings: {items:,} there are, {lost} lost, {twice} twice")
    print(f"fetched again: {again} in all, {again / max(1, done.total()):.1f} a kill; allowed {allowed} in all")
    return int(bool(lost or twice) or again > allowed)


if __name__ == "__main__":
    sys.exit(main())
