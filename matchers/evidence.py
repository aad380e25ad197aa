"""What a look at a listing and a target gives before it is weighed: a kind, both sides, a strength, a sentence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True, frozen=True)
class Evidence:
    """One reason, not yet weighed. Its weight in log-odds is the fitted weight of its kind times its strength."""

    kind: str
    """A key of `weights.json`."""
    listing_side: str
    target_side: str
    why: str
    """One sentence for a person."""
    strength: float = 1.0
    """Usually 0 to 1: how much of the kind's full weight it deserves."""
