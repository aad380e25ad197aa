"""A listing as the matchers look at it: its text folded once, in three forms, with the way back to what was written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from matchers.keys import keys_of
from tidewaiter.folding import Folded, fold
from tidewaiter.model import Listing, Word

if TYPE_CHECKING:
    from matchers.patterns import Seen

LONGEST_TEXT = 20_000
"""Characters that are looked at: an offer is shorter, and hostile ones are not paid for."""
HEAD = 80
"""Characters of a post without title that stand for one."""
_TOKEN = re.compile(r"\w+")
_FIRM = re.compile(r"[\u3400-\u9fff]{2,14}(?:有限公司|有限责任公司|股份公司|集团公司)")


@dataclass(slots=True, frozen=True)
class Token:
    """A word of the folded text, or a run of Han."""

    text: str
    start: int
    end: int


def is_letter(character: str) -> bool:
    """Whether it is a letter, a digit or a vowel sign (Thai, Burmese, Hindi ...: without them words fall together)."""
    return character.isalnum() or (character > "\u0900" and unicodedata.category(character)[0] == "M")


@dataclass
class FoldedText:
    """A folded text in the forms in which terms are looked for, each made when first asked for."""

    folded: str

    @cached_property
    def tokens(self) -> list[Token]:
        """The words of `folded`."""
        return [Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(self.folded)]

    @cached_property
    def stems(self) -> list[str]:
        """The words without their endings (`patterns.stem`)."""
        from matchers.patterns import stem

        return [stem(token.text) for token in self.tokens]

    @cached_property
    def squeezed(self) -> tuple[str, list[int]]:
        """The letters and digits of `folded` with nothing between them, and where each stood."""
        kept = [(c, i) for i, c in enumerate(self.folded) if is_letter(c)]
        return "".join(c for c, _ in kept), [i for _, i in kept]


@dataclass
class ListingView:
    """Everything that several signals need of one listing, computed when first asked for."""

    listing: Listing
    keys: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.keys = self.listing.keys or keys_of(self.listing)

    def rest(self) -> None:
        """Lets go of what was made of the text, which is many times its size; it is made again where it is asked for."""
        for name in vars(self).keys() - {"listing", "keys"}:
            del self.__dict__[name]

    @cached_property
    def whole(self) -> str:
        """Title, text and what stands in the photos, as they were written, one line each."""
        listing = self.listing
        parts = [listing.title, listing.text, *(photo.text for photo in listing.photos if photo.text)]
        return "\n".join(parts)[:LONGEST_TEXT]

    @cached_property
    def _fold(self) -> Folded:
        return fold(self.whole)

    @cached_property
    def folded(self) -> str:
        """`whole`, folded, with blanks where handles and firms are named: no word in an account's name says what is offered."""
        folded = self._fold.text
        names = [(self._fold.index(start), self._fold.index(end)) for start, end in self._handle_spans()]
        names += [match.span() for match in _FIRM.finditer(folded)]
        for start, end in names:
            folded = f"{folded[:start]}{' ' * (end - start)}{folded[end:]}"
        return folded

    @cached_property
    def read_codes(self) -> frozenset[str]:
        """The code words that the text's reader found, with the context that they need."""
        return frozenset(word.word for word in self.listing.words if word.kind == "code")

    def span_of(self, word: Word) -> tuple[int, int] | None:
        """Where a word of the listing stands in `folded`; None where it stands in a photo, or no longer."""
        offset = {"title": 0, "text": len(self.listing.title) + 1}.get(word.field)
        if offset is None or offset + word.end > len(self.whole):
            return None
        return self._fold.index(offset + word.start), self._fold.index(offset + word.end)

    @cached_property
    def offered(self) -> FoldedText:
        """What it says of the goods: `folded`, in the forms in which terms are looked for."""
        return FoldedText(self.folded)

    @cached_property
    def written(self) -> FoldedText:
        """All that it says, names of accounts and firms too, in the same forms."""
        return FoldedText(self._fold.text)

    def _handle_spans(self) -> Iterator[tuple[int, int]]:
        """Where handles stand in `whole`."""
        offsets = {"title": 0, "text": len(self.listing.title) + 1}
        for handle in self.listing.handles:
            for span in handle.spans:
                if (offset := offsets.get(span.field)) is not None and offset + span.end <= len(self.whole):
                    yield offset + span.start, offset + span.end

    @cached_property
    def head(self) -> tuple[int, int]:
        """Where `folded` says what is offered first: the title, or the beginning of a post that has none."""
        end = self.folded.find("\n")
        if end > 0 and not self.folded[:end].isspace():
            return 0, end
        return 0, min(len(self.folded), HEAD)

    @cached_property
    def vocabulary(self) -> list[Seen[str]]:
        """The words of the general vocabulary that stand in it openly, each with its kind."""
        from matchers.vocabulary import vocabulary_scanner

        return [seen for seen in vocabulary_scanner().find(self.offered) if not seen.spelt]

    def raw(self, start: int, end: int) -> str:
        """What was written where `folded[start:end]` stands."""
        return self.whole[self._fold.start(start) : self._fold.end(end)]


def views_of(listings: Sequence[Listing]) -> list[ListingView]:
    """A view of each."""
    return [ListingView(listing) for listing in listings]
