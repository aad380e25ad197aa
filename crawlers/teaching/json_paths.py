"""Where a page's JSON says what an example says, as JMESPath that holds on other pages too."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from crawlers.reading import json_names as names
from crawlers.reading.json_text import MAX_DEPTH, MAX_NODES
from crawlers.teaching.sheets import Sheet, plain

Path = tuple[str | int, ...]

MOST_PLACES = 200
"""Places of one value that are looked at; the shallow ones come first."""
_NAMED = {
    "title": names.TITLE, "text": names.TEXT, "price": names.PRICE, "currency": names.CURRENCY, "url": names.URL,
    "sku": names.SKU, "posted": names.POSTED, "seller": names.SELLER, "photos": names.PHOTOS, "place": names.PLACE,
    "availability": names.STOCK,
}  # fmt: skip


def places(sheet: Sheet, value: Any, name: str, example: str) -> list[Path]:
    """Paths of the strings and numbers of a decoded value that say what the example says, shallow ones first."""
    return [path for path, leaf in _leaves(value) if sheet.fits(name, leaf, example)][:MOST_PLACES]


def _leaves(value: Any) -> Iterator[tuple[Path, Any]]:
    level: list[tuple[Path, Any]] = [((), value)]
    seen = 0
    while level:
        below: list[tuple[Path, Any]] = []
        for path, one in level:
            children: Any = one.items() if isinstance(one, dict) else enumerate(one) if isinstance(one, list) else ()
            if not isinstance(one, dict | list):
                yield path, one
            for key, child in children:
                seen += 1
                if seen > MAX_NODES:
                    return
                if len(path) < MAX_DEPTH:
                    below.append(((*path, key), child))
        level = below


def at(value: Any, path: Path) -> Any:
    """What lies at a path."""
    for key in path:
        value = value[key]
    return value


def expressions(value: Any, path: Path) -> Iterator[tuple[float, str]]:
    """JMESPaths of a place, each with how likely it is to hold on another page: what is named does, what is counted not."""
    # JSON-LD: an object around it is told by its type, wherever in its list it stands.
    for typed in (cut for cut in range(len(path)) if _type_of(at(value, path[:cut]))):
        kind, rest = f"\"@type\"=='{_type_of(at(value, path[:typed]))}'", _written(path[typed:])
        if typed == 0:
            yield 0.02, f"{kind} && {rest}"
        elif isinstance(path[typed - 1], int) and not _counted(path[: typed - 1]):
            yield 0.02, f"{_written(path[: typed - 1]) or '@'}[?{kind}] | [0].{rest}"
    by_number = next((cut for cut, key in enumerate(path[:-1]) if isinstance(key, str) and re.search(r"\d", key)), None)
    if by_number is not None and not isinstance(path[by_number + 1], int):
        # An object of objects by their numbers: the first of them.
        before = _written(path[:by_number])
        yield -0.05, f"{before + '.' if before else ''}* | [0].{_written(path[by_number + 1 :])}"
    yield -0.3 * _counted(path), _written(path)


def quality(path: Path, name: str, leaf: Any, example: str) -> float:
    """How well a place says the example: all of it, under a name that such a field has, not deep down."""
    key = next((key for key in reversed(path) if isinstance(key, str)), "")
    named = names.letters_of(key) in _NAMED.get(name, (name.replace("_", ""),))
    part = 1.0 if plain(str(leaf)) == plain(example) or name != "text" else min(1.0, len(example) / max(1, len(str(leaf))))
    # A number alone says little: that of a price may be anybody's.
    strange = 0.3 if name in {"price", "low", "high"} and not named else 0.0
    return 0.95 * part + 0.1 * named - strange - 0.01 * len(path)


def _type_of(value: Any) -> str | None:
    kind = value.get("@type") if isinstance(value, dict) else None
    return kind if isinstance(kind, str) and re.fullmatch(r"[\w:/.#-]{1,80}", kind) else None


def _counted(path: Path) -> bool:
    return any(isinstance(key, int) and key > 0 for key in path)


def _written(path: Path) -> str:
    text = ""
    for key in path:
        if isinstance(key, int):
            text += f"[{key}]"
        else:
            text += ("." if text else "") + (key if re.fullmatch(r"[A-Za-z_]\w*", key, re.ASCII) else json.dumps(key))
    return text


def written(path: Path) -> str:
    """A path as JMESPath writes it; `@` for the value itself."""
    return _written(path) or "@"
