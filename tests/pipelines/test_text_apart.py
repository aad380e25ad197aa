"""Texts of large batches are read in another process, and come out as they do in this one."""

from __future__ import annotations

import pytest

from indexers.index import Index
from pipelines import text_apart
from pipelines.counts import Counts
from pipelines.line import BATCH, Line
from pipelines.reading.reader import TextReader
from pipelines.text import ReadText
from pipelines.text_apart import FEWEST, TextReaders
from tidewaiter.config import Settings
from tidewaiter.goods import Goods
from tidewaiter.model import Listing
from tidewaiter.workers import WorkerLost, Workers

CLAM = Goods(id="giant-clam", name={"zh": "砗磲"})


def offers(count: int) -> list[Listing]:
    """Listings that all say something else."""
    return [
        Listing(id=f"L{at:04}", title=f"砗磲 手串 {at}", text=f"价格 {at + 10} 元，微信：lin_shop{at:04}，福州自提")
        for at in range(count)
    ]


class _Here(Workers):
    """Calls the function in this process, or loses it."""

    def __init__(self, *, lost: bool = False) -> None:
        super().__init__(1)
        self.lost, self.calls = lost, 0

    async def run(self, function, *args, **kwargs):  # type: ignore[no-untyped-def, override] # any function
        self.calls += 1
        if self.lost:
            raise WorkerLost("crash")
        return function(*args, **kwargs)


async def test_what_another_process_reads_is_what_this_one_reads() -> None:
    here, there = offers(FEWEST), offers(FEWEST)
    workers = Workers(1)

    try:
        assert await TextReaders(workers, [CLAM]).read(there)
    finally:
        workers.close()

    stage = ReadText(TextReader([CLAM]), Counts())
    for listing in here:
        stage.read(listing)
    assert there == here
    assert there[0].words[0].goods == "giant-clam"


@pytest.mark.parametrize(("count", "calls"), [(FEWEST - 1, 0), (FEWEST, 1)])
async def test_only_large_batches_go_to_another_process(count: int, calls: int) -> None:
    workers, stats = _Here(), Counts()

    await ReadText(TextReader([CLAM]), stats, TextReaders(workers, [CLAM])).work(offers(count))

    assert (workers.calls, stats.values["tidewaiter/text/read"]) == (calls, count)


async def test_a_batch_that_is_lost_is_read_here() -> None:
    listings = offers(FEWEST)

    await ReadText(TextReader([CLAM]), Counts(), TextReaders(_Here(lost=True), [CLAM])).work(listings)

    assert all(listing.handles for listing in listings)


async def test_a_listing_that_cannot_be_read_costs_no_other_one(monkeypatch: pytest.MonkeyPatch) -> None:
    read = ReadText.read

    def fails(self: ReadText, listing: Listing) -> None:
        if listing.id == "L0003":
            raise ValueError("no")
        read(self, listing)

    monkeypatch.setattr(ReadText, "read", fails)
    text_apart._reader.cache_clear()
    listings, stats = offers(FEWEST), Counts()

    await ReadText(TextReader([CLAM]), stats, TextReaders(_Here(), [CLAM])).work(listings)

    assert [listing.id for listing in listings if not listing.handles] == ["L0003"]
    assert stats.values["tidewaiter/text/failed/ValueError"] == 1


def test_an_import_reads_in_another_process_and_stores_the_same(settings: Settings, index: Index) -> None:
    report = Line(settings.model_copy(update={"text_model": "none", "processes": 1}), index).run(offers(BATCH + 10))

    stored = index.listings(["L0000", f"L{BATCH + 5:04}"])
    assert report.listings == BATCH + 10
    assert [[handle.value for handle in listing.handles] for listing in stored.values()] == [
        ["lin_shop0000"], [f"lin_shop{BATCH + 5:04}"],
    ]  # fmt: skip
