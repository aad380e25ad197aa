"""Pages that are built to stop their reader: nested deeper, or with longer tags, than any browser would show."""

from __future__ import annotations

import re

MOST_DEPTH = 1000
"""Elements within one another; browsers stop at 512."""
MOST_ATTRIBUTES = 2000
"""Of one element."""
_LONG = 16 << 10
"""Bytes of a tag from which on its attributes are counted (a long one is mostly application state in one attribute)."""
_FEW_TAGS = 2 * MOST_DEPTH
"""With no more than so many tags, closing ones counted, a page can't be deep."""

_TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9-]{0,20})")
_LONG_TAG = re.compile(rb"<[a-zA-Z][^<>]{%d,}" % _LONG)
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
_EMPTY = frozenset(
    {
        b"br",
        b"img",
        b"input",
        b"meta",
        b"link",
        b"hr",
        b"area",
        b"base",
        b"col",
        b"embed",
        b"source",
        b"track",
        b"wbr",
        b"param",
    }
)
# Their end tags may be left out, and the next one closes them: they never nest by themselves.
_SELF_CLOSING = frozenset(b"p li td th tr dt dd option path".split())


def is_too_complex(body: bytes) -> bool:
    """Whether a page is nested too deep or holds a tag too long to be read; linear in its length."""
    for tag in _LONG_TAG.findall(body) if len(body) > _LONG else ():
        bare = _QUOTED.sub(b"", tag)
        if max(bare.count(b"="), len(bare.split())) > MOST_ATTRIBUTES:
            return True
    return body.count(b"<") > _FEW_TAGS and _depth(body) > MOST_DEPTH


def _depth(body: bytes) -> int:
    """How deep elements stand within one another at most, taking tags as they come."""
    depth = deepest = 0
    for closing, name in _TAG.findall(body):
        tag = name.lower()
        if tag in _EMPTY or tag in _SELF_CLOSING:
            continue
        if closing:
            depth = max(0, depth - 1)
        else:
            depth += 1
            deepest = max(deepest, depth)
    return deepest
