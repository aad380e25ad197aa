"""What `tidewaiter goods` and `tidewaiter cases` have in common: files are checked, added, listed, shown in one way."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tidewaiter.case import Case
from tidewaiter.cli.context import index_of, note, print_json, settings_of_call
from tidewaiter.errors import InvalidInput
from tidewaiter.goods import Goods
from tidewaiter.yamlfiles import yaml_files

if TYPE_CHECKING:
    from matchers.retro import RetroReport

T = TypeVar("T", Goods, Case)


def read_all(paths: Sequence[Path], read: Callable[[Path], T]) -> tuple[list[tuple[Path, T]], list[str]]:
    """What the files (and the files of folders) hold, and every mistake in them: `file:line: field: what is wrong`."""
    found: list[tuple[Path, T]] = []
    mistakes: list[str] = []
    seen: dict[str, Path] = {}
    for file in [file for path in paths for file in yaml_files(path)]:
        try:
            one = read(file)
        except InvalidInput as error:
            mistakes.extend(error.what.splitlines())
            continue
        if one.id in seen:
            mistakes.append(f"{file}:1: id: '{one.id}' is also the id of {seen[one.id]}; give each its own")
        seen.setdefault(one.id, file)
        mistakes.extend(f"{file}:1: photos: {photo} is not there" for photo in one.photos if not Path(photo).is_file())
        found.append((file, one))
    return found, mistakes


def check(paths: Sequence[Path], read: Callable[[Path], T], *, as_json: bool) -> None:
    """Says of each file whether it is right. Raises `InvalidInput` with all mistakes."""
    found, mistakes = read_all(paths, read)
    if as_json:
        for file, one in found:
            print_json({"file": str(file), "id": one.id, "ok": not any(m.startswith(f"{file}:") for m in mistakes)})
    else:
        for file, one in found:
            if not any(mistake.startswith(f"{file}:") for mistake in mistakes):
                print(f"{file}: {one.id}: right")
    _refuse(mistakes)


def _refuse(mistakes: Sequence[str]) -> None:
    if mistakes:
        number = "1 mistake" if len(mistakes) == 1 else f"{len(mistakes)} mistakes"
        raise InvalidInput(f"{number}:\n" + "\n".join(mistakes), do="Correct the files and run the command again.")


def add(
    paths: Sequence[Path],
    read: Callable[[Path], T],
    look_back: Callable[..., RetroReport],
    *,
    as_json: bool,
) -> None:
    """Stores what the files hold, all or nothing, and matches it against all that is stored."""
    found, mistakes = read_all(paths, read)
    _refuse(mistakes)
    settings = settings_of_call()
    with index_of(settings) as index:
        report = look_back(index, [one for _, one in found], settings, on_progress=_Progress())
    for mistake in report.mistakes:
        note(mistake)
    _print_report(report, as_json=as_json)


class _Progress:
    """A line on stderr now and then."""

    EVERY_SECONDS = 2.0

    def __init__(self) -> None:
        self._last = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        if time.monotonic() - self._last >= self.EVERY_SECONDS:
            self._last = time.monotonic()
            print(f"looked at {done} of {total} stored listings", file=sys.stderr)


def _print_report(report: RetroReport, *, as_json: bool) -> None:
    for id in report.targets:
        matches = [match for match in report.matches if match.target.id == id]
        leads = [lead for lead in report.leads if any(lead.listing == match.listing for match in matches)]
        if as_json:
            print_json({"id": id, "looked_at": report.looked_at, "matches": len(matches), "leads": len(leads)})
        else:
            print(f"{id}: stored; {len(matches)} matches among the stored listings")
    if not as_json and report.looked_at:
        print(f"{len(report.leads)} new leads, found looking back at {report.looked_at} listings (`tidewaiter leads`)")


def unknown(kind: str, id: str) -> InvalidInput:
    """The error for an id that is not there."""
    return InvalidInput(f"{id}: no such {kind}", do=f"`tidewaiter {kind} list` shows their ids.")
