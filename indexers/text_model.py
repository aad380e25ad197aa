"""One index holds the vectors of one text model: the checks that keep it so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tidewaiter.errors import IndexMismatch

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


def check_vectors(vectors: Iterable[npt.NDArray[np.float32]], model: tuple[str, int] | None) -> None:
    """Raises `IndexMismatch` where a vector can't be of the index's model (name, dimensions)."""
    for vector in vectors:
        if model is None:
            raise IndexMismatch(
                "a listing brings a vector, but the index knows no text model yet", do="Call set_text_model first."
            )
        if vector.shape != (model[1],):
            raise IndexMismatch(
                f"a vector has {vector.size} numbers, those of the index's model '{model[0]}' have {model[1]}",
                do="Use the same `text_model` as before, or a new index.",
            )


def other_model(stored: tuple[str, int], wanted: tuple[str, int], place: object) -> IndexMismatch:
    """The error for an index whose vectors another model made."""
    return IndexMismatch(
        f"{place}: its vectors are of the text model '{stored[0]}' ({stored[1]} dimensions), the settings say '{wanted[0]}'",
        do=f"Set `text_model` back to '{stored[0]}', or `home` (or `index_prefix`) to a new index.",
    )
