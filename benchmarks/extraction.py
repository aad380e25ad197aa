"""Product pages: price, sku and availability of 70 real pages, scored beside extruct, Zyte and Diffbot.

    .venv/bin/python -m benchmarks.extraction [--data DIR] [--json]

Eight of the 28 sites were kept aside while the readers were built, those whose names hash lowest: nobody looked at their
pages, and they are reported apart. Milliseconds are of this process's CPU, a page, the best of three readings: of the
fields alone, and with all links judged; also of the first, before anything is remembered of the page's words.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.scorers import scorer
from crawlers.reading.page import Page
from crawlers.reading.reader import read_page

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "product-pages"
ASIDE = 8
ATTRIBUTES = ("price", "sku", "availability", "InStock", "OutOfStock")
_TWO_PARTS = {"co", "com", "org", "net"}


def site_of(url: str) -> str:
    """The name before the public suffix: all of amazon.* are one site."""
    parts = (urlsplit(url).hostname or "").split(".")
    last = -3 if len(parts) > 2 and parts[-2] in _TWO_PARTS else -2
    return parts[last]


def kept_aside(sites: set[str]) -> set[str]:
    """The sites that nobody looked at."""
    return set(sorted(sites, key=lambda site: hashlib.sha256(f"aside:{site}".encode()).hexdigest())[:ASIDE])


def predict(url: str, body: bytes) -> dict[str, str]:
    """What the main listing of a page says, in the scorer's form."""
    listings = read_page(Page(url, body), links=False).listings
    if not listings:
        return {}
    listing = listings[0]
    said: dict[str, str] = {}
    if listing.price is not None and listing.price.amount is not None:
        said["price"] = str(listing.price.amount)
    if listing.sku:
        said["sku"] = listing.sku
    if listing.availability:
        said["availability"] = listing.availability
    return said


def measure(folder: Path) -> dict[str, Any]:
    """F1 by system, group of sites and attribute, and the milliseconds a page."""
    truth = json.loads((folder / "ground-truth.json").read_text())
    aside = kept_aside({site_of(page["url"]) for page in truth.values()})
    bodies = {name: gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()) for name in truth}
    predictions: dict[str, dict[str, dict[str, str]]] = {"tidewaiter": {}}
    times, firsts, with_links = [], [], []
    for name, page in truth.items():
        rounds = []
        for _ in range(3):
            begun = time.process_time()
            predictions["tidewaiter"][name] = predict(page["url"], bodies[name])
            rounds.append(time.process_time() - begun)
        times.append(min(rounds) * 1000)
        firsts.append(rounds[0] * 1000)
        begun = time.process_time()
        read_page(Page(page["url"], bodies[name]))
        with_links.append((time.process_time() - begun) * 1000)
    for system in ("Zyte", "Diffbot", "extruct"):
        predictions[system] = json.loads((folder / "output" / f"{system}.json").read_text())
    groups = {
        "built on": {name: page for name, page in truth.items() if site_of(page["url"]) not in aside},
        "kept aside": {name: page for name, page in truth.items() if site_of(page["url"]) in aside},
        "all": truth,
    }
    score = scorer(folder / "score_products.py").score
    scores = {
        system: {group: score(pages, predicted, rounds=1000 if group == "all" else 200) for group, pages in groups.items()}
        for system, predicted in predictions.items()
    }
    return {
        "aside": sorted(aside),
        "pages": {group: len(pages) for group, pages in groups.items()},
        "milliseconds": {
            "mean": statistics.mean(times),
            "median": statistics.median(times),
            "longest": max(times),
            "first": statistics.mean(firsts),
        },
        "with links": {"mean": statistics.mean(with_links), "median": statistics.median(with_links)},
        "scores": scores,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--json", action="store_true", help="all numbers as JSON")
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        print(f"{arguments.data} is not there", file=sys.stderr)
        return 2
    result = measure(arguments.data)
    if arguments.json:
        print(json.dumps(result, indent=1))
        return 0
    print(f"kept aside: {', '.join(result['aside'])}")
    for group, pages in result["pages"].items():
        print(f"\n{group}, {pages} pages" + " " * 8 + "".join(f"{attribute:>18}" for attribute in ATTRIBUTES))
        for system, scores in result["scores"].items():
            cells = (f"{scores[group][a]['f1']:.3f} ± {scores[group][a]['f1_std']:.3f}" for a in ATTRIBUTES)
            print(f"  {system:22}" + "".join(f"{cell:>18}" for cell in cells))
    took = result["milliseconds"]
    print(f"\nmilliseconds a page: mean {took['mean']:.1f}, median {took['median']:.1f}, longest {took['longest']:.1f}")
    print(f"read for the first time: mean {took['first']:.1f}")
    took = result["with links"]
    print(f"with links: mean {took['mean']:.1f}, median {took['median']:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
