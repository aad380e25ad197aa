"""Records (goods, cases, matches, leads, ...) in the embedded engine. All functions run within a caller's transaction."""

# ruff: noqa: S608 - values are bound; what is put into SQL are names of our own

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from indexers import embedded_words
from indexers.index import Where
from indexers.recording import fields_of, record_id, record_of, text_of_record, values_of
from indexers.records import RecordType
from tidewaiter.model import Match

R = TypeVar("R")


def put(db: Any, kind: RecordType, record: Any) -> None:
    """Writes one record in place of what has its id, but for its words (see `add_words`)."""
    id = record_id(record)
    delete(db, kind, type(record), id)
    db.execute("INSERT INTO records VALUES(?,?,?)", (kind.name, id, text_of_record(record)))
    derive(db, kind, record)


def derive(db: Any, kind: RecordType, record: Any) -> None:
    """Writes what is derived from one record alone."""
    id = record_id(record)
    db.executemany("INSERT OR IGNORE INTO fields VALUES(?,?,?,?)", [(kind.name, *pair, id) for pair in fields_of(kind, record)])
    if isinstance(record, Match):
        db.execute(
            "INSERT OR REPLACE INTO targets VALUES(?,?,?,'match',?)",
            (record.listing, record.target.kind, record.target.id, record.probability),
        )


def add_words(db: Any, records: Iterable[tuple[RecordType, Any]]) -> None:
    """Writes the words of records that were put or derived, of many at once; the last one of an id counts."""
    words: dict[str, dict[str, Sequence[int]]] = {}
    for kind, record in records:
        if kind.words is not None:
            words.setdefault(kind.name, {})[record_id(record)] = kind.words(record)
    for name, own in words.items():
        embedded_words.add(db, name, own)


def batch_after(db: Any, kind: RecordType, type_: type[R], id: str, size: int) -> list[R]:
    """The next records of a kind in the order of id."""
    rows = db.execute("SELECT document FROM records WHERE kind = ? AND id > ? ORDER BY id LIMIT ?", (kind.name, id, size))
    return [record_of(type_, document) for (document,) in rows]


def delete(db: Any, kind: RecordType, type_: type[Any], id: str) -> bool:
    """Takes out one record; whether it was there."""
    document = db.execute("SELECT document FROM records WHERE kind = ? AND id = ?", (kind.name, id)).get
    if document is None:
        return False
    old = record_of(type_, document)
    db.executemany(
        "DELETE FROM fields WHERE kind = ? AND field = ? AND value = ? AND id = ?",
        [(kind.name, *pair, id) for pair in fields_of(kind, old)],
    )
    if kind.words is not None:
        embedded_words.remove(db, kind.name, id)
    if isinstance(old, Match):
        db.execute(
            "DELETE FROM targets WHERE listing = ? AND kind = ? AND target = ? AND origin = 'match'",
            (old.listing, old.target.kind, old.target.id),
        )
    db.execute("DELETE FROM records WHERE kind = ? AND id = ?", (kind.name, id))
    return True


def get(db: Any, kind: RecordType, type_: type[R], id: str) -> R | None:
    """One record."""
    document = db.execute("SELECT document FROM records WHERE kind = ? AND id = ?", (kind.name, id)).get
    return None if document is None else record_of(type_, document)


def find(db: Any, kind: RecordType, type_: type[R], where: Where | None, limit: int | None, newest_first: bool) -> list[R]:
    """Records that have the values, in the order of id."""
    condition, values = _condition(kind, where)
    order = "DESC" if newest_first else "ASC"
    rows = db.execute(
        f"SELECT document FROM records r WHERE {condition} ORDER BY id {order} LIMIT ?",
        (*values, -1 if limit is None else limit),
    )
    return [record_of(type_, document) for (document,) in rows]


def count(db: Any, kind: RecordType, where: Where | None) -> int:
    """How many records have the values."""
    condition, values = _condition(kind, where)
    number: int = db.execute(f"SELECT count(*) FROM records r WHERE {condition}", values).get
    return number


def _condition(kind: RecordType, where: Where | None) -> tuple[str, tuple[Any, ...]]:
    parts, values = ["r.kind = ?"], [kind.name]
    for field, wanted in values_of(kind, where):
        marks = ",".join("?" * len(wanted))
        parts.append(f"r.id IN (SELECT id FROM fields WHERE kind = ? AND field = ? AND value IN ({marks}))")
        values += [kind.name, field, *wanted]
    return " AND ".join(parts), tuple(values)
