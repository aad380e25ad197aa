"""Which photos of `../shared/data/photos` are looked at while thresholds are chosen, and which are kept aside."""

from __future__ import annotations

import hashlib


def is_aside(photo: str) -> bool:
    """Half of the photos, by a hash of their name: no threshold and no number of features is chosen with them.

    A third of all was kept aside from the first (`digest % 3 == 0`); the centres of the words were made with the other two.
    """
    return hashlib.sha256(f"aside:{photo}".encode()).digest()[0] % 6 in (0, 1, 3)
