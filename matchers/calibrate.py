"""Fits the weights of the evidence to judged listings: logistic regression towards what is known of the trade.

Each weight has a Gaussian prior around its starting value, so that a kind of evidence that the judged listings hardly show
keeps it, and no weight may turn against its meaning. The bundled weights are fitted to the bundled judged set (`judged.csv.gz`,
features only: how it was made stands in docs/matching.md) from what is known of the trade (`start.json`). What analysts of one
installation decide is too little for that: `matchers/learning.py` takes it.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import get_args

import numpy as np
import numpy.typing as npt

from matchers.score import Weights, read_weights
from tidewaiter.model import Match, TargetKind

SPREAD = 1.2
"""Standard deviation, in log-odds, of what a weight may be around its starting value before anything was judged."""
PRIOR_SPREAD = 0.25
"""The same of the prior: how common the goods are among candidates is a matter of where one looks, not of a judged set."""
TRUST = 0.15
"""What one judged candidate counts: those of one seller repeat each other, and no set of them is the whole trade."""
HELD = frozenset({"words.title"})
"""Not fitted: the titles of the judged worlds always name the goods, those of the trade often don't."""
_IMMOVABLE = 1e9
KINDS: tuple[TargetKind, ...] = get_args(TargetKind)
_STEPS = 60
_CLOSE = 1e-7

Floats = npt.NDArray[np.float64]


@dataclass(slots=True, frozen=True)
class Judged:
    """A candidate match that somebody judged: how strong each kind of evidence was, and whether it was right."""

    kind: TargetKind
    right: bool
    strengths: tuple[tuple[str, float], ...]
    """(kind of evidence, strength), sorted."""
    times: int = 1
    """How many candidates looked just like it."""

    def log_odds(self, weights: Weights) -> float:
        """Log-odds that it is right, by these weights."""
        return weights.prior + sum(weights.by_kind.get(kind, 0.0) * strength for kind, strength in self.strengths)


def strengths_of(match: Match, weights: Weights) -> tuple[tuple[str, float], ...]:
    """How strong each kind of evidence was, from the signals' weights and the weights that made them."""
    found: Counter[str] = Counter()
    for signal in match.signals:
        if by_kind := weights.by_kind.get(signal.kind):
            found[signal.kind] += signal.weight / by_kind  # type: ignore[assignment]  # a Counter adds floats as well
    return tuple(sorted((kind, round(float(strength), 2)) for kind, strength in found.items()))


def fit(judged: Sequence[Judged], start: Weights, *, fitted_on: str) -> Weights:
    """The likeliest weights, given the judged candidates (each counting `TRUST`) and the starting weights.

    No weight changes its sign, and those of `HELD` stay where they are.
    """
    kinds = sorted(start.by_kind)
    column = {kind: at for at, kind in enumerate(kinds)}
    features = np.zeros((len(judged), len(kinds) + 1))
    features[:, -1] = 1.0
    for row, one in enumerate(judged):
        for kind, strength in one.strengths:
            if kind in column:
                features[row, column[kind]] += strength
    right = np.array([one.right for one in judged], dtype=np.float64)
    times = TRUST * np.array([one.times for one in judged], dtype=np.float64)
    centre = np.array([*(start.by_kind[kind] for kind in kinds), start.prior])
    precision = np.array([*(_IMMOVABLE if kind in HELD else 1 / SPREAD**2 for kind in kinds), 1 / PRIOR_SPREAD**2])
    found = _likeliest(features, right, times, centre, precision)
    by_kind = {kind: round(float(weight), 3) for kind, weight in zip(kinds, found[:-1], strict=True)}
    return Weights(round(float(found[-1]), 3), by_kind, fitted_on)


def _likeliest(features: Floats, right: Floats, times: Floats, centre: Floats, precision: Floats) -> Floats:
    """Newton's method on the posterior; a weight that would cross zero is held there (the prior of all may go anywhere)."""
    held = precision == _IMMOVABLE
    free = np.ones(len(centre), dtype=bool)
    while True:
        found = _newton(features, right, times, centre, free, precision)
        crossed = free & ~held & (found * centre < 0)
        crossed[-1] = False
        if not crossed.any():
            return found
        free &= ~crossed


def _newton(
    features: Floats, right: Floats, times: Floats, centre: Floats, free: npt.NDArray[np.bool_], precision: Floats
) -> Floats:
    weights = np.where(free, centre, 0.0)
    used = features[:, free]

    def cost(some: Floats) -> float:
        log_odds = features @ some
        fit_cost = float((times * (np.logaddexp(0, log_odds) - right * log_odds)).sum())
        return fit_cost + 0.5 * float((precision * (some - centre) ** 2)[free].sum())

    for _ in range(_STEPS):
        probability = 1 / (1 + np.exp(-np.clip(features @ weights, -40, 40)))
        slope = used.T @ (times * (probability - right)) + (precision * (weights - centre))[free]
        curve = (used * (times * probability * (1 - probability))[:, None]).T @ used + np.diag(precision[free])
        step = np.zeros_like(weights)
        step[free] = np.linalg.solve(curve, slope)
        scale = 1.0
        while scale > 1e-6 and cost(weights - scale * step) > cost(weights):
            scale /= 2
        weights = weights - scale * step
        if float(np.abs(scale * step).max()) < _CLOSE:
            break
    return weights


def bundled_judged(kind: TargetKind) -> list[Judged]:
    """The judged candidates that come with the product."""
    packed = files("matchers").joinpath("judged.csv.gz").read_bytes()
    return [one for one in read_judged(gzip.decompress(packed).decode()) if one.kind == kind]


def read_judged(text: str) -> Iterable[Judged]:
    """Judged candidates from CSV: kind of target, right (0, 1), times, `kind=strength` pairs parted by spaces."""
    for kind, right, times, strengths in csv.reader(io.StringIO(text)):
        if kind not in KINDS:
            continue
        pairs = tuple((name, float(value)) for name, _, value in (pair.partition("=") for pair in strengths.split()))
        yield Judged(kind, right == "1", pairs, int(times))


def write_judged(judged: Iterable[Judged]) -> str:
    """The CSV that `read_judged` reads; candidates that look alike are one row."""
    counted: Counter[tuple[str, bool, tuple[tuple[str, float], ...]]] = Counter()
    for one in judged:
        counted[one.kind, one.right, one.strengths] += one.times
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for (kind, right, strengths), times in sorted(counted.items()):
        writer.writerow([kind, int(right), times, " ".join(f"{name}={value:g}" for name, value in strengths)])
    return out.getvalue()


def write_weights(path: Path, fitted: Mapping[TargetKind, Weights]) -> None:
    """Writes weights where `score.read_weights` finds them, keeping what else stands in the file."""
    data = json.loads(path.read_text("utf-8")) if path.exists() else {}
    for kind, weights in fitted.items():
        data[kind] = {"prior": weights.prior, "fitted_on": weights.fitted_on, "weights": dict(weights.by_kind)}
    path.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", "utf-8")


def starting_weights(kind: TargetKind) -> Weights:
    """What is known of the trade before anything was judged (`start.json`)."""
    return read_weights(Path(str(files("matchers").joinpath("start.json"))), kind)


def calibration_error(probabilities: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error over bins of equal width: 0 is perfect."""
    p, y = np.asarray(probabilities), np.asarray(right, dtype=np.float64)
    if len(p) == 0:
        return 0.0
    at = np.minimum((p * bins).astype(int), bins - 1)
    return float(sum(abs(p[at == b].sum() - y[at == b].sum()) for b in range(bins)) / len(p))
