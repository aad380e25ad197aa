"""Paths that a site's pages say are longer than need be: `/collections/new/products/x` is `/products/x`, `/t/9/3` is `/t/9`."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from crawlers.spiders.patterns import pattern_of

ENOUGH = 2
"""Pages that must agree, each naming another address, before the others of their kind are asked for under the short one."""
_KINDS = 1000
"""Kinds of paths that are remembered."""

Cut = tuple[int, int]
"""Segments that are not the page's own, at the front and at the end of the path."""


class Shortcuts:
    """What one run learns of each host's paths."""

    def __init__(self) -> None:
        self._told: dict[str, dict[Cut, set[str]]] = {}

    def states(self, url: str, canonical: str) -> None:
        """A page fetched as `url` says that its address is `canonical`."""
        long, short = urlsplit(url), urlsplit(canonical)
        if long.netloc != short.netloc:
            return
        segments, kind = _segments(long.path), _kind(url)
        if kind not in self._told and (len(segments) < 2 or len(self._told) >= _KINDS):
            return
        cut = _cut(segments, _segments(short.path))
        addresses = self._told.setdefault(kind, {}).setdefault(cut, set())
        if len(addresses) < 2 * ENOUGH:
            addresses.add(short.path)

    def short(self, url: str) -> str:
        """The URL with the part of its path cut that pages like it say is not theirs."""
        if not self._told:
            return url
        told = self._told.get(_kind(url))
        if told is None or len(told) != 1:  # never where pages of one kind disagree
            return url
        (front, back), addresses = next(iter(told.items()))
        if not front + back or len(addresses) < ENOUGH:
            return url
        parts = urlsplit(url)
        segments = _segments(parts.path)
        slash = "/" if parts.path.endswith("/") else ""
        return urlunsplit(parts._replace(path="/" + "/".join(segments[front : len(segments) - back]) + slash))

    def dump(self) -> list[tuple[str, int, int, list[str]]]:
        """For after a restart, as JSON can hold it."""
        return [
            (kind, front, back, sorted(addresses))
            for kind, told in self._told.items()
            for (front, back), addresses in told.items()
        ]

    def load(self, data: list[tuple[str, int, int, list[str]]]) -> None:
        """Takes up what `dump` gave."""
        for kind, front, back, addresses in data:
            self._told.setdefault(kind, {})[front, back] = set(addresses)


def _cut(segments: list[str], kept: list[str]) -> Cut:
    """What of a path the shorter one leaves out; nothing where it is another one."""
    left = len(segments) - len(kept)
    if left > 0 and kept:
        if segments[left:] == kept:
            return left, 0
        if left == 1 and segments[:-1] == kept:
            return 0, 1
    return 0, 0


def _segments(path: str) -> list[str]:
    return [segment for segment in path.split("/") if segment]


def _kind(url: str) -> str:
    """Host, first and last but one segment, how many there are: what the long paths of one kind have in common."""
    host, *segments = pattern_of(url).partition("?")[0].rstrip("/").split("/")
    return "/".join((host, *segments[:1], *(segments[-2:-1] if len(segments) > 2 else ()), str(len(segments))))
