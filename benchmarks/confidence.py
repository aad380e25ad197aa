"""How well the confidence of contacts is calibrated: `python -m benchmarks.confidence [--fit]`.

Fitted (logistic regression) on the tuned part of ../shared/data/listing-text and on lines that its generator makes with
other seeds, every second one with up to three more disguises on its number; shown on the part kept aside, on lines of other
seeds and on the labelled lines of the tests. --fit prints the coefficients for `pipelines/reading/handles_confidence.py`.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import math
import random
import re
import sys
from collections import defaultdict
from typing import Any

from benchmarks.handles import BLIND, DATA, fields_of, is_aside
from benchmarks.scorers import scorer
from pipelines.reading.handles import read_handles
from pipelines.reading.handles_confidence import probability, steps_of

RULES = DATA / "listing-text" / "score_text.py"
_NOT_ADDED = {"split-lines", "split-sentence", "reversed"}
"""Disguises of the generator that need the sentence around a number."""
Row = tuple[float, int, bool]
"""Confidence of the rule, kinds of disguise, whether it is right."""


def generated(seeds: range, count: int) -> list[dict[str, Any]]:
    """Lines of the generator; every second one with a number has one to three more disguises on it."""
    sys.path.insert(0, str(DATA / "listing-text"))
    build, disguises = importlib.import_module("generate").build, importlib.import_module("disguise").D
    lines = []
    for seed in seeds:
        chance = random.Random(seed)
        for number, line in enumerate(build(seed, count)):
            raw = line["handles"][0]["raw"] if len(line["handles"]) == 1 else ""
            if number % 2 and raw in line["text"] and re.search(r"\d{5}", raw):
                new = raw
                for _ in range(chance.randint(1, 3)):
                    with contextlib.suppress(ValueError, IndexError, KeyError):  # it takes plain digits only
                        new = disguises[chance.choice(sorted(set(disguises) - _NOT_ADDED))](chance, new)
                line = line | {"text": line["text"].replace(raw, new)}
            lines.append(line)
    return lines


def rows(lines: list[dict[str, Any]], *, raw: bool) -> list[Row]:
    """What is read from the lines. raw: the confidence of the rule alone, before the curve."""
    rules = scorer(RULES)
    found: list[Row] = []
    for line in lines:
        wanted = {rules.canon(one["kind"], one["value"]) for one in line["handles"]}
        side = rules.side_values({(one["kind"], one["value"]) for one in line["handles"]})
        for handle in read_handles(fields_of(line), country=line.get("country"), language=line["lang"], calibrated=not raw):
            value = rules.canon(handle.kind, handle.value)
            if value in wanted or not rules.excused(value, wanted, side):
                found.append((handle.confidence, steps_of(handle.spans, handle.value), value in wanted))
    return found


def reliability(name: str, found: list[Row]) -> None:
    """A row for each tenth of confidence (fifths of the last), and the mean distance from what is right."""
    bins: dict[float, list[Row]] = defaultdict(list)
    for row in found:
        bins[math.floor(row[0] * 50) / 50 if row[0] >= 0.9 else math.floor(row[0] * 10) / 10].append(row)
    distance = 0.0
    print(f"{name}: {len(found)} contacts, {sum(row[2] for row in found) / max(len(found), 1):.3f} right")
    for low, some in sorted(bins.items()):
        said, right = (sum(row[place] for row in some) / len(some) for place in (0, 2))
        distance += abs(said - right) * len(some)
        print(f"    from {low:.2f}: {len(some):5} said {said:.3f} right {right:.3f}")
    print(f"    expected calibration error {distance / max(len(found), 1):.3f}")


def fit(found: list[Row]) -> None:
    """The coefficients of the curve."""
    from sklearn.linear_model import LogisticRegression

    curve = LogisticRegression(C=10.0)
    curve.fit([[math.log(one / (1 - one)), steps] for one, steps, _ in found], [right for _, _, right in found])
    slope, step = curve.coef_[0]
    print(f"_INTERCEPT, _SLOPE, _STEP = {curve.intercept_[0]:.3f}, {slope:.3f}, {step:.3f}")
    for confidence in (0.4, 0.6, 0.8, 0.93, 0.98):
        print(f"    {confidence}", *(f"{probability(confidence, steps):.3f}" for steps in range(4)))


def main() -> int:
    """Prints reliability, or the coefficients."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", action="store_true", help="print the coefficients for handles_confidence.py")
    options = parser.parse_args()
    if not DATA.exists():
        print(f"{DATA} is not there", file=sys.stderr)
        return 1
    lines = scorer(RULES).load(DATA / "listing-text" / "dev.jsonl")
    if options.fit:
        fit(rows([line for line in lines if not is_aside(line["id"])] + generated(range(101, 107), 800), raw=True))
        return 0
    reliability("texts kept aside", rows([line for line in lines if is_aside(line["id"])], raw=False))
    reliability("generated with other seeds", rows(generated(range(201, 205), 800), raw=False))
    for path in sorted(BLIND.glob("*.jsonl")):
        reliability(f"labelled lines, {path.stem}", rows(scorer(RULES).load(path), raw=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
