"""Records that are found by words (whole numbers) that they share: an inverted file of numbers in the embedded engine."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from indexers.index import WordsHit

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

MOST_BYTES = 16_000
"""Of one word's list, four bytes a record: what more records have tells nothing, and need not be rewritten with each one."""
MOST_READ = 600_000
"""Entries of lists that one look-up adds up, the shortest lists (the rarest words) first."""
LARGEST_WORD = 2**40


def add(db: Any, kind: str, records: Mapping[str, Sequence[int]]) -> None:
    """Writes the words of records (by id) of a kind; each list is written once, however many of them it takes up."""
    import numpy as np

    words: list[int] = []
    numbers: list[int] = []
    for id, own in records.items():
        number = db.execute("INSERT INTO numbered(kind, id) VALUES(?,?) RETURNING number", (kind, id)).get
        kept = {word for word in own if 0 <= word < LARGEST_WORD}
        words += kept
        numbers += [number] * len(kept)
    if not words:
        return
    write(db, kind, np.array(words, np.int64), np.array(numbers, np.int64))


def write(db: Any, kind: str, words: npt.NDArray[np.int64], numbers: npt.NDArray[np.int64]) -> None:
    """Adds each number to the list of the word beside it."""
    import numpy as np

    order = np.argsort(words, kind="stable")
    ordered, entries = words[order], numbers[order].astype("<u4")
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    ends = np.minimum(np.r_[starts[1:], len(entries)], starts + MOST_BYTES // 4)
    keys = (ordered[starts] + _first(kind)).tolist()
    # `||` makes text of bytes, and keeps each of them.
    db.executemany(
        "INSERT INTO postings VALUES(?,?) ON CONFLICT DO UPDATE SET numbers = CAST(numbers || excluded.numbers AS BLOB) "
        f"WHERE length(numbers) < {MOST_BYTES}",
        ((key, entries[start:end].tobytes()) for key, start, end in zip(keys, starts.tolist(), ends.tolist(), strict=True)),
    )


def remove(db: Any, kind: str, id: str) -> None:
    """Forgets a record's number: lists that hold it lead nowhere from then on."""
    db.execute("DELETE FROM numbered WHERE kind = ? AND id = ?", (kind, id))


def sharing(db: Any, kind: str, words: Sequence[int], limit: int) -> list[WordsHit]:
    """Records of a kind that share words, each word weighed by its rarity, best first."""
    first = _first(kind)
    wanted = json.dumps(sorted({word + first for word in words if 0 <= word < LARGEST_WORD}))
    lists = [
        blob for (blob,) in db.execute("SELECT numbers FROM postings WHERE word IN (SELECT value FROM json_each(?))", (wanted,))
    ]
    if not lists or limit < 1:
        return []
    scores = _scores(lists)
    positive = int((scores > 0).sum())
    # Some numbers were forgotten and have no row: then more are asked for.
    asked = 2 * limit
    while True:
        found = _named(db, kind, scores, _best(scores, min(asked, positive)))
        if len(found) >= limit or asked >= positive:
            return found[:limit]
        asked *= 8


def _first(kind: str) -> int:
    """Where the kind's words begin among all: each kind has lists of its own, so that few records are not sought among many."""
    return LARGEST_WORD * (zlib.crc32(kind.encode()) & 0xFFFF)


def _scores(lists: list[bytes]) -> npt.NDArray[np.float64]:
    """By number: what the words that lead to it weigh."""
    import numpy as np

    lists.sort(key=len)
    lengths = np.array([len(blob) // 4 for blob in lists])
    read = max(1, int(np.searchsorted(np.cumsum(lengths), MOST_READ, side="right")))
    lengths = lengths[:read]
    numbers = np.frombuffer(b"".join(lists[:read]), "<u4").astype(np.int64)
    weights = np.repeat(np.log1p(numbers.max() / lengths), lengths)
    return np.asarray(np.bincount(numbers, weights), np.float64)


def _best(scores: npt.NDArray[np.float64], count: int) -> list[int]:
    """The numbers of the highest scores, highest first, the older of equals first."""
    import numpy as np

    least = np.partition(scores, -count)[-count]
    best = np.flatnonzero(scores >= least)
    numbers: list[int] = best[np.argsort(-scores[best], kind="stable")].tolist()
    return numbers


def _named(db: Any, kind: str, scores: npt.NDArray[np.float64], numbers: list[int]) -> list[WordsHit]:
    """The records that have numbers, in their order; none for a number that was forgotten."""
    ids = dict(
        db.execute(
            "SELECT number, id FROM numbered WHERE kind = ? AND number IN (SELECT value FROM json_each(?))",
            (kind, json.dumps(numbers)),
        )
    )
    return [WordsHit(ids[number], round(float(scores[number]), 4)) for number in numbers if number in ids]
