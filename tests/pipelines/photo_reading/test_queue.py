from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from indexers.index import Index
from pipelines.line import Line
from pipelines.photo_reading import queue as queue_module
from pipelines.photo_reading.ocr import Line as TextLine
from pipelines.photo_reading.ocr import Ocr
from pipelines.photo_reading.order import most_wanted_first
from pipelines.photo_reading.queue import PhotoQueue, read_after_run
from tests.pipelines.photo_reading.conftest import code, drawn, encoded
from tidewaiter.case import Case
from tidewaiter.config import Settings
from tidewaiter.errors import MissingPart
from tidewaiter.identity import now
from tidewaiter.model import Lead, Listing, Match, Photo, PhotoReading, Sighting, Target, text_of
from tidewaiter.store import Store

Shown = Callable[..., None]


class Counting(Ocr):
    """The real engine, or none, that remembers how often it was asked."""

    def __init__(self, inner: Ocr | None = None, *, fail: type[BaseException] | None = None, after: int = 0) -> None:
        self.inner, self.fail, self.after, self.asked = inner, fail, after, 0

    def read(self, pixels: Any) -> list[TextLine]:
        self.asked += 1
        if self.fail is not None and self.asked > self.after:
            raise self.fail
        return self.inner.read(pixels) if self.inner else []


def picture(*lines: str, kind: str = "PNG") -> bytes:
    return encoded(drawn(*lines), kind)


def states(index: Index) -> dict[str, int]:
    found = index.find(PhotoReading)
    return {state: sum(1 for one in found if one.state == state) for state in {one.state for one in found}}


def test_a_listing_is_matched_at_once_and_again_when_its_photo_is_read(
    settings: Settings, index: Index, shown: Shown, ocr: Ocr
) -> None:
    index.put([Case(id="C1", title="Ivory", handles=[{"kind": "telegram", "value": "gold_seller77"}])])  # type: ignore[list-item] # as in YAML
    shown(L1=[picture("Telegram: @gold_seller77")])
    before = [match.target.id for match in index.find(Match, {"listing": "L1"}) if match.probability > 0.5]

    report = PhotoQueue(settings, index, ocr=ocr).work()

    listing = index.listing("L1")
    assert listing is not None
    assert "C1" not in before
    assert [(handle.kind, handle.value) for handle in listing.handles] == [("telegram", "gold_seller77")]
    assert "telegram:gold_seller77" in listing.keys
    assert "C1" in [match.target.id for match in index.find(Match, {"listing": "L1"}) if match.probability > 0.5]
    assert (report.read, report.with_text, report.listings, report.waiting) == (1, 1, 1, 0)


def test_spans_in_photos_hold(settings: Settings, index: Index, shown: Shown, ocr: Ocr) -> None:
    image = drawn("phone 13912345678", "", "", "")
    image.paste(code("wxp://f2f0AbCdEfGh12345678"), (300, 100))
    shown(L1=[encoded(image)])

    PhotoQueue(settings, index, ocr=ocr).work()

    listing = index.listing("L1")
    assert listing is not None
    spans = [span for handle in listing.handles for span in handle.spans]
    assert {handle.kind for handle in listing.handles} == {"phone", "url"}
    assert {span.field for span in spans} == {f"photo:{listing.photos[0].sha256}"}
    assert all(text_of(listing, span.field)[span.start : span.end] == span.raw for span in spans)


def test_every_listing_that_shows_a_photo_gets_its_text_and_it_is_read_once(
    settings: Settings, index: Index, shown: Shown, ocr: Ocr
) -> None:
    data, counting = picture("phone 13912345678"), Counting(ocr)
    shown(L1=[data], L2=[data, data])

    PhotoQueue(settings, index, ocr=counting).work()
    PhotoQueue(settings, index, ocr=counting).work()

    assert counting.asked == 1
    found = index.listings(["L1", "L2"])
    assert all("13912345678" in (listing.photos[0].text or "") for listing in found.values())


def test_a_later_listing_gets_the_text_at_once(settings: Settings, index: Index, shown: Shown, ocr: Ocr) -> None:
    data, counting = picture("phone 13912345678"), Counting(ocr)
    shown(L1=[data])
    PhotoQueue(settings, index, ocr=counting).work()

    shown(L2=[data], L1=[data])

    assert PhotoQueue(settings, index, ocr=counting).work().read == 0
    assert counting.asked == 1
    for listing in index.listings(["L1", "L2"]).values():
        assert [handle.value for handle in listing.handles] == ["+8613912345678"]


def test_reading_a_photo_is_no_sighting_of_its_page(settings: Settings, index: Index, shown: Shown, ocr: Ocr) -> None:
    shown(L1=[picture("price 680 USD", "phone 13912345678")])
    before = index.listing("L1")

    PhotoQueue(settings, index, ocr=ocr).work()

    after = index.listing("L1")
    assert before is not None
    assert after is not None
    assert [sighting.kind for sighting in index.find(Sighting)] == ["first"]
    assert (after.first_seen, after.last_seen) == (before.first_seen, before.last_seen)


def test_the_budget_holds_and_what_is_left_waits(index: Index, settings: Settings, shown: Shown) -> None:
    shown(L1=[picture(f"number {number}") for number in range(5)])

    first = PhotoQueue(settings, index, ocr=Counting()).work(limit=2)
    second = read_budgeted(settings.model_copy(update={"photos_read_per_run": 1}), index)
    third = PhotoQueue(settings, index, ocr=Counting()).work()

    assert [(one.read, one.waiting) for one in (first, second, third)] == [(2, 3), (1, 2), (2, 0)]


def read_budgeted(settings: Settings, index: Index) -> queue_module.QueueReport:
    return PhotoQueue(settings, index, ocr=Counting()).work()


def test_photos_of_leads_come_first_then_of_matches_then_the_newest(index: Index) -> None:
    ids = {name: name * 64 for name in "abcd"}
    index.write_listings(
        [Listing(id=name, photos=[Photo(sha256=sha)], keys=[f"photo:{sha}"]) for name, sha in ids.items() if name != "d"]
    )
    index.put([Match("b", Target("goods", "gold"), -4.0, 0.3), Lead("x", "match", 0.9, "high", listing="c")])
    waiting = [PhotoReading(sha, queued=f"2026-01-0{number}T00:00:00Z") for number, sha in enumerate(ids.values(), 1)]

    assert [reading.id[0] for reading in most_wanted_first(index, waiting)] == ["c", "b", "d", "a"]


def test_a_campaign_reads_the_photos_of_its_listings_only(settings: Settings, index: Index, shown: Shown) -> None:
    shown(L1=[picture("one"), picture("two")])
    some = index.find(PhotoReading)
    index.put([PhotoReading(some[0].id, queued=some[0].queued, campaign="ivory")])

    report = PhotoQueue(settings, index, ocr=Counting()).work(campaign="ivory")

    assert (report.read, report.waiting) == (1, 0)
    assert states(index) == {"read": 1, "waiting": 1}


def test_each_failure_is_counted_by_reason_and_not_tried_again(settings: Settings, index: Index, ocr: Ocr) -> None:
    store = Store(settings.store_url)
    hostile = {
        "broken": picture("cut off", kind="JPEG")[:900],
        "type": b"<html>no photo</html>",
        "pixels": encoded(drawn("large").resize((400, 300))),
    }
    ids = [store.put("photos", data) for data in hostile.values()]
    index.put([PhotoReading(id, queued=now()) for id in [*ids, "f" * 64]])
    small = settings.model_copy(update={"max_photo_pixels": 100_000})

    report = PhotoQueue(small, index, ocr=ocr).work()

    assert report.failed == {"broken": 1, "type": 1, "pixels": 1, "missing": 1}
    assert {one.id: one.reason for one in index.find(PhotoReading)} == dict(
        zip([*ids, "f" * 64], [*hostile, "missing"], strict=True)
    )
    assert PhotoQueue(small, index, ocr=ocr).work().failed == {}


def test_an_engine_that_fails_on_one_photo_does_not_end_the_run(settings: Settings, index: Index, shown: Shown) -> None:
    shown(L1=[picture("one"), picture("two"), picture("three")])

    report = PhotoQueue(settings.model_copy(update={"threads": 1}), index, ocr=Counting(fail=MemoryError, after=1)).work()

    assert (report.read, report.failed) == (1, {"engine": 2})


def test_what_was_read_before_an_interrupt_is_kept(settings: Settings, index: Index, shown: Shown) -> None:
    shown(L1=[picture(f"number {number}") for number in range(6)])
    one = settings.model_copy(update={"threads": 1})

    with pytest.raises(KeyboardInterrupt):
        PhotoQueue(one, index, ocr=Counting(fail=KeyboardInterrupt, after=3)).work()

    assert states(index) == {"read": 3, "waiting": 3}


def test_a_run_that_is_interrupted_while_it_reads_photos_still_ends(
    settings: Settings, index: Index, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown(L1=[picture("one")])
    monkeypatch.setattr("pipelines.photo_reading.ocr.Ocr", lambda: Counting(fail=KeyboardInterrupt))

    report, counts = read_after_run(settings, index)

    assert (report.read, report.waiting) == (0, 1)
    assert counts["tidewaiter/photo_reading/interrupted"] == 1


def test_readings_that_a_killed_run_had_not_given_to_listings_are_given(settings: Settings, index: Index, shown: Shown) -> None:
    shown(L1=[picture("any")])
    (waiting,) = index.find(PhotoReading)
    index.put([PhotoReading(waiting.id, state="fresh", text="phone 13912345678", read=now())])

    report = PhotoQueue(settings, index, ocr=Counting()).work(limit=0)

    listing = index.listing("L1")
    assert listing is not None
    assert [handle.value for handle in listing.handles] == ["+8613912345678"]
    assert report.listings == 1
    assert states(index) == {"read": 1}


KILLED = """
import sys, os
from pathlib import Path
from indexers.opening import open_index
from pipelines.photo_reading import queue
from pipelines.photo_reading.ocr import Ocr
from tidewaiter.config import Settings
settings = Settings(home=Path(sys.argv[1]), text_model="none", threads=1)
queue.FLUSH_PHOTOS = 2
class Dying(Ocr):
    asked = 0
    def read(self, pixels):
        Dying.asked += 1
        if Dying.asked == 6:
            os.kill(os.getpid(), 9)
        return super().read(pixels)
queue.PhotoQueue(settings, open_index(settings), ocr=Dying()).work()
"""


def test_kill_9_costs_only_the_photos_under_way(settings: Settings, index: Index, shown: Shown, ocr: Ocr) -> None:
    shown(L1=[picture(f"phone 1391234567{number}") for number in range(9)])
    root = Path(__file__).resolve().parents[3]

    process = subprocess.run(
        [sys.executable, "-c", KILLED, str(settings.home)], cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, check=False
    )
    assert process.returncode == -signal.SIGKILL
    done = states(index).get("read", 0) + states(index).get("fresh", 0)
    counting = Counting(ocr)
    PhotoQueue(settings, index, ocr=counting).work()

    listing = index.listing("L1")
    assert listing is not None
    assert done >= 2
    assert counting.asked == 9 - done
    assert sorted(handle.value for handle in listing.handles) == [f"+861391234567{number}" for number in range(9)]


def test_a_photo_that_comes_with_its_text_or_without_its_bytes_is_not_queued(
    settings: Settings, index: Index, tmp_path: Path
) -> None:
    file = tmp_path / "a.png"
    file.write_bytes(picture("one"))
    photos = [Photo(path=str(file), text="given"), Photo(sha256="a" * 64, phash="0" * 16)]

    Line(settings, index).run([Listing(id="L1", title="x", photos=photos)])

    assert index.count(PhotoReading) == 0
    assert index.listing("L1").photos[0].text == "given"  # type: ignore[union-attr] # it was just written


def test_nothing_is_queued_or_read_where_reading_is_switched_off(settings: Settings, index: Index, tmp_path: Path) -> None:
    off = settings.model_copy(update={"read_photos": False})
    file = tmp_path / "a.png"
    file.write_bytes(picture("one"))

    Line(off, index).run([Listing(id="L1", title="x", photos=[Photo(path=str(file))])])

    assert index.count(PhotoReading) == 0
    assert read_after_run(off, index)[0].lines() == []


def test_photos_that_were_stored_before_there_was_a_queue_are_found(
    settings: Settings, index: Index, tmp_path: Path, ocr: Ocr
) -> None:
    file = tmp_path / "a.png"
    file.write_bytes(picture("phone 13912345678"))
    off = settings.model_copy(update={"read_photos": False})
    Line(off, index).run([Listing(id="L1", title="x", country="CN", photos=[Photo(path=str(file))])])
    queue = PhotoQueue(settings, index, ocr=ocr)

    queue.queue_all()

    assert states(index) == {"waiting": 1}
    assert queue.work().read == 1


def test_a_listing_that_missed_the_reading_of_its_photo_is_given_it(settings: Settings, index: Index, shown: Shown) -> None:
    shown(L1=[picture("any")])
    (waiting,) = index.find(PhotoReading)
    index.put([PhotoReading(waiting.id, state="read", text="phone 13912345678")])

    PhotoQueue(settings, index, ocr=Counting()).queue_all()

    assert [handle.value for handle in index.listing("L1").handles] == ["+8613912345678"]  # type: ignore[union-attr] # it was written


def test_a_missing_engine_costs_the_reading_not_the_run(
    settings: Settings, index: Index, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown(L1=[picture("one")])
    monkeypatch.setattr("pipelines.photo_reading.ocr.DETECTOR", "no-such.onnx")

    report, counts = read_after_run(settings, index)

    assert report.waiting == 1
    assert counts == {"tidewaiter/photo_reading/no_engine": 1}
    with pytest.raises(MissingPart):
        PhotoQueue(settings, index).work()


def test_exif_gives_the_listing_a_place(settings: Settings, index: Index, shown: Shown) -> None:
    from PIL import Image

    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (21.0, 32.0, 50.0), 3: "E", 4: (107.0, 58.0, 20.0)})
    data = encoded(drawn("x"), "JPEG", exif=exif)
    shown(L1=[data])

    PhotoQueue(settings, index, ocr=Counting()).work()
    shown(L1=[data])  # seen again: the page says nothing of a place, the photo still does

    listing = index.listing("L1")
    assert listing is not None
    assert [(place.name, place.country) for place in listing.places] == [("东兴", "CN")]


def test_the_report_is_told_in_words() -> None:
    report = queue_module.QueueReport(
        read=3, with_text=2, with_codes=1, failed={"broken": 1}, listings=2, waiting=4, seconds=1.0
    )

    assert report.lines() == [
        "photos read: 3 in 1.0 s, 2 with text, 1 with codes, 0 copies; 2 listings read again, 0 new leads; 4 photos wait",
        "photos not read: broken 1",
    ]
