"""`tidewaiter read`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tidewaiter.cli.context import command_app, note, print_json, settings_of_call
from tidewaiter.errors import InvalidInput
from tidewaiter.masking import MASKED_KINDS, masked
from tidewaiter.serialising import to_json

if TYPE_CHECKING:
    from pipelines.reading.reader import TextReader, TextReading

app = command_app()

_TEXT_KEYS = ("title", "text", "lang", "country", "posted")


@app.command(epilog="Example: echo '薇❤ 138①②③④五六七8' | tidewaiter read --explain")
def read(
    files: Annotated[list[str] | None, typer.Argument(help="Files with texts; - (or none) for standard input.")] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="JSON Lines in (id, text, title, lang, country ...) and out.")
    ] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Also which step turned what into what, for people.")] = False,
) -> None:
    """Show what a text gives: handles, prices, places, code words, identifiers."""
    from matchers.catalogue import load_goods
    from pipelines.reading.reader import TextReader

    if as_json and explain:
        raise InvalidInput("--explain and --json can't go together", do="Leave one away: --explain is for people.")
    reader = TextReader(load_goods(settings_of_call().home_path))
    for name, text in _inputs(files or ["-"]):
        if as_json:
            _read_lines(reader, name, text)
        else:
            _show(reader, name, _no_bytes(name, text.read()), explain=explain)


def _inputs(files: list[str]) -> Iterator[tuple[str, Any]]:
    """(name, open text file) of each input; bytes that are no UTF-8 become replacement characters."""
    for file in files:
        if file == "-":
            sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
            yield "standard input", sys.stdin
            continue
        try:
            with Path(file).open(encoding="utf-8-sig", errors="replace") as opened:
                yield file, opened
        except OSError as error:
            raise InvalidInput(
                f"{file}: {error.strerror or error}", do="Give the path of a text file, or - for standard input."
            ) from error


def _no_bytes(name: str, text: str) -> str:
    """The text, unless it is no text: accounts read out of a photo or an archive would be invented."""
    if "\0" in text:
        raise InvalidInput(f"{name}: this is no text, but bytes", do="Give text in UTF-8; `tidewaiter extract` reads pages.")
    return text


def _read_lines(reader: TextReader, name: str, lines: Iterator[str]) -> None:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row = _row(line, f"{name}, line {number}")
        fields = {key: row[key] for key in ("title", "text") if row.get(key)}
        reading = reader.read(fields, country=row.get("country"), language=row.get("lang"), posted=row.get("posted"))
        output = {"id": row.get("id", str(number))}
        for key in ("handles", "prices", "places", "words", "identifiers"):
            found = getattr(reading, key)
            output[key] = to_json([masked(one) for one in found] if key == "identifiers" else found)
        print_json(output)
        sys.stdout.flush()  # what was read before a bad line is there


def _row(line: str, where: str) -> dict[str, Any]:
    """One line of input, checked. Raises `InvalidInput` with the line's number."""
    example = 'One JSON object a line is wanted, as in {"id": "1", "text": "...", "country": "CN"}.'
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"{where}: not JSON ({error})", do=example) from error
    if not isinstance(row, dict):
        raise InvalidInput(f"{where}: a {type(row).__name__}, not an object", do=example)
    for key in _TEXT_KEYS:
        if row.get(key) is not None and not isinstance(row[key], str):
            raise InvalidInput(f"{where}: {key}: {row[key]!r:.60} is no string", do=example)
    if "text" not in row and "title" not in row:
        raise InvalidInput(f"{where}: neither text nor title", do=example)
    return row


def _show(reader: TextReader, name: str, text: str, *, explain: bool) -> None:
    """What one text gives, as a table for people."""
    reading = reader.read(text)
    rows = [("kind", "value", "as it stood"), *_rows(reading)]
    if len(rows) == 1:
        note(f"{name}: nothing found")
    else:
        widths = [max(_width(row[column]) for row in rows) for column in (0, 1)]
        for row in rows:
            print(
                "  ".join(
                    [*(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=False)), row[2]]
                ).rstrip()
            )
    if explain:
        from pipelines.reading.explaining import explained

        for line in explained(text, reading):
            print(line)


def _rows(reading: TextReading) -> Iterator[tuple[str, str, str]]:
    if reading.language:
        yield "language", reading.language, ""
    for handle in reading.handles:
        stood = " + ".join(_one_line(span.raw) for span in handle.spans) or "(the same number)"
        yield handle.kind, f"{handle.value} ({handle.confidence:.0%})", stood
    for price in reading.prices:
        amount = (
            f"{price.amount:g}"
            if price.amount is not None
            else f"{price.low or 0:g} to {price.high or 0:g}".removesuffix(" to 0")
        )
        unit = f" per {price.unit}" if price.unit else ""
        yield "price", f"{amount} {price.currency or ''}{unit}", _one_line(price.raw or "")
    for place in reading.places:
        yield "place", f"{place.name}{f' ({place.country})' if place.country else ''}", ""
    for word in reading.words:
        yield f"word ({word.kind})", f"{word.word}{f' → {word.goods}' if word.goods else ''}", _one_line(word.raw)
    for identifier in reading.identifiers:
        shown = masked(identifier)
        yield identifier.kind, shown.value, "" if identifier.kind in MASKED_KINDS else _one_line(shown.raw)


def _one_line(raw: str) -> str:
    return raw.replace("\n", "⏎")


def _width(text: str) -> int:
    """Columns on a terminal: Chinese characters take two."""
    import unicodedata

    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 0 if unicodedata.combining(one) else 1 for one in text)
