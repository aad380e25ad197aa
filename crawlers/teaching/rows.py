"""The rows of a page that holds several listings: the block, or the JSON objects, that hold one each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from selectolax.lexbor import LexborNode

from crawlers.reading import json_names as names
from crawlers.reading.nodes import attribute
from crawlers.reading.page import Page
from crawlers.reading.page_data import page_data
from crawlers.reading.rules import items_of, rule_values
from crawlers.source import ListingRules
from crawlers.teaching.json_paths import Path, at, places, quality, written
from crawlers.teaching.learning import Learned, by_elements, elements_that_say, first_of
from crawlers.teaching.selectors import names_of
from crawlers.teaching.sheets import Sheet, check_fields, nowhere
from tidewaiter.errors import InvalidInput

_MOST_NODES = 50
"""Elements that say an example, of which the rows around are looked at."""
_MOST_UP = 12
_MOST_RULES = 12
"""Rules of one field, the best ones, that are tried on all rows."""
_KEYS = ("data-id", "data-pid", "data-post", "data-item-id", "data-key", "id")
_LEAST_SHARE = 0.5
"""Of the rows so many must give each field's value, or it isn't a row's."""


@dataclass(slots=True, frozen=True)
class Rows:
    """How a page's listings stand on it."""

    items: str
    key: str | None
    """What tells a row from the others, where it has no page of its own."""
    fields: list[Learned]
    count: int
    """Rows of the page."""


def learn_rows(page: Page, examples: Mapping[str, str]) -> Rows:
    """The rows of a page, of one of which the examples are.

    Raises `InvalidInput` for a field that does not exist, an example that stands nowhere, and examples that no row of several
    holds together.
    """
    check_fields(examples)
    sheet = Sheet.of(page)
    best: tuple[tuple[float, ...], Rows] | None = None
    for good, found in (*_of_elements(sheet, examples), *_of_json(sheet, examples)):
        rank = (sum(one.pages for one in found.fields) / len(found.fields) / found.count, good)
        if best is None or rank > best[0]:
            best = (rank, found)
    if best is not None:
        return best[1]
    for name, example in examples.items():
        if not any(_says(sheet, name, example)):
            raise nowhere(name, example)
    raise InvalidInput(
        "--items: no row of several holds all these examples", do="Give what one row of the list shows, as it shows it."
    )


def count_rows(page: Page, items: str) -> int:
    """Rows that a rule finds on a page."""
    sheet = Sheet.of(page)
    return sum(1 for _ in items_of(ListingRules(items=items), sheet.target, sheet.document))


def _says(sheet: Sheet, name: str, example: str) -> Iterator[bool]:
    if isinstance(sheet.target, LexborNode):
        yield any(True for _ in elements_that_say(sheet, sheet.target, name, example))
    for value, _ in _data(sheet):
        yield bool(places(sheet, value, name, example))


def _data(sheet: Sheet) -> list[tuple[Any, str]]:
    return [(sheet.target, "json: ")] if sheet.document is None else [(one, "data: ") for one in page_data(sheet.document)]


def _of_elements(sheet: Sheet, examples: Mapping[str, str]) -> Iterator[tuple[float, Rows]]:
    root = sheet.target
    if not isinstance(root, LexborNode):
        return
    name, example = next(iter(examples.items()))
    tried: set[str] = set()
    for node, _, _ in islice(elements_that_say(sheet, root, name, example), _MOST_NODES):
        above = list(_above(node))
        inside = {around.mem_id for around in above}
        for up, around in enumerate(above):
            for items in _row_selectors(around):
                if items in tried:
                    continue
                tried.add(items)
                rows = list(items_of(ListingRules(items=items), root))
                row = next((one for one in rows if one.mem_id in inside), None)
                if row is None or len(rows) < 2:
                    continue
                if (found := _in_rows(sheet, items, row, rows, examples)) is not None:
                    # The outermost block that is one row's holds most of what the row shows.
                    yield 0.5 * ("." in items or "#" in items or "[" in items) + 0.01 * up, found


def _above(element: LexborNode) -> Iterator[LexborNode]:
    node: LexborNode | None = element
    for _ in range(_MOST_UP):
        if node is None or node.tag in {"html", "body"}:
            return
        yield node
        node = node.parent


def _row_selectors(node: LexborNode) -> Iterator[str]:
    own = [name for name in names_of(node) if "#" not in name]
    yield from own
    around, joint = node.parent, " > "
    for _ in range(3):
        if around is None or around.tag == "html":
            return
        for outer in names_of(around):
            if outer != around.tag or around.tag == "tbody":
                yield from (f"{outer}{joint}{name}" for name in own)
        around, joint = around.parent, " "


def _in_rows(sheet: Sheet, items: str, row: LexborNode, rows: list[LexborNode], examples: Mapping[str, str]) -> Rows | None:
    """The rules of all fields inside `row`, where it holds all the examples and most rows give each field."""
    found = []
    for name, example in examples.items():
        best: tuple[tuple[float, ...], Learned] | None = None
        rules: dict[str, float] = {}
        for good, rule in by_elements(sheet, row, name, example):
            rules[rule] = max(good, rules.get(rule, good))
        for rule, good in sorted(rules.items(), key=lambda one: -one[1])[:_MOST_RULES]:
            gave = tuple(first_of(rule_values(rule, one, sheet.document)) for one in rows)
            learned = Learned(name, rule, gave)
            rank = (learned.pages, good, -len(rule))
            if best is None or rank > best[0]:
                best = (rank, learned)
        if best is None or best[1].pages < max(2, _LEAST_SHARE * len(rows)):
            return None
        found.append(best[1])
    return Rows(items, None if "url" in examples else _key(sheet, rows), found, len(rows))


def _key(sheet: Sheet, rows: Sequence[LexborNode]) -> str | None:
    for key in _KEYS:
        values = [attribute(row, key) for row in rows]
        if all(values) and len(set(values)) == len(values):
            return f"::attr({key})"
    return None


def _of_json(sheet: Sheet, examples: Mapping[str, str]) -> Iterator[tuple[float, Rows]]:
    name, example = next(iter(examples.items()))
    for value, prefix in _data(sheet):
        for path in places(sheet, value, name, example):
            for cut in (number for number, key in enumerate(path) if isinstance(key, int)):
                found = _in_objects(sheet, value, path[: cut + 1], prefix, examples)
                if found is not None:
                    yield 0.4 - 0.01 * len(path), found


def _in_objects(sheet: Sheet, value: Any, item: Path, prefix: str, examples: Mapping[str, str]) -> Rows | None:
    objects = [one for one in at(value, item[:-1]) if isinstance(one, dict)]
    if len(objects) < 2 or any(isinstance(key, int) and key > 0 for key in item[:-1]):
        return None
    here, found = at(value, item), []
    for name, example in examples.items():
        paths = [path for path in places(sheet, here, name, example) if not any(isinstance(key, int) and key for key in path)]
        if not paths:
            return None
        path = max(paths, key=lambda one: quality(one, name, at(here, one), example))
        rule = "json: " + written(path)
        learned = Learned(name, rule, tuple(first_of(rule_values(rule, one, None)) for one in objects))
        if learned.pages < max(2, _LEAST_SHARE * len(objects)):
            return None
        found.append(learned)
    key = None if "url" in examples else _number_of(objects)
    return Rows(prefix + written(item[:-1]), key, found, len(objects))


def _number_of(objects: Sequence[dict[str, Any]]) -> str | None:
    for name in names.ID:
        for key in (key for key in objects[0] if names.letters_of(str(key)) == name):
            values = [str(one.get(key, "")) for one in objects]
            if all(values) and len(set(values)) == len(values):
                return "json: " + written((key,))
    return None
