"""Opens the frontier that the settings name, and knows what became of the run in it."""

from __future__ import annotations

from pathlib import Path

from crawlers.frontier.port import Frontier
from tidewaiter.config import Settings

_GOES_ON = frozenset({"", "interrupted", "failed"})
"""Outcomes after which a run can go on; empty: it was killed, or others are at work on it."""


def is_shared(settings: Settings) -> bool:
    """Whether several processes and machines may crawl one run together."""
    return settings.frontier != "sqlite"


def open_frontier(settings: Settings, folder: Path, *, pages: int | None = None) -> Frontier:
    """The frontier of the run in `folder`; pages: that the run may fetch. Raises `AlreadyRunning`, `FrontierUnavailable`."""
    if is_shared(settings):
        from crawlers.frontier.redis import RedisFrontier, name_of

        name = name_of(settings, folder)
        return RedisFrontier(settings.frontier, name, folder, pages=pages, lease_seconds=settings.frontier_lease)
    from crawlers.frontier.sqlite import SqliteFrontier

    return SqliteFrontier(folder, gather=True)


def is_unfinished(settings: Settings, folder: Path) -> bool:
    """Whether a run in this folder was stopped or killed and can go on, or others are at work on it and it can be joined."""
    if is_shared(settings):
        from crawlers.frontier.shared import SharedRun

        return SharedRun(settings, folder).outcome in _GOES_ON
    outcome = folder / "outcome"
    if not (folder / "frontier.sqlite").exists():
        return False
    return not outcome.exists() or outcome.read_text("utf-8").strip() in _GOES_ON


def note_outcome(settings: Settings, folder: Path, outcome: str) -> None:
    """Notes how the run ended; empty: it goes on."""
    if is_shared(settings):
        from crawlers.frontier.shared import SharedRun

        SharedRun(settings, folder).end(outcome)
    elif outcome:
        (folder / "outcome").write_text(outcome + "\n", "utf-8")
    else:
        (folder / "outcome").unlink(missing_ok=True)


def forget(settings: Settings, folder: Path) -> None:
    """Clears away what is shared of a run that has ended; the folder itself is the caller's."""
    if is_shared(settings):
        from crawlers.frontier.shared import SharedRun

        SharedRun(settings, folder).forget()
