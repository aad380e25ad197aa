"""The embedded engine's tables, their version, and how an older file is brought up to date.

Documents (`listings.document`, `vectors`, `records`) are what is remembered; all other tables are derived from them, so that
an older schema, or one that was damaged, is brought up to date by making the derived tables again.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tidewaiter.errors import IndexMismatch, IndexUnavailable

SCHEMA = 3
"""Goes up when a derived table changes, or what is put into one (folding, tokens)."""
APPLICATION = 0x54494445
"""`TIDE`: marks the file as ours (`PRAGMA application_id`)."""

DOCUMENTS = """
CREATE TABLE IF NOT EXISTS about(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- A listing gets a new number each time that it is written: what came since is what has a higher number.
CREATE TABLE IF NOT EXISTS listings(
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, document TEXT NOT NULL,
    source TEXT, language TEXT, country TEXT, seller TEXT, status TEXT, time TEXT,
    price_low REAL, price_high REAL, has_photo INTEGER);
CREATE TABLE IF NOT EXISTS vectors(number INTEGER PRIMARY KEY, vector BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS records(
    kind TEXT NOT NULL, id TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY(kind, id)) WITHOUT ROWID;
"""

DERIVED = """
CREATE INDEX IF NOT EXISTS listings_source ON listings(source);
CREATE INDEX IF NOT EXISTS listings_seller ON listings(seller) WHERE seller IS NOT NULL;
CREATE INDEX IF NOT EXISTS listings_time ON listings(time);
-- Our tokens hold no ASCII but letters and digits, so `ascii` splits at our spaces and nowhere else.
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(tokens, content='', contentless_delete=1, tokenize='ascii');
CREATE TABLE IF NOT EXISTS keys(key TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY(key, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS urls(url TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY(url, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS points(number INTEGER NOT NULL, lat REAL NOT NULL, lon REAL NOT NULL);
CREATE INDEX IF NOT EXISTS points_lat ON points(lat);
CREATE INDEX IF NOT EXISTS points_number ON points(number);
CREATE TABLE IF NOT EXISTS photos(
    photo INTEGER PRIMARY KEY AUTOINCREMENT, number INTEGER NOT NULL, sha256 TEXT NOT NULL,
    phash BLOB NOT NULL, pdq BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS photos_number ON photos(number);
CREATE TABLE IF NOT EXISTS bits(number INTEGER PRIMARY KEY, bits BLOB NOT NULL);
-- Numbers that are no more, for what a process keeps in memory (see `bits.py`).
CREATE TABLE IF NOT EXISTS removed(entry INTEGER PRIMARY KEY AUTOINCREMENT, number INTEGER NOT NULL);
-- Goods and cases of listings: by their words (origin 'word', probability 1) and by stored matches (origin 'match').
CREATE TABLE IF NOT EXISTS targets(
    listing TEXT NOT NULL, kind TEXT NOT NULL, target TEXT NOT NULL, origin TEXT NOT NULL, probability REAL NOT NULL,
    PRIMARY KEY(listing, kind, target, origin)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS targets_target ON targets(kind, target, probability);
CREATE TABLE IF NOT EXISTS fields(
    kind TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, id TEXT NOT NULL,
    PRIMARY KEY(kind, field, value, id)) WITHOUT ROWID;
-- Records that are found by words (whole numbers, apart by kind): word -> numbers of records, four bytes each; a number is
-- not used again.
CREATE TABLE IF NOT EXISTS numbered(
    number INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, id TEXT NOT NULL, UNIQUE(kind, id));
CREATE TABLE IF NOT EXISTS postings(word INTEGER PRIMARY KEY, numbers BLOB NOT NULL);
"""

DERIVED_TABLES = ("words", "keys", "urls", "points", "photos", "bits", "targets", "fields", "numbered", "postings")
"""Made again by a rebuild. `about.generation` goes up with it, so that other processes read anew what they keep in memory."""


def prepare(db: Any, path: Path) -> bool:
    """Makes the tables of a new file, within the caller's transaction; true where the file is of an older schema.

    Raises `IndexMismatch` for a newer schema and `IndexUnavailable` for a file that is not ours.
    """
    if (old := version(db, path)) is not None:
        return old < SCHEMA
    db.execute(DOCUMENTS)
    db.execute(DERIVED)
    db.execute(f"PRAGMA application_id={APPLICATION}")
    db.execute(f"PRAGMA user_version={SCHEMA}")
    return False


def empty_derived(db: Any) -> None:
    """Drops and makes the derived tables, and sets the version, within the caller's transaction."""
    for table in DERIVED_TABLES:
        db.execute(f"DROP TABLE IF EXISTS {table}")
    db.execute(DERIVED)
    db.execute("INSERT INTO about VALUES('generation', '1') ON CONFLICT DO UPDATE SET value = value + 1")
    db.execute(f"PRAGMA user_version={SCHEMA}")


def version(db: Any, path: Path) -> int | None:
    """The file's schema; None for a new file."""
    application = db.execute("PRAGMA application_id").get
    version: int = db.execute("PRAGMA user_version").get
    if application == APPLICATION:
        if version > SCHEMA:
            raise IndexMismatch(
                f"{path}: made by a newer version (schema {version}, this program knows {SCHEMA})",
                do="Update the program, or set `home` to another folder.",
            )
        return version
    if application == 0 and not db.execute("SELECT count(*) FROM sqlite_schema").get:
        return None
    raise IndexUnavailable(
        f"{path}: this SQLite file is no Tidewaiter index", do="Move it away, or set `home` to another folder."
    )
