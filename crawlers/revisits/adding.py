"""Puts the known pages that are due into a run's frontier, once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from crawlers.frontier.port import Wanted
from crawlers.run import CrawlRun
from web.guard import AddressNotAllowed

_NOTE = "revisits"
_AT_ONCE = 1000


def add_due(run: CrawlRun) -> int:
    """Adds the pages that this run looks at again; gives how many. One that goes on, or was joined, has them already."""
    if run.known is None or run.frontier.noted(_NOTE) is not None:
        return 0
    total, due = 0, _due(run)
    while some := list(islice(due, _AT_ONCE)):
        total += run.frontier.add(some)
    run.frontier.note(_NOTE, str(total))
    run.frontier.flush()
    return total


def _due(run: CrawlRun) -> Iterator[Wanted]:
    for page in run.known.due() if run.known is not None else ():
        try:
            run.guard.check_url(page.url)
        except AddressNotAllowed:
            continue  # what a user's start on a private network let through before
        if not run.scope.covers(page.url):
            continue
        source = run.sources.get(page.source)
        render = run.render == "always" or (run.render == "auto" and source is not None and source.render == "always")
        name = source.name if source is not None else None
        yield Wanted(page.url, page.priority or 0.0, 0, "listing", name, render)
