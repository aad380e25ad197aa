from __future__ import annotations

import pytest

from matchers.templates import clause_keys, clauses_of, is_copy, style_of, template_of
from tests.matchers.series_samples import offer, template
from tidewaiter.model import Word


@pytest.mark.parametrize(
    "text",
    [
        "nice and old, size 12 cm. first come first served. price 40 USD",
        "nice and old | size 99 cm | first come first served | price 7 USD",
        "🌊nice and old!! size 3 cm!! first come first served!! price 1,200 USD🌊",
    ],
)
def test_marks_and_numbers_change_no_clause(text: str) -> None:
    forms = [clause.form for clause in clauses_of(offer("1", text=text))]

    assert forms[0].startswith("nice and old")
    assert "first come first served" in forms
    assert "price # usd" in forms


def test_chinese_clauses_are_cut_at_marks_and_spaces() -> None:
    forms = [clause.form for clause in clauses_of(offer("1", text="攒了好久的手串，忍痛割爱～规格21mm 详情私聊"))]

    assert forms == ["攒了好久的手串", "忍痛割爱", "规格#mm", "详情私聊"]


def test_goods_are_a_slot_and_a_clause_with_a_handle_is_left_out() -> None:
    listing = offer("1", text="fresh batch of ivory beads - ask me at lin_88 now", handles=[("telegram", "lin_88")])
    listing.words = [Word("ivory", "ivory beads", "elephant-ivory")]

    assert [clause.form for clause in clauses_of(listing)] == ["fresh batch of %"]


def test_one_template_with_other_slots_is_no_copy_but_the_same_slots_are() -> None:
    one, other, same = (style_of(offer("1", text=template(1, slot))) for slot in (12, 55, 12))

    assert is_copy(one, same)
    assert not is_copy(one, other)


def test_the_template_of_two_texts_shows_the_slots() -> None:
    aligned = template_of(offer("1", text=template(1, 12)), offer("2", text="hello there. " + template(1, 55)))

    assert len(aligned) == 7
    assert [(clause.raw_a, clause.raw_b) for clause in aligned if clause.differs] == [
        ("size 12 cm today", "size 55 cm today"),
        ("price 84 coins only", "price 385 coins only"),
    ]


def test_an_endless_text_gives_few_keys() -> None:
    listing = offer("1", text="word after word, " * 100_000)

    assert len(clause_keys(listing)) <= 30


@pytest.mark.parametrize("text", ["", " ", "🌊🌊", "#%@", "\ue000\ue001", "12 34 56", "\n\n\n"])
def test_a_text_without_words_has_no_clauses(text: str) -> None:
    assert clauses_of(offer("1", text=text)) == []


@pytest.mark.parametrize(("title", "shape"), [("ivory 12", "w#"), ("【ivory】", "【】"), ("ivory🌊", "wE"), ("", "")])
def test_titles_have_a_shape(title: str, shape: str) -> None:
    listing = offer("1")
    listing.title = title

    assert style_of(listing).title == shape
