"""QR and bar codes in photos, and what they say as text that the readers of handles and identifiers understand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tidewaiter.model import Handle, PhotoCode, Span

if TYPE_CHECKING:
    from pipelines.photo_reading.pixels import Pixels

FORMATS = "QRCode|MicroQRCode|DataMatrix|Aztec|PDF417|EAN13|UPCA|Code128|Code39|ITF14"
"""What is decoded. Short codes without check digits (ITF, Codabar, EAN-8) are seen in every fence and are left out."""
SHORTEST = 4
"""Characters of a code worth keeping."""
LONGEST_TEXT = 2000
"""Characters kept of a code: a QR code holds 7 089 digits."""
MOST_CODES = 16
"""Codes kept of one photo."""
SMALL_SIDE = 500
"""Pixels; a smaller photo is also read at twice its size, since a code's modules may be one or two pixels there."""
PAIR_CONFIDENCE = 0.99
"""Of a handle in a code: it has its own error correction."""

_UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]+")
_PAYEE = re.compile(r"(?<![A-Za-z0-9])wxp://[A-Za-z0-9_\-]{6,128}")
"""The payment code of a WeChat account, `wxp://f2f0...`: the same for each payment, so it names the account."""


def read_codes(pixels: Pixels) -> list[PhotoCode]:
    """The codes in a photo, from the top; each content once."""
    import cv2
    import zxingcpp

    formats = zxingcpp.barcode_formats_from_str(FORMATS)
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    found = zxingcpp.read_barcodes(grey, formats=formats)
    if not found and max(grey.shape) < SMALL_SIDE:
        grey = cv2.resize(grey, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
        found = zxingcpp.read_barcodes(grey, formats=formats)
    codes = {
        (str(one.format), text): None
        for one in sorted(found, key=lambda one: (one.position.top_left.y, one.position.top_left.x))
        if one.valid and len(text := clean(one.text)) >= SHORTEST
    }
    return [PhotoCode(kind, text) for kind, text in codes][:MOST_CODES]


def clean(text: str) -> str:
    """A code's content as one or more printable lines."""
    return _UNPRINTABLE.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).strip()[:LONGEST_TEXT]


def lines_of(codes: Sequence[PhotoCode]) -> str:
    """The codes as they stand in a photo's text: `QR Code: https://t.me/...`, a line each."""
    return "\n".join(f"{code.format}: {code.text}" for code in codes)


def payees(fields: Mapping[str, str]) -> list[Handle]:
    """WeChat payment codes in the texts of photos, which no reader of written text looks for."""
    return [
        Handle("url", match[0], (Span(field, *match.span(), match[0]),), PAIR_CONFIDENCE)
        for field, text in fields.items()
        if field.startswith("photo:")
        for match in _PAYEE.finditer(text)
    ]
