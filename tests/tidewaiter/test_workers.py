"""Helper processes: results, errors, deaths, time, memory, and the end."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator

import pytest

from tidewaiter import workers as module
from tidewaiter.errors import MissingPart
from tidewaiter.workers import WorkerLost, Workers


def double(number: int) -> int:
    return 2 * number


def process() -> int:
    return os.getpid()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def hang() -> None:
    signal.setitimer(signal.ITIMER_PROF, 0.05)  # as the limit, sooner
    while True:
        pass


def missing() -> None:
    raise MissingPart("no model", do="Get one.")


def interrupted() -> str:
    os.kill(os.getpid(), signal.SIGINT)
    os.kill(os.getpid(), signal.SIGTERM)
    return "still here"


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    made = Workers(1)
    yield made
    made.close()
    await asyncio.sleep(0)


async def test_work_is_done_in_another_process(workers: Workers) -> None:
    results = await asyncio.gather(*(workers.run(double, number) for number in range(50)))

    assert results == [2 * number for number in range(50)]
    assert await workers.run(process) not in (os.getpid(), None)


def test_it_works_on_the_loop_of_a_crawl_too() -> None:
    import uvloop

    async def doubled() -> list[int]:
        workers = Workers(1)
        try:
            return await asyncio.gather(*(workers.run(double, number) for number in range(5)))
        finally:
            workers.close()

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        assert runner.run(doubled()) == [0, 2, 4, 6, 8]


async def test_an_error_comes_back_as_it_was_raised(workers: Workers) -> None:
    with pytest.raises(MissingPart, match="no model") as raised:
        await workers.run(missing)

    assert raised.value.do == "Get one."
    assert await workers.run(double, 4) == 8


async def test_a_death_costs_the_call_that_it_was_at_and_no_other(workers: Workers) -> None:
    calls = [workers.run(double, 1), workers.run(die), workers.run(double, 2), workers.run(double, 3)]

    first, lost, *others = await asyncio.gather(*calls, return_exceptions=True)

    assert isinstance(lost, WorkerLost)
    assert lost.reason == "crash"
    assert (first, *others) == (2, 4, 6)


async def test_a_call_that_hangs_is_ended_by_its_processor_time(workers: Workers) -> None:
    with pytest.raises(WorkerLost) as lost:
        await workers.run(hang)

    assert lost.value.reason == "time"
    assert await workers.run(double, 5) == 10


async def test_signals_for_the_whole_group_leave_it_at_work(workers: Workers) -> None:
    assert await workers.run(interrupted) == "still here"


async def test_a_thread_may_call(workers: Workers) -> None:
    workers.begin()

    assert await asyncio.to_thread(workers.call, double, 6) == 12


async def test_a_large_process_is_replaced(workers: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    first = await workers.run(process)
    monkeypatch.setattr(module, "MOST_MEMORY", 0)
    monkeypatch.setattr(module, "_LOOK_EVERY", 1)

    await workers.run(double, 1)
    last = await workers.run(process)

    assert first != last


async def test_where_no_process_can_start_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.sys, "executable", "/bin/false")
    workers = Workers(1)

    results = await asyncio.gather(*(workers.run(double, number) for number in range(8)))

    assert results == [2 * number for number in range(8)]
    assert await workers.run(process) == os.getpid()
    workers.close()


async def test_closing_ends_what_is_under_way_at_once() -> None:
    workers = Workers(1)
    call = asyncio.ensure_future(workers.run(time.sleep, 60))
    await asyncio.sleep(0)
    begun = time.monotonic()

    workers.close()

    with pytest.raises(WorkerLost):
        await call
    assert time.monotonic() - begun < 5
