"""Pages built to hang a parser, made harmless before they are parsed: elements nested like a bomb, endless attributes.

A tree's builders look up the stack of open elements at nearly every tag, so that depth costs quadratically; browsers stop at
512 levels, and so does this. Honest pages of any size pass unchanged, for the price of counting their tags.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

MAX_DEPTH = 512
FEW_TAGS = 15_000
"""So many tags can't hang anything, however they are nested."""
MAX_ATTRIBUTES = 2_000

MAX_OPTIONS = 5_000
"""Choices of a form, which nobody reads: Lexbor looks at all earlier ones for each."""

_OPTION = re.compile(r"<option[^<>]*>?[^<]*", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]{0,30})")
_ANY = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)[^<>]*>?")
_ATTRIBUTE = re.compile(r"""[\s"'/][A-Za-z_:@][\w:.@-]*(?=[\s=>/])""")
_CLOSE_THEMSELVES = frozenset(
    [
        "p",
        "li",
        "dt",
        "dd",
        "td",
        "th",
        "tr",
        "tbody",
        "thead",
        "tfoot",
        "option",
        "optgroup",
        "colgroup",
        "caption",
        "rp",
        "rt",
        "br",
        "img",
        "input",
        "hr",
        "meta",
        "link",
        "area",
        "base",
        "col",
        "embed",
        "source",
        "track",
        "wbr",
        "param",
        "html",
        "head",
        "body",
        "a",
        "script",
        "style",
        "title",
    ]
)
_KEPT = frozenset(
    [
        "html",
        "head",
        "body",
        "title",
        "meta",
        "link",
        "base",
        "script",
        "style",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "p",
        "br",
        "a",
        "img",
    ]
)


def harmless(text: str) -> str:
    """The page's text, or one without the elements that make it a trap: its words, links, images and scripts stay."""
    if len(text) > 50_000:
        text = _without_monsters(text)
    if text.count("<") <= FEW_TAGS:
        return text
    if len(_OPTION.findall(text)) > MAX_OPTIONS:
        text = _OPTION.sub("", text)
    if not _too_deep(text):
        return text
    return _ANY.sub(lambda match: match.group() if match.group(1).lower() in _KEPT else "\n", text)


def _too_deep(text: str) -> bool:
    opened: Counter[str] = Counter()
    depth = 0
    for slash, written in _TAG.findall(text):
        name = written.lower()
        if name in _CLOSE_THEMSELVES:
            continue
        if not slash:
            opened[name] += 1
            depth += 1
            if depth > MAX_DEPTH:
                return True
        elif opened[name]:
            opened[name] -= 1
            depth -= 1
    return False


def _without_monsters(text: str) -> str:
    """Without tags that have thousands of attributes; one long attribute (data as JSON) is honest."""
    if not any(_is_monster(part) for part in _long_parts(text)):
        return text
    parts = text.split("<")
    kept = [part for part in parts if len(part) <= 20_000 or not _is_monster(part)]
    return text if len(kept) == len(parts) else "<".join(kept)


def _long_parts(text: str) -> Iterator[str]:
    """What stands between two `<`, where it is long: a whole stretch of 10 000 characters without one lies in it."""
    end = 0
    for start in range(0, len(text), 10_000):
        if start >= end and text.find("<", start, start + 10_000) < 0:
            end = text.find("<", start)
            end = len(text) if end < 0 else end
            if end - (begun := text.rfind("<", 0, start) + 1) > 20_000:
                yield text[begun:end]


def _is_monster(part: str) -> bool:
    end = part.find(">")
    tag = part if end < 0 else part[:end]
    if len(tag) <= 20_000 or not part[:1].isalpha():
        return False
    return sum(1 for _ in _ATTRIBUTE.finditer(tag)) > MAX_ATTRIBUTES and tag.count("{") < MAX_ATTRIBUTES // 10
