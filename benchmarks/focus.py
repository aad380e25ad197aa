"""Focus judged on a synthetic web: `python -m benchmarks.focus [--seeds 11 12 13] [--pages 200000] [--sites 200]`.

200 sites, 200 000 pages, 1.5 % of them of interest (`benchmarks/focus_world.py`). Three orders in the same world: breadth
first; a keyword order (the goods' words in the link's text, links of a page of interest before others); and focus: the
product's own scorer over the product's own frontier in SQLite, leased as the crawl leases. Goal: 90 % of the pages of
interest after at most 15 % of the pages. Judged by the world; the crawl itself sees only what the matcher says, which errs.
"""

from __future__ import annotations

import argparse
import heapq
import json
import random
import tempfile
import time
from collections import Counter, deque
from collections.abc import Iterator
from pathlib import Path

from benchmarks.focus_world import PAGES, SITES, Node, World
from crawlers.focus.focus import Focus
from crawlers.focus.marks import Watched
from crawlers.frontier.port import Lease, Wanted
from crawlers.frontier.sqlite import SqliteFrontier
from crawlers.spiders.learning import BASE
from matchers.catalogue import load_goods
from tidewaiter.goods import Goods

GOAL = 0.15
SHARES = (0.5, 0.75, 0.9, 0.95)
AT_ONCE, A_HOST = 32, 8
"""Pages under way at once, and of one host: what the crawl leases by default."""


def main() -> int:
    """Prints, by seed and order, after which share of the pages which share of what is of interest was fetched."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.focus", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seeds", type=int, nargs="+", default=[11, 12, 13])
    parser.add_argument("--sites", type=int, default=SITES)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--explore", type=float, default=0.1)
    parser.add_argument("--scattered", action="store_true", help="A harder world: less of what is of interest stands together.")
    parser.add_argument("--only-focus", action="store_true")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tidewaiter-focus-") as folder:
        goods = load_goods(Path(folder))
        missed = 0
        for seed in given.seeds:
            world = World(seed, goods, sites=given.sites, pages=given.pages, scattered=given.scattered)
            figures = _judge(world, goods, Path(folder) / str(seed), given)
            missed += figures["focus"].get("90 %", 1.0) > GOAL
            _print(seed, world, figures, as_json=given.json)
    return 1 if missed else 0


def _judge(world: World, goods: list[Goods], folder: Path, given: argparse.Namespace) -> dict[str, dict[str, float]]:
    watched = watched_of(goods)
    orders = {"focus": focused(world, watched, folder, explore=given.explore)}
    if not given.only_focus:
        orders |= {"breadth first": breadth_first(world), "keywords": keywords(world, watched)}
    found = {}
    for name, order in orders.items():
        begun = time.process_time()
        found[name] = curve(world, order)
        found[name]["seconds"] = round(time.process_time() - begun, 1)
    return found


def watched_of(goods: list[Goods]) -> Watched:
    """The words of the goods, as a campaign gives them to focus."""
    return Watched(
        [term for one in goods for terms in one.terms.values() for term in terms], [w for g in goods for w in g.not_]
    )


def curve(world: World, order: Iterator[int]) -> dict[str, float]:
    """Share of what is of interest -> share of all pages after which it was fetched. Ends at the last of `SHARES`."""
    found, reached = 0, {}
    waiting = list(SHARES)
    for fetched, page in enumerate(order, 1):
        found += world.nodes[page].interest
        while waiting and found >= waiting[0] * world.interest:
            reached[f"{waiting.pop(0):.0%}".replace("%", " %")] = fetched / len(world.nodes)
        if not waiting:
            break
    return reached


def breadth_first(world: World) -> Iterator[int]:
    """First seen, first fetched."""
    waiting = deque(site.home for site in world.sites)
    seen = set(waiting)
    while waiting:
        page = waiting.popleft()
        yield page
        for url, _, _ in world.links(page):
            if (there := world.by_url[url]) not in seen:
                seen.add(there)
                waiting.append(there)


def keywords(world: World, watched: Watched) -> Iterator[int]:
    """Links that name goods, then links of pages of interest, then the rest; first seen first among equals."""
    heap = [(0.0, site.number, site.home) for site in world.sites]
    seen = {home: 0.0 for _, _, home in heap}
    fetched: set[int] = set()
    arrivals = len(heap)
    while heap:
        _, _, page = heapq.heappop(heap)
        if page in fetched:
            continue
        fetched.add(page)
        yield page
        from_find = 0.5 if world.nodes[page].interest else 0.0
        for url, text, _ in world.links(page):
            there = world.by_url[url]
            worth = from_find + (watched.marks(text) == ("goods:named",))
            if seen.get(there, -1.0) < worth and there not in fetched:
                seen[there] = worth
                arrivals += 1
                heapq.heappush(heap, (-worth, arrivals, there))


def focused(world: World, watched: Watched, folder: Path, *, explore: float, seed: int = 0) -> Iterator[int]:
    """The product's scorer and frontier, leased as `crawlers/frontier/scheduler.py` does."""
    focus = Focus(watched, explore=explore, seed=seed)
    chance = random.Random(seed)
    frontier = SqliteFrontier(folder, gather=True)
    frontier.add([Wanted(world.nodes[site.home].url, 100.0, 0, "start") for site in world.sites])
    try:
        while leases := focus.lease(frontier, AT_ONCE, room=Counter(), most_per_host=A_HOST):
            for lease in leases:
                page = world.by_url[lease.wanted.url]
                yield page
                _read(world, page, lease, focus, frontier, chance)
            frontier.flush()
    finally:
        frontier.close()


def _read(world: World, page: int, lease: Lease, focus: Focus, frontier: SqliteFrontier, chance: random.Random) -> None:
    node = world.nodes[page]
    found = [
        Wanted(url, BASE[kind], lease.wanted.depth + 1, kind, text=text, parent=lease.id)
        for url, text, kind in world.links(page)
    ]
    placed = focus.settle(lease, found, listings=int(node.what == "listing" and not node.dead), interest=_matched(node, chance))
    frontier.done(lease, found=placed)


def _matched(node: Node, chance: random.Random) -> float:
    """What the matcher says of a page: it misses some and takes some look-alikes for real."""
    if node.interest:
        return chance.uniform(0.6, 1.0) if chance.random() < 0.95 else 0.1
    if node.look_alike:
        return chance.uniform(0.3, 0.7) if chance.random() < 0.06 else 0.0
    return 0.6 if chance.random() < 0.001 else 0.0


def _print(seed: int, world: World, figures: dict[str, dict[str, float]], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"seed": seed, "pages": len(world.nodes), "interest": world.interest, **figures}), flush=True)
        return
    print(f"seed {seed}: {len(world.sites)} sites, {len(world.nodes):,} pages, {world.interest:,} of interest")
    for name, one in figures.items():
        told = ", ".join(f"{share} after {value:.1%}" for share, value in one.items() if share != "seconds")
        print(f"  {name:<14} {told or 'none'}  ({one['seconds']:.0f} s of processor time)", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
