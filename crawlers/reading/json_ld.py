"""JSON-LD: all items of a page's `application/ld+json` scripts, references by `@id` followed, broken scripts mended."""

from __future__ import annotations

from typing import Any

from crawlers.reading.document import Document
from crawlers.reading.json_text import objects_in, parse_json

Item = dict[str, Any]
MAX_ITEMS = 5_000


def read_json_ld(document: Document) -> list[Item]:
    """All objects that have a type, outer before inner, in the order of the page."""
    found: list[Item] = []
    for script in document.scripts:
        if "ld+json" not in script.kind:
            continue
        value = parse_json(script.text)
        if value is None:
            continue
        for item, _ in objects_in(value):
            if "@type" in item:
                found.append(item)
                if len(found) >= MAX_ITEMS:
                    return _linked(found)
    return _linked(found)


def _linked(items: list[Item]) -> list[Item]:
    """With bare references (`{"@id": x}`) under offers, seller, author and brand replaced by what they name."""
    named = {item["@id"]: item for item in items if isinstance(item.get("@id"), str) and len(item) > 2}
    for item in items:
        for key in ("offers", "seller", "author", "brand", "image"):
            value = item.get(key)
            if isinstance(value, dict) and set(value) <= {"@id", "@type"} and value.get("@id") in named:
                target = named[value["@id"]]
                item[key] = target if target is not item else value
    return items
