"""What a source's rules give on a page, beside what is read there without them."""

from __future__ import annotations

from dataclasses import dataclass

from crawlers.reading.page import Page
from crawlers.reading.price_text import read_amount
from crawlers.reading.reader import read_page
from crawlers.reading.rules import items_of, rule_values
from crawlers.reading.texts import squeeze
from crawlers.source import Rule, Source
from crawlers.teaching.sheets import Sheet, plain, told


@dataclass(slots=True, frozen=True)
class Trial:
    """What one rule gives on a page, beside what is read there without it."""

    field: str
    rule: Rule
    values: list[str]
    expected: str | None
    """What the reader finds without the source's rules; None: nothing, or it knows no such field."""

    @property
    def agrees(self) -> bool | None:
        """Whether the rule gives what was expected; None where nothing was."""
        if self.expected is None:
            return None
        wanted = plain(self.expected)
        amount = read_amount(self.expected) if self.field in {"price", "low", "high"} else None
        return any(plain(value) == wanted or (amount is not None and read_amount(value) == amount) for value in self.values)


def trials(page: Page, source: Source) -> list[Trial]:
    """What each field's rule gives on the first item of a page."""
    sheet = Sheet.of(page)
    item = next(iter(items_of(source.listing, sheet.target, sheet.document)), None)
    without = read_page(page).listings
    expected = told(without[0]) if without else {}
    found = []
    for name, rule in source.listing.fields.items():
        values = [squeeze(str(value)) for value in rule_values(rule, item, sheet.document)] if item is not None else []
        found.append(Trial(name, rule, values, expected.get(name)))
    return found
