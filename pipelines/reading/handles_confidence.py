"""From how a contact was found to the probability that it is right: a curve fitted by `python -m benchmarks.confidence`."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tidewaiter.folding import fold_text
from tidewaiter.model import Span

_INTERCEPT, _SLOPE, _STEP = -1.397, 1.609, -0.473
_PLAIN_JOINTS = frozenset(" -.+()")


def steps_of(spans: Sequence[Span], value: str) -> int:
    """How many kinds of disguise a contact was under: look-alikes, numerals, words, odd separators, parts."""
    raw = "".join(span.raw for span in spans)
    folded = fold_text(raw)
    steps = (raw.lower() != folded) + (len(spans) > 1)
    if not value.lstrip("+").isdigit():
        return steps + (folded.lstrip("@") != value.lower())
    letters = [one for one in folded if one.isalpha()]
    steps += any(one.isascii() for one in letters) + any(not one.isascii() for one in letters)
    return steps + any(not one.isalnum() and one not in _PLAIN_JOINTS for one in folded)


def probability(confidence: float, steps: int) -> float:
    """The probability of a contact whose rule is right with `confidence`, found under so many kinds of disguise."""
    odds = _INTERCEPT + _SLOPE * math.log(confidence / (1 - confidence)) + _STEP * steps
    return min(max(1 / (1 + math.exp(-odds)), 0.01), 0.99)
