"""Texts as templates: a text is a row of clauses, and in each clause numbers, goods and handles are slots.

A seller who posts much writes by habit: the same clauses, the same marks between them, only the slots change. One clause says
little, since everybody writes "first come, first served"; that two sellers share several, or a rare one, says much.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tidewaiter.folding import fold_text
from tidewaiter.model import Listing

LONGEST_TEXT = 4000
"""Characters of a text that are looked at."""
MOST_CLAUSES = 24
"""Clauses of a text that count: more are a catalogue, not an offer."""
SHORTEST = 4
"""Characters, slots left out, of a clause that can be anybody's own; a Chinese character counts as two."""
LONGEST = 160

_MARKS = re.compile(
    r"[。！？!?…\n\r|｜/／;；、~～•·,，]+|(?<=[^\d])[.．](?=\s|$)|\s[-–—]+\s|(?<=[\u3400-\u9fff\w])\s+(?=[\u3400-\u9fff])"
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NOT_WORDS = re.compile(r"[^\w\s#@%&]+")
_SPACES = re.compile(r"\s+")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_GOODS, _HANDLE = "\u2460", "\u2461"


@dataclass(slots=True, frozen=True)
class Clause:
    """One clause of a text: as it stands, and its form with slots (`#` a number, `%` goods, `@` a handle)."""

    raw: str
    form: str

    @property
    def key(self) -> str:
        """What the index holds of it: `c:` and 32 bits."""
        return f"c:{zlib.crc32(self.form.encode()):08x}"


def clauses_of(listing: Listing) -> list[Clause]:
    """The clauses of a listing's text that could be somebody's own words, in order."""
    return list(_clauses(listing))[:MOST_CLAUSES]


def clause_keys(listing: Listing) -> list[str]:
    """The keys of its clauses, each once."""
    return list(dict.fromkeys(clause.key for clause in clauses_of(listing)))


def _clauses(listing: Listing) -> Iterator[Clause]:
    text = listing.text[:LONGEST_TEXT]
    for start, end in reversed(_slots(listing, len(text))):
        text = f"{text[:start]}{_HANDLE}{text[end:]}"
    for word in sorted({word.raw for word in listing.words if word.goods and len(word.raw) > 1}, key=len, reverse=True):
        text = text.replace(word, _GOODS)
    title = listing.title.strip()
    for piece in _MARKS.split(text):
        form = _form(piece, title)
        if form and weight_of_form(form) >= SHORTEST:
            yield Clause(piece.strip(), form)


def _slots(listing: Listing, length: int) -> list[tuple[int, int]]:
    spans = sorted(
        (span.start, min(span.end, length))
        for handle in listing.handles
        for span in handle.spans
        if span.field == "text" and span.start < length
    )
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _form(piece: str, title: str) -> str:
    if _HANDLE in piece:
        return ""  # what says how to be reached is weighed as a handle
    folded = fold_text(piece.replace(_GOODS, " % "))
    folded = _NUMBER.sub("#", folded)
    return _SPACES.sub(" ", _NOT_WORDS.sub(" ", folded)).strip()[:LONGEST]


def weight_of_form(form: str) -> int:
    """How much of a clause is words: letters, a Chinese character as two."""
    letters = [c for c in form if c.isalpha()]
    return len(letters) + sum(1 for c in letters if _WIDE.match(c))


def shared_clauses(a: Sequence[Clause], b: Sequence[Clause]) -> list[tuple[Clause, Clause]]:
    """The clauses that two texts share, paired, in the order of the first."""
    theirs = {clause.form: clause for clause in b}
    return [(clause, theirs[clause.form]) for clause in a if clause.form in theirs]


@dataclass(slots=True, frozen=True)
class Style:
    """How one text is written."""

    clauses: tuple[str, ...] = ()
    """Keys of its clauses."""


def style_of(listing: Listing) -> Style:
    """The habits that one listing shows."""
    return Style(tuple(clause_keys(listing)))
