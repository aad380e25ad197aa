"""All that a listing's text gives, read together: each text is folded once, and every reader gets the folded form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipelines.reading.handles import read_handles
from pipelines.reading.handles_tables import SPELLINGS
from pipelines.reading.handles_text import Piece, folded_fields
from pipelines.reading.identifiers import read_identifiers
from pipelines.reading.language import language_of
from pipelines.reading.places import read_folded_places
from pipelines.reading.prices import read_folded_prices
from pipelines.reading.words import WordReader
from tidewaiter.collecting import no_collecting
from tidewaiter.folding import fold_text
from tidewaiter.goods import Goods
from tidewaiter.model import Handle, Identifier, Place, Price, Word


@dataclass(slots=True)
class TextReading:
    """What the texts of one listing give."""

    language: str | None = None
    """BCP 47; what was given, else what the text seems to be in."""
    handles: list[Handle] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    prices: list[Price] = field(default_factory=list)
    """The main one first."""
    places: list[Place] = field(default_factory=list)
    """In order: a route is an ordered list."""
    words: list[Word] = field(default_factory=list)


class TextReader:
    """Reads texts for some watched goods. Make one and keep it: the goods' words are compiled once."""

    def __init__(self, goods: Sequence[Goods]) -> None:
        self._words = WordReader(goods)

    @no_collecting()
    def read(
        self,
        fields: str | Mapping[str, str],
        *,
        country: str | None = None,
        language: str | None = None,
        posted: str | None = None,
    ) -> TextReading:
        """Handles, identifiers, prices, places and words of one listing.

        fields: field name ("title", "text", "photo:<sha256>") to text; a bare string is the text. country: of the
        listing (ISO 3166-1); language: where it is known; posted: when (RFC 3339), kept for readers of relative dates.
        Never raises on what a text holds.
        """
        del posted  # no reader of this room needs it yet: dates are read where the page is (`dates.py`)
        folded = folded_fields(fields)
        language = language or language_of(" ".join(text.original for text in folded.values()))
        piece = Piece.of(folded)
        handles = read_handles(piece, country=country, language=language)
        taken = _Taken(handles)
        return TextReading(
            language,
            handles,
            read_identifiers(piece, country=country, language=language),
            _outside(read_folded_prices(folded, country=country, language=language), handles),
            taken.places(read_folded_places(folded, country=country)),
            taken.words(self._words.read_folded(folded)),
        )


def _outside(prices: list[Price], handles: Sequence[Handle]) -> list[Price]:
    """The prices that are no part of a number to call or of an account."""
    taken = [(span.field, span.start, span.end) for handle in handles for span in handle.spans]
    return [
        price
        for price in prices
        if not any(
            span.field == field and span.start < end and start < span.end for span in price.spans for field, start, end in taken
        )
    ]


class _Taken:
    """The stretches that addresses and account names take up: words and places in them mean nothing."""

    def __init__(self, handles: Sequence[Handle]) -> None:
        self._kinds = {handle.kind for handle in handles}
        self._stretches = [
            (span.field, span.start, span.end)
            for handle in handles
            if not handle.value.lstrip("+").isdigit()
            for span in handle.spans
        ]

    def free(self, field: str, start: int, end: int) -> bool:
        """Whether a stretch of a field is no part of one of them."""
        return not any(field == where and low <= start and end <= high for where, low, high in self._stretches)

    def words(self, words: list[Word]) -> list[Word]:
        """The words that are no part of one."""
        return [word for word in words if self.free(word.field, word.start, word.end)]

    def places(self, places: list[Place]) -> list[Place]:
        """The places that stand elsewhere too, with their spans there: none in abc_panda77, no Wa in "via WA 0811"."""
        kept = []
        for place in places:
            platform = SPELLINGS.get(fold_text(place.name))
            if platform is not None and platform.kind in self._kinds:
                continue
            spans = tuple(span for span in place.spans if self.free(span.field, span.start, span.end))
            if len(spans) == len(place.spans):
                kept.append(place)
            elif spans:
                kept.append(replace(place, spans=spans))
        return kept
