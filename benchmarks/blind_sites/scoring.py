"""Compares what was stored with the truth of a site."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from benchmarks.blind_sites.goods import Item
from benchmarks.blind_sites.serving import Log
from benchmarks.blind_sites.site import Site, Truth

Record = dict[str, Any]
"""A listing as `tidewaiter export` writes it."""


@dataclass
class Score:
    """Counts of one site. Fields are counted over the listings that were found; `mistakes` says what went wrong where."""

    truths: int
    stored: int = 0
    found: int = 0
    false: int = 0
    right: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    pages: int = 0
    pages_to_95: int = 0
    """Pages fetched until 95 % of the listings' own pages had been."""
    mistakes: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of the true listings that are stored."""
        return self.found / self.truths

    @property
    def precision(self) -> float:
        """Share of what is stored that is a true listing, each once."""
        return self.found / (self.found + self.false) if self.found + self.false else 0.0

    def share(self, name: str) -> float | None:
        """Share of the found listings that have this field right; None: no page shows it."""
        good, seen = self.right[name]
        return good / seen if seen else None


def plain(text: object) -> str:
    """Text without differences that don't count: width, case, white space."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", str(text or ""))).strip().casefold()


def score(site: Site, records: Sequence[Record], log: Log) -> Score:
    """All counts of one crawl of a site."""
    result = Score(truths=len(site.items), stored=len(records))
    by_title = {plain(item.title): item.number for item in site.items}
    groups: dict[int, list[Record]] = defaultdict(list)
    for record in records:
        url = urlsplit(record.get("url", ""))
        number = site.number(url) or by_title.get(plain(record.get("title")))
        if number:
            groups[number].append(record)
        elif not site.neutral(url):
            result.false += 1
            result.mistakes.append(f"false: {_where(record)} stored as {record.get('title')!r}")
    for item in site.items:
        group = groups.get(item.number, [])
        if not group:
            result.mistakes.append(f"missed: {site.path(item)} {item.title!r}")
            continue
        best = max(group, key=lambda record: _likeness(item, record))
        result.found += 1
        _fields(result, site, site.truth(item), best, log)
        for other in group:
            if other is not best and not _offer(item, other):
                result.false += 1
                kind = "reply" if item.replies and _reply(item, other) else "again"
                result.mistakes.append(f"false ({kind}): {_where(other)} stored as {other.get('title')!r}")
    _count_pages(result, site, log)
    return result


def _where(record: Record) -> str:
    url = urlsplit(record.get("url", ""))
    return url._replace(scheme="", netloc="").geturl()


def _likeness(item: Item, record: Record) -> int:
    text = plain(record.get("text"))
    return 2 * sum(plain(sentence) in text for sentence in item.text) + (plain(record.get("title")) == plain(item.title)) * 3


def _reply(item: Item, record: Record) -> bool:
    text = plain(record.get("text"))
    return any(plain(reply.text) in text for reply in item.replies)


def _offer(item: Item, record: Record) -> bool:
    text = plain(record.get("text"))
    return any(reply.offer and plain(reply.text) in text for reply in item.replies)


def _fields(result: Score, site: Site, truth: Truth, record: Record, log: Log) -> None:
    price = record.get("price") or {}
    same = truth.amount is not None and abs((price.get("amount") or 0) - truth.amount) <= 0.005 * truth.amount
    right: dict[str, tuple[bool, object, object]] = {
        "title": (plain(record.get("title")) == plain(truth.title), truth.title, record.get("title")),
        "price": (
            (same and price.get("currency") == truth.currency) if truth.amount is not None else price.get("amount") is None,
            (truth.amount, truth.currency),
            (price.get("amount"), price.get("currency"), price.get("raw")),
        ),
        "url": (site.number(urlsplit(record.get("url", ""))) == truth.number, truth.path, _where(record)),
    }
    if truth.seller is not None:
        seller = (record.get("seller") or {}).get("name")
        right["seller"] = plain(seller) == plain(truth.seller), truth.seller, seller
    if truth.posted is not None:
        right["date"] = _same_day(record.get("posted"), truth.posted), truth.posted.isoformat(), record.get("posted")
    once, full = _photos(site, truth, record.get("photos") or [], log)
    shown = [urlsplit(photo.get("url", "")).path for photo in record.get("photos") or []]
    right["photos"] = once, [site.photo(name, list(site.sizes)[-1]) for name in truth.photos], shown
    right["full size"] = full, [site.photo(name, list(site.sizes)[-1]) for name in truth.photos], shown
    for name, (good, want, got) in right.items():
        result.right[name][0] += good
        result.right[name][1] += 1
        if not good:
            result.mistakes.append(f"{name}: {truth.path} expected {want!r} got {got!r}")


def _same_day(posted: str | None, want: date) -> bool:
    """Within a day: a page names no time zone."""
    if not posted:
        return False
    return abs(datetime.fromisoformat(posted.replace("Z", "+00:00")).date() - want) <= timedelta(days=1)


def _photos(site: Site, truth: Truth, photos: Sequence[Record], log: Log) -> tuple[bool, bool]:
    """Whether the listing has exactly its photos, each once; and whether all of those are full size."""
    names: list[str] = []
    full = True
    for photo in photos:
        at = site.photo_at(urlsplit(photo.get("url", "")).path)
        found = log.photos.get(photo.get("sha256", "")) or ((at[0], at[2]) if at else ("?", False))
        names.append(found[0])
        full &= found[1]
    once = sorted(names) == sorted(truth.photos)
    return once, once and full


def _count_pages(result: Score, site: Site, log: Log) -> None:
    result.pages = len(log.pages)
    wanted = -(-len(site.items) * 95 // 100)
    seen: set[int] = set()
    for fetched, target in enumerate(log.pages, 1):
        url = urlsplit(target)
        number = site.number(url)
        seen |= {number} if number else site.holds(url)
        if len(seen) >= wanted:
            result.pages_to_95 = fetched
            return
