"""Works the queue of photos that wait to be read, and gives what they say to every listing that shows them.

Durable: a photo waits until its reading is stored (`fresh`), and that is fresh until all its listings have it (`read`). What
was killed in between is done again, and nothing of it twice in the index.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

import structlog

from matchers.hashes import UnreadablePhoto
from pipelines.counts import Counts
from pipelines.failing import FATAL
from pipelines.matching import MatchListings
from pipelines.parts import Parts
from pipelines.photo_reading.order import most_wanted_first
from pipelines.photo_reading.stage import TakeReadings, WriteAgain, readings_of
from pipelines.photos import print_if_new
from pipelines.series import KeepSeries
from pipelines.stage import Stage
from tidewaiter.errors import MissingPart
from tidewaiter.identity import now
from tidewaiter.model import Listing, PhotoReading

if TYPE_CHECKING:
    from indexers.index import Index
    from pipelines.photo_reading.ocr import Ocr
    from tidewaiter.config import Settings
    from tidewaiter.store import Store

FLUSH_PHOTOS = 32
"""Readings that are stored and given to listings together."""
FLUSH_SECONDS = 5.0
"""At least so often, so that a kill costs little."""
PREFIX = "tidewaiter/photo_reading"

Progress = Callable[[int, int], None]
"""Called with how many photos were read, and of how many."""
log = structlog.get_logger(__name__)


@dataclass(slots=True)
class QueueReport:
    """What working the queue did."""

    read: int = 0
    with_text: int = 0
    with_codes: int = 0
    copies: int = 0
    """Photos that show the same as one that was read, and took its text."""
    failed: dict[str, int] = field(default_factory=dict)
    """Photos that could not be read, by reason."""
    listings: int = 0
    """Listings that got what their photos say."""
    leads: int = 0
    """New leads."""
    waiting: int = 0
    """Photos that still wait, for a later run."""
    seconds: float = 0.0

    def lines(self) -> list[str]:
        """The report as a person reads it; nothing where there was nothing to do."""
        if not (self.read or self.failed or self.waiting):
            return []
        told = (
            f"photos read: {self.read} in {self.seconds:.1f} s, {self.with_text} with text, {self.with_codes} with codes, "
            f"{self.copies} copies; {self.listings} listings read again, {self.leads} new leads; {self.waiting} photos wait"
        )
        reasons = ", ".join(f"{reason} {count}" for reason, count in sorted(self.failed.items()))
        return [told, *([f"photos not read: {reasons}"] if reasons else [])]


class PhotoQueue:
    """The queue of one index and store. `ocr`: what reads; made when the first photo is read."""

    def __init__(self, settings: Settings, index: Index, *, ocr: Ocr | None = None) -> None:
        self._settings, self._index = settings, index
        self.counts = Counts()
        self._parts = Parts(settings, index, self.counts)
        self._ocr = ocr
        self._stages: list[Stage] = []
        self._report = QueueReport()

    def work(
        self, *, limit: int | None = None, campaign: str | None = None, on_progress: Progress | None = None
    ) -> QueueReport:
        """Reads photos until none waits or the budget is spent, those of listings with leads or matches first.

        limit: photos at most (None: `settings.photos_read_per_run`). campaign: only photos that its listings brought.
        What is done is durable at any moment; Ctrl-C stops after the photos under way. Raises `MissingPart` where no OCR
        engine is installed and a photo waits, and the errors of `failing.FATAL`.
        """
        started = time.monotonic()
        self._report = QueueReport()
        self._give(self._index.find(PhotoReading, {"state": "fresh"}))
        limit = self._settings.photos_read_per_run if limit is None else limit
        if limit > 0 and (waiting := self._index.find(PhotoReading, waiting_of(campaign))):
            chosen = most_wanted_first(self._index, waiting)[:limit]
            self._read_all(chosen, on_progress)
        self._report.seconds = time.monotonic() - started
        return self.report(campaign)

    def queue_all(self) -> None:
        """Looks through all stored listings: for photos that never came into the queue, and for texts that they lack.

        For an index that is older than the queue, and for a listing that was written while its photo was being read.
        """
        stage = TakeReadings(self._parts)
        listings = self._index.all_listings(vectors=True)
        while batch := list(islice(listings, 256)):
            silent = [listing for listing in batch if any(photo.sha256 and not photo.text for photo in listing.photos)]
            known = readings_of(self._index, (photo.sha256 for one in silent for photo in one.photos if photo.sha256))
            stage.queue(silent, known)
            told = {id for id, reading in known.items() if reading.text}
            lacking = [one for one in silent if any(photo.sha256 in told and not photo.text for photo in one.photos)]
            if lacking:
                asyncio.run(self._again(lacking))

    def report(self, campaign: str | None = None) -> QueueReport:
        """What was done so far, and how many photos (of the campaign) still wait."""
        self._report.waiting = self._index.count(PhotoReading, waiting_of(campaign))
        self._report.leads = int(self.counts.values.get("tidewaiter/leads/new", 0))
        return self._report

    def stats(self) -> dict[str, float]:
        """The counts that a run's stats gain by it."""
        return {key: value for key, value in self.counts.values.items() if key.startswith(f"{PREFIX}/")}

    def _read_all(self, chosen: Sequence[PhotoReading], on_progress: Progress | None) -> None:
        if self._ocr is None:
            from pipelines.photo_reading.ocr import Ocr

            self._ocr = Ocr()
        done: list[PhotoReading] = []
        last, count = time.monotonic(), 0
        pool = ThreadPoolExecutor(self._settings.threads, thread_name_prefix="read-photo")
        try:
            for reading in _as_they_come(pool, self._read, chosen, at_once=self._settings.threads * 2):
                done.append(reading)
                count += 1
                if len(done) >= FLUSH_PHOTOS or time.monotonic() - last >= FLUSH_SECONDS:
                    done, ready, last = [], done, time.monotonic()
                    self._keep(ready)
                    if on_progress is not None:
                        on_progress(count, len(chosen))
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
            self._keep(done)
        if on_progress is not None:
            on_progress(count, len(chosen))

    def _read(self, waiting: PhotoReading) -> PhotoReading:
        """In a thread of its own: never raises but what ends the run."""
        from pipelines.photo_reading.alike import read_twin
        from pipelines.photo_reading.reading import read_photo

        most = self._settings.max_photo_pixels
        if self._ocr is None:  # pragma: no cover - `_read_all` makes it
            raise AssertionError("no engine")
        try:
            data = self._store.get("photos", waiting.id)
            if data is None:
                return replace(waiting, state="failed", reason="missing", read=now())
            made = print_if_new(self._index, waiting.id, data, max_pixels=most)
            if made is not None:
                self._index.put([made])
            return read_photo(
                waiting,
                data,
                self._ocr,
                max_pixels=most,
                twin=lambda pixels: read_twin(self._index, self._store, waiting.id, data, pixels, max_pixels=most),
            )
        except UnreadablePhoto as error:
            return replace(waiting, state="failed", reason=error.reason, read=now())
        except FATAL:
            raise
        except Exception as error:  # the edge to native decoders and models: whatever a photo holds must not end the run
            log.warning("photo.unread", photo=waiting.id, error=type(error).__name__, exc_info=True)
            return replace(waiting, state="failed", reason="engine", read=now())

    @property
    def _store(self) -> Store:
        return self._parts.store

    def _keep(self, readings: Sequence[PhotoReading]) -> None:
        if not readings:
            return
        self._index.put(list(readings))
        for reading in readings:
            if reading.state == "failed":
                reason = reading.reason or "engine"
                self._report.failed[reason] = self._report.failed.get(reason, 0) + 1
                self.counts.inc_value(f"{PREFIX}/failed_photos")
                self.counts.inc_value(f"{PREFIX}/failed_photos/{reason}")
        good = [reading for reading in readings if reading.state == "fresh"]
        self._report.read += len(good)
        self._report.with_text += sum(1 for reading in good if reading.text)
        self._report.copies += sum(1 for reading in good if reading.like)
        self._report.with_codes += sum(1 for reading in good if reading.codes)
        self.counts.inc_value(f"{PREFIX}/read", len(good))
        self._give(good)

    def _give(self, readings: Sequence[PhotoReading]) -> None:
        """Lets the listings that show the photos be read, matched and written again; the readings are then no longer fresh."""
        for start in range(0, len(readings), FLUSH_PHOTOS):
            some = readings[start : start + FLUSH_PHOTOS]
            telling = [f"photo:{reading.id}" for reading in some if reading.text or reading.place]
            shown = self._index.with_keys(telling, limit=100_000) if telling else {}
            ids = iter(dict.fromkeys(id for several in shown.values() for id in several))
            while batch := list(islice(ids, 256)):
                listings = list(self._index.listings(batch, vectors=True).values())
                asyncio.run(self._again(listings))
                self._report.listings += len(listings)
            self._index.put([replace(reading, state="read") for reading in some])

    async def _again(self, listings: Sequence[Listing]) -> None:
        if not self._stages:
            made = (kind.from_parts(self._parts) for kind in (TakeReadings, MatchListings, WriteAgain, KeepSeries))
            self._stages = [stage for stage in made if stage is not None]
        for stage in self._stages:
            await stage.run(listings)


def waiting_of(campaign: str | None) -> dict[str, str]:
    """What finds the photos that wait: all, or those that listings of a campaign brought."""
    return {"state": "waiting"} | ({"campaign": campaign} if campaign is not None else {})


def _as_they_come(
    pool: ThreadPoolExecutor, work: Callable[[PhotoReading], PhotoReading], things: Sequence[PhotoReading], *, at_once: int
) -> Iterator[PhotoReading]:
    """Results in the order in which they are done, never more than `at_once` under way or waiting."""
    left = deque(things)
    under_way: set[Future[PhotoReading]] = set()
    while left or under_way:
        while left and len(under_way) < at_once:
            under_way.add(pool.submit(work, left.popleft()))
        done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
        for future in done:
            yield future.result()


def read_after_run(
    settings: Settings, index: Index, *, campaign: str | None = None, on_progress: Progress | None = None
) -> tuple[QueueReport, Mapping[str, float]]:
    """Works the queue after a crawl or an import, within the settings; a missing engine costs the reading, not the run."""
    if not settings.read_photos or settings.photos_read_per_run == 0:
        return QueueReport(), {}
    queue = PhotoQueue(settings, index)
    try:
        return queue.work(campaign=campaign, on_progress=on_progress), queue.stats()
    except KeyboardInterrupt:  # what was to be done before is done: this is only about not waiting longer
        return queue.report(campaign), {**queue.stats(), f"{PREFIX}/interrupted": 1}
    except MissingPart as error:
        log.warning("photos.unread", reason=error.what, do=error.do)
        return QueueReport(waiting=index.count(PhotoReading, {"state": "waiting"})), {f"{PREFIX}/no_engine": 1}
