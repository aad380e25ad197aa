"""JSON from pages: broken, huge, deep or not JSON at all; reading it never raises and never takes more than its bound."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

MAX_JSON = 16 << 20
"""Characters; no page needs more for what it shows."""
MAX_NODES = 200_000
MAX_DEPTH = 60

_WRAPPING = re.compile(
    r"^\s*(?:<!--|//<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)?\s*|\s*(?:-->|//\]\]>|/\*\s*\]\]>\s*\*/|\]\]>|;)?\s*$"
)


_LONE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)


def parse_json(text: str) -> Any:
    """The value, or None where there is none to be had: strict first, then what `chompjs` makes of a broken object."""
    if len(text) > MAX_JSON:
        return None
    if "\\ud" in text or "\\uD" in text:
        text = _LONE.sub(r"\\ufffd", text)  # half a character can be neither stored nor printed
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        pass
    text = _WRAPPING.sub("", text)
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        pass
    # chompjs recurses as json does: what is nested like a bomb is not worth mending.
    if nesting(text) > MAX_DEPTH * 4:
        return None
    import chompjs

    try:
        return chompjs.parse_js_object(text, loader_kwargs={"strict": False})
    except (ValueError, RecursionError, IndexError):
        return None


def nesting(text: str) -> int:
    """How deep brackets are nested in a text, strings not told apart: an upper bound that is cheap."""
    depth = deepest = 0
    for match in re.finditer(r"[\[{]|[\]}]", text):
        depth += 1 if match.group() in "[{" else -1
        deepest = max(deepest, depth)
        if deepest > MAX_DEPTH * 4:
            break
    return deepest


def objects_in(value: Any) -> Iterator[tuple[dict[str, Any], int]]:
    """All objects inside a decoded value with their depth, outer before inner, in order, within the bounds."""
    stack: list[tuple[Any, int]] = [(value, 0)]
    seen = 0
    while stack and seen < MAX_NODES:
        item, depth = stack.pop()
        seen += 1
        if isinstance(item, dict):
            yield item, depth
            children: list[Any] = list(item.values())
        elif isinstance(item, list):
            children = item
        else:
            continue
        if depth < MAX_DEPTH:
            stack.extend((child, depth + 1) for child in reversed(children) if isinstance(child, dict | list))


def text_value(value: Any) -> str | None:
    """A string or number as text, None for anything else or nothing."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, int | float):
        return str(int(value)) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else str(value)
    return None


def first_text(value: Any) -> str | None:
    """The text of a value, of the first in a list that has one, or of an object's name or value."""
    if isinstance(value, list):
        return next((text for item in value[:20] if (text := first_text(item))), None)
    if isinstance(value, dict):
        return next((text for key in ("name", "@value", "value", "text", "@id") if (text := text_value(value.get(key)))), None)
    return text_value(value)
