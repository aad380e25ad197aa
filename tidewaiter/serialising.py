"""From the types of `model.py` to the JSON of the contracts and back; what enters is validated field by field."""

from __future__ import annotations

import dataclasses
from functools import cache
from math import isfinite
from typing import Any, TypeVar, cast

from tidewaiter.errors import InvalidInput
from tidewaiter.model import Listing

T = TypeVar("T")


def to_json(value: Any, *, internal: bool = False) -> Any:
    """JSON-ready form of a dataclass (or list, tuple, mapping of them): unknown values are left out, never null.

    internal: also what the index keeps for itself (`Listing.INTERNAL`), but never the vector.
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        hidden = {"vector"} if internal or not isinstance(value, Listing) else Listing.INTERNAL
        pairs = ((f.name, getattr(value, f.name)) for f in dataclasses.fields(value) if f.name not in hidden)
        return {name: to_json(item, internal=internal) for name, item in pairs if item is not None and _said(item)}
    if isinstance(value, list | tuple):
        return [to_json(item, internal=internal) for item in value]
    if isinstance(value, dict):
        return {key: to_json(item, internal=internal) for key, item in value.items()}
    return value


def _said(item: object) -> bool:
    if isinstance(item, float):
        return isfinite(item)  # JSON knows no infinity; a page that claims one says nothing
    return not (isinstance(item, str | list | tuple | dict) and len(item) == 0)


def from_json(kind: type[T], data: Any, *, where: str = "input") -> T:
    """A `kind` (a dataclass of `model.py`) from decoded JSON; unknown keys are ignored.

    Raises `InvalidInput` that names `where`, the field and what is wrong.
    """
    from pydantic import ValidationError

    try:
        return cast("T", _adapter(cast("Any", kind)).validate_python(data))
    except ValidationError as error:
        first = error.errors()[0]
        path = ".".join(str(part) for part in first["loc"]) or "(the whole)"
        raise InvalidInput(
            f"{where}: {path}: {first['msg']} (got {first['input']!r:.80})",
            do=f"Correct {path}; docs/contracts.md has the shape of a {kind.__name__.lower()}.",
        ) from error


@cache
def _adapter(kind: Any) -> Any:
    import numpy as np
    import numpy.typing as npt
    from pydantic import ConfigDict, TypeAdapter

    from tidewaiter import model

    # `model.py` names numpy only for type checkers, so that it stays cheap to import; here its names must resolve.
    model.__dict__.setdefault("np", np)
    model.__dict__.setdefault("npt", npt)
    for item in vars(model).values():
        if dataclasses.is_dataclass(item) and isinstance(item, type) and "__pydantic_config__" not in item.__dict__:
            setattr(item, "__pydantic_config__", ConfigDict(arbitrary_types_allowed=True, extra="ignore", allow_inf_nan=False))  # noqa: B010 - no such attribute yet
    return TypeAdapter(kind)
