"""For people: which step turned what stands in a text into what was read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from pipelines.reading.handles import explain_handles
from pipelines.reading.handles_text import folded_fields
from pipelines.reading.places import explained_places
from pipelines.reading.prices import weighed_amounts
from pipelines.reading.prices_cues import ASIDE
from pipelines.reading.prices_weighing import Amount
from pipelines.reading.reader import TextReading
from tidewaiter.dates import read_date
from tidewaiter.folding import fold_text
from tidewaiter.masking import MASKED_KINDS, masked
from tidewaiter.model import Identifier, Price, Word

_PROOF = {
    "container": "the check digit of ISO 6346 is right",
    "imo": '"IMO" stands before it and the check digit is right',
    "uscc": "the check character of GB 32100 is right",
    "bank_card": "its last digit checks the others (Luhn)",
    "iban": "length and remainder of ISO 13616 are right",
    "tracking": "a check digit, the form of a carrier, or a label",
    "plate": "the form of a plate, and a label or enough digits",
}
"""Why an identifier counts; the others stand behind a label."""
_LONGEST_DATE = 80
"""Characters of a text that may be nothing but a time."""


def explained(text: str, reading: TextReading, *, country: str | None = None) -> Iterator[str]:
    """A line for each step: what was undone in the whole text, then each thing that was read, from raw to value."""
    yield from ("", "How it was read:")
    for line in (
        *_handles(text, reading, country),
        *map(_identifier, reading.identifiers),
        *_prices(text, reading, country),
        *_places(text, reading, country),
        *map(_word, reading.words),
        *_date(text, reading.language),
    ):
        yield "  " + line.replace("\n", "⏎")


def _steps(field: str, start: int, end: int, raw: str, result: str) -> str:
    """One thing from how it stood to what it is: 'text 3 to 9: ⑤万 → folded to 5万 → 50000 CNY'."""
    folded = fold_text(raw)
    steps = [raw, *([f"folded to {folded}"] if folded != raw else []), result]
    return f"{field} {start} to {end}: " + " → ".join(steps)


def _handles(text: str, reading: TextReading, country: str | None) -> Iterator[str]:
    yield from explain_handles(text, country=country, language=reading.language)[1]
    for handle in reading.handles:
        if not handle.spans:
            yield f"{handle.kind} {handle.value}: the text says that it has the phone's number"
        for number, span in enumerate(handle.spans, 1):
            part = f" (place {number} of {len(handle.spans)})" if len(handle.spans) > 1 else ""
            result = f"{handle.kind} {handle.value}, {handle.confidence:.0%} sure{part}"
            yield _steps(span.field, span.start, span.end, span.raw, result)


def _identifier(one: Identifier) -> str:
    if one.kind in MASKED_KINDS:
        return f"{one.kind} {masked(one).value}: {_PROOF.get(one.kind, 'a label stands before it')}"
    span = one.spans[0]
    return _steps(
        span.field, span.start, span.end, one.raw, f"{one.kind} {one.value}: {_PROOF.get(one.kind, 'a label says so')}"
    )


def _prices(text: str, reading: TextReading, country: str | None) -> Iterator[str]:
    fields = folded_fields(text)
    asked = {price.spans[0].start for price in reading.prices if price.spans}
    main = reading.prices[0].spans[0].start if reading.prices and reading.prices[0].spans else None
    for amount, price in weighed_amounts(fields, country=country, language=reading.language):
        span = price.spans[0]
        left = ", ".join(sorted(ASIDE & amount.roles))
        if span.start == main:
            told = "the main price"
        elif span.start in asked:
            told = "a price"
        else:
            told = f"left aside: {left}" if left else "left aside: something that says more stands elsewhere, or it is no price"
        # As it counts, with a discount taken off.
        shown = next((one for one in reading.prices if one.spans and one.spans[0].start == span.start), price)
        yield _steps(span.field, span.start, span.end, span.raw, f"{_amount(shown)} ({_why(amount)}): {told}")


def _amount(price: Price) -> str:
    value = f"{price.amount:g}" if price.amount is not None else f"{_end(price.low)} to {_end(price.high)}"
    return f"{value} {price.currency or 'of no known currency'}{f' per {price.unit}' if price.unit else ''}"


def _end(value: float | None) -> str:
    return "…" if value is None else f"{value:g}"


def _why(amount: Amount) -> str:
    if amount.signed:
        return "a currency stands with it"
    if amount.score >= 2:
        return "a multiplier, a unit or a word for a price stands with it; the currency is the listing's"
    return "it stands alone; the currency is the listing's"


def _places(text: str, reading: TextReading, country: str | None) -> Iterator[str]:
    kept = {(span.start, span.end) for place in reading.places for span in place.spans}
    for span, place, why in explained_places(folded_fields(text), country=country):
        told = f"{place.name}{f' ({place.country})' if place.country else ''}: {why}"
        told += "" if (span.start, span.end) in kept else "; left aside: part of a contact"
        yield _steps(span.field, span.start, span.end, span.raw, told)


def _word(word: Word) -> str:
    stands = "" if fold_text(word.raw) == fold_text(word.word) else f"stands for {word.word} → "
    meant = f"{stands}{word.goods or 'a service'} ({word.kind}, {word.confidence:.0%} sure)"
    return _steps(word.field, word.start, word.end, word.raw, meant)


def _date(text: str, language: str | None) -> Iterator[str]:
    """A text that is nothing but a time: what it says, and whether it is counted from now."""
    if len(text) > _LONGEST_DATE:
        return
    now = datetime.now(UTC).replace(microsecond=0)
    moments = [(now - timedelta(days=back)).isoformat() for back in (0, 1)]
    found, before = (read_date(text, now=moment, language=language) for moment in moments)
    if found is not None:
        counted = "as written" if found == before else "counted from now, or in the year that it is"
        yield f"a time: {text.strip()} → {found} ({counted})"
