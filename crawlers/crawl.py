"""A crawl, from its starts to its stats: blocking, resumable, stopped cleanly by SIGINT or SIGTERM."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawlers.apart import warm
from crawlers.focus.focus import Focus
from crawlers.frontier.opening import is_unfinished, note_outcome, open_frontier
from crawlers.frontier.port import FrontierUnavailable, Wanted, added
from crawlers.photo_turns import PhotoTurns
from crawlers.revisits.adding import add_due
from crawlers.revisits.known import KnownPages
from crawlers.run import Budget, CrawlRun, Outcome, Render, Start
from crawlers.source import load_sources
from crawlers.spiders.learning import Learner
from crawlers.spiders.parameters import Parameters
from crawlers.spiders.scope import Scope
from tidewaiter.config import Settings
from tidewaiter.errors import InvalidInput
from tidewaiter.store import Store
from tidewaiter.workers import Workers
from web.guard import AddressGuard, AddressNotAllowed
from web.sessions import Sessions

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

__all__ = ["Budget", "Progress", "Start", "crawl", "is_unfinished"]

Progress = Callable[[Mapping[str, float]], None]

_TICK = 0.5
"""Seconds between two looks at the budget, the progress and what is to be kept."""
_ENDED = frozenset({"finished", "limit", "minutes", "bytes"})
_KEEP_EVERY = 4
"""Ticks between two times that counts and what was learned are kept."""
_KEEP_ALL_EVERY = 40
"""The same for what focus has learned, which is larger: a kill costs what the last pages taught, and no page."""


def crawl(
    settings: Settings,
    starts: Sequence[Start],
    *,
    folder: Path,
    budget: Budget = Budget(),
    pipelines: Mapping[str, int],
    render: Render = "auto",
    depth: int | None = None,
    on_progress: Progress | None = None,
    campaign: str | None = None,
    run: str | None = None,
    out: Path | None = None,
    known: KnownPages | None = None,
    hours: str | None = None,
    focus: Focus | None = None,
) -> dict[str, float]:
    """Collects the listings of the starts' sites; gives the counts (`crawlers/stats.py`), those before a restart included.

    folder: where the run's frontier lies; a run that was stopped or killed goes on there. pipelines: Scrapy item
    pipelines and their order. depth: links followed from a start, pages of one index not counted (None: the setting).
    on_progress: called twice a second with the counts so far. out: a file that the listings are also written to, as JSON
    Lines. known: pages of listings that are stored; those that are due are fetched, whatever links to them. hours: nothing is
    fetched outside them (`HH:MM-HH:MM ZONE`). focus: orders the links by what they lead to, and learns. How it ended stands in
    `tidewaiter/outcome/...`: finished, limit, minutes, bytes, interrupted, or joined: other machines, which crawl the same
    run on the frontier that they share, are still at work on it, and it ends with them.

    Raises `AlreadyRunning` where another process is at work in the folder, `InvalidInput` for a start that is no URL or
    not allowed, and whatever ended the run early (`FrontierUnavailable`, `IndexUnavailable`, `StoreFull`): it can be
    taken up again then.
    """
    prepared = _prepare(settings, starts, folder, budget, render, depth, campaign, run)
    prepared.known, prepared.hours, prepared.focus = known, hours, focus
    if focus is not None and (learned := prepared.frontier.noted("focus")) is not None:
        focus.load(json.loads(learned), same_run=True)
    try:
        add_due(prepared)
        return _run_to_end(prepared, pipelines, out, on_progress)
    finally:
        prepared.frontier.close()


def _prepare(
    settings: Settings,
    starts: Sequence[Start],
    folder: Path,
    budget: Budget,
    render: Render,
    depth: int | None,
    campaign: str | None,
    run: str | None,
) -> CrawlRun:
    guard = _guard(settings, starts)
    # The photos of a listing are fetched by a stage, which knows the settings alone: what the user named holds for it too.
    own_proxies = {start.source.proxy if start.source else None for start in starts}
    proxy = own_proxies.pop() if len(own_proxies) == 1 else None
    settings = settings.model_copy(update={"allow_private": guard.allowed, "proxy": proxy or settings.proxy})
    sources = load_sources(settings.home_path)
    own = {start.source.name: start.source for start in starts if start.source is not None}
    sessions = {name: kept for name, one in own.items() if one.session and (kept := Sessions(settings).load(name))}
    note_outcome(settings, folder, "")
    frontier = open_frontier(settings, folder, pages=budget.pages)
    learner = Learner(most_barren=settings.max_pages_per_pattern)
    if (learned := frontier.noted("learned")) is not None:
        learner.load(learned)
    parameters = Parameters()
    if (learned := frontier.noted("parameters")) is not None:
        parameters.load(learned)
    prepared = CrawlRun(
        settings=settings,
        frontier=frontier,
        folder=folder,
        starts=starts,
        sources=sources | own,
        guard=guard,
        hosts=PhotoTurns(frontier, settings),
        scope=Scope([start.url for start in starts], own.values()),
        learner=learner,
        parameters=parameters,
        store=Store(settings.store_url),
        budget=budget,
        render=render,
        depth=settings.max_depth if depth is None else depth,
        campaign=campaign,
        run=run,
        spent_before=float(frontier.noted("seconds") or 0.0),
        sessions=sessions,
        rendering=set(json.loads(frontier.noted("rendering") or "[]")),
    )
    frontier.add([_first(start, render) for start in starts])
    frontier.flush()
    return prepared


def _guard(settings: Settings, starts: Sequence[Start]) -> AddressGuard:
    """The guard of the run: what settings and sources let through, and the literal addresses that the user gave as starts."""
    guard = AddressGuard(settings.allow_private)
    for start in starts:
        for pair in start.source.allow_private if start.source else ():
            guard.allow(pair)
        guard.allow_url(start.url)
        try:
            guard.check_url(start.url)
        except AddressNotAllowed as error:
            raise InvalidInput(error.what, do="Give an http:// or https:// address, as in 'https://shop.example/'.") from error
    for proxy in {settings.proxy, *(start.source.proxy or "" for start in starts if start.source)} - {""}:
        guard.allow_proxy(proxy)
    return guard


def _first(start: Start, render: Render) -> Wanted:
    always = render == "always" or (render == "auto" and start.source is not None and start.source.render == "always")
    name = start.source.name if start.source else None
    return Wanted(start.url, 100.0, 0, "start", name, always, query=start.query)


def _run_to_end(
    run: CrawlRun, pipelines: Mapping[str, int], out: Path | None, on_progress: Progress | None
) -> dict[str, float]:
    import uvloop

    async def collect() -> dict[str, float]:
        with _processes(run):  # begun first: they get ready while this one loads Scrapy
            from crawlers.settings import scrapy_settings

            return await _Crawl(run, scrapy_settings(run.settings, pipelines, out=out), on_progress).go()

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        counts = runner.run(collect())
    if run.error is not None:
        raise run.error
    return counts


@contextlib.contextmanager
def _processes(run: CrawlRun) -> Iterator[None]:
    """The run's other processes, for as long as it is at work."""
    if run.settings.processes == 0:
        yield
        return
    run.workers = Workers(run.settings.processes, warm=(warm,))
    run.meaning = Workers(1)  # begun by the stage that wants it
    run.workers.begin()
    try:
        yield
    finally:
        run.workers.close()
        run.meaning.close()


class _Crawl:
    """Scrapy at work on one run: starts it, watches it, ends it."""

    def __init__(self, run: CrawlRun, scrapy: dict[str, Any], on_progress: Progress | None) -> None:
        from scrapy.crawler import Crawler

        from crawlers.spiders.site import SiteSpider

        self._run, self._on_progress = run, on_progress
        self._crawler: Crawler = Crawler(SiteSpider, scrapy)
        self._others = run.frontier.other_counts()
        self._ending: asyncio.Task[None] | None = None

    async def go(self) -> dict[str, float]:
        """Runs the crawl to its end and gives the counts."""
        with _signals(self.interrupt):
            watcher = asyncio.create_task(self._watch())
            try:
                await self._crawler.crawl_async(run=self._run)
            finally:
                watcher.cancel()
                await self._let_go()
        outcome = self._outcome()
        self._keep(all=True)
        if outcome in _ENDED and self._leave() > 0:
            outcome = "joined"
        elif outcome != "interrupted" or self._run.frontier.turns is None:
            self._end_run(outcome)
        counts = self.counts() | {f"tidewaiter/outcome/{outcome}": 1.0}
        if self._on_progress is not None:
            self._on_progress(counts)
        return counts

    def interrupt(self) -> None:
        """A clean stop: what is on the wire is let go, what came is stored, the rest waits for the next time."""
        self.stop("interrupted")

    def stop(self, why: Outcome) -> None:
        """Ends the crawl. Requests on the wire or waiting for their turn are given up and go back to the frontier."""
        self._run.stopping = self._run.stopping or why
        if self._ending is not None:
            return
        self._ending = asyncio.create_task(self._end())

    async def _end(self) -> None:
        engine = self._crawler.engine
        for task in list(self._run.under_way):
            task.cancel()
        for slot in list(engine.downloader.slots.values()):
            slot.delay = 0.0
            if slot.latercall is not None:
                slot.latercall.cancel()
                slot.latercall = None
            engine.downloader._process_queue(slot)
        if engine.spider is not None:
            await engine.close_spider_async(reason=self._run.stopping or "finished")

    async def _watch(self) -> None:
        tick = 0
        while True:
            await asyncio.sleep(_TICK)
            tick += 1
            why = self._run.stopping or self._run.spent()
            if why is not None:
                self.stop(why)
            if self._on_progress is not None:
                self._on_progress(self.counts())
            if tick % _KEEP_EVERY == 0 and self._run.error is None:
                self._keep(all=tick % _KEEP_ALL_EVERY == 0)

    def counts(self) -> dict[str, float]:
        """The counts so far, those before a restart and of other machines included."""
        counts = added(self._others, self._own())
        counts["tidewaiter/seconds"] = round(self._run.seconds, 3)
        counts["tidewaiter/waiting"] = self._run.frontier.waiting()
        return counts

    def _own(self) -> dict[str, float]:
        return {key: value for key, value in self._crawler.stats.get_stats().items() if key.startswith("tidewaiter/")}

    def _keep(self, *, all: bool = False) -> None:
        """Keeps what a restart, or another machine, wants to know. A frontier that is gone ends the run."""
        try:
            if all and self._run.focus is not None:
                self._run.frontier.note("focus", json.dumps(self._run.focus.dump()))
            self._tell_frontier()
        except FrontierUnavailable as error:
            self._run.error = self._run.error or error
            self._run.stopping = self._run.stopping or "failed"

    def _leave(self) -> int:
        """How many others are still at work on the run."""
        try:
            return self._run.frontier.leave()
        except FrontierUnavailable as error:
            self._run.error = self._run.error or error
            return 0

    def _end_run(self, outcome: Outcome) -> None:
        try:
            note_outcome(self._run.settings, self._run.folder, outcome)
        except FrontierUnavailable as error:
            self._run.error = self._run.error or error

    def _tell_frontier(self) -> None:
        frontier = self._run.frontier
        frontier.keep_counts(self._own())
        self._others = frontier.other_counts()
        frontier.note("learned", self._run.learner.dump())
        frontier.note("parameters", self._run.parameters.dump())
        frontier.note("seconds", str(self._run.seconds))
        frontier.note("rendering", json.dumps(sorted(self._run.rendering)))
        frontier.flush()

    def _outcome(self) -> Outcome:
        run = self._run
        if run.error is not None:
            return "failed"
        if run.stopping is not None:
            return run.stopping
        limit = run.budget.pages
        return "limit" if limit is not None and run.frontier.waiting() and run.frontier.pages_done() >= limit else "finished"

    async def _let_go(self) -> None:
        if self._ending is not None:
            await self._ending
        if self._run.client is not None:
            await self._run.client.close()
        for browser in self._run.browsers.values():
            await browser.close()
        await self._run.proxies.close()


@contextlib.contextmanager
def _signals(interrupt: Callable[[], None]) -> Iterator[None]:
    """SIGINT and SIGTERM call `interrupt`; a second one ends the process as it always would."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def once(number: signal.Signals) -> None:
        loop.remove_signal_handler(number)
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
        interrupt()

    for number in before:
        loop.add_signal_handler(number, once, number)
    try:
        yield
    finally:
        for number, handler in before.items():
            loop.remove_signal_handler(number)
            signal.signal(number, handler)
