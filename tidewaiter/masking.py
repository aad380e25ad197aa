"""What must not be shown whole: numbers that link (a bank card, an IBAN, a payment account), and passwords in addresses."""

from __future__ import annotations

import re
from dataclasses import replace

from tidewaiter.model import Identifier, Listing, Span

MASKED_KINDS = frozenset({"bank_card", "iban", "alipay", "upi"})


def masked(identifier: Identifier) -> Identifier:
    """The identifier as it may be shown: of a masked kind, stars but for the last four characters, and no raw form or spans."""
    if identifier.kind not in MASKED_KINDS:
        return identifier
    tail = identifier.value[-4:]
    return replace(identifier, value="*" * (len(identifier.value) - len(tail)) + tail, raw="", spans=())


def shown(listing: Listing) -> Listing:
    """The listing as it may be shown or exported: its identifiers masked, also where they stand in title and text.

    Stars take the place of single characters, so that the spans of everything else still hold.
    """
    secret = [span for one in listing.identifiers if one.kind in MASKED_KINDS for span in one.spans]
    return replace(
        listing,
        title=_starred(listing.title, [span for span in secret if span.field == "title"]),
        text=_starred(listing.text, [span for span in secret if span.field == "text"]),
        identifiers=[masked(identifier) for identifier in listing.identifiers],
    )


def without_password(address: str) -> str:
    """An address (of a proxy, a database, a bucket) as it may be shown: user and password left out."""
    return re.sub(r"(?<=://)[^\s/]*@|(?<!\S)[^\s/@:]+:[^\s/@]*@", "", address)


def _starred(text: str, spans: list[Span]) -> str:
    for span in spans:
        if text[span.start : span.end] != span.raw:
            continue  # read from another form of the text: the place is not known
        places = [place for place in range(span.start, span.end) if text[place].isalnum()][:-4]
        characters = list(text)
        for place in places:
            characters[place] = "*"
        text = "".join(characters)
    return text
