"""Tables of characters do what a loop over the characters does, whatever stands in the text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.reading.characters import Changed, Sieve

SIEVE = Sieve(str.isalnum)
CHANGES = {ord("a"): "b", ord("像"): "象", ord("🎱"): "8"}
CHANGED = Changed(CHANGES)


@settings(deadline=None)  # the first text makes the table
@given(text=st.text(max_size=60))
def test_a_sieve_keeps_what_a_loop_keeps_and_says_where_it_stood(text: str) -> None:
    kept, places = SIEVE.sift(text)

    assert kept == "".join(filter(str.isalnum, text))
    assert [text[place] for place in places()] == list(kept)


@settings(deadline=None)  # the first text makes the table
@given(text=st.text(max_size=60))
def test_characters_are_replaced_as_translate_does(text: str) -> None:
    assert CHANGED.change(text) == text.translate(CHANGES)


@pytest.mark.parametrize("text", ["", "a像🎱a", "a\U00020bb7像", "\ue000\U0010ffff a", "half \ud83d"])
def test_texts_beyond_the_tables_are_gone_through_one_by_one(text: str) -> None:
    kept, places = SIEVE.sift(text)

    assert CHANGED.change(text) == text.translate(CHANGES)
    assert (kept, places()) == (
        "".join(filter(str.isalnum, text)),
        [place for place, one in enumerate(text) if one.isalnum()],
    )
