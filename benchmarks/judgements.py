"""What fifty decisions of an analyst are worth: `python -m benchmarks.judgements [--seeds 20] [--worlds 2103 2104]`.

Simulated on the features of the bundled judged set, or of linking worlds that nothing was fitted to (`--worlds`). In each
"installation" one kind of evidence misleads: of the candidates that show it, 85 of 100 that would be right are wrong there
(a code word that is slang for something innocent, a number that many traders share). One installation is as the bundled set.
Half of the candidates are judged (50 of them, 5 of 100 wrongly): the best leads of the list, or some of all leads; average
precision is of the other half, before and after `tidewaiter calibrate` fits. The bundled weights were fitted on the bundled
set: "before" flatters there where nothing misleads.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.judged import LISTINGS, of_world
from matchers.calibrate import KINDS, Judged, bundled_judged, read_judged, write_judged
from matchers.learning import MOST_ALIKE, fit_to_own
from matchers.score import Weights, bundled_weights, kept_whole
from tidewaiter.model import TargetKind

DECISIONS = 50
WRONGLY = 0.05
MISLEADING = 0.85
KINDS_TRIED = 14
FEWEST = 20
"""Candidates that show a kind of evidence, below which half of them are too few to measure by."""
LEAST_WEIGHT = 0.3
LOW = 0.85


@dataclass(slots=True, frozen=True)
class Outcome:
    """Of one installation: which kind misleads, and the average precision before and after."""

    misleading: str
    before: float
    after: float


def main() -> None:
    """Prints gains where average precision was low, and the worst loss elsewhere."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=3, help="installations a kind of evidence")
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--worlds", type=int, nargs="*", default=[], help="seeds of linking worlds instead of the bundled set")
    parser.add_argument("--misleading", type=float, default=MISLEADING, help="share of the right ones that are wrong there")
    options = parser.parse_args()
    several = [_of_world(seed) for seed in options.worlds] or [{kind: bundled_judged(kind) for kind in KINDS}]
    print(f"{'judged':<10} {'where AP < ' + str(LOW):<18} {'before':>7} {'after':>7} {'gain':>7} {'worst':>7}  worst elsewhere")
    for picked in ("the best", "some of all"):
        found = [
            outcome(kind, candidates, misleading, picked, seed, options.misleading)
            for world in several
            for kind in KINDS
            for candidates in (_candidates(world[kind]),)
            for misleading in ("", *_kinds_of(kind, candidates))
            for seed in range(options.first_seed, options.first_seed + options.seeds)
        ]
        low = [one for one in found if one.before < LOW]
        gains = [one.after - one.before for one in low]
        before, after = (float(np.mean([getattr(one, name) for one in low])) for name in ("before", "after"))
        rest = [one.after - one.before for one in found if one.before >= LOW]
        unmoved = min(one.after - one.before for one in found if not one.misleading)
        print(
            f"{picked:<11} {len(low):>3} installations {before:>7.3f} {after:>7.3f} {after - before:>+7.3f} {min(gains):>+7.3f}"
            f"  {min(rest):+.3f} of {len(rest)}, mean {np.mean(rest):+.3f} (nothing misleads: {unmoved:+.3f})"
        )


def outcome(
    kind: TargetKind, candidates: Sequence[Judged], misleading: str, picked: str, seed: int, share: float = MISLEADING
) -> Outcome:
    """One installation, judged and fitted."""
    rng = random.Random(f"{kind} {misleading} {seed}")
    pool = [_there(one, misleading, rng, share) for one in candidates]
    rng.shuffle(pool)
    judged, others = pool[: len(pool) // 2], pool[len(pool) // 2 :]
    weights = bundled_weights(kind)
    leads = sorted((one for one in judged if one.log_odds(weights) > 0), key=lambda one: -one.log_odds(weights))
    chosen = leads[:DECISIONS] if picked == "the best" else rng.sample(leads, min(DECISIONS, len(leads)))
    decided = [replace(one, right=one.right != (rng.random() < WRONGLY)) for one in chosen]
    return Outcome(misleading, average_precision(others, weights), average_precision(others, fit_to_own(decided, kind)))


def average_precision(candidates: Sequence[Judged], weights: Weights) -> float:
    """Area under precision by recall: 1 is a perfect order."""
    order = np.argsort([-one.log_odds(weights) for one in candidates], kind="stable")
    right = np.array([one.right for one in candidates], dtype=float)[order]
    return float((right.cumsum() / np.arange(1, len(right) + 1))[right > 0].mean())


def _there(one: Judged, misleading: str, rng: random.Random, share: float) -> Judged:
    """A candidate in an installation where a kind of evidence misleads."""
    wrong = misleading in dict(one.strengths) and rng.random() < share
    return replace(one, right=one.right and not wrong, times=1)


def _of_world(seed: int) -> dict[TargetKind, list[Judged]]:
    weights = {kind: kept_whole(bundled_weights(kind)) for kind in KINDS}
    with tempfile.TemporaryDirectory() as folder:
        judged = list(of_world(seed, weights, Path(folder), listings=LISTINGS, vectors=False))
    judged = list(read_judged(write_judged(judged)))
    return {kind: [one for one in judged if one.kind == kind] for kind in KINDS}


def _candidates(judged: Sequence[Judged]) -> list[Judged]:
    return [one for one in judged for _ in range(min(one.times, MOST_ALIKE))]


def _kinds_of(kind: TargetKind, candidates: Sequence[Judged]) -> list[str]:
    counted = Counter(name for one in candidates for name, _ in one.strengths)
    weights = bundled_weights(kind).by_kind
    common = [name for name, times in counted.most_common(KINDS_TRIED) if times >= FEWEST]
    return [name for name in common if weights.get(name, 0.0) >= LEAST_WEIGHT]


if __name__ == "__main__":
    main()
