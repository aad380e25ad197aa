"""Expressions that are tried only where their literals stand find what they would find anyway."""

from __future__ import annotations

import re

import pytest

from pipelines.reading.triggers import Headed, Triggered, heads_of, literals_of


@pytest.mark.parametrize(
    ("expression", "literals"),
    [
        ("倒着|倒过来|倒过", {"倒着", "倒过"}),
        (r"mmsi[\s:]{0,4}([2-7]\d{8})", {"mmsi"}),
        (r"(?:hs|h\.s)\s?code", {"code"}),
        (r"\bcolou?rs?\b", {"color", "colour"}),
        (r"(?<!x)(?:前[面段]|last \w+ digits)(?!y)", {"前面", "前段", " digits"}),
        (r"[@#]+", {"@", "#"}),
    ],
)
def test_literals_are_what_no_match_does_without(expression: str, literals: set[str]) -> None:
    assert literals_of(expression) == literals


@pytest.mark.parametrize("expression", [r"\d{3}", "a?", r"(?:abc|\w)", "x|yz"])
def test_an_expression_without_telling_literals_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match="can't do without"):
        Triggered(expression)


def test_heads_are_what_every_match_begins_with() -> None:
    expression = r"(?:then|the rest)\s|后[半面](?:段)?|1/2|(?<!a)end(?:s|ing)?"

    assert heads_of(expression) == {"then", "the rest", "后半", "后面", "1/2", "end"}
    with pytest.raises(ValueError, match="begin with anything"):
        heads_of(r"\w+then")


@pytest.mark.parametrize("text", ["", "nothing here", "先139后8888", "the rest: 12, then 34", "thenthe rest 后面接"])
def test_what_is_tried_where_a_head_stands_is_found_as_everywhere(text: str) -> None:
    expression = r"(?:then|the rest)\W{0,2}|后(?:面接?)?|先"

    assert [one.span() for one in Headed(expression).finditer(text)] == [one.span() for one in re.finditer(expression, text)]


def test_an_expression_made_later_is_looked_for_too() -> None:
    assert Triggered("中奖号").search("他的中奖号") is not None
    later = Triggered("第一个后来的")

    assert later.search("他的中奖号") is None
    assert [one.start() for one in later.finditer("看第一个后来的")] == [1]
    assert not later.may_match("中奖号")
