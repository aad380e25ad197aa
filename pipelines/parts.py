"""What the stages of one run share: settings, the index, the store, the goods, and what one leaves for a later one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from pipelines.counts import LockedStats, Stats
from tidewaiter.config import Settings
from tidewaiter.goods import Goods
from tidewaiter.model import Listing, Match
from tidewaiter.store import Store

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from indexers.index import Index
    from matchers.embedding import TextModel
    from matchers.matching import Matcher
    from tidewaiter.workers import Workers
    from web.fetch import SharedHosts
    from web.guard import AddressGuard

SETTINGS = "TIDEWAITER_SETTINGS"
"""Scrapy setting that holds the `Settings` of the call."""
INDEX = "TIDEWAITER_INDEX"
"""Scrapy setting that may hold an open index; without it, the one that the settings name is opened for the run."""


class Parts:
    """Made once a run; each stage takes from it what it needs."""

    guard: AddressGuard | None = None
    """Which addresses this run may fetch photos from; None: those that the settings allow."""
    interest: dict[str, float] | None = None
    """Listing id -> how likely it is of interest to the run; None: nobody asks."""
    proxy_of: Callable[[Listing], str | None] = staticmethod(lambda listing: None)
    """The proxy that the listing's source is fetched through: its photos must not go round it."""

    hosts: SharedHosts | None = None
    """Who else takes turns at the hosts that photos come from; None: nobody."""
    workers: Workers | None = None
    """Processes that decode photos; None: threads of this one do."""
    readers: Workers | None = None
    """Processes that read the texts of large batches; None: this one does."""
    meaning: Workers | None = None
    """The process that holds the text model; None: this one does."""

    def __init__(self, settings: Settings, index: Index, stats: Stats, *, local_files: bool = False) -> None:
        self.settings, self.index, self.stats = settings, index, stats
        self.local_files = local_files
        """Whether listings may name photos by paths on this machine: those of an import may, a page's never."""
        self.matches: dict[str, list[Match]] = {}
        """Listing id -> what matching found, until indexing has stored it (a match must not be there before its listing)."""

    @cached_property
    def matcher(self) -> Matcher:
        """The run's matcher: it learns from each batch, so matching and series share it."""
        from matchers.matching import Matcher

        return Matcher(self.index, self.settings, text_model=lambda: self.text_model)

    @cached_property
    def text_model(self) -> TextModel | None:
        """The run's text model; None where the settings want none. Raises `MissingPart`."""
        from matchers.embedding import load_text_model

        return load_text_model(self.settings, workers=self.meaning)

    @cached_property
    def store(self) -> Store:
        """Where photos lie."""
        return Store(self.settings.store_url)

    @cached_property
    def goods(self) -> Sequence[Goods]:
        """The watched goods that the index holds, those of HOME/goods that it lacked included."""
        from matchers.matching import store_catalogue

        store_catalogue(self.index, self.settings)
        return self.index.find(Goods)


_PARTS: WeakKeyDictionary[Any, Parts] = WeakKeyDictionary()


def parts_of(crawler: Crawler) -> Parts:
    """The parts of a crawl, made when the first stage asks; an index opened for it is closed when the engine stops."""
    if (parts := _PARTS.get(crawler)) is None:
        from scrapy import signals

        settings: Settings = crawler.settings[SETTINGS]
        index = crawler.settings.get(INDEX)
        if index is None:
            from indexers.opening import open_index

            opened = index = open_index(settings)
            crawler.signals.connect(lambda: opened.close(), signal=signals.engine_stopped, weak=False)
        parts = _PARTS[crawler] = Parts(settings, index, LockedStats(crawler.stats))
        _take_rules(parts, crawler)
    return parts


def _take_rules(parts: Parts, crawler: Crawler) -> None:
    # What the run allows beyond the settings (a start on a private address, a source's proxy) the spider carries.
    run = getattr(crawler.spider, "run", None)
    if run is None:
        return
    parts.guard, parts.hosts, parts.workers, parts.meaning = run.guard, run.hosts, run.workers, run.meaning
    parts.interest = run.interest if run.focus is not None else None
    sources = run.sources

    def proxy_of(listing: Listing) -> str | None:
        return getattr(sources.get(listing.source), "proxy", None) or None

    parts.proxy_of = proxy_of
