"""Numbers that link but must not be shown whole: a bank card, an IBAN, a payment account."""

from __future__ import annotations

from dataclasses import replace

from tidewaiter.model import Identifier, Listing

MASKED_KINDS = frozenset({"bank_card", "iban", "alipay", "upi"})


def masked(identifier: Identifier) -> Identifier:
    """The identifier as it may be shown: of a masked kind, stars but for the last four characters, and no raw form or spans."""
    if identifier.kind not in MASKED_KINDS:
        return identifier
    tail = identifier.value[-4:]
    return replace(identifier, value="*" * (len(identifier.value) - len(tail)) + tail, raw="", spans=())


def shown(listing: Listing) -> Listing:
    """The listing as it may be shown or exported: the same, its identifiers masked."""
    return replace(listing, identifiers=[masked(identifier) for identifier in listing.identifiers])
