"""Names: pairs that name the same, beside pairs that do not."""

from __future__ import annotations

import pytest

from matchers.names import NameKind, same_name


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        pytest.param("赵春勇", "Zhao Chunyong", "person", id="pinyin"),
        pytest.param("趙春勇", "赵春勇", "person", id="traditional"),
        pytest.param("Сергей Лавров", "Sergei Lavrov", "person", id="Cyrillic"),
        pytest.param("Smith, John", "John Smith", "person", id="order"),
        pytest.param("Wladimir Petrow", "Vladimir Petrov", "person", id="German spelling"),
        pytest.param("Mr. Aleksandar Vučić", "Aleksandar Vucic", "person", id="title and accents"),
        pytest.param("JohnSmithson", "John Smithson", "person", id="run together"),
        pytest.param("Alexander Lukin", "Alexander Lukni", "person", id="swapped letters"),
        pytest.param("Harbour Logistics Co., Ltd.", "HARBOUR LOGISTICS LIMITED", "enterprise", id="legal form"),
        pytest.param("A.B.C. Trading Company", "ABC Trading Co", "enterprise", id="initials with dots"),
        pytest.param('ООО "Северный Ветер"', "Severnyi Veter LLC", "enterprise", id="Russian firm"),
    ],
)
def test_the_same_name_in_two_spellings(a: str, b: str, kind: NameKind) -> None:
    assert same_name(a, b, kind) > 0.5


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        pytest.param("Boris Petrov", "Roman Petrov", "person", id="another given name"),
        pytest.param("Igor Sokolov", "Igor Mendeleev", "person", id="another family name"),
        pytest.param("Salman bin Omar", "Omar bin Salman", "person", id="father and son"),
        pytest.param("赵春勇", "赵国强", "person", id="another Chinese given name"),
        pytest.param("Bank of Norland (London) Ltd", "Bank of Norland (Singapore) Ltd", "enterprise", id="another branch"),
        pytest.param("Northern Gas Company", "Northern Pipeline Company", "enterprise", id="another trade"),
        pytest.param("", "John Smith", "person", id="no name"),
    ],
)
def test_different_names(a: str, b: str, kind: NameKind) -> None:
    assert same_name(a, b, kind) < 0.5


def test_comparing_is_symmetric_and_bounded() -> None:
    for a, b in (("Ali " * 500, "Ali Khan"), ("\u202e王\x00", "王"), ("...", "---")):
        assert 0 <= same_name(a, b) <= 1
        assert same_name(a, b) == pytest.approx(same_name(b, a), abs=0.2)
