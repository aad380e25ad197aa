"""The JSON that a page carries: its JSON-LD, its application state, what its scripts fetched."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from crawlers.reading.document import Document
from crawlers.reading.encoding import decode
from crawlers.reading.json_text import parse_json
from crawlers.reading.state import state_values

_KNOWN: WeakKeyDictionary[Document, list[Any]] = WeakKeyDictionary()
"""A page is asked once for each of its rules."""


def page_data(document: Document) -> list[Any]:
    """Decoded values in this order: JSON-LD blocks, application state, bodies of the responses that are JSON."""
    if document not in _KNOWN:
        stated = (parse_json(script.text) for script in document.scripts if "ld+json" in script.kind)
        fetched = (parse_json(decode(body)[0]) for _, body in document.page.responses)
        values = (*stated, *state_values(document), *fetched)
        _KNOWN[document] = [value for value in values if isinstance(value, dict | list)]
    return _KNOWN[document]
