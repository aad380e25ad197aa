from __future__ import annotations

from collections.abc import Mapping

import pytest

from indexers.index import Index
from matchers.ways import WAYS, Way, Ways, ask
from tests.matchers.series_samples import offer, store
from tidewaiter.case import Case, CaseHandle, CaseIdentifier, Party
from tidewaiter.errors import InvalidInput
from tidewaiter.goods import Goods
from tidewaiter.model import Match, Place, Series, Signal, Target


@pytest.fixture
def known(embedded_index: Index) -> Index:
    """Two cases of one series, a third apart; a seller of the first, a courier."""
    lin = Party(name="林志强", kind="person", role="seller", handles=(CaseHandle(kind="wechat", value="lin_88"),))
    firm = Party(
        name="重庆海丰国际货运代理有限公司", kind="enterprise", role="shop",
        identifiers=(CaseIdentifier(kind="uscc", value="91450681MAA7PMJXQP"),),
    )  # fmt: skip
    courier = Party(name="张玉梅", kind="person", role="courier", handles=(CaseHandle(kind="phone", value="+8613104564405"),))
    embedded_index.put(
        [
            Case(id="C-1", title="one", goods=("ivory",), parties=(lin, courier), listings=("L1",)),
            Case(id="C-2", title="two", goods=("pangolin",), parties=(firm,)),
            Case(id="C-3", title="three", goods=("ivory",)),
            Goods(id="ivory", name={"en": "ivory"}, severity="high", terms={"en": ("ivory",)}),
            Series("S-1", ["L1", "L2"], ["C-1", "C-2"]),
            Match("L2", Target("case", "C-1"), -3.0, 0.9, [Signal("handle.same", "x", "y", 5.0, "It is Lin's.")]),
            Match("L1", Target("goods", "ivory"), -3.0, 0.99, []),
            Match("L2", Target("goods", "ivory"), -3.0, 0.6, []),
            Match("L3", Target("goods", "ivory"), -3.0, 0.8, []),
        ]
    )
    first = offer("L1", "anna", handles=[("wechat", "lin_88")], source="forum")
    second, third = offer("L2", "ben", source="shop"), offer("L3", "carl", source="shop")
    second.place, second.posted = Place("汕头"), "2023-05-01T00:00:00Z"
    third.posted = "2024-01-01T00:00:00Z"
    store(embedded_index, [first, second, third])
    return embedded_index


@pytest.mark.parametrize(
    ("way", "query", "want", "answers"),
    [
        pytest.param("case_to_person", {"case": "C-1"}, "seller", ["forum/anna", "shop/ben"], id="persons"),
        pytest.param("case_to_person", {"case": "C-1", "source": "shop"}, "seller", ["shop/ben"], id="persons on one source"),
        pytest.param("person_to_case", {"handle": "LIN_88", "kind": "wechat"}, "case", ["C-1", "C-2"], id="handle"),
        pytest.param("person_to_case", {"handle": "lin_88", "kind": "telegram"}, "case", ["C-1", "C-2"], id="elsewhere"),
        pytest.param("person_to_case", {"seller": "forum/anna"}, "case", ["C-1", "C-2"], id="account"),
        pytest.param("person_to_case", {"name": "林志强"}, "case", ["C-1", "C-2"], id="name"),
        pytest.param("person_to_case", {"name": "Lin Zhiqiang"}, "case", ["C-1", "C-2"], id="name in another script"),
        pytest.param("enterprise_to_case", {"enterprise": "重庆海丰国际货运代理有限公司"}, "case", ["C-2", "C-1"], id="firm"),
        pytest.param(
            "enterprise_to_case", {"enterprise": "91450681MAA7PMJXQP", "kind": "uscc"}, "case", ["C-2", "C-1"], id="credit code"
        ),
        pytest.param("goods_to_case", {"goods": "ivory"}, "case", ["C-1", "C-3"], id="cases of goods"),
        pytest.param("goods_to_case", {"goods": "ivory"}, "listing", ["L1", "L3", "L2"], id="listings of goods"),
        pytest.param("goods_to_case", {"goods": "ivory", "place": "汕头"}, "listing", ["L2"], id="listings at a place"),
        pytest.param("goods_to_case", {"goods": "ivory", "posted": "2024"}, "listing", ["L3"], id="listings of a year"),
        pytest.param("case_to_case", {"case": "C-1"}, "case", ["C-2"], id="cases of a case"),
    ],
)  # fmt: skip
def test_each_way_gives_its_answers_best_first(
    known: Index, way: Way, query: Mapping[str, str], want: str, answers: list[str]
) -> None:
    assert [one.id for one in ask(known, way, query, want=want)] == answers


def test_a_bystanders_number_leads_to_its_case_only_faintly(known: Index) -> None:
    (answer,) = ask(known, "person_to_case", {"handle": "+8613104564405", "kind": "phone"})

    assert (answer.id, answer.signals[0].kind) == ("C-1", "handle.bystander")
    assert answer.probability < 0.5


def test_every_answer_says_how_it_was_come_by(known: Index) -> None:
    for way, query in (("person_to_case", {"seller": "forum/anna"}), ("case_to_case", {"case": "C-1"})):
        for answer in ask(known, way, query):  # type: ignore[arg-type] # of the five
            assert answer.signals
            assert all(signal.why for signal in answer.signals)


@pytest.mark.parametrize(
    ("way", "query", "said"),
    [
        ("case_to_person", {"case": "C-9"}, "C-9"),
        ("case_to_case", {}, "case is missing"),
        ("goods_to_case", {"goods": "moon-dust"}, "moon-dust"),
        ("person_to_case", {}, "nobody is named"),
        ("enterprise_to_case", {}, "enterprise is missing"),
        ("goods_to_person", {"goods": "ivory"}, "none of the five"),
    ],
)
def test_what_can_not_be_asked_is_refused(known: Index, way: Way, query: Mapping[str, str], said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        Ways(known).ask(way, query)


@pytest.mark.parametrize("way", WAYS)
def test_with_nothing_stored_nothing_is_found(embedded_index: Index, way: Way) -> None:
    embedded_index.put([Case(id="C-1", title="one"), Goods(id="ivory", name={"en": "ivory"}, severity="high")])
    query = {"case": "C-1", "name": "nobody", "enterprise": "none", "goods": "ivory"}

    assert ask(embedded_index, way, query) == []
