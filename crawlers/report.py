"""The report of a run, made from its counts: what was fetched, found, skipped and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from crawlers.stats import OUTCOMES, PREFIX

_HOSTS_TOLD = 5
"""Hosts with errors that the lines name; the JSON has them all."""


@dataclass(slots=True, frozen=True)
class CrawlReport:
    """What a run did. `skipped`, `errors` and `walls` are by reason, most first."""

    outcome: str
    """`finished`, `limit`, `minutes`, `bytes`, `interrupted`, `failed` or `joined`."""
    pages: int
    listings: int
    new: int
    changed: int
    """Listings of which a field is another than before, those that were sold included."""
    gone: int
    leads: int
    seconds: float
    sold: int = 0
    """Of the changed: those that can't be had any more."""
    back: int = 0
    """Listings that were gone or sold, and are there again."""
    unchanged: int = 0
    """Listings seen again as they were."""
    revisits: int = 0
    """Pages of known listings that were fetched because they were due."""
    unmodified: int = 0
    """Pages that answered that they are as they were (304)."""
    rendered: int = 0
    """Pages fetched with the browser."""
    waiting: int = 0
    """Pages known and not fetched."""
    skipped: dict[str, int] = field(default_factory=dict)
    errors: dict[str, int] = field(default_factory=dict)
    gone_by: dict[str, int] = field(default_factory=dict)
    """Pages of what may be a listing that was taken away, by how they said so."""
    hosts: dict[str, dict[str, int]] = field(default_factory=dict)
    """Host -> its errors by kind, the host with the most first."""
    closed: int = 0
    """Times that a host's pages waited for its opening hours."""
    walls: dict[str, int] = field(default_factory=dict)
    photos_skipped: dict[str, int] = field(default_factory=dict)
    sessions: dict[str, int] = field(default_factory=dict)
    """Sources that were left alone because nobody is logged in there (any more), by reason."""

    def lines(self) -> list[str]:
        """The report as a person reads it."""
        told = [
            f"{self.outcome}: {self.pages} pages ({self.rendered} by browser) in {self.seconds:.1f} s, {self.waiting} wait",
            f"{self.listings} listings: {self.new} new, {self.changed} changed ({self.sold} sold), {self.gone} gone,"
            f" {self.back} back, {self.unchanged} as they were; {self.leads} leads",
        ]
        if self.revisits or self.unmodified:
            told.append(f"looked at again: {self.revisits} pages that were due; {self.unmodified} answered 'not modified'")
        for name, reasons in (
            ("skipped", self.skipped), ("errors", self.errors), ("walls", self.walls), ("photos skipped", self.photos_skipped),
        ):  # fmt: skip
            if reasons:
                told.append(f"{name}: " + ", ".join(f"{reason.replace('_', ' ')} {count}" for reason, count in reasons.items()))
        if self.hosts:
            worst = [f"{host} {sum(kinds.values())}" for host, kinds in list(self.hosts.items())[:_HOSTS_TOLD]]
            more = len(self.hosts) - len(worst)
            told.append(f"errors by host: {', '.join(worst)}{f' and {more} more' if more else ''}")
        if self.closed:
            told.append(f"waited for opening hours: {self.closed} times")
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
        changed=number("listings/changed") + number("listings/sold"),
        sold=number("listings/sold"),
        back=number("listings/back"),
        unchanged=number("listings/unchanged"),
        revisits=number("revisits"),
        unmodified=number("unmodified"),
        gone=number("listings/gone"),
        gone_by=_reasons(counts, "gone"),
        hosts=_hosts(counts),
        closed=number("closed"),
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


def _hosts(counts: Mapping[str, float]) -> dict[str, dict[str, int]]:
    prefix = f"{PREFIX}hosts/"
    found: dict[str, dict[str, int]] = {}
    for name, value in counts.items():
        if name.startswith(prefix):
            host, _, kind = name.removeprefix(prefix).rpartition("/")
            found.setdefault(host, {})[kind] = int(value)
    return dict(sorted(found.items(), key=lambda pair: (-sum(pair[1].values()), pair[0])))
