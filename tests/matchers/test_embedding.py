from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from matchers.embedding import TextModel, embedded_text, first_tokens, load_text_model
from matchers.embedding_gloss import Glosser
from tidewaiter.config import Settings
from tidewaiter.errors import MissingPart
from tidewaiter.model import Listing


@pytest.fixture(scope="module")
def model() -> TextModel:
    loaded = load_text_model(Settings())
    assert loaded is not None
    return loaded


@pytest.fixture(scope="module")
def glosser() -> Glosser:
    return Glosser()


def test_none_is_no_model() -> None:
    assert load_text_model(Settings(text_model="none")) is None


def test_rows_are_unit_vectors_in_the_order_of_the_texts(model: TextModel) -> None:
    rows = model.encode(["象牙手镯", "ivory bracelet", "", "🎁", "a" * 5000])

    assert rows.shape == (5, model.dimensions)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(model.encode(["ivory bracelet"])[0], rows[1], atol=1e-5)


def test_no_texts_give_no_rows(model: TextModel) -> None:
    assert model.encode([]).shape == (0, model.dimensions)


GOODS = {
    "穿山甲鳞片": "pangolin scales",
    "象牙手镯": "ivory bracelet",
    "犀牛角": "rhino horn",
    "鱼翅": "shark fin",
    "玳瑁": "hawksbill turtle",
}
OTHERS = ["treadmill", "baby stroller", "used phone", "office chair"]


@pytest.mark.parametrize(("chinese", "english"), GOODS.items())
def test_chinese_and_english_of_the_trade_meet(model: TextModel, chinese: str, english: str) -> None:
    others = [*OTHERS, *GOODS.values()]

    near = model.encode(others) @ model.encode([chinese])[0]

    assert others[int(near.argmax())] == english


def test_glosses_take_the_longest_word_and_leave_the_rest(glosser: Glosser) -> None:
    assert "pangolin" in glosser.gloss("出穿山甲 3kg")
    assert "3kg" in glosser.gloss("出穿山甲 3kg")
    assert "ivory" in glosser.gloss("象牙")


def test_glosses_of_hostile_text_end_soon(glosser: Glosser) -> None:
    assert glosser.gloss("龘" * 100_000)


def test_what_is_embedded_is_title_then_text_and_bounded() -> None:
    listing = Listing(title="出象牙", text="手镯" * 5000)

    text = embedded_text(listing)

    assert text.startswith("出象牙\n手镯")
    assert len(text) < 100


def test_a_long_english_text_is_cut_later_than_a_chinese_one() -> None:
    assert len(first_tokens("word " * 1000)) > 2 * len(first_tokens("字" * 1000))


def test_a_model_that_is_not_here_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MissingPart, match="no-such-model") as caught:
        load_text_model(Settings(text_model=str(tmp_path / "no-such-model")))

    assert "text_model" in caught.value.do


def test_the_default_model_needs_no_torch() -> None:
    code = (
        "import sys; from matchers.embedding import load_text_model; from tidewaiter.config import Settings;"
        "load_text_model(Settings()).encode(['象牙']); print('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "False"
