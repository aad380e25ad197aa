from __future__ import annotations

from collections.abc import Sequence

import pytest

from indexers.index import Index
from pipelines.counts import Counts
from pipelines.indexing import WriteListings
from tidewaiter.config import Settings
from tidewaiter.errors import IndexUnavailable
from tidewaiter.model import Lead, Listing, Match, Sighting, Target

IVORY = Target("goods", "elephant-ivory")


def match(listing: str, probability: float = 0.9, target: Target = IVORY) -> Match:
    return Match(listing, target, prior=-2.0, probability=probability)


def stage(index: Index, counts: Counts, found: dict[str, list[Match]] | None = None) -> WriteListings:
    return WriteListings(index, {} if found is None else found, counts, Settings())


async def test_listing_sighting_match_and_lead_are_there_when_it_returns(index: Index, counts: Counts) -> None:
    listing = Listing(id="L1", url="https://s.example/1", title="象牙", campaign="ivory", run="r1")

    await stage(index, counts, {"L1": [match("L1"), match("L1", 0.2, Target("goods", "coral"))]}).work([listing])

    stored = index.listing("L1")
    assert stored is not None
    assert stored.first_seen == stored.last_seen
    assert [sighting.kind for sighting in index.find(Sighting, {"listing": "L1"})] == ["first"]
    assert {m.target.id for m in index.find(Match, {"listing": "L1"})} == {"elephant-ivory", "coral"}
    assert [(lead.listing, lead.campaign, lead.run) for lead in index.find(Lead)] == [("L1", "ivory", "r1")]


async def test_writing_twice_adds_nothing(index: Index, counts: Counts) -> None:
    for _ in range(2):
        await stage(index, counts, {"L1": [match("L1")]}).work([Listing(id="L1", url="https://s.example/1", title="象牙")])

    assert (index.count(Listing), index.count(Sighting), index.count(Match), index.count(Lead)) == (1, 1, 1, 1)
    assert counts.values["tidewaiter/listings/unchanged"] == 1


async def test_a_first_sighting_that_a_kill_left_out_is_told_the_next_time(index: Index, counts: Counts) -> None:
    times = {"first_seen": "2026-01-01T00:00:00Z", "last_seen": "2026-01-01T00:00:00Z"}
    index.write_listings([Listing(id="L1", title="象牙", run="r1", **times)])

    for _ in range(2):
        await stage(index, counts).work([Listing(id="L1", title="象牙", run="r1")])

    assert [(one.kind, one.at) for one in index.find(Sighting)] == [("first", "2026-01-01T00:00:00Z")]


async def test_matches_that_a_changed_listing_lost_are_deleted(index: Index, counts: Counts) -> None:
    await stage(index, counts, {"L1": [match("L1")]}).work([Listing(id="L1", title="象牙")])

    await stage(index, counts, {"L1": []}).work([Listing(id="L1", title="显示器")])

    assert index.count(Match) == 0
    assert counts.values["tidewaiter/listings/changed"] == 1


async def test_a_listing_that_is_gone_keeps_text_and_matches(index: Index, counts: Counts) -> None:
    await stage(index, counts, {"L1": [match("L1")]}).work([Listing(id="L1", title="象牙")])

    await stage(index, counts).work([Listing(id="L1", status="gone"), Listing(id="never seen", status="gone")])

    stored = index.listing("L1")
    assert stored is not None
    assert (stored.title, stored.status) == ("象牙", "gone")
    assert index.count(Match) == 1
    assert index.listing("never seen") is None


async def test_one_listing_twice_in_a_batch_is_first_and_then_changed(index: Index, counts: Counts) -> None:
    first = Listing(id="L1", title="象牙", last_seen="2026-11-01T00:00:00Z")
    second = Listing(id="L1", title="牙料", last_seen="2026-11-02T00:00:00Z")

    await stage(index, counts).work([first, second])

    assert [sighting.kind for sighting in index.find(Sighting)] == ["first", "changed"]
    stored = index.listing("L1")
    assert stored is not None
    assert (stored.title, stored.first_seen) == ("牙料", "2026-11-01T00:00:00Z")


async def test_a_match_of_another_stored_listing_is_stored_too(index: Index, counts: Counts) -> None:
    await stage(index, counts).work([Listing(id="L0", title="old")])

    await stage(index, counts, {"L1": [match("L0"), match("L1")]}).work([Listing(id="L1", title="象牙")])

    assert {m.listing for m in index.find(Match)} == {"L0", "L1"}


async def test_an_index_that_is_gone_stops_the_work(index: Index, counts: Counts, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(listings: Sequence[Listing]) -> None:
        raise IndexUnavailable("the disk is full", do="Make room.")

    monkeypatch.setattr(index, "write_listings", full)

    with pytest.raises(IndexUnavailable):
        await stage(index, counts).work([Listing(id="L1", title="象牙")])


async def test_a_listing_that_the_index_refuses_costs_only_itself(
    index: Index, counts: Counts, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = index.write_listings

    def picky(listings: Sequence[Listing]) -> None:
        if any(listing.id == "bad" for listing in listings):
            raise ValueError("bad")
        write(listings)

    monkeypatch.setattr(index, "write_listings", picky)

    await stage(index, counts).work([Listing(id="bad", title="x"), Listing(id="good", title="x")])

    assert index.listing("good") is not None
    assert counts.values["tidewaiter/indexing/failed"] == 1
