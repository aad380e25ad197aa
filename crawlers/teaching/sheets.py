"""A page as rules are tried on it, and whether a value is what an example says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborNode

from crawlers.reading.document import Document
from crawlers.reading.encoding import decode
from crawlers.reading.json_text import parse_json
from crawlers.reading.page import Page
from crawlers.reading.price_text import read_amount
from crawlers.reading.rules import rule_values
from crawlers.reading.texts import html_to_text, squeeze
from crawlers.reading.urls import join_url
from crawlers.source import FIELDS, Rule
from tidewaiter.errors import InvalidInput
from tidewaiter.folding import fold_text
from tidewaiter.model import Listing

MOST_TEXT = 20_000
_LEAST_PART = 0.3
"""Of a text an example must be at least so much, where it is not all of it."""
LINKS = {"photos": ("href", "src", "data-src"), "seller_url": ("href",), "url": ("href",), "next": ("href",)}
"""Fields whose example is an address, and the attributes that hold one."""


@dataclass(slots=True, frozen=True)
class Sheet:
    """A page that rules are tried on."""

    page: Page
    document: Document | None
    """None for a body that is JSON."""
    target: LexborNode | Any
    """What rules are looked up in: the root element, or the decoded body."""

    @classmethod
    def of(cls, page: Page) -> Sheet:
        """Parses a page, HTML or JSON."""
        text = decode(page.body, page.header("content-type"))[0]
        if text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
            value = parse_json(text)
            if isinstance(value, dict | list):
                return cls(page, None, value)
        document = Document(page, text)
        return cls(page, document, document.tree.root)

    def values(self, rule: Rule) -> list[Any]:
        """What a rule gives here."""
        return rule_values(rule, self.target, self.document)

    def fits(self, name: str, value: Any, example: str) -> bool:
        """Whether a value of a field is what the example says."""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            return False
        text = str(value)[:MOST_TEXT]
        if name in LINKS:
            joined = join_url(self.page.url, text)
            return joined is not None and joined == join_url(self.page.url, example)
        said, wanted = plain(html_to_text(text) if "<" in text else text), plain(example)
        if said == wanted:
            return True
        if name in {"price", "low", "high"}:
            amount = read_amount(example)
            return amount is not None and read_amount(text) == amount
        if name == "text":
            return wanted in said  # a few of its first words are enough
        return wanted in said and len(wanted) >= _LEAST_PART * len(said) and name == "sku"


def check_fields(examples: Mapping[str, str]) -> None:
    """Raises `InvalidInput` for a field that does not exist."""
    if unknown := sorted(set(examples) - FIELDS):
        raise InvalidInput(f"--example: no such field '{unknown[0]}'", do=f"Known are {', '.join(sorted(FIELDS))}.")


def nowhere(name: str, example: str) -> InvalidInput:
    """The error of an example that stands nowhere on the page."""
    return InvalidInput(
        f"--example {name}={example!r:.80}: nothing on the page says that",
        do="Write it as the page shows it (view-source, or `tidewaiter extract`); a page that needs scripts: --render.",
    )


def plain(text: str) -> str:
    """As texts are compared: folded, white space squeezed, in small letters."""
    return fold_text(squeeze(text)).casefold()


def told(listing: Listing) -> dict[str, str]:
    """What was read of a listing, by the names of the fields that rules give."""
    price, seller = listing.price, listing.seller
    said = {
        "title": listing.title, "text": listing.text, "url": listing.url, "sku": listing.sku, "posted": listing.posted,
        "availability": listing.availability, "language": listing.language,
        "price": f"{price.amount:.12g}" if price is not None and price.amount is not None else None,
        "currency": price.currency if price else None,
        "seller": seller.name if seller else None, "seller_id": seller.id if seller else None,
        "seller_url": seller.url if seller else None,
        "place": listing.place.name if listing.place else None,
        "photos": listing.photos[0].url if listing.photos else None,
    }  # fmt: skip
    return {name: str(value) for name, value in said.items() if value}
