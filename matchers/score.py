"""From evidence to a probability: logistic, so that each reason's weight is log-odds and all of them add up."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from matchers.evidence import Evidence
from tidewaiter.errors import InvalidInput
from tidewaiter.model import Match, Signal, Target, TargetKind

LEAST_PROBABILITY = 0.01
"""A match below it is not kept."""
_LIMIT = 14.0
"""Log-odds beyond which no sum of evidence goes: nothing that was read is certain (1e-6)."""


@dataclass(slots=True, frozen=True)
class Weights:
    """Fitted log-odds (natural logarithm) by kind of evidence, and the prior of a candidate with no evidence yet."""

    prior: float
    by_kind: Mapping[str, float]
    fitted_on: str
    """One sentence: on which judged listings."""
    least: float = LEAST_PROBABILITY
    """A match below this probability is not kept."""


@cache
def bundled_weights(kind: TargetKind) -> Weights:
    """The weights that come with the product (`matchers/weights.json`, made by `matchers/calibrate.py`)."""
    return read_weights(Path(str(files("matchers").joinpath("weights.json"))), kind)


def weights_of(home: Path) -> dict[TargetKind, Weights]:
    """The weights of this installation: `HOME/weights.json` where `tidewaiter calibrate` made one, else the bundled ones."""
    own = home / "weights.json"
    kinds: tuple[TargetKind, ...] = ("goods", "case")
    return {kind: read_weights(own, kind) if own.exists() else bundled_weights(kind) for kind in kinds}


def read_weights(path: Path, kind: TargetKind) -> Weights:
    """The weights of one kind of target out of a file. Raises `InvalidInput`."""
    try:
        data = json.loads(path.read_text("utf-8"))[kind]
        return Weights(float(data["prior"]), {str(k): float(v) for k, v in data["weights"].items()}, str(data["fitted_on"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InvalidInput(f"{path}: no weights for {kind}: {error}", do="Delete the file, or fit it again.") from error


def kept_whole(weights: Weights) -> Weights:
    """The weights as calibration needs them: no match is dropped, and no weight is nought, so that strengths can be told."""
    return replace(weights, least=0.0, by_kind={kind: weight or 1e-3 for kind, weight in weights.by_kind.items()})


def logistic(log_odds: float) -> float:
    """Log-odds as a probability."""
    return 1 / (1 + math.exp(-log_odds))


def weigh(listing: str, target: Target, evidence: Sequence[Evidence], weights: Weights) -> Match:
    """The match that the evidence makes: its signals' weights and the prior add up to the logit of its probability.

    Evidence of a kind that was never fitted weighs nothing but is shown.
    """
    signals = [
        Signal(e.kind, e.listing_side, e.target_side, weights.by_kind.get(e.kind, 0.0) * e.strength, e.why) for e in evidence
    ]
    total = weights.prior + sum(signal.weight for signal in signals)
    if abs(total) > _LIMIT:  # all are scaled alike, so that they still add up
        scale = (math.copysign(_LIMIT, total) - weights.prior) / (total - weights.prior)
        signals = [Signal(s.kind, s.listing_side, s.target_side, s.weight * scale, s.why) for s in signals]
        total = math.copysign(_LIMIT, total)
    signals.sort(key=lambda signal: -abs(signal.weight))
    return Match(listing, target, weights.prior, logistic(total), signals)
