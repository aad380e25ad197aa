"""The report of a run, made from its counts: what was fetched, found, skipped and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from crawlers.stats import OUTCOMES, PREFIX


@dataclass(slots=True, frozen=True)
class CrawlReport:
    """What a run did. `skipped`, `errors` and `walls` are by reason, most first."""

    outcome: str
    """`finished`, `limit`, `minutes`, `bytes`, `interrupted`, `failed` or `joined`."""
    pages: int
    listings: int
    new: int
    changed: int
    gone: int
    leads: int
    seconds: float
    rendered: int = 0
    """Pages fetched with the browser."""
    waiting: int = 0
    """Pages known and not fetched."""
    skipped: dict[str, int] = field(default_factory=dict)
    errors: dict[str, int] = field(default_factory=dict)
    walls: dict[str, int] = field(default_factory=dict)
    photos_skipped: dict[str, int] = field(default_factory=dict)
    sessions: dict[str, int] = field(default_factory=dict)
    """Sources that were left alone because nobody is logged in there (any more), by reason."""

    def lines(self) -> list[str]:
        """The report as a person reads it."""
        told = [
            f"{self.outcome}: {self.pages} pages ({self.rendered} by browser) in {self.seconds:.1f} s, {self.waiting} wait",
            f"{self.listings} listings: {self.new} new, {self.changed} changed, {self.gone} gone; {self.leads} leads",
        ]
        for name, reasons in (
            ("skipped", self.skipped), ("errors", self.errors), ("walls", self.walls), ("photos skipped", self.photos_skipped),
        ):  # fmt: skip
            if reasons:
                told.append(f"{name}: " + ", ".join(f"{reason.replace('_', ' ')} {count}" for reason, count in reasons.items()))
        if self.sessions:
            said = ", ".join(f"{reason} {count}" for reason, count in self.sessions.items())
            told.append(f"sources without a session: {said} (`tidewaiter login --list`; the log names them)")
        return told


def report_of(counts: Mapping[str, float]) -> CrawlReport:
    """The report of a run with these `tidewaiter/...` counts."""

    def number(key: str) -> int:
        return int(counts.get(PREFIX + key, 0))

    return CrawlReport(
        outcome=next((name for name in OUTCOMES if number(f"outcome/{name}")), "unknown"),
        pages=number("pages"),
        listings=number("listings"),
        new=number("listings/first"),
        changed=number("listings/changed"),
        gone=number("listings/gone"),
        leads=number("leads/new"),
        seconds=float(counts.get(PREFIX + "seconds", 0.0)),
        rendered=number("pages/rendered"),
        waiting=number("waiting"),
        skipped=_reasons(counts, "skipped"),
        errors=_reasons(counts, "errors"),
        walls=_reasons(counts, "walls"),
        photos_skipped=_reasons(counts, "photos/skipped"),
        sessions=_reasons(counts, "sessions"),
    )


def _reasons(counts: Mapping[str, float], key: str) -> dict[str, int]:
    prefix = f"{PREFIX}{key}/"
    found = {name.removeprefix(prefix): int(value) for name, value in counts.items() if name.startswith(prefix)}
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))
