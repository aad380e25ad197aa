from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from pipelines.batching import Batches
from tidewaiter.errors import IndexUnavailable
from tidewaiter.model import Listing


class Recorder:
    """Work that remembers its batches and waits for a signal where it is told to."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.begun = asyncio.Event()
        self.running = 0
        self.most_running = 0

    async def work(self, listings: Sequence[Listing]) -> None:
        self.running += 1
        self.most_running = max(self.most_running, self.running)
        self.begun.set()
        self.batches.append([listing.id for listing in listings])
        await self.gate.wait()
        self.running -= 1


async def test_calls_that_come_together_make_one_batch() -> None:
    recorder = Recorder()
    batches = Batches(recorder.work, at_most=10)

    await asyncio.gather(*(batches.process(Listing(id=str(number))) for number in range(4)))

    assert recorder.batches == [["0", "1", "2", "3"]]


async def test_a_batch_is_never_larger_than_asked_and_never_beside_another() -> None:
    recorder = Recorder()
    batches = Batches(recorder.work, at_most=3)

    await asyncio.gather(*(batches.process(Listing(id=str(number))) for number in range(8)))

    assert [len(batch) for batch in recorder.batches] == [3, 3, 2]
    assert recorder.most_running == 1


async def test_what_comes_while_a_batch_is_worked_on_makes_the_next() -> None:
    recorder = Recorder()
    recorder.gate.clear()
    batches = Batches(recorder.work, at_most=1)
    first = asyncio.create_task(batches.process(Listing(id="first")))
    await recorder.begun.wait()
    second = asyncio.create_task(batches.process(Listing(id="second")))
    await asyncio.sleep(0)

    assert not first.done()
    recorder.gate.set()
    await asyncio.gather(first, second)

    assert recorder.batches == [["first"], ["second"]]


async def test_an_error_reaches_every_call_of_its_batch_and_no_other() -> None:
    calls = 0

    async def work(listings: Sequence[Listing]) -> None:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise IndexUnavailable("the disk is full", do="Make room.")

    batches = Batches(work, at_most=2)
    results = await asyncio.gather(*(batches.process(Listing(id=str(n))) for n in range(3)), return_exceptions=True)

    assert [type(result) for result in results] == [IndexUnavailable, IndexUnavailable, Listing]


async def test_a_call_that_is_cancelled_does_not_hold_up_its_batch() -> None:
    recorder = Recorder()
    recorder.gate.clear()
    batches = Batches(recorder.work, at_most=2)
    gone = asyncio.create_task(batches.process(Listing(id="gone")))
    stays = asyncio.create_task(batches.process(Listing(id="stays")))
    await recorder.begun.wait()
    gone.cancel()
    recorder.gate.set()

    assert (await stays).id == "stays"
    with pytest.raises(asyncio.CancelledError):
        await gone
