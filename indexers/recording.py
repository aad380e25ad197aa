"""Records as JSON and back, and by which values they are found: the same for both engines."""

from __future__ import annotations

import json
from typing import Any, TypeVar, cast

from pydantic import BaseModel

from indexers.index import Where
from indexers.records import RECORDS, RecordType
from indexers.shape import clean
from tidewaiter.serialising import from_json, to_json

R = TypeVar("R")


def type_of(kind: type[object]) -> RecordType:
    """How records of a type are kept. Raises `TypeError` for a type that is no record."""
    try:
        return RECORDS[kind]
    except KeyError:
        raise TypeError(f"{kind.__name__} is no record; those are {', '.join(t.__name__ for t in RECORDS)}") from None


def record_id(record: Any) -> str:
    """The id of a record."""
    return clean(record.id)


def text_of_record(record: Any) -> str:
    """JSON (ASCII) of a record."""
    data = record.model_dump(mode="json", by_alias=True) if isinstance(record, BaseModel) else to_json(record, internal=True)
    return json.dumps(data)


def record_of(kind: type[R], text: str) -> R:
    """The record of its JSON."""
    if issubclass(kind, BaseModel):
        return cast("R", kind.model_validate_json(text))
    return from_json(kind, json.loads(text), where="index")


def fields_of(kind: RecordType, record: Any) -> list[tuple[str, str]]:
    """Field and value pairs by which a record is found."""
    return [(field, clean(value)) for field, values in kind.fields.items() for value in values(record)]


def values_of(kind: RecordType, where: Where | None) -> list[tuple[str, list[str]]]:
    """Field -> values wanted. Raises `ValueError` for a field that the type isn't found by."""
    pairs: list[tuple[str, list[str]]] = []
    for field, wanted in (where or {}).items():
        if field not in kind.fields:
            raise ValueError(f"{kind.name} can't be found by {field!r}, only by {', '.join(kind.fields) or 'id'}")
        pairs.append((field, [clean(value) for value in ([wanted] if isinstance(wanted, str) else wanted)]))
    return pairs
