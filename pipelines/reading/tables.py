"""The small tables beside the readers: tab-separated lines, `#` for comments."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files


def table(name: str) -> Iterator[list[str]]:
    """The rows of `name` in this package, each as its cells."""
    for line in files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")
