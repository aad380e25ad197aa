from __future__ import annotations

from pipelines.sightings import merged, sighting_of
from tidewaiter.model import Listing, Photo, Price

DAY_1, DAY_2 = "2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z"


def stored(*photos: Photo) -> Listing:
    listing = Listing(id="L1", url="https://s.example/1", title="象牙", price=Price(100.0, "CNY"), photos=list(photos))
    return merged(None, listing, at=DAY_1)


def test_the_first_sighting_sets_both_times() -> None:
    listing = stored()

    sighting = sighting_of(None, listing)

    assert (listing.first_seen, listing.last_seen) == (DAY_1, DAY_1)
    assert sighting is not None
    assert (sighting.kind, sighting.at) == ("first", DAY_1)


def test_seen_again_unchanged_moves_only_the_last_time() -> None:
    before = stored()

    after = merged(before, Listing(id="L1", url="https://s.example/1", title="象牙", price=Price(100.0, "CNY")), at=DAY_2)

    assert (after.first_seen, after.last_seen) == (DAY_1, DAY_2)
    assert sighting_of(before, after) is None


def test_a_change_says_field_before_and_after() -> None:
    before = stored()

    after = merged(before, Listing(id="L1", url="https://s.example/1", title="牙料", price=Price(80.0, "CNY")), at=DAY_2)
    sighting = sighting_of(before, after)

    assert sighting is not None
    assert sighting.kind == "changed"
    assert sighting.changes == (
        ("title", "象牙", "牙料"),
        ("price", '{"amount": 100.0, "currency": "CNY"}', '{"amount": 80.0, "currency": "CNY"}'),
    )


def test_gone_keeps_what_was_known_and_back_is_told() -> None:
    before = stored()

    gone = merged(before, Listing(id="L1", url="https://s.example/1", status="gone"), at=DAY_2)
    back = merged(gone, Listing(id="L1", url="https://s.example/1", title="象牙", price=Price(100.0, "CNY")), at=DAY_2)

    assert (gone.title, gone.status, gone.last_seen) == ("象牙", "gone", DAY_1)
    assert [s.kind for s in (sighting_of(before, gone), sighting_of(gone, back)) if s] == ["gone", "back"]


def test_the_same_photo_under_another_url_is_no_change() -> None:
    before = stored(Photo(url="https://s.example/p?sign=1", sha256="a" * 64))
    again = Listing(id="L1", url="https://s.example/1", title="象牙", price=Price(100.0, "CNY"))
    again.photos = [Photo(url="https://s.example/p?sign=2", sha256="a" * 64)]

    assert sighting_of(before, merged(before, again, at=DAY_2)) is None


def test_another_url_makes_the_first_an_alias() -> None:
    after = merged(stored(), Listing(id="L1", url="https://s.example/one", title="象牙"), at=DAY_2)

    assert after.aliases == ["https://s.example/1"]
