"""What fifty decisions of analysts teach, and what they must not."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from indexers.index import Index
from matchers.calibrate import KINDS, Judged, bundled_judged
from matchers.leads import decide, leads_of
from matchers.learning import fit_to_own, judged_by_analysts, recalibrated
from matchers.matching import Matcher
from matchers.score import bundled_weights
from tidewaiter.config import Settings
from tidewaiter.model import Listing, TargetKind


def _decided(kind: TargetKind, *, misleading: str = "", wrongly: float = 0.05, number: int = 50, seed: int = 3) -> list[Judged]:
    """Decisions on leads drawn from the bundled set, where a kind of evidence holds for one in ten, with slips of analysts."""
    rng = random.Random(f"{kind} {misleading} {seed}")
    weights = bundled_weights(kind)
    leads = [one for one in bundled_judged(kind) for _ in range(min(one.times, 20)) if one.log_odds(weights) > 0]
    decided = []
    for one in rng.sample(leads, number):
        right = one.right and not (misleading in dict(one.strengths) and rng.random() < 0.9)
        decided.append(replace(one, right=right != (rng.random() < wrongly), times=1))
    return decided


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(5))
def test_slips_of_analysts_alone_move_no_weight(kind: TargetKind, seed: int) -> None:
    fitted = fit_to_own(_decided(kind, seed=seed), kind)

    assert dict(fitted.by_kind) == dict(bundled_weights(kind).by_kind)


@pytest.mark.parametrize(("kind", "misleading"), [("goods", "words.code"), ("goods", "words.name"), ("case", "handle.same")])
def test_what_misleads_is_found_and_the_rest_is_left(kind: TargetKind, misleading: str) -> None:
    before = bundled_weights(kind).by_kind

    after = fit_to_own(_decided(kind, misleading=misleading), kind).by_kind

    assert after[misleading] < 0.5 * before[misleading]
    assert [name for name in before if abs(after[name]) < 0.7 * abs(before[name])] == [misleading]


@pytest.mark.parametrize("kind", KINDS)
def test_no_weight_grows_or_turns_even_where_all_is_dismissed(kind: TargetKind) -> None:
    before = bundled_weights(kind)

    after = fit_to_own([replace(one, right=False) for one in _decided(kind)], kind)

    for name, weight in before.by_kind.items():
        assert min(0, weight) <= after.by_kind[name] <= max(0, weight)
    assert after.prior < before.prior


def test_two_dismissals_are_too_few_to_move_a_weight() -> None:
    dismissed = [replace(one, right=False) for one in _decided("goods", number=2)]

    assert dict(fit_to_own(dismissed, "goods").by_kind) == dict(bundled_weights("goods").by_kind)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_decided_leaves_the_bundled_weights(kind: TargetKind) -> None:
    fitted, bundled = fit_to_own([], kind), bundled_weights(kind)

    assert (fitted.prior, dict(fitted.by_kind)) == (pytest.approx(bundled.prior), dict(bundled.by_kind))


def test_what_analysts_decided_counts_by_their_last_word(embedded_index: Index, settings: Settings) -> None:
    embedded_index.write_listings([Listing(id="a", title="象牙手镯")])
    weights = {kind: bundled_weights(kind) for kind in KINDS}
    matcher = Matcher(embedded_index, settings, weights=weights)
    found = [match for matches in matcher.match([Listing(id="a", title="象牙手镯")]) for match in matches]
    leads = leads_of(embedded_index, found, min_probability=0.1)
    decide(embedded_index, leads[0].id, "confirm", by="anna")
    decide(embedded_index, leads[0].id, "dismiss", by="boris")

    (judged,) = judged_by_analysts(embedded_index, matcher.match, weights)

    assert (judged.kind, judged.right) == ("goods", False)
    assert dict(judged.strengths)["words.name"] == 1.0


def test_dismissals_lower_what_they_were_made_of(embedded_index: Index, settings: Settings) -> None:
    several = [Listing(id=f"l{i}", title="象牙手镯") for i in range(12)]
    embedded_index.write_listings(several)
    weights = {kind: bundled_weights(kind) for kind in KINDS}
    matcher = Matcher(embedded_index, settings, weights=weights)
    before = [match for matches in matcher.match(several) for match in matches]
    for lead in leads_of(embedded_index, before, min_probability=0.1):
        decide(embedded_index, lead.id, "dismiss", by="anna")

    fitted, decisions = recalibrated(embedded_index, matcher.match, weights)

    after = Matcher(embedded_index, settings, weights=fitted).match([several[0]])
    assert decisions == 12
    assert after[0][0].probability < before[0].probability
