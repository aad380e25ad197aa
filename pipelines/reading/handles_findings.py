"""What was found in one text so far, and which stretches of it are taken."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.reading.handles_confidence import probability, steps_of
from pipelines.reading.handles_labels import Label
from pipelines.reading.handles_links import Link
from pipelines.reading.handles_numbers import PhoneFinder
from pipelines.reading.handles_runs import Run
from pipelines.reading.handles_text import MAX_FOUND, MAX_SPANS, Piece
from tidewaiter.model import Handle

DIALLED = frozenset({"phone", "whatsapp", "viber"})
"""Kinds whose value is E.164."""
_OPENED = re.compile(r"\(\s?$")
_EXTENSION = re.compile(r"\s?(?:x|ext\.?|extension|доб\.?|转|分机|máy lẻ|ต่อ)\s?\d{1,6}(?!\w)")


@dataclass(slots=True)
class Found:
    """A value of a kind, and where it stands in the text (or in the piece named, where that was spelled out)."""

    kind: str
    value: str
    start: int
    end: int
    confidence: float
    piece: Piece | None = None
    inferred: bool = False


class Findings:
    """One text: its names of platforms, runs of digits, and what was found in it."""

    def __init__(self, piece: Piece, labels: list[Label], runs: list[Run], country: str | None) -> None:
        self.piece = piece
        self.text = piece.text
        self.labels = labels
        self.country = country
        self._numbers = PhoneFinder(self.text, country)
        # Single digits matter only as the beginning of a number with words strewn into it.
        self.runs = sorted((run for run in runs if len(run.digits) >= 2), key=lambda run: run.start)
        self._by_start: dict[int, list[Run]] = {}
        self._by_end: dict[int, Run] = {}
        for run in self.runs:
            self._by_start.setdefault(run.start, []).append(run)
            if len(run.digits) >= 5 and not run.guess:
                self._by_end[run.end] = run
        self._label_starts = frozenset(label.start for label in labels)
        self._label_order = sorted(self._label_starts)
        self._found: list[Found] = []
        self._found_by_end: dict[int, Found] = {}
        self._taken = bytearray(len(self.text) + 1)
        self._unmatched: list[Label] = []
        self._found_for: dict[Label, Found] = {}

    def handles(self, *, calibrated: bool = True) -> list[Handle]:
        """What was found, in order of appearance. calibrated: with the probability that it is right, not its rule's."""
        joined_up: dict[tuple[str, str], Handle] = {}
        for one in sorted(self._found, key=lambda one: (one.inferred, one.start)):
            known = joined_up.get((one.kind, one.value))
            spans = () if one.inferred else (one.piece or self.piece).spans(one.start, one.end)
            confidence = probability(one.confidence, steps_of(spans, one.value)) if calibrated else one.confidence
            confidence = round(confidence, 2)
            if known is not None:
                spans = (known.spans + spans)[:MAX_SPANS]
                confidence = max(confidence, known.confidence)
            joined_up[one.kind, one.value] = Handle(one.kind, one.value, spans, confidence)
        return list(joined_up.values())

    def take_wallets(self, wallets: list[tuple[int, int, str, str]]) -> None:
        """Wallets, which a checksum proves."""
        for start, end, kind, address in wallets:
            self._add(Found(kind, address, start, end, 0.99))

    def take_links(self, links: list[Link]) -> None:
        """Addresses and profiles. A link that was spelled out has its own piece, so its place is known only there."""
        for link in links[:MAX_FOUND]:
            confidence = {"email": 0.98, "url": 0.95}.get(link.kind, 0.98) - (0.02 if link.spelled else 0)
            found = Found(link.kind, link.value, link.start, link.end, confidence, link.piece)
            if link.piece is self.piece:
                if self._free(link.start, link.end):
                    self._add(found)
            else:
                place = link.piece.origin(link.start, link.end, self.piece)
                if place is None or self._free(*place):
                    self._found.append(found)
                    if place is not None:
                        self._take(*place)

    def _run_at(self, place: int) -> Run | None:
        """The run that begins at `place` (a plus sign or bracket before it aside)."""
        while place < len(self.text) and self.text[place] in "+(（@":
            place += 1
        runs = self._by_start.get(place)
        if runs is None:
            return None
        return runs[0] if len(runs) == 1 else max(runs, key=lambda run: (not run.guess, len(run.digits)))

    def _free(self, start: int, end: int) -> bool:
        return self._taken.find(1, start, end) < 0

    def _take(self, start: int, end: int) -> None:
        self._taken[start:end] = b"\1" * (end - start)

    def _add(self, found: Found) -> None:
        self._found.append(found)
        self._found_by_end[found.end] = found
        self._take(found.start, found.end)

    def _add_run(self, kind: str, value: str, run: Run, first: int, last: int, confidence: float) -> None:
        start = min(run.starts[first], run.starts[last - 1])
        end = max(run.ends[first], run.ends[last - 1])
        text = self.text
        if run.plus and first == 0 and text[start - 1 : start] == "+":
            start -= 1
        if text.count(")", start, end) > text.count("(", start, end) and (
            opened := _OPENED.search(text, max(0, start - 3), start)
        ):
            start = opened.start()
        if kind in DIALLED and (extension := _EXTENSION.match(text, end)):
            end = extension.end()
        self._add(Found(kind, value, start, end, confidence))
