"""Texts as templates: a text is a row of clauses, and in each clause numbers, goods and handles are slots.

A seller who posts much writes by habit: the same clauses, the same marks between them, only the slots change. One clause says
little, since everybody writes "first come, first served"; that two sellers share several, or a rare one, says much.
"""

from __future__ import annotations

import re
import sys
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tidewaiter.folding import fold_text
from tidewaiter.model import Listing

LONGEST_TEXT = 4000
"""Characters of a text that are looked at."""
MOST_CLAUSES = 24
"""Clauses of a text that count: more are a catalogue, not an offer."""
SHORTEST = 4
"""Letters of a clause that can be anybody's own; a Chinese character counts as two."""
LONGEST = 160
COPIED_SLOTS = 2
"""Clauses with slots that two texts must fill alike for one to be a copy of the other."""
COPIED_SHARE = 0.6
"""Share of the shorter text's clauses that must stand in both for that."""
MOST_COPY_KEYS = 5
NUMBER, GOODS, HANDLE = "#", "%", "@"
"""What stands for a slot in the form of a clause."""

_MARKS = re.compile(
    r"[。！？!?…\n\r|｜/／;；、～~•·]+|[,，](?!\d)|[.．](?=\s|$)|\s[-–—]+\s|(?<=[\u3400-\u9fff\w])\s+(?=[\u3400-\u9fff])"
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NOT_WORDS = re.compile(r"[^\w\s#@%&]+")
_SPACES = re.compile(r"\s+")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LETTERS = re.compile(r"[^\W\d_]")
_BETWEEN = re.compile(r"[^\w\s]+|\n")
# Private characters stand for slots while a text is cut up: no text of a page may hold them by chance.
_GOODS, _HANDLE = "\ue000", "\ue001"


@dataclass(slots=True, frozen=True)
class Clause:
    """One clause of a text: as it stands, and its form with slots (`#` a number, `%` goods)."""

    raw: str
    form: str

    @property
    def has_slots(self) -> bool:
        """Whether something in it changes from offer to offer."""
        return NUMBER in self.form or GOODS in self.form


@dataclass(slots=True, frozen=True)
class Style:
    """How one text is written, as numbers that can be compared."""

    clauses: tuple[str, ...] = ()
    """The forms of its clauses, each once, in order."""
    filled: tuple[int, ...] = ()
    """Of each clause with slots a hash of it as it stands, slots filled; 0 for one without."""
    marks: str = ""
    """What it puts between clauses most often."""
    emoji: tuple[str, ...] = ()
    """The pictures it uses, sorted."""
    title: str = ""
    """How its title begins and ends: `w` a word, `#` a number, `E` a picture, else the mark itself."""


def clauses_of(listing: Listing) -> list[Clause]:
    """The clauses of a listing's text that could be somebody's own words, in order."""
    return list(_clauses(listing))[:MOST_CLAUSES]


def _filled(clause: Clause) -> int:
    said = "".join(character for character in fold_text(clause.raw) if character.isalnum())
    return zlib.crc32(said.encode()) | 1 if clause.has_slots else 0


def copy_keys(filled: Sequence[int]) -> list[str]:
    """`f:` and a hash of each two clauses with slots that follow each other, slots filled: a copied text has some in common."""
    slots = [hash for hash in filled if hash][:MOST_COPY_KEYS]
    return [f"f:{(a * 31 + b) & 0xFFFFFFFF:08x}" for a, b in pairwise(slots)]


def is_copy(a: Style, b: Style) -> bool:
    """Whether one text was copied from the other, numbers and goods included, rather than written by the same habit."""
    theirs = dict(zip(b.clauses, b.filled, strict=True))
    both = [(mine, theirs[form]) for form, mine in zip(a.clauses, a.filled, strict=True) if form in theirs]
    slots = [(mine, other) for mine, other in both if mine]
    enough = len(slots) >= COPIED_SLOTS and len(both) >= COPIED_SHARE * min(len(a.clauses), len(b.clauses))
    return enough and all(mine == other for mine, other in slots)


def clause_key(form: str) -> str:
    """What the index holds of a clause: `c:` and 32 bits."""
    return f"c:{zlib.crc32(form.encode()):08x}"


def clause_keys(listing: Listing) -> list[str]:
    """The keys of a listing's clauses and of its slots as they are filled, each once."""
    clauses = {clause.form: clause for clause in reversed(clauses_of(listing))}
    ordered = list(reversed(clauses.values()))
    keys = [clause_key(clause.form) for clause in ordered]
    return list(dict.fromkeys([*keys, *copy_keys([_filled(clause) for clause in ordered])]))


def style_of(listing: Listing) -> Style:
    """The habits that one listing shows."""
    ordered: dict[str, Clause] = {}
    for clause in clauses_of(listing):
        ordered.setdefault(sys.intern(clause.form), clause)
    text = listing.text[:LONGEST_TEXT]
    whole = f"{listing.title[:200]}\n{text}"
    emoji = tuple(sorted({character for character in whole if unicodedata.category(character) == "So"}))
    return Style(
        tuple(ordered), tuple(map(_filled, ordered.values())), _marks(text, emoji), emoji, _title_shape(listing.title[:200])
    )


def _clauses(listing: Listing) -> Iterator[Clause]:
    text = listing.text[:LONGEST_TEXT]
    for start, end in reversed(_handle_spans(listing, len(text))):
        text = f"{text[:start]}{_HANDLE}{text[end:]}"
    names = {word.raw for word in listing.words if word.goods and len(word.raw) > 1}
    for piece in _MARKS.split(text):
        form = _form(piece, names)
        if form and letters_of(form) >= SHORTEST:
            yield Clause(piece.strip(), form)


def _handle_spans(listing: Listing, length: int) -> list[tuple[int, int]]:
    spans = sorted(
        (span.start, min(span.end, length))
        for spans in (*(one.spans for one in listing.handles), *(one.spans for one in listing.identifiers))
        for span in spans
        if span.field == "text" and span.start < length
    )
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _form(piece: str, names: set[str]) -> str:
    if _HANDLE in piece:
        return ""  # what says how to be reached is weighed as a handle
    for name in sorted(names, key=len, reverse=True):
        piece = piece.replace(name, _GOODS)
    folded = fold_text(piece.replace(_GOODS, f" {GOODS} "))
    folded = _NUMBER.sub(NUMBER, folded)
    return _SPACES.sub(" ", _NOT_WORDS.sub(" ", folded)).strip()[:LONGEST]


def letters_of(form: str) -> int:
    """How much of a clause is words: letters, a Chinese character as two."""
    return len(_LETTERS.findall(form)) + len(_WIDE.findall(form))


def _marks(text: str, emoji: Sequence[str]) -> str:
    for one in emoji:
        text = text.replace(one, "")
    counts = Counter(mark for mark in _BETWEEN.findall(text) if mark not in {",", "@", "+", "#"})
    return max(counts, key=lambda mark: (counts[mark], mark)) if counts else " "


def _title_shape(title: str) -> str:
    title = title.strip()
    return f"{_shape(title[0])}{_shape(title[-1])}" if title else ""


def _shape(character: str) -> str:
    if character.isdigit():
        return "#"
    if character.isalpha():
        return "w"
    return "E" if unicodedata.category(character) == "So" else character


@dataclass(slots=True, frozen=True)
class Aligned:
    """A clause that two texts share: its form, and how each text fills it."""

    form: str
    raw_a: str
    raw_b: str

    @property
    def differs(self) -> bool:
        """Whether the slots are filled differently."""
        return fold_text(self.raw_a) != fold_text(self.raw_b)


def template_of(a: Listing, b: Listing) -> list[Aligned]:
    """The template that two texts share: the longest row of clauses that stand in both in the same order."""
    ours, theirs = clauses_of(a), clauses_of(b)
    longest = [[0] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    for i in reversed(range(len(ours))):
        for j in reversed(range(len(theirs))):
            same = ours[i].form == theirs[j].form
            longest[i][j] = 1 + longest[i + 1][j + 1] if same else max(longest[i + 1][j], longest[i][j + 1])
    found, i, j = [], 0, 0
    while i < len(ours) and j < len(theirs):
        if ours[i].form == theirs[j].form:
            found.append(Aligned(ours[i].form, ours[i].raw, theirs[j].raw))
            i, j = i + 1, j + 1
        elif longest[i + 1][j] >= longest[i][j + 1]:
            i += 1
        else:
            j += 1
    return found
