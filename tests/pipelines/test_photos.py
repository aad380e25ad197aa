from __future__ import annotations

import io
import os
import signal
from pathlib import Path

import pytest
from multidict import CIMultiDict, CIMultiDictProxy
from PIL import Image

from pipelines import photos
from pipelines.counts import Counts
from pipelines.photos import FetchPhotos
from tidewaiter.config import Settings
from tidewaiter.model import Listing, Photo
from tidewaiter.store import Store
from tidewaiter.workers import Workers
from web.client import Fetched, FetchFailed


def jpeg(shade: int = 0) -> bytes:
    buffer = io.BytesIO()
    image = Image.linear_gradient("L").resize((300, 200)).point(lambda value: (value * 3 + shade) % 256)
    image.save(buffer, "JPEG")
    return buffer.getvalue()


class Web:
    """Photos by URL, as the fetcher would give them; remembers what was asked for."""

    def __init__(self, photos: dict[str, bytes | int | FetchFailed]) -> None:
        self.photos, self.asked, self.closed = photos, [], False  # type: ignore[var-annotated] # list of URLs

    async def get(self, url: str, *, max_bytes: int | None = None) -> Fetched:
        self.asked.append(url)
        answer = self.photos[url]
        if isinstance(answer, FetchFailed):
            raise answer
        status, body = (answer, b"") if isinstance(answer, int) else (200, answer)
        return Fetched(url, status, CIMultiDictProxy(CIMultiDict()), body)

    async def close(self) -> None:
        self.closed = True


def stage(web: Web, counts: Counts, tmp_path: Path, *, local: bool = False, **settings: object) -> FetchPhotos:
    return FetchPhotos(Settings(**settings), Store(str(tmp_path / "store")), counts, fetchers=lambda proxy: web, local=local)  # type: ignore[arg-type] # settings by name


async def test_a_photo_is_fetched_stored_and_hashed(tmp_path: Path, counts: Counts) -> None:
    data = jpeg()
    listing = Listing(photos=[Photo(url="https://s.example/1.jpg")])

    await stage(Web({"https://s.example/1.jpg": data}), counts, tmp_path).work([listing])

    photo = listing.photos[0]
    assert photo.sha256 is not None
    assert (photo.width, photo.height) == (300, 200)
    assert photo.phash
    assert photo.pdq
    assert Store(str(tmp_path / "store")).get("photos", photo.sha256) == data


async def test_a_photo_that_brings_a_hash_is_not_fetched(tmp_path: Path, counts: Counts) -> None:
    web = Web({})
    photos = [
        Photo(url="https://s.example/1.jpg", sha256="a" * 64, phash="0" * 16),
        Photo(url="https://s.example/2.jpg", sha256="b" * 64),
    ]

    await stage(web, counts, tmp_path).work([Listing(photos=photos)])

    assert web.asked == []


async def test_one_photo_of_many_listings_is_fetched_once(tmp_path: Path, counts: Counts) -> None:
    web = Web({"https://s.example/1.jpg": jpeg()})
    one = stage(web, counts, tmp_path)
    first, second = (Listing(photos=[Photo(url="https://s.example/1.jpg")]) for _ in range(2))

    await one.work([first])
    await one.work([second])

    assert web.asked == ["https://s.example/1.jpg"]
    assert second.photos[0].sha256 == first.photos[0].sha256


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        pytest.param(404, "status_4xx", id="not there"),
        pytest.param(FetchFailed("u", "timeout"), "fetch_timeout", id="slow"),
        pytest.param(FetchFailed("u", "address"), "fetch_address", id="a private address"),
        pytest.param(b"<html>", "type", id="no photo"),
    ],
)
async def test_a_bad_photo_costs_only_itself(tmp_path: Path, counts: Counts, answer: bytes | int, reason: str) -> None:
    listing = Listing(photos=[Photo(url="https://s.example/bad"), Photo(url="https://s.example/good")])

    await stage(Web({"https://s.example/bad": answer, "https://s.example/good": jpeg()}), counts, tmp_path).work([listing])

    assert counts.values[f"tidewaiter/photos/skipped/{reason}"] == 1
    assert [photo.sha256 is not None for photo in listing.photos] == [False, True]


async def test_no_more_photos_than_the_settings_allow(tmp_path: Path, counts: Counts) -> None:
    web = Web({f"https://s.example/{number}": jpeg(number * 20) for number in range(5)})
    listing = Listing(photos=[Photo(url=url) for url in web.photos])

    await stage(web, counts, tmp_path, max_photos=2).work([listing])

    assert len(web.asked) == 2
    assert counts.values["tidewaiter/photos/skipped/too_many"] == 3


async def test_files_of_this_machine_are_read_for_an_import_only(tmp_path: Path, counts: Counts) -> None:
    file = tmp_path / "p.jpg"
    file.write_bytes(jpeg())
    page, imported, missing = (Listing(photos=[Photo(path=str(path))]) for path in (file, file, tmp_path / "no.jpg"))

    await stage(Web({}), counts, tmp_path).work([page])
    await stage(Web({}), counts, tmp_path, local=True).work([imported, missing])

    assert page.photos[0].sha256 is None
    assert imported.photos[0].sha256
    assert counts.values["tidewaiter/photos/skipped/no_file"] == 1


async def test_the_same_bytes_under_two_urls_are_one_photo(tmp_path: Path, counts: Counts) -> None:
    web = Web({"https://s.example/a": jpeg(), "https://s.example/b": jpeg()})
    listing = Listing(photos=[Photo(url="https://s.example/a"), Photo(url="https://s.example/b")])

    await stage(web, counts, tmp_path).work([listing])

    assert [photo.url for photo in listing.photos] == ["https://s.example/a"]


async def test_closing_lets_the_connections_go(tmp_path: Path, counts: Counts) -> None:
    web = Web({"https://s.example/1.jpg": jpeg()})
    one = stage(web, counts, tmp_path)
    await one.work([Listing(photos=[Photo(url="https://s.example/1.jpg")])])

    await one.close()

    assert web.closed


def crash_at_the_evil_one(store: Store, data: bytes, expected: str | None, max_pixels: int) -> object:
    if data == b"evil":
        os.kill(os.getpid(), signal.SIGKILL)
    return photos.keep_photo(store, data, expected, max_pixels)


async def test_a_photo_that_crashes_the_decoder_costs_itself(
    tmp_path: Path, counts: Counts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photos, "keep_photo", crash_at_the_evil_one)
    urls = [f"https://s.example/{number}.jpg" for number in range(5)]
    web = Web({url: b"evil" if number == 2 else jpeg(number) for number, url in enumerate(urls)})
    workers = Workers(1)
    one = FetchPhotos(Settings(), Store(str(tmp_path / "store")), counts, fetchers=lambda proxy: web, workers=workers)
    listing = Listing(photos=[Photo(url=url) for url in urls])

    await one.work([listing])
    workers.close()

    assert [photo.url for photo in listing.photos if photo.phash is None] == [urls[2]]
    assert counts.values["tidewaiter/photos/skipped/crash"] == 1
