"""A ZIP file whose every byte follows from its members: stored, in order, no extra fields, one fixed date.

So `verify` can lay a snapshot out again and compare all of it, headers too: no changed byte goes unseen. Written by
hand, since what Python's zipfile puts into headers may change with its version, and a snapshot must verify years later.
Layout: PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16; no ZIP64, so under 4 GiB.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

FIXED_TIME, FIXED_DATE = 0, 0x21  # 1980-01-01, the first day that ZIP can say
UTF8_NAME = 0x800
LIMIT = 0xFFFFFFFF


def laid_out(members: Sequence[tuple[str, bytes]]) -> bytes:
    """The whole file for (name, bytes) members in this order. Raises `ValueError` where ZIP64 would be needed."""
    body, directory = bytearray(), bytearray()
    for name, data in members:
        encoded = name.encode()
        common = struct.pack(
            "<HHHHIIIHH",
            UTF8_NAME, 0, FIXED_TIME, FIXED_DATE, zlib.crc32(data), len(data), len(data), len(encoded), 0,
        )  # fmt: skip
        offset = len(body)
        body += struct.pack("<IH", 0x04034B50, 20) + common + encoded + data
        directory += struct.pack("<IHH", 0x02014B50, 0x0314, 20) + common
        directory += struct.pack("<HHHII", 0, 0, 0, 0o100444 << 16, offset) + encoded
    if len(body) + len(directory) > LIMIT or len(members) > 0xFFFF:
        raise ValueError("a snapshot must stay under 4 GiB")
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, len(members), len(members), len(directory), len(body), 0)
    return bytes(body + directory + end)
