"""Which photos of `../shared/data/photos` are looked at while thresholds are chosen, and which are kept aside."""

from __future__ import annotations

import hashlib


def is_aside(photo: str) -> bool:
    """A third of the photos, by a hash of their name: no threshold and no centre is made with them."""
    return hashlib.sha256(f"aside:{photo}".encode()).digest()[0] % 3 == 0
