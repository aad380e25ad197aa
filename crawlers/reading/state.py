"""Application state in inline scripts: `__NEXT_DATA__`, `window.__INITIAL_STATE__ = …`, `dataLayer.push(…)`, JSON blocks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import unquote

from crawlers.reading.document import Document
from crawlers.reading.encoding import decode
from crawlers.reading.json_text import MAX_JSON, objects_in, parse_json

_ASSIGNED = re.compile(r"(?:=|\bpush\s{0,3}\(|\bparse\s{0,3}\(|:|\(\s{0,3})\s{0,5}(?=[\[{]\s{0,20}[\"'\[{a-zA-Z_$])")
_TEXTED = re.compile(r"[=(:]\s{0,5}(?P<mark>[\"'])(?=%7B|%5B|\{\\?\"|\[\\?\{|\[\{)", re.I)
MAX_STRINGS, MAX_STRING = 10, 2 << 20
MAX_BLOCKS = 60
MAX_LITERAL = 60_000
_TOKENS = re.compile(r"""\"(?:[^"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|[\[\]{}]""")
MAX_CHARACTERS = 6 << 20
_WORTH = re.compile(r"price|Price|title|content|text|amount|sku", re.I)


def state_values(document: Document) -> Iterator[Any]:
    """Decoded values of the page's JSON blocks and of what its scripts assign, largest promise first, within bounds."""
    budget = MAX_CHARACTERS
    scripts = [
        script
        for script in document.scripts
        if "ld+json" not in script.kind and len(script.text) <= MAX_JSON and _WORTH.search(script.text)
    ]
    scripts.sort(key=lambda script: not ("json" in script.kind or script.id.startswith("__")))
    blocks = 0
    for script in scripts:
        text = script.text
        if "json" in script.kind or text.lstrip()[:1] in ("{", "["):
            budget -= len(text)
            if budget > 0 and (value := parse_json(text)) is not None:
                yield value
            continue
        for value, length in _in_strings(text):
            budget -= length
            yield value
        position = 0
        while budget > 0 and blocks < MAX_BLOCKS and (match := _ASSIGNED.search(text, position)):
            start = match.end()
            value, end = decode_literal(text, start)
            position = max(end, start + 1)
            blocks += 1
            budget -= max(end - start, 200)
            if isinstance(value, dict | list) and end - start > 40:
                yield value


def decode_literal(text: str, start: int) -> tuple[Any, int]:
    """The value that begins at `start` and where it ends: strict JSON, else a short JavaScript literal."""
    try:
        return json.JSONDecoder(strict=False).raw_decode(text, start)
    except (ValueError, RecursionError):
        pass
    end = _closing(text, start)
    if end is None:
        return None, start
    return (parse_json(text[start:end]) if _WORTH.search(text, start, end) else None), end


def _closing(text: str, start: int) -> int | None:
    """Where the bracket at `start` closes, strings skipped, looking at most `MAX_LITERAL` characters ahead."""
    depth = 0
    for match in _TOKENS.finditer(text, start, min(len(text), start + MAX_LITERAL)):
        bracket = match.group()
        if bracket in "[{":
            depth += 1
        elif bracket in "]}":
            depth -= 1
            if depth == 0:
                return match.end()
    return None


def _in_strings(text: str) -> Iterator[tuple[Any, int]]:
    """Values that a script holds as the text of a string (`= "%7B%22item…"`, `= "{\\"item…"`), each with its length."""
    for match in islice(_TEXTED.finditer(text), MAX_STRINGS):
        end = text.find(match["mark"], match.end())
        while end > 0 and text[end - 1] == "\\" and end - match.end() < MAX_STRING:
            end = text.find(match["mark"], end + 1)
        if not 40 < end - match.end() < MAX_STRING or not _WORTH.search(text, match.end(), end):
            continue
        said = text[match.end() : end]
        value = parse_json(unquote(said) if said[0] == "%" else said.replace('\\"', '"').replace("\\\\", "\\"))
        if isinstance(value, dict | list):
            yield value, len(said)


def state_objects(document: Document) -> Iterator[dict[str, Any]]:
    """All objects inside the page's state, and inside the JSON that its scripts fetched."""
    for value in (*state_values(document), *fetched_values(document)):
        for item, _ in objects_in(value):
            yield item


def fetched_values(document: Document) -> Iterator[Any]:
    """Decoded bodies of the JSON that the page's scripts fetched."""
    for _, body in document.page.responses:
        value = parse_json(decode(body)[0])
        if isinstance(value, dict | list):
            yield value
