"""The scorer of benchmarks/world.py: what it counts, and that it can fail."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from benchmarks.world_scoring import pair_up, score_world
from tidewaiter.model import Handle, Lead, Listing, Match, Photo, Price, Seller, Target

BASE: dict[str, Any] = {
    "site": "a", "title": "Desk", "text": "a good desk", "price": 10.0, "currency": "USD", "hidden_contacts": [],
    "seller": {"id": "u1", "name": "joe"}, "contacts": [{"kind": "phone", "value": "+12025550101"}],
    "photo_files": ["pan.0.none"],
    "goods": None, "case": None, "interest": False, "look_alike": False, "posted": "2026-11-20T10:00:00Z",
}  # fmt: skip


def truth(url: str, **more: Any) -> dict[str, Any]:
    return BASE | {"url": url} | more


def listing(url: str, **more: Any) -> Listing:
    base = Listing(
        id=url,
        url=url,
        title="Desk",
        text="a good desk",
        price=Price(10.0, "USD"),
        seller=Seller("u1", "joe"),
        handles=[Handle("phone", "+12025550101")],
        photos=[Photo(url="http://x/photos/pan.0.none.jpg", sha256="aa")],
        posted="2026-11-20T10:00:00Z",
    )
    return replace(base, **more)


def test_what_is_all_right_scores_one_everywhere() -> None:
    known = [truth("http://x/1"), truth("http://x/2", interest=True, goods="tiger")]
    match = Match("http://x/2", Target("goods", "tiger"), 0.0, 0.9)
    lead = Lead("l", "match", 0.9, "high", listing="http://x/2", matches=[match.id])

    score = score_world(known, [listing("http://x/1"), listing("http://x/2")], [lead], {match.id: match})

    assert {name: value for name, value in score.figures.items() if value != 1.0} == {}
    assert score.misses == []


@pytest.mark.parametrize(
    ("change", "figure"),
    [
        ({"title": "Other"}, "title"),
        ({"text": "shorter"}, "text"),
        ({"price": Price(11.0, "USD")}, "price"),
        ({"price": Price(10.0, "CNY")}, "price"),
        ({"seller": None}, "seller"),
        ({"handles": []}, "handles recall"),
        ({"handles": [Handle("phone", "+12025550101"), Handle("qq", "12345")]}, "handles precision"),
        ({"photos": []}, "photos recall"),
        ({"posted": "2026-11-01T10:00:00Z"}, "posted within a day"),
        ({"url": "http://x/9"}, "listings recall"),
    ],
)
def test_what_is_wrong_costs_its_figure(change: dict[str, Any], figure: str) -> None:
    score = score_world([truth("http://x/1")], [replace(listing("http://x/1"), **change)], [], {})

    assert score.figures[figure] < 1.0
    assert score.misses


def test_a_lead_on_an_innocent_costs_precision_and_a_missing_one_recall() -> None:
    known = [truth("http://x/1", look_alike=True), truth("http://x/2", interest=True, goods="tiger")]
    match = Match("http://x/1", Target("goods", "tiger"), 0.0, 0.9)
    lead = Lead("l", "match", 0.9, "high", listing="http://x/1", matches=[match.id])

    score = score_world(known, [listing("http://x/1"), listing("http://x/2")], [lead], {match.id: match})

    assert score.figures["interest recall"] == score.figures["interest precision"] == 0.0


def test_talk_of_an_actor_of_interest_counts_neither_way() -> None:
    known = [truth("http://x/1", interest=True, goods="tiger")]
    stored = [listing("http://x/1"), listing("http://x/talk", text="back next week")]
    matches = {match.id: match for one in stored for match in [Match(one.id, Target("goods", "tiger"), 0.0, 0.9)]}
    leads = [Lead(one.listing, "match", 0.9, "high", listing=one.listing, matches=[one.id]) for one in matches.values()]

    score = score_world(known, stored, leads, matches)

    assert score.figures["interest precision"] == score.figures["interest recall"] == 1.0


def test_a_case_is_right_for_all_that_its_actor_offers() -> None:
    known = [truth("http://x/1", interest=True, goods="tiger", actor_case="c-1")]
    match = Match("http://x/1", Target("case", "c-1"), 0.0, 0.9)
    lead = Lead("l", "match", 0.9, "high", listing="http://x/1", matches=[match.id])

    score = score_world(known, [listing("http://x/1")], [lead], {match.id: match})

    assert score.figures["case precision"] == 1.0


def test_posts_of_one_page_are_told_apart_by_anchor_and_else_by_text() -> None:
    known = [truth("http://x/t#post-1", text="first offer"), truth("http://x/t#post-2", text="second offer")]
    stored = [
        listing("http://x/t#post-2", id="b", text="second offer"),
        listing("http://x/t", id="a", text="first offer, price 3"),
    ]

    found = pair_up(known, stored)

    assert {number: [one.id for one in copies] for number, copies in found.items()} == {0: ["a"], 1: ["b"]}


def test_a_listing_stored_under_two_addresses_is_found_and_costs_a_figure() -> None:
    stored = [listing("http://x/1?from=list"), listing("http://x/1?from=user")]

    score = score_world([truth("http://x/1")], stored, [], {})

    assert score.figures["listings recall"] == 1.0
    assert score.figures["listings stored once"] == 0.0


def test_one_listing_that_swallowed_a_whole_thread_counts_once() -> None:
    known = [truth("http://x/t#post-1", text="first offer"), truth("http://x/t#post-2", text="second offer")]

    found = pair_up(known, [listing("http://x/t", text="first offer second offer")])

    assert len(found) == 1
