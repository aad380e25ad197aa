"""Pages of each platform and syntax, read and compared field by field with what they show.

A folder a case: `case.json` (url, name of the page's file), the page, `expected.json`. The pages were written for these
tests after the platforms' own templates; recorded ones are `test_recorded_pages.py`'s. `make golden` (or
`TIDEWAITER_GOLDEN=1 pytest ...`) writes `expected.json` anew: look at the difference before it is committed.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from crawlers.reading.page import Page
from crawlers.reading.reader import Reading, read_page
from tidewaiter.serialising import to_json

PAGES = Path(__file__).resolve().parent.parent / "pages"
CASES = sorted(path.parent.relative_to(PAGES).as_posix() for path in PAGES.rglob("case.json"))
REWRITE = os.environ.get("TIDEWAITER_GOLDEN") == "1"


def reading_of(case: str) -> Reading:
    folder = PAGES / case
    about = json.loads((folder / "case.json").read_text(encoding="utf-8"))
    return read_page(Page(about["url"], (folder / about["page"]).read_bytes()))


def shown(reading: Reading) -> dict[str, Any]:
    links = {kind: [link.url for link in reading.links if link.kind == kind] for kind in ("listing", "next")}
    flags = {"kind": reading.kind, "wall": reading.wall, "needs_javascript": reading.needs_javascript, "family": reading.family}
    return {**flags, "listings": [to_json(listing) for listing in reading.listings], **links}


def fields(value: dict[str, Any]) -> dict[str, Any]:
    """One entry a field, so that a failure names it: `listings.0.price`."""
    flat = {key: item for key, item in value.items() if key != "listings"}
    flat["listings"] = len(value["listings"])
    for number, listing in enumerate(value["listings"]):
        flat.update({f"listings.{number}.{name}": item for name, item in listing.items()})
    return flat


def expectations() -> list[Any]:
    found = []
    for case in CASES:
        path = PAGES / case / "expected.json"
        if REWRITE:
            path.write_text(json.dumps(shown(reading_of(case)), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        expected = json.loads(path.read_text(encoding="utf-8"))
        found += [pytest.param(case, name, value, id=f"{case}:{name}") for name, value in fields(expected).items()]
    return found


@pytest.mark.parametrize(("case", "name", "value"), expectations())
def test_a_page_gives_what_it_shows(case: str, name: str, value: Any, readings: dict[str, dict[str, Any]]) -> None:
    assert readings[case].get(name) == value


@pytest.mark.parametrize("case", CASES)
def test_a_page_gives_nothing_that_it_does_not_show(case: str, readings: dict[str, dict[str, Any]]) -> None:
    expected = fields(json.loads((PAGES / case / "expected.json").read_text(encoding="utf-8")))

    assert set(readings[case]) == set(expected)


@pytest.fixture(scope="module")
def readings() -> dict[str, dict[str, Any]]:
    return {case: fields(shown(reading_of(case))) for case in CASES}
