"""Collects the listings of many `process_item` calls for a few milliseconds and works on them together."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class Batches(Generic[T]):
    """One stage's collector. A batch starts `wait_seconds` after its first listing, or at once when `at_most` wait.

    One batch is worked on at a time, so a stage's work never runs beside itself; what comes meanwhile makes the next batch.
    """

    def __init__(
        self, work: Callable[[Sequence[T]], Awaitable[None]], *, at_most: int = 64, wait_seconds: float = 0.005
    ) -> None:
        self._work, self._at_most, self._wait_seconds = work, at_most, wait_seconds
        self._waiting: list[tuple[T, asyncio.Future[None]]] = []
        self._full = asyncio.Event()
        self._worker: asyncio.Task[None] | None = None

    async def process(self, listing: T) -> T:
        """The listing, once the batch that it came into is done. Raises what the work on that batch raised."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((listing, done))
        if len(self._waiting) >= self._at_most:
            self._full.set()
        if self._worker is None:
            self._worker = asyncio.create_task(self._drain())
        await done
        return listing

    async def _drain(self) -> None:
        try:
            while self._waiting:
                await self._collect()
                batch, self._waiting = self._waiting[: self._at_most], self._waiting[self._at_most :]
                await self._settle(batch)
        finally:
            self._worker = None

    async def _collect(self) -> None:
        self._full.clear()
        if len(self._waiting) >= self._at_most:
            return
        try:
            await asyncio.wait_for(self._full.wait(), self._wait_seconds)
        except TimeoutError:
            return

    async def _settle(self, batch: list[tuple[T, asyncio.Future[None]]]) -> None:
        error: BaseException | None = None
        try:
            await self._work([listing for listing, _ in batch])
        except Exception as raised:
            error = raised
        except asyncio.CancelledError as cancelled:
            for _, done in batch:
                done.cancel()
            raise cancelled
        for _, done in batch:
            if done.done():  # its caller gave up waiting
                continue
            if error is None:
                done.set_result(None)
            else:
                done.set_exception(error)
