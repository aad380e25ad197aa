"""What the demo prints: the run's report, the leads with their reasons, the snapshot."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tidewaiter.model import Lead, Listing, Match

if TYPE_CHECKING:
    from campaigns.running import RunReport
    from evidence.verify import Verification
    from indexers.index import Index
    from tidewaiter.model import Snapshot

CONSOLE = Console(soft_wrap=False, highlight=False)
_REASONS = 3
_OF_EACH = 2
SAY_EVERY = 5.0
"""Seconds between two lines of progress where the output is no terminal."""


@contextmanager
def showing_progress() -> Iterator[Callable[[Mapping[str, float]], None]]:
    """Gives what to call with the counts: on a terminal one line that changes, else a line now and then."""
    said = time.monotonic()

    def line_of(counts: Mapping[str, float]) -> str:
        pages, listings, leads = (int(counts.get(f"tidewaiter/{name}", 0)) for name in ("pages", "listings", "leads/new"))
        return f"{pages} pages, {listings} listings, {leads} leads"

    def say(counts: Mapping[str, float]) -> None:
        nonlocal said
        if time.monotonic() - said >= SAY_EVERY:
            said = time.monotonic()
            print(f"  {line_of(counts)}", flush=True)

    if CONSOLE.is_terminal:
        with CONSOLE.status("starting") as status:
            yield lambda counts: status.update(line_of(counts))
    else:
        yield say


def show_report(report: RunReport) -> None:
    """What the run did."""
    CONSOLE.print(Text("\n".join([*report.crawl.lines(), *(report.photos.lines() if report.photos else [])])))


def show_leads(index: Index, most: int) -> list[Lead]:
    """Prints some leads as a table, best first, and gives all of them."""
    from matchers.series_leads import ranked

    leads = ranked(index.find(Lead, {"kind": "match"}))
    matches = {match.id: match for match in index.find(Match)}
    listings = index.listings([lead.listing for lead in leads if lead.listing])
    shown = _some_of_each(leads, matches, listings, most)
    table = Table(
        title=f"{len(leads)} leads; {len(shown)} of them, some of each kind, best first", show_lines=True, title_justify="left"
    )
    for name, ratio in (("prob.", None), ("severity", None), ("for", None), ("listing", 2), ("why", 3)):
        table.add_column(name, ratio=ratio, overflow="fold")
    for lead in shown:
        listing = listings.get(lead.listing or "")
        found = [matches[id] for id in lead.matches if id in matches]
        title = (listing.title or listing.text[:60]) if listing else f"series {lead.series}"
        source = f"\n{listing.url}" if listing else ""
        table.add_row(
            f"{lead.probability:.2f}",
            lead.severity,
            Text("\n".join(dict.fromkeys(f"{match.target.kind} {match.target.id}" for match in found))),
            Text(title + source),
            Text("\n".join(_reasons(found))),
        )
    CONSOLE.print(table)
    by_target = Counter(matches[id].target.id for lead in leads for id in lead.matches if id in matches)
    CONSOLE.print(Text("Leads by what they are for: " + ", ".join(f"{name} {n}" for name, n in by_target.most_common())))
    return leads


def _some_of_each(leads: list[Lead], matches: Mapping[str, Match], listings: Mapping[str, Listing], most: int) -> list[Lead]:
    """The best leads of each goods and case, no listing's title twice: what shows a newcomer most."""
    taken: Counter[str] = Counter()
    titles: set[str] = set()
    chosen = []
    for lead in leads:
        listing = listings.get(lead.listing or "")
        title = listing.title or listing.text[:40] if listing else lead.id
        target = next((matches[id].target.id for id in lead.matches if id in matches), lead.kind)
        if taken[target] < _OF_EACH and title not in titles:
            taken[target] += 1
            titles.add(title)
            chosen.append(lead)
    return chosen[:most]


def _reasons(matches: list[Match]) -> list[str]:
    signals = sorted((signal for match in matches for signal in match.signals), key=lambda signal: -signal.weight)
    return list(dict.fromkeys(signal.why for signal in signals if signal.weight > 0))[:_REASONS]


def show_snapshot(snapshot: Snapshot, verification: Verification) -> None:
    """Where it lies, and whether it holds."""
    CONSOLE.print(Text(f"Sealed {snapshot.path}\n  SHA-256 {snapshot.sha256}"))
    if verification.ok:
        notes = "".join(f"\n  note: {note}" for note in verification.notes)
        CONSOLE.print(Text("Verified: unchanged since it was sealed." + notes))
    else:
        CONSOLE.print(Text("NOT verified:\n" + "\n".join(f"  {failure}" for failure in verification.failures)))
