"""Ways to reach somebody, read from a listing however they are written (see docs/reading.md).

The text is folded; what it says is backwards or in parts is undone; then names of platforms, runs of digits, links and
wallets are found, and each value goes to the name of a platform beside it, or stands alone as a phone number.
"""

from __future__ import annotations

import re

from pipelines.reading.handles_digits import find_runs
from pipelines.reading.handles_edits import edited
from pipelines.reading.handles_hints import has_hints, undo
from pipelines.reading.handles_labels import Label, find_labels
from pipelines.reading.handles_links import find_links
from pipelines.reading.handles_matching import Matching
from pipelines.reading.handles_numerals import SOUNDS
from pipelines.reading.handles_phones import HOME
from pipelines.reading.handles_runs import Run
from pipelines.reading.handles_text import Fields, Piece, folded_fields
from pipelines.reading.handles_wallets import find_wallets
from pipelines.reading.language import language_of
from tidewaiter.model import Handle

# Something that a handle can't do without: a few digits of any kind, a sign of an address, a Latin word after a name.
_MAY_HOLD = re.compile(
    rf"[{''.join(SOUNDS)}]{{7}}|[0-9@零〇一二三四五六七八九幺洞壹贰叁肆伍陆柒捌玖]|[a-z_]{{2}}|[ก-๙]|[а-я]{{3}}|(?:[공영일이삼사오육륙칠팔구][^\w]{{0,3}}){{3}}|[ぁ-ヿ]{{3}}|://|[⠀-⣿]|[.\-·—]{{5}}"
)


def read_handles(
    fields: Fields | Piece, *, country: str | None = None, language: str | None = None, calibrated: bool = True
) -> list[Handle]:
    """Handles in order of appearance, one each kind and value.

    country: of the listing (ISO 3166-1), decides how national numbers are read; else the language's (BCP 47), else that
    of the language that the text seems to be in. calibrated: False leaves the confidence of the rules as it is, to fit by.
    """
    return explain_handles(fields, country=country, language=language, calibrated=calibrated)[0]


def explain_handles(
    fields: Fields | Piece, *, country: str | None = None, language: str | None = None, calibrated: bool = True
) -> tuple[list[Handle], list[str]]:
    """The same, with a sentence for each thing that was undone before reading, for people."""
    piece = fields if isinstance(fields, Piece) else Piece.of(folded_fields(fields))
    if not _MAY_HOLD.search(piece.text):
        return [], []
    home = country or HOME.get((language or language_of(piece.text) or "").partition("-")[0])
    piece, said = edited(piece)
    labels = find_labels(piece.text)
    runs = _runs(piece, labels)
    if has_hints(piece.text):
        undone, more = undo(piece, runs, home, labels)
        said += more
        if undone is not piece:
            piece = undone
            labels = find_labels(piece.text)
            runs = _runs(piece, labels)
    matching = Matching(piece, labels, runs, home)
    matching.take_wallets(find_wallets(piece))
    matching.take_links(find_links(piece, home))
    matching.match_labels()
    matching.match_alone()
    matching.infer_same()
    return matching.handles(calibrated=calibrated), said


def _runs(piece: Piece, labels: list[Label]) -> list[Run]:
    return find_runs(piece, [(label.start, label.end) for label in labels])
