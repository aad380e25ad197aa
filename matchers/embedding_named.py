"""Any model of sentence-transformers, by name or folder."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tidewaiter.errors import MissingPart

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


class NamedModel:
    """A SentenceTransformer as a `TextModel`; loading it imports torch (0.8 GB of memory). Nothing is fetched from a hub."""

    def __init__(self, name: str, *, threads: int) -> None:
        import torch
        from sentence_transformers import SentenceTransformer

        torch.set_num_threads(threads)
        self.name = name
        try:
            self._model: Any = SentenceTransformer(name, device="cpu", local_files_only=True)
        except (OSError, ValueError) as error:
            raise MissingPart(
                f"the text model '{name}' is not on this machine: {str(error)[:200] or type(error).__name__}",
                do=f"Fetch it once (`hf download {name}`), give its folder, or set text_model to 'packaged' or 'none'.",
            ) from error
        self.dimensions = _dimensions(self._model)
        self._turn = threading.Lock()

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """One unit row a text."""
        import numpy as np

        if not texts:
            return np.empty((0, self.dimensions), dtype=np.float32)
        with self._turn:
            rows = self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True)
        return np.asarray(rows, dtype=np.float32)


def _dimensions(model: Any) -> int:
    # A model that doesn't say how long its vectors are is asked for one.
    return int(model.get_embedding_dimension() or model.encode(["?"]).shape[1])
