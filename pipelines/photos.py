"""Gets the photos of listings, keeps each by its SHA-256 in the store, and hashes it."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, Protocol, Self, TypeVar

import structlog

from matchers.hashes import PhotoHashes, UnreadablePhoto, hash_photo
from pipelines.parts import Parts
from pipelines.stage import Stage
from tidewaiter.model import Listing, Photo, PhotoPrint, ReferencePrint
from tidewaiter.workers import WorkerLost

if TYPE_CHECKING:
    from indexers.index import Index
    from pipelines.counts import Stats
    from tidewaiter.config import Settings
    from tidewaiter.store import Store
    from tidewaiter.workers import Workers
    from web.client import Fetched

P = ParamSpec("P")
R = TypeVar("R")

log = structlog.get_logger(__name__)

AT_ONCE = 16
"""Photos of one batch that are under way at once."""
REMEMBERED = 20_000
"""Photo URLs of this run that are not fetched again: an index page and its listings show the same photos."""


class Gets(Protocol):
    """What fetches a photo: `web.fetch.Fetcher`."""

    async def get(self, url: str, *, max_bytes: int | None = None) -> Fetched:
        """The response. Raises `FetchFailed`."""

    async def close(self) -> None:
        """Lets go of the connections."""


class Skipped(Exception):
    """A photo that is not got; `reason` is one of a fixed few."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class FetchPhotos(Stage):
    """Fills in each photo's SHA-256, size and hashes. One that brings its hashes, or was seen before, is not fetched."""

    name = "photos"

    def __init__(
        self,
        settings: Settings,
        store: Store,
        stats: Stats,
        *,
        fetchers: Callable[[str | None], Gets],
        proxy_of: Callable[[Listing], str | None] = lambda listing: None,
        local: bool = False,
        index: Index | None = None,
        workers: Workers | None = None,
    ) -> None:
        """Takes what makes a fetcher for a proxy, which proxy a listing's source has, and whether photos may be local files.

        workers: processes that decode; None: threads do.

        index: where the features go by which altered copies are known; None: no features are made. They are made here only
        where there are reference photos to be known again at once; else when the photo is read, behind indexing.
        """
        super().__init__(stats)
        self._settings, self._store = settings, store
        self._make_fetcher, self._proxy_of = fetchers, proxy_of
        self._fetchers: dict[str | None, Gets] = {}
        self._local = local
        self._index = index
        self._features = index is not None and index.count(ReferencePrint) > 0
        self._workers = workers
        self._prints: dict[str, PhotoPrint] = {}
        self._by_url: dict[str, Photo] = {}
        self._free = asyncio.Semaphore(AT_ONCE)
        # Features take a core for some 40 ms: more at once would only get into each other's way.
        self._one_at_a_time = asyncio.Semaphore(2)

    @classmethod
    def from_parts(cls, parts: Parts) -> Self | None:
        """None where the settings want no photos. Only a run without a crawl may name files of this machine."""
        if parts.settings.max_photos == 0:
            return None

        def fetcher(proxy: str | None) -> Gets:
            from web.fetch import Fetcher

            return Fetcher(parts.settings, guard=parts.guard, proxy=proxy, shared=parts.hosts)

        return cls(
            parts.settings,
            parts.store,
            parts.stats,
            fetchers=fetcher,
            proxy_of=parts.proxy_of,
            local=parts.local_files,
            index=parts.index,
            workers=parts.workers,
        )

    async def work(self, listings: Sequence[Listing]) -> None:
        """Gets and hashes what is missing, many at a time."""
        wanted: list[tuple[Photo, str | None]] = []
        for listing in listings:
            listing.photos = unique_photos(listing.photos)
            missing = [photo for photo in listing.photos if not has_hashes(photo)]
            proxy = self._proxy_of(listing)
            wanted += [(photo, proxy) for photo in missing[: self._settings.max_photos]]
            if len(missing) > self._settings.max_photos:
                self._skip("too_many", len(missing) - self._settings.max_photos)
        if wanted:
            await asyncio.gather(*(self._complete(photo, proxy) for photo, proxy in wanted))
            for listing in listings:
                listing.photos = unique_photos(listing.photos)
            if self._prints and self._index is not None:
                prints, self._prints = list(self._prints.values()), {}
                await asyncio.to_thread(self._index.put, prints)

    async def close(self) -> None:
        """Closes the connections."""
        for fetcher in self._fetchers.values():
            await fetcher.close()
        self._fetchers.clear()

    async def _complete(self, photo: Photo, proxy: str | None) -> None:
        async with self._free:
            if photo.url and (known := self._by_url.get(photo.url)) is not None:
                copy_hashes(known, photo)
                self.stats.inc_value("tidewaiter/photos/again")
                return
            try:
                data = await self._bytes_of(photo, proxy)
                await self._keep(photo, data)
            except (Skipped, UnreadablePhoto, WorkerLost) as error:
                self._skip(error.reason)
                log.debug("photo.skipped", url=photo.url, path=photo.path, reason=error.reason)
                return
            if photo.url:
                if len(self._by_url) >= REMEMBERED:
                    self._by_url.pop(next(iter(self._by_url)))
                self._by_url[photo.url] = photo

    async def _bytes_of(self, photo: Photo, proxy: str | None) -> bytes:
        if photo.sha256 and (data := await asyncio.to_thread(self._store.get, "photos", photo.sha256)) is not None:
            return data
        if photo.sha256 and not (self._local and photo.path):
            raise Skipped("brings_sha256")  # what says which bytes it has is not fetched to see whether that is true
        if photo.url and not (self._local and photo.path):
            return await self._fetch(photo.url, proxy)
        if photo.path and self._local:
            return await asyncio.to_thread(read_file, Path(photo.path), self._settings.max_photo_bytes)
        raise Skipped("no_address")

    async def _fetch(self, url: str, proxy: str | None) -> bytes:
        from web.client import FetchFailed

        # Made here, in the event loop that it works in.
        fetcher = self._fetchers.get(proxy) or self._fetchers.setdefault(proxy, self._make_fetcher(proxy))
        try:
            fetched = await fetcher.get(url, max_bytes=self._settings.max_photo_bytes)
        except FetchFailed as error:
            raise Skipped(f"fetch_{error.reason}") from error
        if fetched.status != 200:
            raise Skipped(f"status_{fetched.status // 100}xx")
        self.stats.inc_value("tidewaiter/photos/fetched")
        return fetched.body

    async def _keep(self, photo: Photo, data: bytes) -> None:
        if len(data) > self._settings.max_photo_bytes:
            raise Skipped("too_large")
        most = self._settings.max_photo_pixels
        sha256, hashes = await self._apart(keep_photo, self._store, data, photo.sha256, most)
        await self._know_again(sha256, data)
        photo.sha256, photo.phash, photo.pdq = sha256, hashes.phash, hashes.pdq
        photo.width, photo.height = hashes.width, hashes.height
        self.stats.inc_value("tidewaiter/photos/hashed")

    async def _know_again(self, sha256: str, data: bytes) -> None:
        """Makes the features of a photo that is new to the index."""
        if self._index is None or not self._features or sha256 in self._prints:
            return
        if await asyncio.to_thread(self._index.get, PhotoPrint, sha256) is not None:
            return
        async with self._one_at_a_time:
            made = await self._apart(make_print, sha256, data, self._settings.max_photo_pixels)
        self._prints[sha256] = made
        self.stats.inc_value("tidewaiter/photos/featured")

    async def _apart(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        run = asyncio.to_thread if self._workers is None else self._workers.run
        return await run(function, *args, **kwargs)

    def _skip(self, reason: str, count: int = 1) -> None:
        self.stats.inc_value("tidewaiter/photos/skipped", count)
        self.stats.inc_value(f"tidewaiter/photos/skipped/{reason}", count)


def keep_photo(store: Store, data: bytes, expected: str | None, max_pixels: int) -> tuple[str, PhotoHashes]:
    """Hashes a photo and puts it into the store; gives its SHA-256 and the others.

    Raises `Skipped`, `UnreadablePhoto`, `StoreFull`.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    if expected and expected != sha256:
        raise Skipped("other_bytes")  # the file that came is not the one whose hash was given
    hashes = hash_photo(data, max_pixels=max_pixels)
    store.put("photos", data)
    return sha256, hashes


def print_if_new(index: Index, sha256: str, data: bytes, *, max_pixels: int) -> PhotoPrint | None:
    """The features of a photo that the index does not know yet. Raises `UnreadablePhoto`."""
    return None if index.get(PhotoPrint, sha256) is not None else make_print(sha256, data, max_pixels)


def make_print(sha256: str, data: bytes, max_pixels: int) -> PhotoPrint:
    """The features of a photo. Raises `UnreadablePhoto`."""
    from matchers.photos import features_of, print_of

    return print_of(sha256, features_of(data, max_pixels=max_pixels))


def has_hashes(photo: Photo) -> bool:
    """Whether a photo brings a perceptual hash, which is what a look-up needs."""
    return bool(photo.phash or photo.pdq)


def copy_hashes(known: Photo, photo: Photo) -> None:
    """Fills in what the same photo had elsewhere."""
    photo.sha256, photo.phash, photo.pdq = known.sha256, known.phash, known.pdq
    photo.width, photo.height, photo.text = known.width, known.height, photo.text or known.text


def unique_photos(photos: Sequence[Photo]) -> list[Photo]:
    """Each photo once: by its SHA-256 where known, else by its address."""
    seen: dict[str, Photo] = {}
    for photo in photos:
        seen.setdefault(photo.sha256 or photo.url or photo.path or str(id(photo)), photo)
    return list(seen.values())


def read_file(path: Path, max_bytes: int) -> bytes:
    """The bytes of a regular file. Raises `Skipped`."""
    try:
        if not path.is_file():
            raise Skipped("no_file")
        if path.stat().st_size > max_bytes:
            raise Skipped("too_large")
        return path.read_bytes()
    except OSError as error:
        raise Skipped("no_file") from error
