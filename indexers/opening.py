"""Opens the engine that the settings name."""

from __future__ import annotations

from indexers.index import Index
from tidewaiter.config import Settings


def open_index(settings: Settings) -> Index:
    """The index of this installation, made if it is not there yet.

    Raises `IndexUnavailable` (no such address, no room) or `IndexMismatch` (a newer schema).
    """
    if settings.index == "embedded":
        from indexers.embedded import EmbeddedIndex

        return EmbeddedIndex(settings.home_path / "index.sqlite")
    from indexers.elastic import ElasticIndex

    return ElasticIndex(settings.index, prefix=settings.index_prefix)
