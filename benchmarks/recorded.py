"""The 46 recorded responses of `../shared/data/web-pages`, each through `read_page`: what is there, what was found.

    .venv/bin/python -m benchmarks.recorded [--data DIR] [--json]

Expected numbers come from the source's own tests where they have them (`*.expected.json`); for the rest they were counted
by hand and stand in `COUNTED`. Articles are scored by word-level F1 of the text (Han characters one by one).
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from crawlers.reading.page import Page
from crawlers.reading.reader import Reading, read_page

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "web-pages"
COUNTED = {
    "bluesky-feed-record": 1, "bluesky-thread-view-post-with-embed-media": 2, "gerapy-ifeng-news1": 1,
    "craigslist-search.rss": 25,
    "extruct-opengraph-ns-product-test": 1, "mastodon-hashtag-tl": 0, "magento-madar-shapes": 4, "telegram-invalid-channel": 0,
    "telegram-message-media-file": 1, "telegram-message-media-forwarded-from": 1, "telegram-message-media-photo-and-video": 1,
    "telegram-message-media-round-video": 1, "telegram-message-poll": 1, "telegram-message-with-from-author": 1,
    "telegram-nexta": 18,
    "weibo-hotstatuses": 4, "weibo-profile": 1, "weibo-status": 1, "weibo-timeline": 2, "weibo-users": 2,
    "reddit-comment-tree-2": 11,
}  # fmt: skip
"""Listings or posts in files that bring no number; quoted posts count (Weibo's retweets, a Bluesky embed), accounts do not.
`reddit-comment-tree-2`: the submission and 10 comments; `mastodon-hashtag-tl` is the description of a server."""


def body_of(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def stem(path: str) -> str:
    return re.sub(r"(?:\.html|\.json|\.xml)?(?:\.gz)?$", "", Path(path).name)


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[\u3400-\u9fff]|[^\W_]+", text))


def f1(got: str, wanted: str) -> float:
    ours, theirs = words(got), words(wanted)
    same = sum((ours & theirs).values())
    return 2 * same / max(sum(ours.values()) + sum(theirs.values()), 1)


def judge(row: dict[str, str], reading: Reading, expected: Any) -> tuple[bool, str]:
    """Whether a page gave what it holds, and how that reads."""
    name, found = stem(row["file"]), len(reading.listings)
    links = [link for link in reading.links if link.kind == "listing"]
    if row["group"] == "chinese-article" and isinstance(expected, dict):
        wanted = expected.get("text") or re.sub(r"<[^>]+>", " ", expected.get("expected_html", ""))
        score = f1(reading.listings[0].text if found else "", wanted)
        return score >= 0.9, f"text F1 {score:.3f}"
    if isinstance(expected, dict) and "price" in expected:
        listing = reading.listings[0] if found else None
        price = listing.price if listing else None
        right = price is not None and price.amount == float(expected["price"]) and price.currency == expected["currency"]
        same = listing is not None and listing.availability == expected["availability"]
        return right and same, f"price {price.amount if price else None} {price.currency if price else ''}"
    if row["group"] in ("chinese-list", "market-list") and isinstance(expected, dict):
        wanted_links = expected.get("items") or expected.get("products") or 0
        return len(links) >= wanted_links and found == 0, f"{len(links)} links to listings, {wanted_links} expected"
    number = COUNTED.get(name)
    if number is None and isinstance(expected, dict):
        number = next((value for value in expected.values() if isinstance(value, int)), None)
    return found == number, f"{found} listings, {number} expected"


def filled(reading: Reading) -> dict[str, int]:
    """How many of the listings give each field."""
    counts: Counter[str] = Counter()
    for listing in reading.listings:
        fields = {
            "title": listing.title, "text": listing.text, "price": listing.price,
            "availability": listing.availability, "sku": listing.sku,
            "seller": listing.seller, "posted": listing.posted, "photos": listing.photos, "place": listing.place,
        }  # fmt: skip
        counts.update(name for name, value in fields.items() if value)
    return dict(counts)


def measure(folder: Path) -> list[dict[str, Any]]:
    results = []
    with (folder / "pages.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        expected = json.loads((folder / row["expected"]).read_text(encoding="utf-8")) if row["expected"] else None
        # Some were recorded without their address: any will do.
        url = row["url"].split(" ")[0] or "https://recorded.example/page"
        reading = read_page(Page(url, body_of(folder / row["file"])))
        right, said = judge(row, reading, expected)
        results.append({"file": row["file"], "right": right, "said": said, "family": reading.family, "fields": filled(reading)})
    return results


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--json", action="store_true", help="one object a file")
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        print(f"{arguments.data} is not there", file=sys.stderr)
        return 2
    results = measure(arguments.data)
    for result in results:
        if arguments.json:
            print(json.dumps(result, ensure_ascii=False))
        else:
            fields = " ".join(f"{name} {count}" for name, count in result["fields"].items())
            print(f"{'ok ' if result['right'] else 'NOT'} {stem(result['file']):46} {result['said']:38} {fields}")
    print(f"{sum(result['right'] for result in results)} of {len(results)} give what they hold", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
