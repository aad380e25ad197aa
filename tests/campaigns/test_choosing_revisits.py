"""Which known pages a run is given, from what either engine holds."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from campaigns.campaign import Campaign, Revisit, read_campaign
from campaigns.revisiting import known_pages
from crawlers.revisits.known import DUE_PRIORITY, LEAD_PRIORITY
from indexers.index import Index
from tidewaiter.errors import InvalidInput
from tidewaiter.model import Lead, Visits

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
YESTERDAY, EARLIER = "2026-11-23T06:00:00Z", "2026-11-22T12:00:00Z"


@pytest.fixture(params=["embedded", "elastic"])
def index(request: pytest.FixtureRequest) -> Index:
    """Each engine in turn."""
    found: Index = request.getfixturevalue(f"{request.param}_index")
    return found


def visits(number: int, *, campaign: str = "Ivory", at: str = YESTERDAY, url: str | None = None, **more: object) -> Visits:
    address = url or f"https://shop.example/item/{number}"
    return Visits(f"L{number}", address, "shop.example", campaign, at, since=EARLIER, **more)  # type: ignore[arg-type]


def campaign(**given: object) -> Campaign:
    return Campaign(name="Ivory", sources=("https://shop.example/",), **given)  # type: ignore[arg-type]


def test_leads_come_first_then_what_likely_changed(index: Index, tmp_path: Path) -> None:
    index.put([visits(1), visits(2, changes=20.0, days=20.0, days_changed=20.0), visits(3), visits(4, campaign="Other")])
    index.put([Lead("a", "match", 0.9, "high", listing="L3"), Lead("b", "match", 0.9, "high", "dismissed", listing="L1")])

    known = known_pages(index, campaign(), tmp_path, pages=None, now=NOW)

    assert known is not None
    assert [page.listings for page in known.due()] == [("L3",), ("L2",), ("L1",)]
    lead, *others = (page.priority or 0.0 for page in known.due())
    assert lead > LEAD_PRIORITY > max(others) > min(others) > DUE_PRIORITY
    assert known.of("https://shop.example/item/4") is None
    known.close()


@pytest.mark.parametrize(("revisit", "due"), [(Revisit(share=0.3), 3), (Revisit(share=0.1), 1), (Revisit(share=0), 0)])
def test_the_others_are_bounded_by_their_share_of_the_pages(index: Index, tmp_path: Path, revisit: Revisit, due: int) -> None:
    index.put([visits(number) for number in range(40)])

    known = known_pages(index, campaign(revisit=revisit), tmp_path, pages=10, now=NOW)

    assert known is not None
    assert len(list(known.due())) == due
    assert known.of("https://shop.example/item/39") is not None
    known.close()


def test_posts_of_one_page_are_one_page(index: Index, tmp_path: Path) -> None:
    thread = "https://shop.example/thread-1.html"
    index.put([visits(1, url=thread, etag='"a"'), visits(2, url=thread, etag='"a"'), visits(3, url=thread, etag='"a"')])

    known = known_pages(index, campaign(), tmp_path, pages=None, now=NOW)

    assert known is not None
    (page,) = known.due()
    assert sorted(page.listings) == ["L1", "L2", "L3"]
    assert page.headers == {"If-None-Match": '"a"'}
    known.close()


def test_a_campaign_that_has_seen_nothing_knows_no_page(index: Index, tmp_path: Path) -> None:
    assert known_pages(index, campaign(), tmp_path, pages=None, now=NOW) is None


@pytest.mark.parametrize(
    ("written", "revisit"),
    [
        ("0.5", Revisit(share=0.5)),
        ("due", Revisit(only_due=True)),
        ("{share: 0.1, only_due: true}", Revisit(share=0.1, only_due=True)),
    ],
)
def test_revisit_may_be_written_shortly(tmp_path: Path, written: str, revisit: Revisit) -> None:
    file = tmp_path / "ivory.yml"
    file.write_text(f"name: Ivory\nsources: ['https://shop.example/']\nrevisit: {written}\n", "utf-8")

    assert read_campaign(file).revisit == revisit


@pytest.mark.parametrize(
    ("line", "message"),
    [("revisit: {share: 2}", "share"), ("revisit: often", "revisit"), ("hours: 8-20", "write it as in '22:00-07:00")],
)
def test_what_is_written_wrong_is_told_with_its_field(tmp_path: Path, line: str, message: str) -> None:
    file = tmp_path / "ivory.yml"
    file.write_text(f"name: Ivory\nsources: ['https://shop.example/']\n{line}\n", "utf-8")

    with pytest.raises(InvalidInput) as raised:
        read_campaign(file)

    assert message in raised.value.what
