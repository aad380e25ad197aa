from __future__ import annotations

import time

import pytest

from tidewaiter.tokens import LONGEST, index_tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        pytest.param("象牙手镯", ["象牙", "牙手", "手镯"], id="pairs"),
        pytest.param("象 牙", ["象", "牙"], id="single characters"),
        pytest.param("收購象牙LV包", ["收购", "购象", "象牙", "lv", "包"], id="traditional, and Latin within"),
        pytest.param("Ivory-bracelet, 50g!", ["ivory", "bracelet", "50g"], id="words"),
        pytest.param("wechat:abc_123", ["wechat", "abc", "123"], id="no punctuation in a token"),
        pytest.param("𠮷野家", ["𠮷野", "野家"], id="beyond the basic plane"),
        pytest.param("हाथीदांत", ["हाथीदांत"], id="vowel signs belong to the word"),
        pytest.param("\ud800 a\0b", ["a", "b"], id="what can't be stored is no token"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert index_tokens(text) == tokens


def test_a_script_without_spaces_gives_pairs_of_what_folding_leaves() -> None:
    thai = index_tokens("งาช้าง")

    assert len(thai) > 1
    assert all(len(token) == 2 for token in thai)


def test_a_very_long_word_is_cut_and_costs_linear_time() -> None:
    started = time.process_time()

    assert index_tokens("a" * 500_000) == ["a" * LONGEST]

    assert time.process_time() - started < 10


def test_tokens_hold_no_separator() -> None:
    text = "".join(chr(code) for code in range(0x3000) if chr(code) != "\x00")

    assert not [token for token in index_tokens(text) if not all(c.isalnum() or ord(c) > 127 for c in token) or " " in token]
