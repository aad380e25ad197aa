"""Reads the text of whole batches in another process, beside the stages that write: one process is bound by one core."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tidewaiter.workers import WorkerLost, Workers

if TYPE_CHECKING:
    from pipelines.text import ReadText
    from tidewaiter.goods import Goods
    from tidewaiter.model import Listing

FEWEST = 100
"""Listings of a batch from which on another process pays: it takes half a second to start."""
READ = ("language", "handles", "identifiers", "words", "price", "places", "place")
"""What reading sets of a listing."""


class TextReaders:
    """Other processes that read texts for this one; they find the words of these goods."""

    def __init__(self, workers: Workers, goods: Sequence[Goods]) -> None:
        self._workers = workers
        self._goods = pickle.dumps(tuple(goods), protocol=pickle.HIGHEST_PROTOCOL)

    async def read(self, listings: Sequence[Listing]) -> bool:
        """Reads them all; False where that failed, after which none was changed: they are to be read one by one, here."""
        try:
            read = await self._workers.run(read_batch, self._goods, list(listings))
        except WorkerLost:
            return False
        if read is None:
            return False
        for listing, values in zip(listings, read, strict=True):
            for name, value in zip(READ, values, strict=True):
                setattr(listing, name, value)
        return True


def read_batch(goods: bytes, listings: Sequence[Listing]) -> list[tuple[Any, ...]] | None:
    """In the other process: what reading sets of each listing; None where one of them can't be read."""
    reader = _reader(goods)
    try:
        for listing in listings:
            reader.read(listing)
    except Exception:  # whatever it is, it is met again, logged and counted where the listings are read one by one
        return None
    return [tuple(getattr(listing, name) for name in READ) for listing in listings]


@lru_cache(maxsize=1)
def _reader(goods: bytes) -> ReadText:
    from pipelines.counts import Counts
    from pipelines.reading.reader import TextReader
    from pipelines.text import ReadText

    return ReadText(TextReader(pickle.loads(goods)), Counts())  # noqa: S301 - from the process that started this one
