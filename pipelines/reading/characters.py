"""What holds of each character, for all characters of a text at once: a few microseconds where a loop takes fifty."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PLANES = 0x20000
"""Code points that the tables know: letters, pictures. A text that goes beyond is gone through one by one."""
_CODE = "utf-32-le"


def _codes(text: str) -> NDArray[np.uint32]:
    import numpy as np  # a tenth of a second: where the first text is read, not where a command starts

    return np.frombuffer(text.encode(_CODE, "surrogatepass"), dtype=np.uint32)


class Sieve:
    """Keeps some of a text's characters."""

    def __init__(self, keeps: Callable[[str], bool]) -> None:
        self._keeps = keeps
        self._table: NDArray[np.bool_] | None = None

    def sift(self, text: str) -> tuple[str, Callable[[], list[int]]]:
        """What is left of a text, and where each character of that stood (worked out when called)."""
        import numpy as np

        codes = _codes(text)
        if self._table is None:
            self._table = np.fromiter(map(self._keeps, map(chr, range(_PLANES))), np.bool_, _PLANES)
        try:
            kept = np.flatnonzero(self._table[codes])
        except IndexError:
            kept = np.array([at for at, one in enumerate(text) if self._keeps(one)], dtype=np.intp)
        return codes[kept].tobytes().decode(_CODE, "surrogatepass"), kept.tolist


class Changed:
    """Replaces some characters, each by one other, as `str.translate` does."""

    def __init__(self, table: Mapping[int, str]) -> None:
        self._by_code: dict[int, str] = dict(table)
        self._table: NDArray[np.uint32] | None = None

    def change(self, text: str) -> str:
        """A text with the characters replaced."""
        import numpy as np

        if self._table is None:
            self._table = np.arange(_PLANES, dtype=np.uint32)
            for code, other in self._by_code.items():
                self._table[code] = ord(other)
        try:
            return self._table[_codes(text)].tobytes().decode(_CODE, "surrogatepass")
        except IndexError:
            return text.translate(self._by_code)
