from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, Self

import pytest

from indexers.index import Index
from pipelines.line import BATCH, Line
from pipelines.parts import Parts
from pipelines.stage import Stage
from tidewaiter.config import Settings
from tidewaiter.errors import IndexUnavailable
from tidewaiter.model import Listing

HERE = "tests.pipelines.test_line"


class Mark(Stage):
    """Writes its name into each listing."""

    name = "mark"
    closed: ClassVar[int] = 0

    @classmethod
    def from_parts(cls, parts: Parts) -> Self:
        return cls(parts.stats)

    async def work(self, listings: Sequence[Listing]) -> None:
        for listing in listings:
            listing.text += "mark"

    async def close(self) -> None:
        Mark.closed += 1


class LeftOut(Mark):
    """A stage that the settings leave out."""

    @classmethod
    def from_parts(cls, parts: Parts) -> None:  # type: ignore[override] # always none
        return None


class FailAt(Mark):
    """Finds the index gone at the third batch."""

    batches: ClassVar[int] = 0

    async def work(self, listings: Sequence[Listing]) -> None:
        FailAt.batches += 1
        if FailAt.batches == 3:
            raise IndexUnavailable("the disk is full", do="Make room.")


def listings(count: int) -> Iterator[Listing]:
    return (
        Listing(id=f"L{number:05}", url=f"https://s.example/{number}", title=f"listing {number}") for number in range(count)
    )


def test_every_listing_passes_every_stage_in_order_and_is_stored(settings: Settings, index: Index) -> None:
    count = 2 * BATCH + 7
    seen: list[int] = []
    stages = {f"{HERE}.Mark": 1, f"{HERE}.LeftOut": 2, "pipelines.indexing.WriteListings": 3}

    report = Line(settings, index, stages=stages, on_progress=lambda done, _: seen.append(done)).run(listings(count))

    assert report.listings == index.count(Listing) == report.count("listings/first") == count
    assert seen == [BATCH, 2 * BATCH, count]
    assert all(listing.text == "mark" for listing in index.all_listings())


def test_stages_are_closed_also_when_one_fails(settings: Settings, index: Index) -> None:
    Mark.closed = FailAt.batches = 0

    with pytest.raises(IndexUnavailable):
        Line(settings, index, stages={f"{HERE}.Mark": 1, f"{HERE}.FailAt": 2}).run(listings(20 * BATCH))

    assert Mark.closed == 2


def test_what_was_written_before_a_failure_stays_and_it_can_be_done_again(settings: Settings, index: Index) -> None:
    FailAt.batches = 0
    stages = {f"{HERE}.FailAt": 1, "pipelines.indexing.WriteListings": 2}

    with pytest.raises(IndexUnavailable):
        Line(settings, index, stages=stages).run(listings(5 * BATCH))
    Line(settings, index, stages=stages).run(listings(5 * BATCH))

    assert index.count(Listing) == 5 * BATCH


def test_no_listings_make_an_empty_report(settings: Settings, index: Index) -> None:
    assert Line(settings, index, stages={f"{HERE}.Mark": 1}).run([]).listings == 0
