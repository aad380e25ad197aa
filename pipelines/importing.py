"""Reads listings from JSON Lines files that other programs, or people, wrote."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tidewaiter.errors import InvalidInput
from tidewaiter.identity import host_of, rfc3339
from tidewaiter.model import Listing
from tidewaiter.serialising import from_json

LONGEST_LINE = 4 << 20
"""Bytes of one listing; a longer line is passed over without being held in memory."""
LONGEST_TEXT = 1 << 20
"""Characters of one text, as a page's readers bound it too."""


@dataclass(slots=True, frozen=True)
class BadLine:
    """A line that is no listing; `reason` is one of a fixed few: not_utf8, not_json, not_a_listing, empty, too_long."""

    file: str
    line: int
    reason: str
    detail: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: left out: {self.detail}"


class ListingFiles:
    """The listings of some files, in order; iterating it counts what is left out, by reason, in `skipped`."""

    def __init__(self, files: Sequence[Path], *, on_bad_line: Callable[[BadLine], None] | None = None) -> None:
        self._files = files
        self._on_bad_line = on_bad_line
        self.skipped: dict[str, int] = {}

    def __iter__(self) -> Iterator[Listing]:
        for path in self._files:
            if str(path) == "-":
                yield from self._listings(sys.stdin.buffer, "stdin", Path.cwd())
            else:
                with path.open("rb") as file:
                    yield from self._listings(file, str(path), path.resolve().parent)

    def _listings(self, file: BinaryIO, name: str, folder: Path) -> Iterator[Listing]:
        number = 0
        while line := file.readline(LONGEST_LINE):
            number += 1
            if not line.endswith(b"\n") and len(line) >= LONGEST_LINE:
                self._pass_over(BadLine(name, number, "too_long", f"longer than {LONGEST_LINE} bytes"))
                while (rest := file.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                    pass
                continue
            if not line.strip():
                continue
            read = listing_of_line(line, name, number, folder)
            if isinstance(read, BadLine):
                self._pass_over(read)
            else:
                yield read

    def _pass_over(self, bad: BadLine) -> None:
        self.skipped[bad.reason] = self.skipped.get(bad.reason, 0) + 1
        if self._on_bad_line is not None:
            self._on_bad_line(bad)


def listing_of_line(line: bytes, name: str, number: int, folder: Path) -> Listing | BadLine:
    """The listing of one line, its photo paths made absolute from `folder`; or what is wrong with the line."""
    try:
        data = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError as error:
        return BadLine(name, number, "not_utf8", f"this is not UTF-8 ({error.reason} at byte {error.start})")
    except (ValueError, RecursionError) as error:
        return BadLine(name, number, "not_json", f"this is not JSON ({str(error)[:200]})")
    if not isinstance(data, dict):
        return BadLine(name, number, "not_a_listing", f"a {type(data).__name__}, not an object with url, title, text ...")
    try:
        listing = from_json(Listing, {key: value for key, value in data.items() if value is not None and key not in _OURS})
        return _completed(listing, folder)
    except InvalidInput as error:
        return BadLine(name, number, "not_a_listing", error.what.removeprefix("input: "))


_OURS = frozenset({"vector", "keys"})
"""What the stages make; a file can't bring it."""


def _completed(listing: Listing, folder: Path) -> Listing:
    if not (listing.id or listing.url):
        raise InvalidInput("id, url: both are missing, so nothing says which listing this is", do="Give one of them.")
    if any(unicodedata.category(character) == "Cc" for character in listing.id + listing.source):
        raise InvalidInput("id, source: control characters can't stand in a name", do="Take them out.")
    if not (listing.title or listing.text or listing.photos or listing.status == "gone"):
        raise InvalidInput("title, text, photos: a listing needs one of them", do="Give one of them.")
    listing.title, listing.text = listing.title[:LONGEST_TEXT], listing.text[:LONGEST_TEXT]
    listing.source = listing.source or host_of(listing.url) or "import"
    for name in ("posted", "first_seen", "last_seen"):
        setattr(listing, name, moment(getattr(listing, name), name))
    for photo in listing.photos:
        if photo.path:
            photo.path = str((folder / photo.path).absolute())
    return listing


def moment(value: str | None, name: str) -> str | None:
    """A time as RFC 3339 in UTC to the second. Raises `InvalidInput` for what is no ISO 8601 date or time."""
    from datetime import datetime

    if not value:
        return None
    try:
        return rfc3339(datetime.fromisoformat(value))
    except (ValueError, OverflowError) as error:
        raise InvalidInput(f"{name}: '{value[:40]}' is no time", do="Write it as in 2026-11-24T09:30:00Z.") from error
