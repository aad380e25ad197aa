"""Writing listings into the embedded engine's tables and reading them back. All functions run within a caller's transaction."""

# ruff: noqa: S608 - values are bound; what is put into SQL are names of our own

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from indexers.shape import Row, listing_of
from tidewaiter.identity import canonical_url
from tidewaiter.model import Listing

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

REMOVED_KEPT = 100_000
"""Entries of `removed` that are kept; a process that missed more reads all its rows anew."""


def write(db: Any, row: Row, vector: npt.NDArray[np.float32] | None) -> None:
    """Writes one listing in place of what has its id."""
    delete(db, row.id)
    number: int = db.execute(
        "INSERT INTO listings(id, document, source, language, country, seller, status, time, price_low, price_high, has_photo)"
        " VALUES(?,?,?,?,?,?,?,?,?,?,?) RETURNING number",
        (row.id, row.document, row.source, row.language, row.country, row.seller, row.status, row.time,
         row.price_low, row.price_high, row.has_photo),
    ).get  # fmt: skip
    if vector is not None:
        import numpy as np

        db.execute("INSERT INTO vectors VALUES(?,?)", (number, vector.astype(np.float16).tobytes()))
    derive(db, number, row, vector)


def derive(db: Any, number: int, row: Row, vector: npt.NDArray[np.float32] | None) -> None:
    """Writes what is derived from a listing and nothing but that listing."""
    db.execute("INSERT INTO words(rowid, tokens) VALUES(?,?)", (number, row.words))
    db.executemany("INSERT INTO keys VALUES(?,?)", [(key, number) for key in row.keys])
    db.executemany("INSERT INTO urls VALUES(?,?)", [(url, number) for url in row.urls])
    db.executemany("INSERT INTO points VALUES(?,?,?)", [(number, lat, lon) for lat, lon in row.points])
    db.executemany(
        "INSERT INTO photos(number, sha256, phash, pdq) VALUES(?,?,?,?)",
        [(number, photo.sha256, photo.phash, photo.pdq) for photo in row.photos],
    )
    db.executemany("INSERT INTO targets VALUES(?,'goods',?,'word',1.0)", [(row.id, goods) for goods in row.goods])
    if vector is not None:
        from indexers.bits import sign_bits

        db.execute("INSERT INTO bits VALUES(?,?)", (number, sign_bits(vector)))


def delete(db: Any, id: str) -> bool:
    """Takes out one listing and what is derived from it alone (matches stay); whether it was there."""
    found = db.execute("SELECT number, document FROM listings WHERE id = ?", (id,)).get
    if found is None:
        return False
    number, document = found
    data = json.loads(document)
    urls = [url for given in (data.get("url"), *data.get("aliases", ())) if given for url in (given, canonical_url(given))]
    db.executemany("DELETE FROM keys WHERE key = ? AND number = ?", [(key, number) for key in data.get("keys", ())])
    db.executemany("DELETE FROM urls WHERE url = ? AND number = ?", [(url, number) for url in urls])
    for table, column in (("listings", "number"), ("vectors", "number"), ("words", "rowid"), ("points", "number"),
                          ("photos", "number"), ("bits", "number")):  # fmt: skip
        db.execute(f"DELETE FROM {table} WHERE {column} = ?", (number,))
    db.execute("DELETE FROM targets WHERE listing = ? AND origin = 'word'", (id,))
    entry: int = db.execute("INSERT INTO removed(number) VALUES(?) RETURNING entry", (number,)).get
    if entry % 1000 == 0:
        db.execute("DELETE FROM removed WHERE entry <= ?", (entry - REMOVED_KEPT,))
    return True


def by_ids(db: Any, ids: Iterable[str], *, vectors: bool) -> dict[str, Listing]:
    """Listings by id, in the order asked for."""
    wanted = list(dict.fromkeys(ids))
    found = {
        id: listing_of(document, vector_of(blob))
        for id, document, blob in db.execute(
            f"SELECT id, document, {'v.vector' if vectors else 'NULL'} FROM listings "
            f"{'LEFT JOIN vectors v USING(number)' if vectors else ''} WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(wanted),),
        )
    }
    return {id: found[id] for id in wanted if id in found}


def batch_after(db: Any, id: str, size: int, *, vectors: bool) -> list[tuple[str, int, str, bytes | None]]:
    """The next listings in the order of id: id, number, document, vector."""
    return list(
        db.execute(
            f"SELECT id, l.number, document, {'v.vector' if vectors else 'NULL'} FROM listings l "
            f"{'LEFT JOIN vectors v ON v.number = l.number' if vectors else ''} WHERE id > ? ORDER BY id LIMIT ?",
            (id, size),
        )
    )


def vector_of(blob: bytes | None) -> npt.NDArray[np.float32] | None:
    """The vector of a kept blob (half precision)."""
    if blob is None:
        return None
    import numpy as np

    return np.frombuffer(blob, np.float16).astype(np.float32)


def ids_of_urls(db: Any, urls: Sequence[str]) -> dict[str, str]:
    """URL -> id of the listing first seen under it."""
    found: dict[str, str] = {}
    for url in urls:
        for form in dict.fromkeys((url, canonical_url(url))):
            id = db.execute(
                "SELECT l.id FROM urls u JOIN listings l ON l.number = u.number WHERE u.url = ? "
                "ORDER BY json_extract(l.document, '$.first_seen') NULLS LAST, l.id LIMIT 1",
                (form,),
            ).get
            if id is not None:
                found[url] = id
                break
    return found


def with_keys(db: Any, keys: Sequence[str], limit: int) -> dict[str, list[str]]:
    """Key -> ids, those first seen (or posted) last first."""
    found: dict[str, list[str]] = {}
    for key in dict.fromkeys(keys):
        ids = [
            id
            for (id,) in db.execute(
                "SELECT l.id FROM keys k JOIN listings l ON l.number = k.number WHERE k.key = ? "
                "ORDER BY l.time DESC NULLS LAST, l.id LIMIT ?",
                (key, limit),
            )
        ]
        if ids:
            found[key] = ids
    return found


def key_counts(db: Any, keys: Sequence[str]) -> dict[str, int]:
    """Key -> in how many listings."""
    return dict(
        db.execute(
            "SELECT key, count(*) FROM keys WHERE key IN (SELECT value FROM json_each(?)) GROUP BY key",
            (json.dumps(list(dict.fromkeys(keys))),),
        )
    )


def in_batches(listings: Sequence[Listing], size: int) -> Iterator[Sequence[Listing]]:
    """The listings in parts of at most `size`."""
    for start in range(0, len(listings), size):
        yield listings[start : start + size]
