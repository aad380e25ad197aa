"""The pages of listings that are known before a run begins: what stands on each, what to ask it with, how soon it is due.

A campaign writes them from the index into one SQLite file in the run's folder, before the run begins; the crawl, which knows
no index, looks them up by the fingerprint of their URL.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import apsw

from crawlers.frontier.port import Wanted

FILE = "known.sqlite"
_SCHEMA = """
CREATE TABLE pages(
    id INTEGER PRIMARY KEY, url TEXT NOT NULL, source TEXT NOT NULL, listings TEXT NOT NULL, etag TEXT, modified TEXT,
    priority REAL
);
CREATE INDEX due ON pages(priority DESC) WHERE priority IS NOT NULL;
"""
LEAD_PRIORITY = 130.0
"""Before the starts (100): a lead's listing first of all."""
DUE_PRIORITY = 120.0
"""What else is due: its number is bounded, so that it can't hold up what is new for long."""
OTHER_PRIORITY = 30.0
"""Links to what is known and not due: after the indexes, before links of which nothing is known."""


@dataclass(slots=True, frozen=True)
class KnownPage:
    """A page on which listings stand that are stored."""

    url: str
    source: str
    listings: tuple[str, ...]
    """Their ids."""
    etag: str | None = None
    modified: str | None = None
    priority: float | None = None
    """How soon this run looks at it; None: it is not due."""

    @property
    def headers(self) -> dict[str, str]:
        """What asks for the page only where it changed; empty where the server gave nothing to ask with."""
        return {name: value for name, value in (("If-None-Match", self.etag), ("If-Modified-Since", self.modified)) if value}


class KnownPages:
    """The known pages of a run, in its folder. Used by one thread."""

    def __init__(self, folder: Path, *, only_due: bool = False) -> None:
        self.only_due = only_due
        """Links to pages that are not due are left alone."""
        self._db = apsw.Connection(str(folder / FILE), flags=apsw.SQLITE_OPEN_READONLY)

    def of(self, url: str) -> KnownPage | None:
        """What is known of a page by its URL."""
        rows = self._db.execute(f"{_SELECT} WHERE id = ?", (Wanted(url).id,))
        return next((_page(row) for row in rows), None)

    def due(self) -> Iterator[KnownPage]:
        """The pages that this run looks at, first things first."""
        return (_page(row) for row in self._db.execute(f"{_SELECT} WHERE priority IS NOT NULL ORDER BY priority DESC"))

    def close(self) -> None:
        """Lets go of the file."""
        self._db.close()


_SELECT = "SELECT url, source, listings, etag, modified, priority FROM pages"


def _page(row: tuple[str, str, str, str | None, str | None, float | None]) -> KnownPage:
    url, source, listings, etag, modified, priority = row
    return KnownPage(url, source, tuple(listings.split("\n")), etag, modified, priority)


def write_known(folder: Path, pages: Iterable[KnownPage]) -> None:
    """Writes the known pages of a run, whole or not at all. Those with one URL (a thread's posts) become one page."""
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f".{FILE}.part"
    temporary.unlink(missing_ok=True)
    db = apsw.Connection(str(temporary))
    try:
        db.execute("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF")
        db.execute(_SCHEMA)
        with db:
            db.executemany(
                "INSERT INTO pages VALUES(?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET"
                " listings = listings || char(10) || excluded.listings,"
                " etag = CASE WHEN etag IS excluded.etag THEN etag END,"
                " modified = CASE WHEN modified IS excluded.modified THEN modified END,"
                " priority = nullif(max(coalesce(priority, -1), coalesce(excluded.priority, -1)), -1)",
                (
                    (Wanted(one.url).id, one.url, one.source, "\n".join(one.listings), one.etag, one.modified, one.priority)
                    for one in pages
                ),
            )
    finally:
        db.close()
    temporary.replace(folder / FILE)
