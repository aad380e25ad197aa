"""What a known page's redirect says, and how a known page is fetched."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from crawlers.frontier.port import Lease, Wanted
from crawlers.reading.reader import Reading
from crawlers.revisits.known import DUE_PRIORITY, KnownPage
from crawlers.revisits.watching import MOST_REDIRECTED, Watch
from crawlers.run import CrawlRun, Start
from crawlers.source import PageRules, Source
from pipelines.counts import Counts

ITEM = "https://shop.example/chairs/item-7.html"


def watch(source: Source | None = None) -> tuple[Watch, Counts]:
    known = KnownPage(ITEM, "shop", ("L7",))
    run: Any = SimpleNamespace(
        starts=[Start("https://shop.example/all")],
        known=SimpleNamespace(of=lambda url: known if url == ITEM else None),
        source_of=lambda url, name=None: source,
        campaign="Chairs",
        run="R2",
    )
    counts = Counts()
    return Watch(run, counts), counts


@pytest.mark.parametrize(
    ("target", "gone"),
    [
        pytest.param("https://shop.example/", True, id="the front"),
        pytest.param("https://www.shop.example/?gone=yes", True, id="the front, with a word"),
        pytest.param("https://shop.example/all", True, id="a start"),
        pytest.param("https://shop.example/chairs/", True, id="the folder above"),
        pytest.param("https://shop.example/chairs/garden-chair-7.html", False, id="another name"),
        pytest.param("https://shop.example/?p=7", False, id="a page behind a number"),
        pytest.param("https://shop.example/login?next=/chairs/item-7.html", False, id="a login"),
        pytest.param("https://other.example/", False, id="another site"),
    ],
)
def test_where_a_redirect_leads_says_whether_the_listing_is_gone(target: str, gone: bool) -> None:
    one, counts = watch()

    found = one.redirected(Lease(1, Wanted(ITEM)), target)

    told = [("L7", "gone", "redirected")] if gone else []
    assert [(listing.id, listing.status, listing.why_gone) for listing in found] == told
    assert counts.values.get("tidewaiter/gone/redirected", 0) == gone


def test_a_host_that_sends_every_page_away_says_nothing_of_its_listings() -> None:
    one, _ = watch()
    lease = Lease(1, Wanted(ITEM))

    told = [bool(one.redirected(lease, "https://shop.example/")) for _ in range(MOST_REDIRECTED + 5)]
    one.has_read(ITEM, Reading(kind="listing"))

    assert told == [True] * MOST_REDIRECTED + [False] * 5
    assert one.redirected(lease, "https://shop.example/")


def test_an_index_by_the_rules_of_the_source_is_one() -> None:
    one, _ = watch(Source(name="shop", pages=PageRules(index="/kategorie-")))

    assert one.redirected(Lease(1, Wanted(ITEM)), "https://shop.example/kategorie-3")


def test_a_page_that_nobody_knows_tells_nothing_by_a_redirect() -> None:
    one, _ = watch()

    assert one.redirected(Lease(1, Wanted("https://shop.example/new")), "https://shop.example/") == []


@pytest.mark.parametrize(
    ("priority", "rendering", "no_browser", "rendered"),
    [
        (DUE_PRIORITY + 1, {"shop.example"}, False, True),
        (DUE_PRIORITY + 1, {"shop.example"}, True, False),
        (DUE_PRIORITY + 1, {"other.example"}, False, False),
        (60.0, {"shop.example"}, False, True),
    ],
)
def test_a_page_is_fetched_as_its_host_turned_out_to_need_it(
    priority: float, rendering: set[str], no_browser: bool, rendered: bool
) -> None:
    run: Any = SimpleNamespace(rendering=rendering, no_browser=no_browser, render="auto", source_of=lambda url, name: None)

    lease = CrawlRun.as_needed(run, Lease(1, Wanted(ITEM, priority)))

    assert (lease.id, lease.wanted.render) == (1, rendered)
