"""What is to be told, and to whom, until it was: one SQLite file, so that no alert is lost or told twice by a crash.

A message may be sent again where the process died between the receiver's answer and our note of it; it then has the same `id`.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tidewaiter.errors import TidewaiterError
from tidewaiter.identity import rfc3339

_SCHEMA = """
CREATE TABLE IF NOT EXISTS told(
    campaign TEXT, channel TEXT, subject TEXT, at TEXT NOT NULL, PRIMARY KEY(campaign, channel, subject)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS items(
    id INTEGER PRIMARY KEY, campaign TEXT NOT NULL, channel TEXT NOT NULL, subject TEXT NOT NULL, at TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE(campaign, channel, subject)
);
CREATE TABLE IF NOT EXISTS channels(
    campaign TEXT, channel TEXT, rules TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, not_before TEXT NOT NULL DEFAULT '',
    last_sent TEXT NOT NULL DEFAULT '', problem TEXT NOT NULL DEFAULT '', PRIMARY KEY(campaign, channel)
) WITHOUT ROWID;
"""
WAITS = (60, 300, 1800, 7200, 21600)
"""Seconds before a message is tried again, the last one for all further tries."""
KEEP_TRYING = timedelta(days=14)
"""An item older than this is given up: whoever did not take it for two weeks won't take it as news."""
REMEMBER = timedelta(days=800)


class OutboxUnwritable(TidewaiterError):
    """The outbox can't be written."""


@dataclass(slots=True, frozen=True)
class Item:
    """One thing to tell, once for each campaign and channel. `subject`: `lead/ID`, `silent/RUN/SOURCE`, `warning/...`."""

    subject: str
    body: dict[str, Any]


@dataclass(slots=True, frozen=True)
class Waiting:
    """What waits for one channel of a campaign."""

    campaign: str
    channel: str
    rules: dict[str, Any]
    """`to`, and the campaign's rules when it was put in: digest_hours, quiet."""
    items: list[Item]
    tries: int
    not_before: str
    last_sent: str
    problem: str = ""

    @property
    def id(self) -> str:
        """The same for the same items: by it a receiver knows a message that comes again."""
        subjects = "\n".join(sorted(item.subject for item in self.items))
        return hashlib.sha256(f"{self.campaign}\n{self.channel}\n{subjects}".encode()).hexdigest()[:16]


class Outbox:
    """The outbox of one home (HOME/outbox.sqlite); any process may use it at any time."""

    def __init__(self, home: Path) -> None:
        self._file = home / "outbox.sqlite"

    def put(self, campaign: str, channel: str, rules: dict[str, Any], items: Sequence[Item], *, now: datetime) -> int:
        """Puts in what was not told yet on this channel; gives how many. Durable when it returns."""
        at, fresh = rfc3339(now), 0
        with self._writing() as db:
            db.execute(
                "INSERT INTO channels(campaign, channel, rules) VALUES(?, ?, ?)"
                " ON CONFLICT(campaign, channel) DO UPDATE SET rules = excluded.rules",
                (campaign, channel, json.dumps(rules)),
            )
            for item in items:
                row = (campaign, channel, item.subject, at)
                if db.execute("INSERT OR IGNORE INTO told VALUES(?, ?, ?, ?)", row).rowcount:
                    body = json.dumps(item.body, ensure_ascii=False)
                    db.execute("INSERT OR IGNORE INTO items VALUES(NULL, ?, ?, ?, ?, ?)", (*row, body))
                    fresh += 1
        return fresh

    def waiting(self) -> list[Waiting]:
        """All that waits, by campaign and channel."""
        if not self._file.exists():
            return []
        with self._writing() as db:
            rows = db.execute(
                "SELECT campaign, channel, rules, tries, not_before, last_sent, problem FROM channels ORDER BY 1, 2"
            ).fetchall()
            found = []
            for campaign, channel, rules, *rest in rows:
                items = db.execute(
                    "SELECT subject, body FROM items WHERE campaign = ? AND channel = ? ORDER BY id", (campaign, channel)
                ).fetchall()
                if items:
                    told = [Item(subject, json.loads(body)) for subject, body in items]
                    found.append(Waiting(campaign, channel, json.loads(rules), told, *rest))
        return found

    def sent(self, waiting: Waiting, *, now: datetime) -> None:
        """Notes that the receiver took it all."""
        with self._writing() as db:
            self._delete(db, waiting.campaign, waiting.channel, [item.subject for item in waiting.items])
            db.execute(
                "UPDATE channels SET tries = 0, not_before = '', problem = '', last_sent = ?"
                " WHERE campaign = ? AND channel = ?",
                (rfc3339(now), waiting.campaign, waiting.channel),
            )

    def failed(self, waiting: Waiting, problem: str, *, now: datetime) -> None:
        """Notes that it was not taken: it is tried again later, ever more seldom."""
        wait = WAITS[min(waiting.tries, len(WAITS) - 1)]
        with self._writing() as db:
            db.execute(
                "UPDATE channels SET tries = tries + 1, not_before = ?, problem = ? WHERE campaign = ? AND channel = ?",
                (rfc3339(now + timedelta(seconds=wait)), problem, waiting.campaign, waiting.channel),
            )
            db.execute("DELETE FROM items WHERE at < ?", (rfc3339(now - KEEP_TRYING),))
            db.execute("DELETE FROM told WHERE at < ?", (rfc3339(now - REMEMBER),))

    def forget(self, listings: Iterable[str]) -> int:
        """Takes out what was to be told of these listings; gives how many items."""
        if not self._file.exists():
            return 0
        ids, count = set(listings), 0
        with self._writing() as db:
            for id, body in db.execute("SELECT id, body FROM items").fetchall():
                if json.loads(body).get("listing", {}).get("id") in ids:
                    count += db.execute("DELETE FROM items WHERE id = ?", (id,)).rowcount
        return count

    def _delete(self, db: sqlite3.Connection, campaign: str, channel: str, subjects: Iterable[str]) -> None:
        db.executemany(
            "DELETE FROM items WHERE campaign = ? AND channel = ? AND subject = ?",
            [(campaign, channel, subject) for subject in subjects],
        )

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._file, timeout=10, isolation_level=None)) as db:
                db.executescript(_SCHEMA)
                db.execute("BEGIN IMMEDIATE")
                try:
                    yield db
                except BaseException:
                    db.execute("ROLLBACK")
                    raise
                db.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            raise OutboxUnwritable(f"{self._file}: {error}", do="Make room on the disk, or move the file away.") from error
