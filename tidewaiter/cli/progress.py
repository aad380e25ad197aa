"""How far a crawl is, for the person at the keyboard."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping


def crawl_progress() -> Callable[[Mapping[str, float]], None]:
    """Shows how far the crawl is: one line that is written over on a terminal, else a line every ten seconds."""
    terminal = sys.stderr.isatty()
    last = time.monotonic()

    def show(counts: Mapping[str, float]) -> None:
        nonlocal last
        ended = any(key.startswith("tidewaiter/outcome/") for key in counts)
        if not terminal and not ended and time.monotonic() - last < 10:
            return
        last = time.monotonic()
        pages, listings, waiting = (int(counts.get(f"tidewaiter/{key}", 0)) for key in ("pages", "listings", "waiting"))
        leads = int(counts.get("tidewaiter/leads/new", 0))
        line = f"{pages} pages, {listings} listings, {leads} leads, {waiting} wait, {counts['tidewaiter/seconds']:.0f} s"
        sys.stderr.write(f"\r\x1b[K{line}{chr(10) if ended else ''}" if terminal else f"{line}\n")
        sys.stderr.flush()

    return show


def photo_progress() -> Callable[[int, int], None]:
    """The same for the reading of photos."""
    terminal = sys.stderr.isatty()
    last = time.monotonic()

    def show(done: int, total: int) -> None:
        nonlocal last
        ended = done == total
        if not terminal and not ended and time.monotonic() - last < 10:
            return
        last = time.monotonic()
        line = f"{done} of {total} photos read"
        sys.stderr.write(f"\r\x1b[K{line}{chr(10) if ended else ''}" if terminal else f"{line}\n")
        sys.stderr.flush()

    return show
