from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from campaigns.rereading import paired, reread
from campaigns.running import run_campaign
from indexers.index import Index
from indexers.opening import open_index
from tests.campaigns.shop import ENVIRON, ITEMS, campaign
from tidewaiter.cli.main import main
from tidewaiter.config import Settings
from tidewaiter.model import Handle, Lead, Listing, Sighting, Span
from tidewaiter.store import Store


@pytest.fixture
def index(tmp_path: Path, shop: str, settings: Settings) -> Iterator[Index]:
    """What a run of the shop left."""
    run_campaign(settings, campaign(tmp_path, shop))
    opened = open_index(settings)
    yield opened
    opened.close()


def test_pages_are_read_again_with_the_readers_of_today(settings: Settings, index: Index) -> None:
    before = {listing.id: listing for listing in index.all_listings()}
    ivory = next(listing for listing in before.values() if "象牙" in listing.title)
    # As if yesterday's readers had seen neither price nor text, and the listing had vanished since.
    index.write_listings([replace(ivory, title="?", text="", price=None, handles=[], status="gone")])
    sightings = len(index.find(Sighting))

    report = reread(settings, index)

    assert (report.pages, report.listings, report.added, report.changed) == (ITEMS, ITEMS, 0, 1)
    now = index.listing(ivory.id)
    assert now is not None
    assert (now.title, now.text, now.price) == (ivory.title, ivory.text, ivory.price)
    assert [handle.value for handle in now.handles] == ["abc1234"]
    assert (now.status, now.first_seen, now.last_seen, now.run) == ("gone", ivory.first_seen, ivory.last_seen, ivory.run)
    assert len(index.find(Sighting)) == sightings
    assert len(index.find(Lead)) == 1


def test_what_has_no_page_stays_as_it_is(settings: Settings, index: Index) -> None:
    listings = list(index.all_listings())
    index.write_listings([replace(listings[0], page=None)])
    Store(settings.store_url).delete("pages", listings[1].page or "", compress=True)
    damaged = Path(Store(settings.store_url).path("pages", listings[2].page or "", compress=True))
    damaged.write_bytes(damaged.read_bytes()[:40])

    report = reread(settings, index)

    assert report.skipped == {"no_page": 1, "purged": 2}
    assert report.listings == ITEMS - 3
    assert index.count(Listing) == ITEMS


def test_only_what_was_asked_for_is_read(settings: Settings, index: Index, capsys: pytest.CaptureFixture[str]) -> None:
    home = ["--home", str(settings.home_path), "reread", "--json"]
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRON.items():
            patch.setenv(name, value)
        assert main([*home, "--since", "2999-01-01"]) == 0
        assert main([*home, "--source", "nobody"]) == 0
        assert main([*home, "--since", "soon"]) == 2

    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert first["pages"] == second["pages"] == 0


def test_a_contact_that_a_button_had_shown_is_not_lost() -> None:
    shown = Handle("phone", "+8613812345678", (Span("text", 14, 25, "13812345678"),))
    stored = Listing(id="a", url="http://x.example/1", text="A fine carving\n13812345678", handles=[shown])

    found = paired([Listing(text="A fine carving.")], [stored], b"<p>A fine carving.</p>", alone=True)

    assert found[0].text == "A fine carving.\n13812345678"
    assert found[0].id == "a"


def test_a_card_on_an_index_page_is_not_taken_for_a_listing() -> None:
    stored = Listing(id="a", url="http://x.example/list")

    assert paired([Listing(url="http://x.example/9", title="Card")], [stored], b"", alone=False) == []


def test_posts_of_a_page_keep_their_ids_and_new_ones_are_added() -> None:
    stored = [Listing(id=f"p{n}", url="http://x.example/t", source="forum", last_seen="2026-01-01T00:00:00Z") for n in (1, 2)]
    read = [Listing(id=f"p{n}", title=f"Post {n}") for n in (1, 2, 3)]

    found = paired(read, stored, b"", alone=True)

    assert [(one.id, one.source, one.last_seen) for one in found] == [
        (f"p{n}", "forum", "2026-01-01T00:00:00Z") for n in (1, 2, 3)
    ]
