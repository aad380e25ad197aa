"""Crawls a world of the demo's generator that nothing was tuned on, and scores what came of it against the planted truth.

    python -m benchmarks.world --seed 20261124 [--render auto|never] [--misses] [--home DIR]

What is asked for: recall of listings 0.98 or more; of listings of interest in leads 0.90 or more, at a precision of 0.85 or
more. Without the browser (`--render never`) the shop that only JavaScript renders is left out.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.world_scoring import Score, score_world
from demo.world.child import served_world
from tidewaiter.config import Settings, load_settings

if TYPE_CHECKING:
    from crawlers.run import Render

SHOWN = tuple(f"tidewaiter/{part}" for part in ("pages", "listings", "errors", "skipped", "photos", "seconds"))
TARGETS = {"listings recall": 0.98, "interest recall": 0.90, "interest precision": 0.85}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.world", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seed", type=int, default=20261124, help="World to crawl; the demo's is 1, so take another.")
    parser.add_argument("--render", choices=("auto", "never", "always"), default="auto", help="When the browser is used.")
    parser.add_argument("--misses", action="store_true", help="Also print what was missed or wrong.")
    parser.add_argument("--json", action="store_true", help="Print the figures as one JSON object.")
    parser.add_argument(
        "--home", type=Path, help="Keep the installation here (an empty or new folder); default: a temporary one."
    )
    parser.add_argument("--sites", nargs="*", help="Only these sites of the world.")
    return parser.parse_args()


def main() -> int:
    """Runs the benchmark: exit code 0 when every target is met."""
    arguments = _arguments()
    if arguments.home:
        arguments.home.mkdir(parents=True, exist_ok=True)
        score, counts = _run(arguments, arguments.home)
    else:
        with tempfile.TemporaryDirectory(prefix="tidewaiter-world-") as folder:
            score, counts = _run(arguments, Path(folder))
    if arguments.json:
        print(json.dumps({"seed": arguments.seed, "figures": score.figures, "counts": counts}, ensure_ascii=False))
    else:
        _print(score, counts, arguments.misses)
    missed = [name for name, target in TARGETS.items() if score.figures[name] < target]
    if missed:
        print(f"below the target: {', '.join(missed)}", file=sys.stderr)
    return 1 if missed else 0


def _run(arguments: argparse.Namespace, home: Path) -> tuple[Score, dict[str, float]]:
    truth_file = home / "truth.jsonl"
    with served_world(arguments.seed, truth=truth_file, cases=home / "cases") as addresses:
        truth = [json.loads(line) for line in truth_file.read_text("utf-8").splitlines()]
        sites = [site for site in addresses if not arguments.sites or site in arguments.sites]
        if arguments.render == "never":
            sites = [site for site in sites if not any(one["needs_script"] for one in truth if one["site"] == site)]
        settings, _ = load_settings(home=home, environ={}, delay=0, autothrottle=False, log_level="warning")
        counts = _crawl(settings, [addresses[site] for site in sites], arguments.render, home)
    return _score(settings, [one for one in truth if one["site"] in sites]), counts


def _crawl(settings: Settings, urls: Sequence[str], render: Render, home: Path) -> dict[str, float]:
    from crawlers.crawl import Start, crawl
    from indexers.opening import open_index
    from matchers.retro import add_case
    from pipelines.settings import STAGES
    from tidewaiter.case import read_case

    index = open_index(settings)
    try:
        add_case(index, [read_case(file) for file in sorted((home / "cases").glob("*.yml"))], settings)
    finally:
        index.close()
    started = time.monotonic()
    counts = crawl(settings, [Start(url) for url in urls], folder=home / "run", pipelines=STAGES, render=render)
    return counts | {"seconds": time.monotonic() - started}


def _score(settings: Settings, truth: list[dict[str, object]]) -> Score:
    from indexers.opening import open_index
    from tidewaiter.model import Lead, Match

    index = open_index(settings)
    try:
        matches = {match.id: match for match in index.find(Match)}
        return score_world(truth, list(index.all_listings()), index.find(Lead), matches)
    finally:
        index.close()


def _print(score: Score, counts: dict[str, float], misses: bool) -> None:
    for name, value in score.figures.items():
        target = f"   (asked: {TARGETS[name]:.2f})" if name in TARGETS else ""
        print(f"{name:<28} {value:.3f}{target}")
    print(f"{'listings found per site':<28} " + ", ".join(f"{site} {found}" for site, found in score.per_site.items()))
    for name in sorted(counts):
        if name.startswith(SHOWN):
            print(f"{name:<40} {counts[name]:g}")
    if misses:
        print("\n".join(f"{kind}: {what}" for kind, what in score.misses))
        print(dict(Counter(kind for kind, _ in score.misses)))


if __name__ == "__main__":
    sys.exit(main())
