"""Text meaning: the model that makes the vectors of listings, and what of a listing it is given."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Protocol

from tidewaiter.config import Settings
from tidewaiter.errors import MissingPart
from tidewaiter.model import Listing

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from tidewaiter.workers import Workers

TOKENS = 64
"""Of title and text, what is embedded: the offer stands at the beginning, and the cost is linear in the length."""
_HAN_PER_TOKEN = 1.2
_CHARACTERS_PER_TOKEN = 4


class TextModel(Protocol):
    """From texts to unit vectors. Any thread may call it, one at a time."""

    @property
    def name(self) -> str:
        """What the index remembers: vectors of different names are never compared."""

    @property
    def dimensions(self) -> int:
        """Length of a vector."""

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """One row a text, float32, unit length. An empty text gives a valid row that means nothing."""


def embedded_text(listing: Listing) -> str:
    """What is embedded of a listing: title, then text, as far as about `TOKENS` tokens go."""
    return first_tokens(f"{listing.title}\n{listing.text}".strip())


def first_tokens(text: str, tokens: int = TOKENS) -> str:
    """The beginning of a text, about `tokens` of a subword model: a Han character is most of one, a letter a quarter."""
    text = text[: tokens * _CHARACTERS_PER_TOKEN]
    if text.isascii():
        return text
    spent = 0.0
    for position, character in enumerate(text):
        spent += 1 / _HAN_PER_TOKEN if character >= "\u2e80" else 1 / _CHARACTERS_PER_TOKEN
        if spent > tokens:
            return text[:position]
    return text


def load_text_model(settings: Settings, *, workers: Workers | None = None) -> TextModel | None:
    """The model that the settings name; None for 'none'. Raises `MissingPart` where it is not on this machine.

    workers: a process that the packaged model is to work in, so that it takes nothing of this one's core and memory. A model
    on torch stays here: its threads leave the core to others by themselves.
    """
    if settings.text_model == "none":
        return None
    model = _loaded(settings.text_model, settings.threads)
    if workers is None or settings.text_model != "packaged":
        return model
    return ModelApart(model, workers)


class ModelApart:
    """A text model that does its work in another process. To be called from a thread while the event loop runs."""

    def __init__(self, model: TextModel, workers: Workers) -> None:
        """Takes the model as it is here, of which only name and dimensions are asked: it is not loaded."""
        self.name, self.dimensions = model.name, model.dimensions
        self._workers = workers
        workers.begin(warm=(encode_packaged, ["象牙 ivory"]))

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """See `TextModel.encode`. Raises `WorkerLost`."""
        return self._workers.call(encode_packaged, list(texts))


def encode_packaged(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """What the packaged model makes of texts, in this process."""
    return _loaded("packaged", 1).encode(texts)


@cache
def _loaded(name: str, threads: int) -> TextModel:
    # Once a process: a model takes seconds to load and 100 MB or more, and several parts of a run want it.
    if name == "packaged":
        from matchers.embedding_packaged import PackagedModel

        return PackagedModel()
    from matchers.embedding_named import NamedModel

    return NamedModel(name, threads=threads)


def missing_model(name: str, package: str) -> MissingPart:
    """The error for a model whose package is not installed."""
    return MissingPart(
        f"the text model '{name}' needs the package {package}, which is not installed",
        do=f"`pip install {package}`, or set text_model (TIDEWAITER_TEXT_MODEL) to 'none' to do without meaning.",
    )
