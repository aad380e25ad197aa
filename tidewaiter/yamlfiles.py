"""YAML that people write, read into models: a mistake is shown as file, line, field, what is wrong, what would be right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from tidewaiter.errors import InvalidInput

Model = TypeVar("Model", bound=BaseModel)
Location = tuple[int | str, ...]

MAX_BYTES = 4 << 20
"""No file that a person writes is larger; a larger one is a mistake, and parsing it would hang the command."""


def read_yaml(path: Path, model: type[Model]) -> Model:
    """The file as a `model`. Relative paths in it stay as written: the caller knows `path.parent`.

    Raises `InvalidInput` with one line a mistake: `ivory.yml:4: schedule: ... is not a schedule: write ...`.
    """
    data, lines = _parse(path)
    if not isinstance(data, dict):
        raise InvalidInput(
            f"{path}:1: this is no mapping of fields to values",
            do=f"Begin with `{next(iter(model.model_fields))}: ...`; the documentation shows an example.",
        )
    try:
        return model.model_validate(data)
    except ValidationError as error:
        mistakes = [_line(path, lines, model, details) for details in error.errors()]
        raise InvalidInput("\n".join(mistakes), do="Correct the file and run the command again.") from error


def yaml_files(path: Path) -> Iterator[Path]:
    """The file itself, or every `.yml`/`.yaml` of a folder (sorted, with its subfolders).

    Raises `InvalidInput` where there is nothing.
    """
    if path.is_file():
        yield path
        return
    found = sorted(p for p in path.rglob("*") if p.suffix in {".yml", ".yaml"}) if path.is_dir() else []
    if not found:
        raise InvalidInput(f"{path}: no YAML file there", do="Give a .yml file, or a folder that holds some.")
    yield from found


def _parse(path: Path) -> tuple[Any, dict[Location, int]]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InvalidInput(f"{path}: {error.strerror or error}", do="Give a file that can be read.") from error
    if len(raw) > MAX_BYTES:
        raise InvalidInput(f"{path}: {len(raw)} bytes is too much for a YAML file", do="Split it into several files.")
    try:
        node = yaml.compose(raw.decode("utf-8-sig"), Loader=_Loader)
        data = _Loader.construct(node)
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{path}: not UTF-8 at byte {error.start}", do="Save the file as UTF-8.") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise InvalidInput(f"{where}: not valid YAML: {problem}", do="Mind indentation, quotes and colons.") from error
    lines: dict[Location, int] = {}
    _mark(node, (), lines)
    return data, lines


class _Loader(yaml.SafeLoader):
    """SafeLoader that refuses aliases (a bomb of a few lines can fill the memory) and doubled keys."""

    @classmethod
    def construct(cls, node: yaml.Node | None) -> Any:
        loader = cls("")
        try:
            return loader.construct_document(node) if node is not None else None
        finally:
            loader.dispose()

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.events.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.constructor.ConstructorError(None, None, "aliases (*name) are not allowed", event.start_mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"'{key.value}' stands here twice", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _no_dates(loader: type[yaml.SafeLoader]) -> None:
    # A date stays the text that was written (2024-10-07): our models read times themselves.
    loader.yaml_implicit_resolvers = {
        letter: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for letter, resolvers in loader.yaml_implicit_resolvers.items()
    }


_no_dates(_Loader)


def _mark(node: yaml.Node | None, at: Location, lines: dict[Location, int]) -> None:
    if node is None:
        return
    lines.setdefault(at, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            lines[(*at, key.value)] = key.start_mark.line + 1
            _mark(value, (*at, key.value), lines)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            _mark(value, (*at, number), lines)


def _line(path: Path, lines: dict[Location, int], model: type[BaseModel], details: ErrorDetails) -> str:
    location: Location = details["loc"]
    near = location
    while near and near not in lines:
        near = near[:-1]
    field = ".".join(str(part) for part in location) or "(the whole)"
    return f"{path}:{lines.get(near, 1)}: {field}: {_what(model, details)}"


def _what(model: type[BaseModel], details: ErrorDetails) -> str:
    if details["type"] == "extra_forbidden":
        if len(details["loc"]) == 1:
            return f"no such field; known are {', '.join(_names(model))}"
        return "no such field here"
    if details["type"] == "missing":
        return "missing; it must be given"
    value = details["input"]
    shown = f" (got {value!r:.80})" if isinstance(value, str | int | float | bool) else ""
    message = details["msg"].removeprefix("Value error, ")
    return message if shown and str(value) in message else message + shown


def _names(model: type[BaseModel]) -> list[str]:
    return [info.alias or name for name, info in model.model_fields.items()]
