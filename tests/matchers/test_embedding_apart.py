"""The packaged text model in a process of its own."""

from __future__ import annotations

import asyncio

import numpy as np

from matchers.embedding import ModelApart, load_text_model
from tidewaiter.config import Settings
from tidewaiter.workers import Workers


async def test_the_vectors_are_those_of_the_model_here() -> None:
    workers = Workers(1)
    here, apart = load_text_model(Settings()), load_text_model(Settings(), workers=workers)
    assert here is not None
    assert isinstance(apart, ModelApart)
    texts = ["象牙手镯 出售", "carved ivory bracelet"]

    vectors = await asyncio.to_thread(apart.encode, texts)
    workers.close()

    assert (apart.name, apart.dimensions) == (here.name, here.dimensions)
    assert np.allclose(vectors, here.encode(texts), atol=1e-5)


async def test_no_process_is_started_where_no_text_is_to_be_embedded() -> None:
    workers = Workers(1)

    assert load_text_model(Settings(text_model="none"), workers=workers) is None
    workers.close()
