"""Records that are found by words (whole numbers) that they share: an inverted file of numbers in the embedded engine."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from indexers.index import WordsHit

MOST_BYTES = 16_000
"""Of one word's list, four bytes a record: what more records have tells nothing, and need not be rewritten with each one."""
LARGEST_WORD = 2**62


def add(db: Any, kind: str, id: str, words: Sequence[int]) -> None:
    """Writes one record's words."""
    number: int = db.execute("INSERT INTO numbered(kind, id) VALUES(?,?) RETURNING number", (kind, id)).get
    entry = number.to_bytes(4, "little")
    # `||` makes text of bytes, and keeps each of them.
    db.executemany(
        "INSERT INTO postings VALUES(?,?) ON CONFLICT DO UPDATE SET numbers = CAST(numbers || excluded.numbers AS BLOB) "
        f"WHERE length(numbers) < {MOST_BYTES}",
        [(word, entry) for word in sorted(set(words))],
    )


def remove(db: Any, kind: str, id: str) -> None:
    """Forgets a record's number: lists that hold it lead nowhere from then on."""
    db.execute("DELETE FROM numbered WHERE kind = ? AND id = ?", (kind, id))


def sharing(db: Any, kind: str, words: Sequence[int], limit: int) -> list[WordsHit]:
    """Records of a kind that share words, each word weighed by its rarity, best first."""
    import numpy as np

    wanted = json.dumps(sorted({word for word in words if 0 <= word < LARGEST_WORD}))
    lists = [
        blob for (blob,) in db.execute("SELECT numbers FROM postings WHERE word IN (SELECT value FROM json_each(?))", (wanted,))
    ]
    if not lists or limit < 1:
        return []
    lengths = np.array([len(blob) // 4 for blob in lists])
    numbers = np.frombuffer(b"".join(lists), "<u4").astype(np.int64)
    scores = np.bincount(numbers, np.repeat(np.log1p(numbers.max() / lengths), lengths))
    found: list[WordsHit] = []
    order = np.argsort(-scores, kind="stable")
    for number in order[: int((scores > 0).sum())]:
        # A number that was forgotten, or is of another kind, has no row here.
        id = db.execute("SELECT id FROM numbered WHERE number = ? AND kind = ?", (int(number), kind)).get
        if id is not None:
            found.append(WordsHit(id, round(float(scores[number]), 4)))
            if len(found) == limit:
                break
    return found
