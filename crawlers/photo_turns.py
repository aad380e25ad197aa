"""Photos of a crawl wait for their turn at a host as its pages do: pauses and pace hold over all crawlers of a frontier."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from crawlers.frontier.port import Frontier, FrontierUnavailable, HostPaused, Turns
from tidewaiter.config import Settings

_ASK_AGAIN = 0.05
"""Seconds after which a host with as many photos under way as may be is asked for again."""
_LANE = "photo "
"""Photos have a pace of their own: they take no turn of a page."""


class PhotoTurns:
    """See `web.fetch.SharedHosts`.

    A frontier that is gone ends the crawl where pages are leased; a photo is then skipped, and counted.
    """

    def __init__(self, frontier: Frontier, settings: Settings) -> None:
        self._frontier = frontier
        self._longest = 2 * settings.download_timeout

    async def take(self, host: str, *, delay: float, most: int, patience: float) -> Callable[[], None]:
        """See `web.fetch.SharedHosts.take`."""
        until = asyncio.get_running_loop().time() + patience
        try:
            while True:
                await self._wait_out_pause(host, until)
                turns = self._frontier.turns
                if turns is None:
                    return lambda: None
                with contextlib.suppress(HostPaused):
                    if (turn := turns.take(host, delay=delay, most=most, seconds=self._longest, lane=_LANE)) is not None:
                        return await _begun(turns, host, *turn)
                    await asyncio.sleep(_ASK_AGAIN)
        except FrontierUnavailable as error:
            raise TimeoutError(error.what) from error

    def pause(self, host: str, seconds: float) -> None:
        """See `web.fetch.SharedHosts.pause`."""
        with contextlib.suppress(FrontierUnavailable):
            self._frontier.pause(host, seconds)

    async def _wait_out_pause(self, host: str, until: float) -> None:
        now = asyncio.get_running_loop().time
        while (paused := self._frontier.paused_for(host)) > 0:
            if now() + paused > until:
                raise TimeoutError("the host asked for a longer pause")
            await asyncio.sleep(paused)


async def _begun(turns: Turns, host: str, turn: str, wait: float) -> Callable[[], None]:
    def end() -> None:
        with contextlib.suppress(FrontierUnavailable):
            turns.end(host, turn, lane=_LANE)

    try:
        await asyncio.sleep(wait)
    except asyncio.CancelledError:
        end()
        raise
    return end
