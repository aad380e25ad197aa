"""`tidewaiter lookup`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tidewaiter.cli.context import command_app, index_of, note, print_json, settings_of_call
from tidewaiter.errors import InvalidInput

if TYPE_CHECKING:
    from indexers.index import Index
    from matchers.lookup_hits import LookupHit
    from tidewaiter.config import Settings

app = command_app()

PHOTO_ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".avif"})


@app.command(epilog="Example: tidewaiter lookup '薇❤ 138①②③④五六七8', or: tidewaiter lookup --photo seized/")
def lookup(
    values: Annotated[
        list[str] | None, typer.Argument(help="Numbers, accounts, names, firms, ids.", show_default=False)
    ] = None,
    photo: Annotated[list[Path] | None, typer.Option("--photo", help="A photo, or a folder of photos.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="Hits of one value or photo at most.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """From a phone, account, name, company, container number or photo to listings, sellers, series and cases."""
    wanted, paths = list(values or ()), list(photo or ())
    if paths and wanted:  # --photo A B: what the shell made of a pattern
        paths, wanted = [*paths, *map(Path, wanted)], []
    if not wanted and not paths:
        raise InvalidInput("nothing to look up", do="Give a value, or --photo with a file or folder.")
    files = list(_photo_files(paths))
    settings = settings_of_call()
    with index_of(settings) as index:
        from pipelines.asking import look_up_value

        for value in wanted:
            _show(value, look_up_value(index, value)[:limit], as_json=as_json)
        for file in files:
            hits = _by_photo(index, file, settings)
            if hits is not None:
                _show(str(file), hits[:limit], as_json=as_json)


def _by_photo(index: Index, file: Path, settings: Settings) -> list[LookupHit] | None:
    from matchers.hashes import UnreadablePhoto
    from matchers.lookup_photos import lookup_photo

    try:
        if file.stat().st_size > settings.max_photo_bytes:
            note(f"{file}: larger than max_photo_bytes ({settings.max_photo_bytes}): left out")
            return None
        return lookup_photo(index, file.read_bytes(), name=str(file), max_pixels=settings.max_photo_pixels)
    except OSError as error:
        note(f"{file}: {error.strerror or error}: left out")
    except UnreadablePhoto as error:
        note(f"{file}: can't be read as a photo ({error.reason}): left out")
    return None


def _photo_files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.suffix.lower() in PHOTO_ENDINGS and file.is_file())
        elif path.is_file():
            yield path
        else:
            raise InvalidInput(f"{path}: no such file or folder", do="Give --photo a photo, or a folder of photos.")


def _show(query: str, hits: Sequence[LookupHit], *, as_json: bool) -> None:
    if as_json:
        for hit in hits:
            print_json(hit)
        return
    print(f"{query}: {len(hits)} found" if hits else f"{query}: nothing found")
    for hit in hits:
        print(f"  {hit.probability:>5.2f}  {hit.target.kind:<8} {hit.target.id}")
        for signal in hit.signals[:4]:
            print(f"           {' '.join(signal.why.split())}")
