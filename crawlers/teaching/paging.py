"""The rule that gives the next page of a list, from the link that leads there."""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from crawlers.reading.nodes import attribute, select
from crawlers.reading.page import Page
from crawlers.reading.reader import read_page
from crawlers.reading.urls import join_url
from crawlers.teaching.json_paths import places, written
from crawlers.teaching.learning import first_of
from crawlers.teaching.selectors import selectors, stability
from crawlers.teaching.sheets import Sheet
from tidewaiter.identity import canonical_url


def next_of(page: Page) -> str | None:
    """Where the list goes on, as the reader finds it by itself; None where it finds nothing."""
    links = [link for link in read_page(page).links if link.kind == "next"]
    return max(links, key=lambda link: link.score).url if links else None


def learn_next(page: Page, url: str, following: Page | None) -> str | None:
    """A rule that gives `url` on the list's page, and on the following one neither of the two; None where there is none."""
    sheet = Sheet.of(page)
    further = Sheet.of(following) if following is not None else None
    passed = {canonical_url(page.url), canonical_url(url)}
    best: tuple[tuple[float, ...], str] | None = None
    for good, rule in _candidates(sheet, url):
        first = _leads_to(sheet, rule)
        after = _leads_to(further, rule) if further is not None else None
        if first != canonical_url(url) or after in passed:
            continue
        # The last page has no next one: a rule that gives nothing there is as good as one that was never tried.
        rank = (after is not None, good, -len(rule))
        if best is None or rank > best[0]:
            best = (rank, rule)
    return best[1] if best is not None else None


def _leads_to(sheet: Sheet, rule: str) -> str | None:
    href = join_url(sheet.page.url, first_of(sheet.values(rule)))
    return canonical_url(href) if href else None


def _candidates(sheet: Sheet, url: str) -> Iterator[tuple[float, str]]:
    if sheet.document is None:
        for path in places(sheet, sheet.target, "next", url):
            yield 1.0, "json: " + written(path)
        return
    for node in select(sheet.document.tree, "a[href], link[href]"):
        if not _is(node, sheet, url):
            continue
        for selector in selectors(node):
            yield stability(selector) + 0.5 * ('rel="next"' in selector), selector + "::attr(href)"


def _is(node: LexborNode, sheet: Sheet, url: str) -> bool:
    href = join_url(sheet.page.url, attribute(node, "href"))
    return href is not None and canonical_url(href) == canonical_url(url)
