"""URLs as patterns: what a site's listing pages, index pages and traps have in common; a run learns from few of them."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

_DIGITS = re.compile(r"[0-9]+")
_HEX = re.compile(r"^(?=.*[0-9])[0-9a-f-]{12,}$")
_MOST_SEGMENTS = 6
_MOST_KEYS = 2
_WORDY = 2
"""Hyphens or underscores from which on a segment is a slug: the words differ, the place does not."""


@lru_cache(maxsize=16_384)  # asked several times of each link, and the links of a site stand on many pages
def pattern_of(url: str) -> str:
    """The URL's pattern: digits as 0, ids and slugs as *, queries by their keys; what differs only in these is one pattern.

    Deep paths and long queries are cut: a maze of folders or parameters is one pattern, however many turns it has.
    """
    parts = urlsplit(url)
    segments = [_segment(segment) for segment in parts.path.split("/")[1:]]
    if len(segments) > _MOST_SEGMENTS:
        segments = [*segments[:_MOST_SEGMENTS], "..."]
    keys = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    query = "" if not keys else "?" + ("&".join(map(_key, keys)) if len(keys) <= _MOST_KEYS else "...")
    return f"{parts.netloc.lower()}/{'/'.join(segments)}{query}"


@lru_cache(maxsize=16_384)
def is_maze(url: str, *, most_segments: int = 20, most_repeats: int = 3) -> bool:
    """Whether the path runs in circles (`/a/b/a/b/a/b`) or is deeper than any site's: relative links gone wrong, or a trap."""
    segments = [segment for segment in urlsplit(url).path.split("/") if segment]
    if len(segments) > most_segments:
        return True
    return any(segments.count(segment) >= most_repeats for segment in set(segments) if not segment.isdigit())


def _segment(segment: str) -> str:
    name, dot, ending = segment.rpartition(".")
    if not dot or len(ending) > 5 or ending.isdigit():
        name, dot, ending = segment, "", ""
    if (
        len(name) > 40
        or name.count("-") + name.count("_") >= _WORDY
        or "%" in name
        or _HEX.match(name.lower())
        or not name.isascii()
    ):
        name = "*"
    return _DIGITS.sub("0", name) + dot + ending


def _key(name: str) -> str:
    return _DIGITS.sub("0", name[:40])
