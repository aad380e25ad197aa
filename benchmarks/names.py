"""Pairs of names: `python -m benchmarks.names [--fit]`. F1 of `matchers.names.same_name` beside LogicV2's scores in the set.

The threshold (and with --fit the weights) are chosen on one half of the pairs, by hash; figures are of the other half and
of all.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
from collections.abc import Sequence
from dataclasses import astuple

import numpy as np

from benchmarks.worlds import shared
from matchers.names import NameKind, compare, same_name

Pair = dict[str, str]
KINDS: dict[str, NameKind] = {"Person": "person"}


def kind_of(pair: Pair) -> NameKind:
    return KINDS.get(pair["schema"], "enterprise")


def tuned_on(pair: Pair) -> bool:
    """Whether a pair is in the half on which threshold and weights are chosen."""
    return hashlib.sha256(f"{pair['name1']}|{pair['name2']}".encode()).digest()[0] % 2 == 0


def f1(pairs: Sequence[Pair], scores: Sequence[float], threshold: float) -> float:
    right = [pair["is_match"] == "true" for pair in pairs]
    said = [score >= threshold for score in scores]
    true = sum(1 for r, s in zip(right, said, strict=True) if r and s)
    return 2 * true / (sum(right) + sum(said)) if true else 0.0


def best_threshold(pairs: Sequence[Pair], scores: Sequence[float]) -> float:
    return max(sorted(set(scores)), key=lambda threshold: f1(pairs, scores, threshold))


def fitted(pairs: Sequence[Pair], kind: NameKind, start: tuple[float, ...]) -> list[float]:
    from matchers.calibrate import _newton

    some = [pair for pair in pairs if kind_of(pair) == kind]
    x = np.array([[*astuple(compare(p["name1"], p["name2"], kind)), 1.0] for p in some])
    y = np.array([p["is_match"] == "true" for p in some], dtype=float)
    centre = np.array([*start[1:], start[0]])
    found = _newton(x, y, np.ones(len(y)), centre, np.ones(len(centre), dtype=bool), np.zeros(len(centre), dtype=bool))
    return [round(float(v), 2) for v in [found[-1], *found[:-1]]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", action="store_true", help="print weights fitted on the half")
    parser.add_argument("--misses", action="store_true")
    arguments = parser.parse_args()
    with (shared("names") / "cases.csv").open(encoding="utf-8", newline="") as file:
        pairs = list(csv.DictReader(file))
    half, rest = [p for p in pairs if tuned_on(p)], [p for p in pairs if not tuned_on(p)]
    if arguments.fit:
        from matchers.names import _WEIGHTS

        for kind in ("person", "enterprise"):
            print(kind, fitted(half, kind, _WEIGHTS[kind]))
        return
    scores = {id(p): same_name(p["name1"], p["name2"], kind_of(p)) for p in pairs}
    threshold = best_threshold(half, [scores[id(p)] for p in half])
    scored = [p for p in pairs if p["logicv2_score"]]
    peer = best_threshold(
        [p for p in half if p["logicv2_score"]], [float(p["logicv2_score"]) for p in half if p["logicv2_score"]]
    )
    for name, some in (("the other half", rest), ("all pairs", pairs)):
        ours = f1(some, [scores[id(p)] for p in some], threshold)
        theirs = [p for p in some if p["logicv2_score"]]
        mine = f1(theirs, [scores[id(p)] for p in theirs], threshold)
        best = f1(theirs, [float(p["logicv2_score"]) for p in theirs], peer)
        print(f"{name}: F1 {ours:.3f} of {len(some)} pairs")
        print(f"  where LogicV2 has a score: {mine:.3f}, LogicV2 {best:.3f} ({len(theirs)} pairs)")
    at_its_own = f1(scored, [float(p["logicv2_score"]) for p in scored], 0.7)
    print(f"threshold {threshold:.2f} (LogicV2's own best {peer:.2f}; at its 0.7: {at_its_own:.3f})")
    if arguments.misses:
        for p in pairs:
            if (scores[id(p)] >= threshold) != (p["is_match"] == "true"):
                found = compare(p["name1"], p["name2"], kind_of(p))
                print(
                    p["is_match"][0], f"{scores[id(p)]:.2f}", p["name1"], "|", p["name2"], [round(v, 2) for v in astuple(found)]
                )


if __name__ == "__main__":
    main()
