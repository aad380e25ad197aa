"""Folding: one form for many ways of writing, with the way back."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.folding import fold, fold_text

ODD = st.text(
    alphabet=st.characters() | st.sampled_from("aеоcсpр1️⃣①⑴⒉❸㈥ⅧV薇電ﬁĳ\u200b\u202e\u0301\u0308\u0336İßẞيـ가가゙か👍🏽"),
    max_size=60,
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param("Ｗｅｃｈａｔ：ＡＢ１２", "wechat:ab12", id="full-width"),
        pytest.param("1️⃣3️⃣8️⃣", "138", id="keycaps"),
        pytest.param("①⑴⒈❶➀➊⓵𝟏𝟭𝟣¹₁㈠", "1111111111111", id="styled digits"),
        pytest.param("๑٣३৪", "1334", id="digits of other scripts"),
        pytest.param("⑩㊿❿", "105010", id="circled numbers over nine"),
        pytest.param("𝓦𝒆𝕔𝔥𝖆𝚝 🅥🅧 ⓋⓍ ⒱⒳", "wechat vx vx vx", id="styled letters"),
        pytest.param("聯絡電話 萬", "联络电话 万", id="traditional"),
        pytest.param("wеchаt ТЕLЕGRАМ", "wechat telegram", id="Cyrillic letters inside Latin words"),
        pytest.param("сигареты Moсква дoм", "сигареты москва дом", id="Latin letters inside Cyrillic words"),
        pytest.param("微\u200b信\u2060:\u202eab\ufeff", "微信:ab", id="zero-width and bidi marks"),
        pytest.param("Vie\u0302\u0323t Nam", "việt nam", id="decomposed Vietnamese"),
        pytest.param("1\u03363\u03368\u0336", "138", id="struck out"),
        pytest.param("ngà voi, ช้าง, हाथी", "ngà voi, ช้าง, हाथी", id="marks that are letters stay"),
        pytest.param("½ 100 ㊙", "1⁄2 100 秘", id="a half stays a half"),
    ],
)
def test_what_is_written_in_many_ways_folds_to_one(written: str, meant: str) -> None:
    assert fold_text(written) == meant


@given(ODD)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold_text(text)

    assert fold_text(once) == once


@given(ODD)
def test_offsets_cover_the_text_in_order(text: str) -> None:
    folded = fold(text)

    assert folded.text == fold_text(text)
    spans = [folded.span(index, index + 1) for index in range(len(folded.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)
    for index, (start, end) in enumerate(spans):
        # Look-alikes depend on the word around them: of Greek, Cyrillic and Armenian only the place is checked here.
        assert folded.text[index] in fold_text(text[start:end]) or any(
            "\u0370" <= one <= "\u058f" for one in fold_text(text) + text
        )


@given(ODD)
def test_index_is_the_inverse_of_start(text: str) -> None:
    folded = fold(text)

    for index in range(len(folded.text)):
        start, end = folded.span(index, index + 1)
        assert folded.index(start) <= index < folded.index(end) or end == len(text)


def test_a_span_points_at_the_text_as_it_stood() -> None:
    text = "加 薇\u200b❤：1️⃣3️⃣⑩ ok"
    folded = fold(text)
    at = folded.text.index("1310")

    start, end = folded.span(at, at + 4)

    assert text[start:end] == "1️⃣3️⃣⑩"


def test_a_megabyte_folds_in_a_moment() -> None:
    text = "微信聯絡 Ｗеchаt 1️⃣3️⃣8️⃣ сигареты a\u0336\u0336 " * 20_000
    fold_text(text)

    started = time.process_time()
    fold_text(text)

    assert len(text.encode()) / 1e6 / (time.process_time() - started) > 0.2  # MB/s; about 8 on an idle core
