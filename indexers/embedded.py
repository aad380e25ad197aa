"""The embedded engine: one SQLite file that any number of threads and processes of this machine read and write at once."""

# ruff: noqa: D102 - the port (index.py) says what each method does

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from indexers import embedded_listings, embedded_records, embedded_search, embedded_words
from indexers.embedded_file import File
from indexers.embedded_memory import Memory, photo_bits, vector_bits
from indexers.embedded_schema import SCHEMA, empty_derived, prepare, version
from indexers.hashes import hash_bytes
from indexers.index import Found, PhotoHit, Query, VectorHit, Where, WordsHit
from indexers.queries import check
from indexers.recording import record_id, type_of
from indexers.records import RECORDS
from indexers.shape import clean, listing_of, row_of
from indexers.text_model import check_vectors, other_model
from tidewaiter.model import Listing, Match

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

R = TypeVar("R")
BATCH = 500
"""Listings in one transaction or read at once: other writers get their turn in between."""


class EmbeddedIndex:
    """All that the program remembers, in one file. See `indexers.index.Index` for what each method promises."""

    def __init__(self, path: Path) -> None:
        """Takes the file's path; it is made, or brought up from an older schema. Raises `IndexUnavailable`, `IndexMismatch`."""
        self.path = path
        self._file = File(path)
        self._photos = {kind: Memory(photo_bits(kind)) for kind in ("phash", "pdq")}
        self._vectors = Memory(vector_bits)
        with self._file.reading() as db:
            ready = version(db, path) == SCHEMA  # the common case takes no lock
        if not ready:
            with self._file.writing() as db:
                if prepare(db, path):
                    _rebuild(db)

    def write_listings(self, listings: Sequence[Listing]) -> None:
        for batch in embedded_listings.in_batches(listings, BATCH):
            rows = [(row_of(listing), listing.vector) for listing in batch]  # before the lock: it is half of the work
            with self._file.writing() as db:
                check_vectors((vector for _, vector in rows if vector is not None), _about(db))
                for row, vector in rows:
                    embedded_listings.write(db, row, vector)

    def delete_listings(self, ids: Sequence[str]) -> int:
        count = 0
        kind = RECORDS[Match]
        for start in range(0, len(ids), BATCH):
            with self._file.writing() as db:
                for id in ids[start : start + BATCH]:
                    count += embedded_listings.delete(db, id)
                    for match in embedded_records.find(db, kind, Match, {"listing": id}, None, False):
                        embedded_records.delete(db, kind, Match, match.id)
        return count

    def listing(self, id: str) -> Listing | None:
        return self.listings([id], vectors=True).get(id)

    def listings(self, ids: Sequence[str], *, vectors: bool = False) -> dict[str, Listing]:
        with self._file.reading() as db:
            return embedded_listings.by_ids(db, map(clean, ids), vectors=vectors)

    def all_listings(self, *, vectors: bool = False) -> Iterator[Listing]:
        last = ""
        while True:
            with self._file.reading() as db:
                rows = embedded_listings.batch_after(db, last, BATCH, vectors=vectors)
            for _, _, document, blob in rows:
                yield listing_of(document, embedded_listings.vector_of(blob))
            if len(rows) < BATCH:
                return
            last = rows[-1][0]

    def ids_of_urls(self, urls: Sequence[str]) -> dict[str, str]:
        with self._file.reading() as db:
            return embedded_listings.ids_of_urls(db, urls)

    def search(self, query: Query) -> Found:
        check(query)
        with self._file.reading() as db:
            return embedded_search.search(db, query, self._vectors)

    def with_keys(self, keys: Sequence[str], *, limit: int = 1000) -> dict[str, list[str]]:
        with self._file.reading() as db:
            return embedded_listings.with_keys(db, [clean(key) for key in keys], limit)

    def key_counts(self, keys: Sequence[str]) -> dict[str, int]:
        with self._file.reading() as db:
            return embedded_listings.key_counts(db, [clean(key) for key in keys])

    def near_photos(self, hash: str, *, kind: Literal["phash", "pdq"], radius_bits: int, limit: int = 50) -> list[PhotoHit]:
        bits = hash_bytes(hash, kind)
        with self._file.reading() as db, self._photos[kind].current(db) as matrix:
            near = [] if matrix is None else matrix.within(bits, radius_bits)
            hits: list[PhotoHit] = []
            for distance, _, photo in near:
                if len(hits) >= limit and distance > hits[-1].bits:
                    break
                id, sha256 = db.execute(
                    "SELECT l.id, p.sha256 FROM photos p JOIN listings l ON l.number = p.number WHERE p.photo = ?", (photo,)
                ).get
                hits.append(PhotoHit(id, sha256, distance))
        return sorted(hits, key=lambda hit: (hit.bits, hit.listing, hit.sha256))[:limit]

    def near_vectors(self, vector: npt.NDArray[np.float32], *, limit: int = 50) -> list[VectorHit]:
        with self._file.reading() as db:
            return [VectorHit(id, cosine) for id, cosine in embedded_search.nearest(db, self._vectors, vector, limit)]

    def put(self, records: Sequence[object]) -> None:
        kinds = [(type_of(type(record)), record) for record in records]
        with self._file.writing() as db:
            for kind, record in kinds:
                embedded_records.put(db, kind, record)
            embedded_records.add_words(db, kinds)

    def get(self, kind: type[R], id: str) -> R | None:
        with self._file.reading() as db:
            return embedded_records.get(db, type_of(kind), kind, clean(id))

    def find(
        self, kind: type[R], where: Where | None = None, *, limit: int | None = None, newest_first: bool = False
    ) -> list[R]:
        with self._file.reading() as db:
            return embedded_records.find(db, type_of(kind), kind, where, limit, newest_first)

    def sharing_words(self, kind: type[object], words: Sequence[int], *, limit: int = 50) -> list[WordsHit]:
        with self._file.reading() as db:
            return embedded_words.sharing(db, type_of(kind).name, words, limit)

    def count(self, kind: type[object], where: Where | None = None) -> int:
        with self._file.reading() as db:
            if kind is Listing:
                number: int = db.execute("SELECT count(*) FROM listings").get
                return number
            return embedded_records.count(db, type_of(kind), where)

    def delete(self, kind: type[object], ids: Sequence[str]) -> int:
        with self._file.writing() as db:
            return sum(embedded_records.delete(db, type_of(kind), kind, clean(id)) for id in dict.fromkeys(ids))

    def set_text_model(self, name: str, dimensions: int) -> None:
        with self._file.reading() as db:
            if _about(db) == (name, dimensions):
                return
        with self._file.writing() as db:
            stored = _about(db)
            if stored is not None and stored != (name, dimensions) and db.execute("SELECT EXISTS(SELECT 1 FROM vectors)").get:
                raise other_model(stored, (name, dimensions), self.path)
            db.execute("INSERT OR REPLACE INTO about VALUES('text_model', ?), ('dimensions', ?)", (name, str(dimensions)))

    def optimize(self) -> None:
        with self._file.bare() as db:
            db.execute("INSERT INTO words(words) VALUES('optimize')")
            db.execute("PRAGMA optimize")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def rebuild(self) -> int:
        with self._file.writing() as db:
            return _rebuild(db)

    def info(self) -> dict[str, str | int | float]:
        import apsw

        with self._file.reading() as db:
            model = _about(db)
            names = {kind.name: 0 for kind in RECORDS.values()}
            names |= dict(db.execute("SELECT kind, count(*) FROM records GROUP BY kind"))
            counts = {
                "listings": db.execute("SELECT count(*) FROM listings").get,
                "photos": db.execute("SELECT count(*) FROM photos").get,
                "vectors": db.execute("SELECT count(*) FROM vectors").get,
            }
        files = [self.path, self.path.with_name(self.path.name + "-wal")]
        return {
            "engine": "embedded",
            "version": f"SQLite {apsw.sqlite_lib_version()}",
            "address": str(self.path),
            "schema": SCHEMA,
            "text_model": model[0] if model else "",
            "dimensions": model[1] if model else 0,
            **counts,
            **names,
            "bytes": sum(file.stat().st_size for file in files if file.exists()),
        }

    def close(self) -> None:
        self._file.close()


def _about(db: Any) -> tuple[str, int] | None:
    """The text model whose vectors are stored: name and dimensions."""
    found = dict(db.execute("SELECT name, value FROM about WHERE name IN ('text_model', 'dimensions')"))
    return (found["text_model"], int(found["dimensions"])) if "text_model" in found else None


def _rebuild(db: Any) -> int:
    """Makes the derived tables again from the documents; gives how many listings there are."""
    empty_derived(db)
    last, count = "", 0
    while rows := embedded_listings.batch_after(db, last, BATCH, vectors=True):
        for _, number, document, blob in rows:
            vector = embedded_listings.vector_of(blob)
            embedded_listings.derive(db, number, row_of(listing_of(document)), vector)
        last, count = rows[-1][0], count + len(rows)
    for type_, kind in RECORDS.items():
        last = ""
        while records := embedded_records.batch_after(db, kind, type_, last, BATCH):
            for record in records:
                embedded_records.derive(db, kind, record)
            embedded_records.add_words(db, [(kind, record) for record in records])
            last = record_id(records[-1])
    return count
