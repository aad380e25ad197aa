from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from campaigns.forgetting import Whom, forget, listings_of
from campaigns.outbox import Item, Outbox
from campaigns.retention import purge
from indexers.index import Index
from indexers.opening import open_index
from matchers.keys import keys_of
from tidewaiter.case import Case
from tidewaiter.cli.main import main
from tidewaiter.config import Settings, load_settings
from tidewaiter.errors import InvalidInput
from tidewaiter.model import (
    Decision,
    Handle,
    Lead,
    Link,
    Listing,
    Match,
    Photo,
    PhotoReading,
    ReferencePhoto,
    Seller,
    Series,
    Sighting,
    Snapshot,
    Target,
    Visits,
)
from tidewaiter.store import Store

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
OLD, FRESH = "2025-06-01T00:00:00Z", "2026-05-20T00:00:00Z"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path / "home", environ={})[0]


@pytest.fixture
def index(settings: Settings) -> Iterator[Index]:
    opened = open_index(settings)
    yield opened
    opened.close()


@pytest.fixture
def store(settings: Settings) -> Store:
    return Store(settings.store_url)


def put(index: Index, id: str, *, seen: str = OLD, photos: tuple[str, ...] = (), **more: object) -> Listing:
    listing = Listing(
        id=id, source="forum", url=f"https://forum.example/{id}", title=f"Title {id}", text="Text.", last_seen=seen
    )
    listing.photos = [Photo(sha256=sha256) for sha256 in photos]
    for name, value in more.items():
        setattr(listing, name, value)
    listing.keys = keys_of(listing)
    index.write_listings([listing])
    return listing


def match(listing: str, probability: float) -> Match:
    return Match(listing, Target("goods", "elephant-ivory"), -3.0, probability)


def ids(index: Index) -> list[str]:
    return [listing.id for listing in index.all_listings()]


def test_what_matches_nothing_goes_after_its_days_and_the_journal_says_how_much(
    settings: Settings, index: Index, store: Store
) -> None:
    photo = store.put("photos", b"a chair")
    put(index, "old", photos=(photo,))
    put(index, "fresh", seen=FRESH)
    put(index, "matched")
    put(index, "barely")
    index.put([match("matched", 0.4), match("barely", 0.02), Sighting("s1", "old", OLD, "first")])
    index.put([PhotoReading(photo, "read"), Visits("old", "https://forum.example/old", "forum", "Chairs", OLD)])

    report = purge(settings, index, at=NOW)

    assert (report.listings, report.photos) == (2, 1)
    assert ids(index) == ["fresh", "matched"]
    assert not store.has("photos", photo)
    assert index.find(Sighting) == index.find(PhotoReading) == index.find(Visits) == []
    assert [m.listing for m in index.find(Match)] == ["matched"]
    line = index.find(Decision, {"action": "purge"})[0]
    assert (line.data["listings"], line.data["photos"]) == ("2", "1")
    assert "old" not in json.dumps(line.data)


def test_a_dry_run_takes_nothing(settings: Settings, index: Index, store: Store) -> None:
    put(index, "old", photos=(store.put("photos", b"x"),))

    report = purge(settings, index, dry_run=True, at=NOW)

    assert (report.listings, report.photos) == (1, 1)
    assert ids(index) == ["old"]
    assert index.find(Decision) == []


def test_what_something_holds_on_to_stays(settings: Settings, index: Index) -> None:
    for id in ("of-case", "sealed", "led", "judged", "in-series", "other-series", "undated", "alone"):
        put(index, id, seen="" if id == "undated" else OLD)
    index.put([Case(id="c1", title="Case", listings=("of-case",))])
    index.put([Snapshot("s", "https://forum.example/sealed", "s.wacz", "0" * 64, OLD, listing="sealed")])
    index.put([Lead("l", "match", 0.9, "high", "dismissed", listing="led")])
    index.put([Decision("d", OLD, "ann", "pair.same", "judged|x", data={"a": "judged", "b": "x"})])
    index.put([Series("with-lead", ["led", "in-series"]), Series("without", ["other-series", "alone"])])

    purge(settings, index, at=NOW)

    assert ids(index) == ["in-series", "judged", "led", "of-case", "sealed", "undated"]
    assert [series.id for series in index.find(Series)] == ["with-lead"]


def test_a_photo_that_another_listing_or_a_reference_shows_stays(settings: Settings, index: Index, store: Store) -> None:
    shared, reference = store.put("photos", b"shared"), store.put("photos", b"reference")
    put(index, "old", photos=(shared, reference))
    put(index, "fresh", seen=FRESH, photos=(shared,))
    index.put([ReferencePhoto("r", Target("goods", "elephant-ivory"), "/x.jpg", reference)])

    report = purge(settings, index, at=NOW)

    assert (report.photos, report.photos_kept) == (0, 2)
    assert store.has("photos", shared)
    assert store.has("photos", reference)


def test_raw_pages_go_after_their_days_unless_a_listing_was_seen_on_them_since(
    settings: Settings, index: Index, store: Store
) -> None:
    pages = {name: store.put("pages", name.encode(), compress=True) for name in ("old", "seen-again", "new")}
    for name in ("old", "seen-again"):
        then = (NOW - timedelta(days=100)).timestamp()
        os.utime(store.path("pages", pages[name], compress=True), (then, then))
    os.utime(store.path("pages", pages["new"], compress=True), (NOW.timestamp(), NOW.timestamp()))
    put(index, "a", seen=FRESH, page=pages["seen-again"])
    put(index, "b", seen="2026-01-01T00:00:00Z", page=pages["old"])

    report = purge(settings, index, at=NOW)

    assert report.pages == 1
    assert [store.has("pages", page, compress=True) for page in pages.values()] == [False, True, True]


def person(index: Index, store: Store) -> tuple[str, str]:
    photo, page = store.put("photos", b"face"), store.put("pages", b"<p>face</p>", compress=True)
    seller = Seller("77", "张三の店")
    phone = [Handle("wechat", "zhang3"), Handle("phone", "+8613812345678")]
    put(index, "p1", seen=FRESH, photos=(photo,), page=page, seller=seller, handles=phone)
    put(index, "p2", seen=FRESH, seller=seller)
    put(index, "other", seen=FRESH, seller=Seller("78", "李四"), handles=[Handle("wechat", "li4")])
    index.put([match("p1", 0.9), match("other", 0.9)])
    index.put([Lead("new", "match", 0.9, "high", listing="p1"), Lead("told", "match", 0.9, "high", "confirmed", listing="p2")])
    index.put([Series("s", ["p1", "p2", "other"], links=[Link("p1", "p2"), Link("p2", "other")])])
    return photo, page


def test_a_seller_is_forgotten_with_all_that_hangs_on_them(settings: Settings, index: Index, store: Store) -> None:
    photo, page = person(index, store)
    outbox = Outbox(settings.home_path)
    outbox.put("c", "webhook", {}, [Item("lead/new", {"listing": {"id": "p1"}})], now=NOW)
    index.put([Snapshot("z", "https://forum.example/p1", "z.wacz", "0" * 64, OLD, listing="p1")])

    done = forget(settings, index, Whom(seller="forum/77"))

    assert (done.removed.listings, done.removed.leads, done.removed.leads_kept, done.snapshots, done.alerts) == (2, 1, 1, 1, 1)
    assert ids(index) == ["other"]
    assert [m.listing for m in index.find(Match)] == ["other"]
    assert [lead.id for lead in index.find(Lead)] == ["told"]
    assert index.find(Series) == []
    assert not store.has("photos", photo)
    assert not store.has("pages", page, compress=True)
    assert outbox.waiting() == []
    assert len(index.find(Snapshot)) == 1
    line = index.find(Decision, {"action": "forget"})[0]
    assert line.subject == "seller"
    assert "77" not in json.dumps(line.data)


@pytest.mark.parametrize(
    ("whom", "found"),
    [
        (Whom(handle="wechat:zhang3"), ["p1"]),
        (Whom(handle="wechat:ZHANG3"), ["p1"]),
        (Whom(handle="phone:138 1234 5678"), ["p1"]),
        (Whom(name="張三の店"), ["p1", "p2"]),
        (Whom(listing="p2"), ["p2"]),
        (Whom(listing="nothing"), []),
        (Whom(seller="forum/7"), []),
    ],
)
def test_people_are_found_as_they_are_named(index: Index, store: Store, whom: Whom, found: list[str]) -> None:
    person(index, store)

    assert sorted(listing.id for listing in listings_of(index, whom)) == found


@pytest.mark.parametrize(
    ("whom", "message"),
    [
        (Whom(), "nothing given"),
        (Whom(name="a", listing="b"), "--listing, --name given"),
        (Whom(seller="77"), "is not SOURCE/ID"),
        (Whom(handle="pigeon:1"), "is not KIND:VALUE"),
        (Whom(name=" "), "is empty"),
    ],
)
def test_what_names_nobody_is_wrong_input(index: Index, whom: Whom, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        listings_of(index, whom)


def test_a_series_that_keeps_two_members_stays_without_their_links(settings: Settings, index: Index, store: Store) -> None:
    person(index, store)

    forget(settings, index, Whom(listing="p1"))

    series = index.find(Series)[0]
    assert (series.listings, series.links) == (["p2", "other"], [Link("p2", "other")])


def test_nobody_is_forgotten_without_being_asked(
    settings: Settings, index: Index, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    person(index, store)
    home = ["--home", str(settings.home_path)]

    assert main([*home, "forget", "--listing", "p1"]) == 2
    assert "1 listings would be forgotten" in capsys.readouterr().err
    assert main([*home, "forget", "--listing", "p1", "--yes", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["removed"]["listings"] == 1


def test_purge_says_what_would_go(settings: Settings, index: Index, capsys: pytest.CaptureFixture[str]) -> None:
    put(index, "old")

    assert main(["--home", str(settings.home_path), "purge", "--dry-run"]) == 0
    assert "would go: 1 listings that match nothing" in capsys.readouterr().out


def test_somebody_with_more_listings_than_are_looked_up_at_once_is_forgotten_whole(
    settings: Settings, index: Index, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    person(index, store)
    monkeypatch.setattr("campaigns.forgetting.PER_KEY", 1)

    done = forget(settings, index, Whom(seller="forum/77"))

    assert done.removed.listings == 2
    assert ids(index) == ["other"]
    assert len(index.find(Decision, {"action": "forget"})) == 1
