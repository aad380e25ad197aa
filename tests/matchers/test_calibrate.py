"""Fitting weights to judgements, and the scores that they make."""

from __future__ import annotations

import math
import random
from pathlib import Path

import pytest

from matchers.calibrate import (
    Judged,
    bundled_judged,
    calibration_error,
    fit,
    read_judged,
    starting_weights,
    write_judged,
    write_weights,
)  # fmt: skip
from matchers.evidence import Evidence
from matchers.score import Weights, bundled_weights, read_weights, weigh, weights_of
from tidewaiter.errors import InvalidInput
from tidewaiter.model import Target

START = Weights(-1.0, {"words.name": 2.0, "words.not": -2.0, "words.rare": 1.0}, "hand")


def _drawn(number: int) -> list[Judged]:
    """Candidates whose truth follows weights that differ from the starting ones."""
    random.seed(7)
    judged = []
    for _ in range(number):
        name, friend = random.random() < 0.6, random.random() < 0.4
        log_odds = -2.0 + 4.0 * name - 3.0 * friend
        strengths = tuple((kind, 1.0) for kind, there in (("words.name", name), ("words.not", friend)) if there)
        judged.append(Judged("goods", random.random() < 1 / (1 + math.exp(-log_odds)), strengths))
    return judged


def test_weights_follow_the_judgements_and_keep_what_was_never_seen() -> None:
    fitted = fit(_drawn(20_000), START, fitted_on="drawn")

    assert fitted.by_kind["words.name"] == pytest.approx(4.0, abs=0.4)
    assert fitted.by_kind["words.not"] == pytest.approx(-3.0, abs=0.4)
    assert fitted.by_kind["words.rare"] == pytest.approx(1.0)
    assert fitted.prior == pytest.approx(-2.0, abs=0.4)


def test_no_weight_turns_against_its_meaning() -> None:
    against = [Judged("goods", not one.right, one.strengths) for one in _drawn(5000)]

    fitted = fit(against, START, fitted_on="turned round")

    assert fitted.by_kind["words.name"] >= 0
    assert fitted.by_kind["words.not"] <= 0


def test_nothing_judged_leaves_the_starting_weights() -> None:
    fitted = fit([], START, fitted_on="nothing")

    assert (fitted.prior, dict(fitted.by_kind)) == (START.prior, dict(START.by_kind))


def test_judged_candidates_come_back_as_they_were_written() -> None:
    judged = [Judged("goods", True, (("words.name", 1.0),)), Judged("case", False, (("handle.near_number", 0.5),), 3)]

    assert sorted(read_judged(write_judged(judged)), key=str) == sorted(judged, key=str)


def test_candidates_that_look_alike_are_one_row() -> None:
    assert write_judged([Judged("goods", True, (("words.name", 1.0),))] * 4).count("\n") == 1


def test_the_bundled_set_fits_the_bundled_weights_within_three_percent() -> None:
    for kind in ("goods", "case"):
        weights = bundled_weights(kind)
        judged = bundled_judged(kind)
        said = [1 / (1 + math.exp(-weights.prior - sum(weights.by_kind[k] * v for k, v in one.strengths))) for one in judged]
        p = [probability for probability, one in zip(said, judged, strict=True) for _ in range(one.times)]
        right = [one.right for one in judged for _ in range(one.times)]

        assert len(judged) > 100
        assert calibration_error(p, right) <= 0.03


def test_every_starting_weight_has_a_fitted_one() -> None:
    for kind in ("goods", "case"):
        assert set(starting_weights(kind).by_kind) == set(bundled_weights(kind).by_kind)


def test_calibration_error_is_nought_where_the_shares_hold() -> None:
    assert calibration_error([0.25] * 4, [True, False, False, False]) == pytest.approx(0.0)
    assert calibration_error([0.9] * 4, [False] * 4) == pytest.approx(0.9)
    assert calibration_error([], []) == 0.0


def test_weights_of_the_installation_come_before_the_bundled_ones(tmp_path: Path) -> None:
    assert weights_of(tmp_path)["goods"] == bundled_weights("goods")

    write_weights(tmp_path / "weights.json", {"goods": START, "case": START})

    assert weights_of(tmp_path)["goods"].by_kind == START.by_kind


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"goods": {"prior": "x"}}'])
def test_a_broken_file_of_weights_is_said_to_be_one(tmp_path: Path, text: str) -> None:
    (tmp_path / "weights.json").write_text(text)

    with pytest.raises(InvalidInput, match=r"weights\.json"):
        read_weights(tmp_path / "weights.json", "goods")


def test_evidence_of_an_unknown_kind_is_shown_and_weighs_nothing() -> None:
    match = weigh("a", Target("goods", "x"), [Evidence("words.new", "seen", "known", "It is new.")], START)

    assert [signal.weight for signal in match.signals] == [0.0]
    assert match.probability == pytest.approx(1 / (1 + math.e))


def test_even_overwhelming_evidence_adds_up_and_is_not_certain() -> None:
    much = Weights(0.0, {"words.name": 50.0}, "hand")

    match = weigh(
        "a",
        Target("goods", "x"),
        [Evidence("words.name", "a", "b", "It is named."), Evidence("words.name", "a", "b", "Twice.")],
        much,
    )

    assert match.probability < 1
    assert match.prior + sum(signal.weight for signal in match.signals) == pytest.approx(
        math.log(match.probability / (1 - match.probability)), abs=1e-6
    )
