"""Stand-ins for what is stored, where a test is not about the index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class IndexOfNothing:
    """Answers as an empty index does, to the questions that the matchers ask."""

    def with_keys(self, keys: Sequence[str], *, limit: int = 1000) -> dict[str, list[str]]:
        return {}

    def find(self, kind: type, where: Any = None, **options: Any) -> list[Any]:
        return []

    def listings(self, ids: Sequence[str], *, vectors: bool = False) -> dict[str, Any]:
        return {}
