"""Focus: what it learns, what it leaves to chance, what outlives a run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.focus.focus import Focus
from crawlers.focus.marks import Watched, marks_of
from crawlers.focus.model import Weights
from crawlers.focus.record import Records
from crawlers.frontier.port import Frontier, Lease, PageKind, Wanted
from crawlers.frontier.redis import RedisFrontier
from crawlers.frontier.sqlite import SqliteFrontier

WATCHED = Watched(["ivory", "象牙手镯"], ["resin"])


@pytest.fixture
def focus() -> Focus:
    return Focus(WATCHED, seed=1)


@pytest.fixture(params=["sqlite", pytest.param("redis", marks=pytest.mark.redis)])
def frontier(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Frontier]:
    opened: Frontier
    if request.param == "sqlite":
        opened = SqliteFrontier(tmp_path / "run")
    else:
        opened = RedisFrontier(request.getfixturevalue("redis_url"), "runs/focus", tmp_path / "run")
    yield opened
    opened.close()


def link(url: str, text: str = "", kind: PageKind = "listing", parent: Wanted | None = None, **more: Any) -> Wanted:
    return Wanted(url, 60.0, 2, kind, text=text, parent=parent.id if parent else 1, **more)


def lease(page: Wanted) -> Lease:
    return Lease(page.id, page)


def read(focus: Focus, page: Wanted, interest: float, found: list[Wanted] | None = None) -> list[Wanted]:
    """A page with one listing was fetched and matched."""
    return focus.settle(lease(page), found or [], listings=1, interest=interest)


def test_goods_named_in_a_link_count_before_anything_is_learned_and_look_alikes_less(focus: Focus) -> None:
    plain = focus.worth(link("http://a.example/1", "garden chair"))
    named = focus.worth(link("http://a.example/2", "old ivory bangle"))
    look_alike = focus.worth(link("http://a.example/3", "ivory bangle, resin"))

    assert plain < look_alike < named
    assert focus.worth(link("http://a.example/4", "非洲象牙手镯一只")) > plain


def test_words_that_lead_to_finds_are_learned_whatever_the_site(focus: Focus) -> None:
    before = focus.worth(link("http://new.example/x", "moon candy"))
    for number in range(12):
        read(focus, link(f"http://h{number}.example/{number}", "moon candy"), 0.9)
        read(focus, link(f"http://h{number}.example/b{number}", "garden chair"), 0.0)

    assert focus.worth(link("http://new.example/x", "moon candy")) > 10 * before
    assert focus.worth(link("http://new.example/x", "moon candy")) > 5 * focus.worth(link("http://new.example/y", "chair"))


def test_a_site_and_a_pattern_that_give_nothing_sink_below_those_never_tried(focus: Focus) -> None:
    for number in range(60):
        read(focus, link(f"http://barren.example/item/{number}", "thing"), 0.0)

    assert focus.worth(link("http://barren.example/item/99", "thing")) < focus.worth(link("http://new.example/item/1", "thing"))


def test_a_list_is_worth_what_the_best_of_its_new_links_is(focus: Focus) -> None:
    good, poor = link("http://a.example/c/1", "one", "index"), link("http://b.example/c/2", "two", "index")
    for round in range(8):
        focus.settle(lease(good), [link(f"http://a.example/{round}-{n}", "old ivory", parent=good) for n in range(3)])
        focus.settle(lease(poor), [link(f"http://b.example/{round}-{n}", "chair", parent=poor) for n in range(3)])

    assert focus.worth(link("http://c.example/c/9", "one", "index")) > 2 * focus.worth(
        link("http://c.example/c/9", "two", "index")
    )


def test_finds_on_a_page_lift_its_other_links_in_the_frontier(focus: Focus, frontier: Frontier) -> None:
    shop, other = link("http://a.example/u/7", "seller", "index"), link("http://a.example/u/8", "seller", "index")
    frontier.add([shop, other])
    mine = [link(f"http://a.example/m{number}", f"item {number}", parent=shop) for number in range(6)]
    theirs = [link(f"http://a.example/t{number}", f"item {number}", parent=other) for number in range(6)]
    for one in frontier.lease(2, room={}, most_per_host=2):
        frontier.done(one, found=focus.settle(one, mine if one.id == shop.id else theirs))
    before = {id: page.priority for id, page in frontier.queued("a.example")}

    read(focus, mine[0], 0.95)
    read(focus, mine[1], 0.95)
    read(focus, theirs[0], 0.0)
    focus.refresh(frontier)

    after = {id: page.priority for id, page in frontier.queued("a.example")}
    assert all(after[page.id] > 1.5 * before[page.id] for page in mine[2:])
    assert min(after[page.id] for page in mine[2:]) > max(after[page.id] for page in theirs[1:])


def test_starts_and_pages_that_others_placed_keep_their_place(focus: Focus, frontier: Frontier) -> None:
    frontier.add([Wanted("http://a.example/", 100.0, 0, "start"), Wanted("http://a.example/due", 130.0, 0, "listing")])
    read(focus, link("http://a.example/1"), 0.9)

    focus.refresh(frontier)

    assert [round(page.priority) for _, page in frontier.queued("a.example")] == [130, 100]


def test_a_share_of_the_pages_goes_to_hosts_by_turns(frontier: Frontier) -> None:
    focus = Focus(WATCHED, explore=0.2, seed=3)
    frontier.add([link(f"http://rich.example/{number}", "old ivory") for number in range(400)])
    frontier.add([link(f"http://poor.example/{number}", "chair") for number in range(400)])
    frontier.rescore({id: focus.priority(page) for host in frontier.hosts() for id, page in frontier.queued(host, limit=400)})

    taken = [one for _ in range(25) for one in focus.lease(frontier, 8, room={}, most_per_host=8)]

    poor = sum(one.wanted.host == "poor.example" for one in taken)
    assert 0.05 * len(taken) < poor < 0.35 * len(taken)


def test_without_a_share_that_explores_only_the_best_are_taken(frontier: Frontier) -> None:
    focus = Focus(WATCHED, explore=0.0, seed=3)
    frontier.add(
        focus.settle(lease(link("http://x.example/")), [link("http://rich.example/1", "ivory"), link("http://p.example/1")])
    )

    assert [one.wanted.host for one in focus.lease(frontier, 1, room={}, most_per_host=8)] == ["rich.example"]


def test_politeness_is_untouched(frontier: Frontier) -> None:
    focus = Focus(WATCHED, explore=0.1, seed=3)
    frontier.add([link(f"http://a.example/{number}", "ivory") for number in range(50)])
    frontier.pause("b.example", 60)
    frontier.add([link(f"http://b.example/{number}", "ivory") for number in range(50)])

    taken = focus.lease(frontier, 32, room={"a.example": 3}, most_per_host=8)

    assert [one.wanted.host for one in taken] == ["a.example"] * 5


def test_what_was_learned_outlives_the_run_and_can_be_read(focus: Focus) -> None:
    for number in range(10):
        read(focus, link(f"http://a.example/item/{number}", "moon candy", query="糖", source="shop"), 0.9)
    text = json.dumps(focus.dump(), ensure_ascii=False)
    later = Focus(WATCHED, seed=2)

    later.load(json.loads(text))

    page = link("http://b.example/1", "moon candy")
    assert later.worth(page) > 0.5 * focus.worth(page)
    assert '"word:moon"' in text
    assert later.sites["a.example"].tried == pytest.approx(5.0)
    assert "shop: 糖" in later.searches


def test_a_run_that_goes_on_has_all_that_it_had_learned(focus: Focus) -> None:
    for number in range(10):
        read(focus, link(f"http://a.example/item/{number}", "moon candy"), 0.9)
    later = Focus(WATCHED, seed=2)

    later.load(json.loads(json.dumps(focus.dump())), same_run=True)

    assert later.dump() == focus.dump()


@pytest.mark.parametrize(
    "data",
    [{}, {"marks": 5, "sites": [1]}, {"marks": {"word:x": ["a", 1, 2], "word:y": [1]}, "pages": "no"},
     {"sites": {"a.example": [1, 5], "b": [None, 1]}, "marks": {"z": [float("nan"), 0, 0]}}],
)  # fmt: skip
def test_damaged_notes_cost_only_themselves(data: dict[str, Any]) -> None:
    focus = Focus(WATCHED)

    focus.load(data)

    assert 0 < focus.worth(link("http://a.example/1", "chair")) < 0.5


def test_a_listing_that_was_not_matched_teaches_nothing(focus: Focus) -> None:
    focus.settle(lease(link("http://a.example/1", "chair")), [], listings=1, interest=None)

    assert focus.all.tried == 0


def test_a_redirect_is_no_outcome(focus: Focus) -> None:
    page = link("http://a.example/1", "chair")
    target = Wanted("http://a.example/2", 7.0, redirects=1, text="chair", parent=page.parent)

    assert focus.settle(lease(page), [target]) == [target]
    assert focus.all.tried == 0


def test_what_a_find_links_to_was_found_by_no_search(focus: Focus) -> None:
    page = link("http://a.example/1", "x", query="ivory", source="shop")

    (found,) = read(focus, page, 0.9, [link("http://a.example/2", "y", parent=page, query="ivory", source="shop")])

    assert found.query == ""
    assert focus.searched["shop: ivory"].found == pytest.approx(0.9)


def test_weights_are_bounded_in_number_and_the_weak_go_first() -> None:
    weights = Weights({}, most=50)
    for _ in range(20):
        weights.learn(["strong"], {}, 1.0)
    for number in range(200):
        weights.learn([f"rare{number}"], {}, 0.5)

    assert len(weights.dump()) <= 50
    assert "strong" in weights.dump()


def test_records_forget_what_was_not_touched_for_longest() -> None:
    records = Records(2)
    for name in ("a", "b", "a", "c"):
        records.of(name).add(1.0)

    assert sorted(records) == ["a", "c"]


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_link_has_a_bounded_number_of_marks(path: str, text: str) -> None:
    url = "http://a.example/" + path.replace("[", "").replace("]", "")

    assert len(marks_of(url, "other", text, 3)) <= 60
