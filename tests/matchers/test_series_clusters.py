"""Groups of accounts: where a cluster falls apart, what binds, what is said against, and how two members are explained."""

from __future__ import annotations

import itertools

import pytest

from indexers.index import Index
from matchers.links import JOINS, Edge
from matchers.series import SeriesKeeper
from matchers.series_clusters import cluster, needed
from matchers.series_judgements import judge
from matchers.series_paths import FURTHEST, is_summary, path
from tests.matchers.series_samples import members, offer, store
from tidewaiter.model import Listing, Match, Series, Signal, Target


def edge(a: str, b: str, weight: float) -> Edge:
    """An edge with no reasons."""
    return Edge(a, b, weight, (), (a, b))


def crowd(name: str, size: int, weight: float = 8.0) -> list[Edge]:
    """Accounts that are all tied strongly to each other."""
    return [edge(f"{name}{a}", f"{name}{b}", weight) for a in range(size) for b in range(a + 1, size)]


def groups(edges: list[Edge], **judged: list[tuple[str, str]]) -> list[list[str]]:
    """The groups of all accounts that have edges."""
    nodes = sorted({node for one in edges for node in (one.a, one.b)})
    return sorted(cluster(nodes, edges, **judged).groups)


def test_a_weak_tie_joins_two_accounts_but_not_two_crowds() -> None:
    assert groups([edge("a", "b", 1.0)]) == [["a", "b"]]

    edges = [*crowd("a", 8), *crowd("b", 8), edge("a0", "b0", 1.0)]

    assert [len(one) for one in groups(edges)] == [8, 8]


def test_several_ties_between_two_crowds_add_up() -> None:
    edges = [*crowd("a", 8), *crowd("b", 8), edge("a0", "b0", 1.0), edge("a1", "b5", 1.0), edge("a2", "b3", 1.0)]

    assert len(groups(edges)) == 1


def test_many_small_groups_that_weak_ties_string_together_do_not_become_a_giant() -> None:
    edges = [one for at in range(40) for one in crowd(f"{at:02d}-", 3)]
    edges += [edge(f"{at:02d}-0", f"{at + 1:02d}-1", 1.2) for at in range(39)]

    assert max(len(one) for one in groups(edges)) <= 6


def test_what_is_refused_is_said_with_sizes_and_weight() -> None:
    edges = [*crowd("a", 8), *crowd("b", 8), edge("a0", "b0", 1.0)]

    (refused,) = cluster({node for one in edges for node in (one.a, one.b)}, edges).refused

    assert refused.edge == edges[-1]
    assert (refused.sizes, refused.between, refused.judged) == ((8, 8), 1.0, None)
    assert needed(8, 8) > 1.0 >= JOINS


def test_judgements_bind_before_any_tie() -> None:
    edges = [edge("a", "b", 30.0), edge("b", "c", 30.0)]

    assert groups(edges, apart=[("a", "c")]) in ([["a"], ["b", "c"]], [["a", "b"], ["c"]])
    assert groups([edge("a", "x", 5.0), edge("b", "y", 5.0)], same=[("a", "b")]) == [["a", "b", "x", "y"]]


def test_judgements_that_contradict_each_other_are_said() -> None:
    found = cluster(["a", "b", "c"], [], same=[("a", "b"), ("b", "c")], apart=[("a", "c")])

    assert sorted(found.groups) == [["a", "b"], ["c"]]
    assert [(one.a, one.b, one.edge, one.judged) for one in found.refused] == [("b", "c", None, ("a", "c"))]


def test_a_judgement_that_contradicts_a_tie_is_shown_on_both_series(embedded_index: Index) -> None:
    number = [("phone", "+8613812345678")]
    listings = [offer(id, "anna" if id < "3" else "ben", handles=number) for id in "1234"]
    store(embedded_index, listings)
    keeper = SeriesKeeper(embedded_index)
    keeper.add(listings)

    judge(embedded_index, "1", "3", "different", by="chen")
    keeper.follow(["1", "3"])

    first, second = sorted(embedded_index.find(Series), key=lambda one: one.listings)
    assert (first.listings, second.listings) == (["1", "2"], ["3", "4"])
    for one in (first, second):
        (link,) = one.against
        assert link.a in one.listings
        assert link.b not in one.listings
        assert [signal.kind for signal in link.signals[:2]] == ["seller.judged", "handle.shared"]
        assert "chen judged 1 and 3 different" in link.signals[0].why

    judge(embedded_index, "1", "3", "revoked", by="chen")
    SeriesKeeper(embedded_index).follow(["1", "3"])
    assert members(embedded_index) == [["1", "2", "3", "4"]]
    assert embedded_index.find(Series)[0].against == []


def test_listings_of_one_account_that_were_judged_different_are_said_to_contradict(embedded_index: Index) -> None:
    listings = [offer("1", "anna"), offer("2", "anna")]
    store(embedded_index, listings)
    keeper = SeriesKeeper(embedded_index)
    keeper.add(listings)
    judge(embedded_index, "1", "2", "different", by="chen")
    keeper.follow(["1", "2"])

    (series,) = embedded_index.find(Series)

    assert "one account" in series.against[0].signals[0].why


def _chain(accounts: int, each: int) -> list[Listing]:
    """Accounts of which each shares a number with the next one only, shown in different listings."""
    found = []
    for at in range(accounts):
        for one in range(each):
            numbers = ([at] if one == 0 else []) + ([at + 1] if one == each - 1 else [])
            handles = [("phone", f"+86138000{number:05d}") for number in numbers]
            found.append(offer(f"{at:02d}-{one}", f"account{at:02d}", handles=handles))
    return found


@pytest.mark.parametrize(("accounts", "each"), [(2, 3), (3, 4), (7, 3)])
def test_any_two_members_are_explained_by_at_most_three_links(embedded_index: Index, accounts: int, each: int) -> None:
    listings = _chain(accounts, each)
    store(embedded_index, listings)
    why = Signal("handle.same", "phone 1", "phone 1", 9.0, "The case knows it.")
    embedded_index.put([Match("00-0", Target("case", "C-1"), -3.0, 0.99, [why])])
    SeriesKeeper(embedded_index).add(listings)

    (series,) = embedded_index.find(Series)

    assert len(series.listings) == accounts * each
    for a, b in itertools.combinations([*series.listings, *series.cases], 2):
        links = path(series, a, b)
        assert 1 <= len(links) <= FURTHEST
        at = a
        for link in links:
            assert at in (link.a, link.b)
            at = link.b if link.a == at else link.a
        assert at == b
    direct = path(series, "00-0", f"01-{each - 1}")
    assert not any(is_summary(link) for link in direct) or accounts > 2


def test_a_summary_is_no_evidence_for_a_keeper_that_is_made_later(embedded_index: Index) -> None:
    listings = _chain(4, 2)
    store(embedded_index, listings)
    SeriesKeeper(embedded_index).add(listings)
    before = embedded_index.find(Series)

    SeriesKeeper(embedded_index).follow([listings[0].id])

    assert embedded_index.find(Series) == before
