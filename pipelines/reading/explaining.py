"""For people: which step turned what stands in a text into what was read."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.reading.handles import explain_handles
from pipelines.reading.reader import TextReading
from tidewaiter.folding import fold_text
from tidewaiter.masking import MASKED_KINDS


def explained(text: str, reading: TextReading, *, country: str | None = None) -> Iterator[str]:
    """A line for each step: what was undone in the whole text, then each handle, word and identifier from raw to value."""
    _, said = explain_handles(text, country=country, language=reading.language)
    yield ""
    yield "How it was read:"
    for sentence in said:
        yield f"  {sentence}"
    for handle in reading.handles:
        if not handle.spans:
            yield f"  {handle.kind} {handle.value}: the text says that it has the phone's number"
        for span in handle.spans:
            steps = [span.raw]
            folded = fold_text(span.raw)
            if folded != span.raw:
                steps.append(f"folded to {folded}")
            steps.append(f"{handle.kind} {handle.value}")
            yield f"  {span.field} {span.start} to {span.end}: " + " → ".join(step.replace("\n", "⏎") for step in steps)
    for word in reading.words:
        step = "" if word.raw == word.word else f", stands for {word.word}"
        meant = f"{word.goods or 'a service'} ({word.kind}, {word.confidence:.0%})"
        yield f"  {word.field} {word.start} to {word.end}: {word.raw}{step} → {meant}"
    for identifier in reading.identifiers:
        if identifier.kind not in MASKED_KINDS:
            yield f"  {identifier.raw} → {identifier.kind} {identifier.value}"
