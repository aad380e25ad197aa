"""Writes the listings of a crawl as JSON Lines, each as soon as it has passed the stages: an interrupted one leaves them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

from tidewaiter.errors import InvalidInput
from tidewaiter.masking import shown
from tidewaiter.model import Listing
from tidewaiter.serialising import to_json
from tidewaiter.store import StoreFull

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

OUT = "TIDEWAITER_OUT"
"""Scrapy setting with the path of the file."""


class WriteOut:
    """An item pipeline. A crawl that goes on adds to its file, whose last line may be torn, and writes no listing twice."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._written: set[str] = set()
        self._file: IO[str] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(Path(crawler.settings[OUT]))

    def open_spider(self) -> None:
        """Takes up what an earlier part of the run wrote."""
        whole = _whole_lines(self._path)
        self._written = {str(line.get("id")) for line in whole}
        self._file = self._path.open("w", encoding="utf-8")
        for line in whole:
            self._write(line)

    def process_item(self, item: Any) -> Any:
        """One listing, one line. Raises `StoreFull` where the disk has no room: the listing's page then counts as not read."""
        if isinstance(item, Listing) and item.status == "live" and item.id not in self._written:
            self._written.add(item.id)
            self._write(to_json(shown(item)))
        return item

    def close_spider(self) -> None:
        """Closes the file."""
        if self._file is not None:
            self._file.close()

    def _write(self, line: Any) -> None:
        if self._file is None:
            return
        try:
            self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
            self._file.flush()
        except OSError as error:
            raise StoreFull(
                f"{self._path}: can't be written: {error.strerror or error}", do="Make room on the disk."
            ) from error


def check_writable(path: Path, *, keep: bool) -> None:
    """Makes sure that the file can be written before a crawl begins; empties it unless `keep`. Raises `InvalidInput`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a" if keep else "w", encoding="utf-8"):
            pass
    except OSError as error:
        raise InvalidInput(f"--out: {path}: {error.strerror or error}", do="Give a file that can be written.") from error


def _whole_lines(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    lines = []
    for line in path.read_text("utf-8", errors="replace").splitlines():
        try:
            data = json.loads(line)
        except ValueError:
            continue  # the line that a kill tore
        if isinstance(data, dict):
            lines.append(data)
    return lines
