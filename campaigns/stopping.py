"""Ends what runs here: runs of campaigns, crawls, the scheduler; cleanly where they do it in time, else by force."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from campaigns.folders import campaign_folders, folder_of
from campaigns.lock import Holder, holder_of
from tidewaiter.config import Settings

CLEANLY = 4.0
"""Seconds that a process gets to end by itself; then it is killed, which costs no more than the pages in flight."""
_LOOK = 0.05


@dataclass(slots=True, frozen=True)
class Stopped:
    """A process that was ended. `how`: cleanly, killed, or refused (another user's)."""

    what: str
    pid: int
    how: str
    seconds: float


def stop(settings: Settings, slug: str | None = None, *, cleanly: float = CLEANLY) -> list[Stopped]:
    """Ends the run of one campaign, or all runs, crawls and the scheduler of this home; what was interrupted can go on."""
    holders = _one(settings, slug) if slug is not None else _all(settings)
    started = time.monotonic()
    refused = set()
    scheduler = holders.get("scheduler")
    for name, (_, holder) in holders.items():
        # The scheduler ends its own runs; a second signal would cut their clean end short.
        of_scheduler = name != "scheduler" and scheduler is not None and _parent(holder.pid) == scheduler[1].pid
        if not of_scheduler and not _signal(holder.pid, signal.SIGTERM):
            refused.add(name)
    ended: list[Stopped] = []
    waiting = {name: found for name, found in holders.items() if name not in refused}
    while waiting:
        passed = time.monotonic() - started
        for name, (folder, holder) in list(waiting.items()):
            if holder_of(folder) != holder:
                ended.append(Stopped(name, holder.pid, "cleanly" if passed <= cleanly else "killed", round(passed, 2)))
                del waiting[name]
            elif passed > cleanly:
                _signal(holder.pid, signal.SIGKILL)
        time.sleep(_LOOK)
    return ended + [Stopped(name, holders[name][1].pid, "refused", 0.0) for name in sorted(refused)]


def _one(settings: Settings, slug: str) -> dict[str, tuple[Path, Holder]]:
    folder = folder_of(settings, slug)
    holder = folder.holder()
    return {f"campaign {folder.noted().get('name') or slug}": (folder.path, holder)} if holder else {}


def _all(settings: Settings) -> dict[str, tuple[Path, Holder]]:
    home = settings.home_path
    crawls = sorted((home / "crawls").iterdir()) if (home / "crawls").is_dir() else []
    places = {"scheduler": home / "schedule"}
    places |= {f"campaign {folder.noted().get('name') or folder.slug}": folder.path for folder in campaign_folders(settings)}
    places |= {f"crawl {folder.name}": folder for folder in crawls}
    return {name: (folder, holder) for name, folder in places.items() if (holder := holder_of(folder)) is not None}


def _signal(pid: int, number: signal.Signals) -> bool:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return True


def _parent(pid: int) -> int | None:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8", errors="replace")
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    return int(fields[1]) if len(fields) > 1 else None
