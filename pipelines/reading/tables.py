"""The small tables beside the readers: tab-separated lines, `#` for comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files


def table(name: str) -> Iterator[list[str]]:
    """The rows of `name` in this package, each as its cells."""
    for line in files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def by_first_letter(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Words by their first character, the longest first: what to try at one place of a text."""
    table: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        table.setdefault(word[0], []).append(word)
    return {first: tuple(some) for first, some in table.items()}
