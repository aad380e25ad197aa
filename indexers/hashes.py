"""Perceptual hashes as bytes."""

from __future__ import annotations

from tidewaiter.errors import InvalidInput

SIZES = {"phash": 8, "pdq": 32}
"""Bytes of each kind of hash."""


def hash_bytes(hash: str, kind: str) -> bytes:
    """The bytes of a hash in hex. Raises `InvalidInput` where it isn't one of its kind."""
    try:
        bits = bytes.fromhex(hash)
    except ValueError:
        bits = b""
    if len(bits) != SIZES[kind]:
        raise InvalidInput(f"'{hash:.80}' is no {kind}", do=f"Give {2 * SIZES[kind]} hex digits.")
    return bits
