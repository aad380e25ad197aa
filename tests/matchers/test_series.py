from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from indexers.embedded import EmbeddedIndex
from indexers.index import Index
from matchers.links_near import NearKey, spellings_near
from matchers.series import MANY, SeriesKeeper, rebuild
from matchers.series_judgements import judge
from tests.matchers.series_samples import crowd, members, offer, store, template
from tidewaiter.errors import InvalidInput
from tidewaiter.model import Decision, Lead, Match, Series, Signal, Target


def keep(index: Index, *batches: list) -> SeriesKeeper:  # type: ignore[type-arg] # of listings
    """Stores batches one after the other, series kept after each."""
    keeper = SeriesKeeper(index)
    for batch in batches:
        store(index, batch)
        keeper.add(batch)
    return keeper


def test_listings_of_one_account_are_a_series_and_a_lone_listing_is_none(embedded_index: Index) -> None:
    keep(embedded_index, [offer("1", "anna"), offer("2", "anna"), offer("3", "ben"), offer("4")])

    assert members(embedded_index) == [["1", "2"]]


def test_one_handle_joins_two_accounts_and_says_so(embedded_index: Index) -> None:
    number = [("phone", "+8613812345678")]
    keep(embedded_index, [offer("1", "anna", handles=number)], [offer("2", "ben", source="forum", handles=number)])

    (series,) = embedded_index.find(Series)
    assert series.listings == ["1", "2"]
    (link,) = series.links
    assert {link.a, link.b} == {"1", "2"}
    assert link.signals[0].kind == "handle.shared"
    assert "+8613812345678" in link.signals[0].why


def test_the_same_number_for_another_messenger_joins(embedded_index: Index) -> None:
    phone, wechat = [("phone", "+8613812345678")], [("wechat", "13812345678")]
    keep(embedded_index, [offer("1", "anna", handles=phone), offer("2", "ben", handles=wechat)])

    assert members(embedded_index) == [["1", "2"]]


def test_a_number_that_many_accounts_give_joins_none(embedded_index: Index) -> None:
    """A courier's: each shows it once. Two accounts were joined by it while only they were known."""
    number = ("phone", "+8613812345678")
    first = [offer(f"{at}", f"seller{at}", handles=[number, ("wechat", f"own_{at}_name")]) for at in range(2)]
    later = [offer(f"{at}", f"seller{at}", handles=[number, ("wechat", f"own_{at}_name")]) for at in range(2, 9)]

    keeper = keep(embedded_index, first)
    assert members(embedded_index) == [["0", "1"]]

    store(embedded_index, later)
    keeper.add(later)
    assert members(embedded_index) == []


def test_a_couriers_number_joins_none_where_the_text_says_whose_it_is(embedded_index: Index) -> None:
    text = "nice, courier +447700900123"
    number = [("phone", "+447700900123")]
    keep(embedded_index, [offer("1", "anna", text, handles=number), offer("2", "ben", text + " too", handles=number)])

    assert members(embedded_index) == []


def test_a_copy_of_a_photo_of_the_same_goods_joins(embedded_index: Index) -> None:
    keep(
        embedded_index,
        [
            offer("1", "anna", photos=[("a" * 64, "f0f0f0f0f0f0f0f0")], goods="ivory", text="ivory"),
            offer("2", "ben", photos=[("b" * 64, "f0f0f0f0f0f0f0f7")], goods="ivory", text="ivory"),
            offer("3", "carl", photos=[("c" * 64, "0123456789abcdef")], goods="ivory", text="ivory"),
        ],
    )

    assert members(embedded_index) == [["1", "2"]]


def test_a_mirrored_copy_joins_too(embedded_index: Index) -> None:
    mirrored = f"{0xF0F0F0F0F0F0F0F0 ^ 0x5555555555555555:016x}"
    keep(
        embedded_index,
        [
            offer("1", "anna", photos=[("a" * 64, "f0f0f0f0f0f0f0f0")], goods="ivory", text="ivory"),
            offer("2", "ben", photos=[("b" * 64, mirrored)], goods="ivory", text="ivory"),
        ],
    )

    (series,) = embedded_index.find(Series)
    assert "mirrored" in series.links[0].signals[0].why


def test_a_photo_that_everybody_shows_joins_none(embedded_index: Index) -> None:
    keep(embedded_index, [offer(f"{at}", f"seller{at}", photos=[("a" * 64, "f0f0f0f0f0f0f0f0")]) for at in range(9)])

    assert members(embedded_index) == []


def test_a_rare_way_of_writing_joins_accounts_whose_slots_differ(embedded_index: Index) -> None:
    strangers = list(crowd(300))
    keep(embedded_index, strangers, [offer("A", "anna", template(1, 12)), offer("B", "ben", template(1, 55))])

    assert members(embedded_index) == [["A", "B"]]
    signal = embedded_index.find(Series)[0].links[0].signals[0]
    assert signal.kind == "text.template"


def test_a_text_that_was_copied_word_for_word_joins_none(embedded_index: Index) -> None:
    strangers = list(crowd(300))
    copied = [offer("A", "anna", template(1, 12)), offer("B", "ben", template(1, 12))]
    keep(embedded_index, strangers, copied)

    assert members(embedded_index) == []


@pytest.mark.parametrize("batch", [60, 1])
def test_what_a_platform_puts_under_every_offer_joins_none(embedded_index: Index, batch: int) -> None:
    below = ". ".join(f"clause {word * 2} of the terms" for word in "abcdefghijklmnop")
    offers = [offer(f"P{at:02d}", f"shop{at}", f"my own thing{at} here. {below}", title="thing") for at in range(60)]
    strangers = list(crowd(300))
    store(embedded_index, strangers)
    SeriesKeeper(embedded_index).add(strangers)

    for start in range(0, len(offers), batch):
        store(embedded_index, offers[start : start + batch])
        SeriesKeeper(embedded_index).add(offers[start : start + batch])

    # While the first few were all that was known of the platform, nothing told its words from theirs.
    assert max((len(one) for one in members(embedded_index)), default=0) <= 8


def test_a_series_keeps_its_id_while_it_grows(embedded_index: Index) -> None:
    number = [("phone", "+8613812345678")]
    keeper = keep(embedded_index, [offer("5", "anna", handles=number), offer("6", "anna")])
    before = embedded_index.find(Series)[0].id

    for id, account in (("1", "anna"), ("2", "ben")):
        listing = offer(id, account, handles=number)
        store(embedded_index, [listing])
        keeper.add([listing])

    (series,) = embedded_index.find(Series)
    assert (series.id, series.listings) == (before, ["1", "2", "5", "6"])


def test_a_listing_that_ties_two_series_makes_them_one(embedded_index: Index) -> None:
    phone, wechat = ("phone", "+8613812345678"), ("wechat", "lin_shop_88")
    first = [offer("1", "anna", handles=[phone]), offer("2", "anna", handles=[phone])]
    second = [offer("3", "ben", handles=[wechat]), offer("4", "ben", handles=[wechat])]
    keep(embedded_index, first, second, [offer("5", "carl", handles=[phone, wechat])])

    assert members(embedded_index) == [["1", "2", "3", "4", "5"]]


def test_adding_twice_changes_nothing(embedded_index: Index) -> None:
    batch = [offer("1", "anna", handles=[("wechat", "lin_shop_88")]), offer("2", "ben", handles=[("wechat", "lin_shop_88")])]
    keep(embedded_index, batch)
    (before,) = embedded_index.find(Series)

    SeriesKeeper(embedded_index).add(batch)

    (after,) = embedded_index.find(Series)
    assert (after.id, after.listings, len(after.links)) == (before.id, before.listings, len(before.links))


@pytest.mark.parametrize("batch", [1, 7, 1000])
def test_any_order_and_any_batches_give_the_same_series(tmp_path: Path, batch: int) -> None:
    listings = [
        offer(f"{actor}-{at}", f"a{actor}.{at % 3}", handles=[("wechat", f"actor_{actor}_main")])
        for actor in range(6)
        for at in range(6)
    ]
    random.Random(batch).shuffle(listings)
    index = EmbeddedIndex(tmp_path / "index.sqlite")

    for start in range(0, len(listings), batch):
        store(index, listings[start : start + batch])
        SeriesKeeper(index).add(listings[start : start + batch])  # each with nothing in mind: as after a restart

    assert members(index) == sorted(sorted(f"{actor}-{at}" for at in range(6)) for actor in range(6))
    index.close()


def test_made_anew_the_series_are_the_same(embedded_index: Index) -> None:
    number, photo = [("phone", "+8613812345678")], [("a" * 64, "f0f0f0f0f0f0f0f0")]
    batch = [
        offer("1", "anna", handles=number), offer("2", "ben", handles=number), offer("3", "ben", photos=photo, goods="ivory"),
        offer("4", "carl", photos=photo, goods="ivory"), offer("5", "dora"),
    ]  # fmt: skip
    keep(embedded_index, *[[one] for one in batch])
    before = embedded_index.find(Series)

    assert rebuild(embedded_index) == len(before) == 1
    after = embedded_index.find(Series)
    assert [(one.id, one.listings) for one in after] == [(one.id, one.listings) for one in before]


def test_when_many_come_all_accounts_are_taken_into_memory_and_nothing_is_lost(embedded_index: Index) -> None:
    number = [("phone", "+8613812345678")]
    keep(embedded_index, [offer("first", "anna", handles=number)])

    keeper = SeriesKeeper(embedded_index)
    strangers = list(crowd(MANY))
    store(embedded_index, strangers)
    keeper.add(strangers)
    last = offer("last", "ben", handles=number)
    store(embedded_index, [last])
    keeper.add([last])

    assert members(embedded_index) == [["first", "last"]]


def test_judged_the_same_they_are_one_until_it_is_revoked(embedded_index: Index) -> None:
    keeper = keep(embedded_index, [offer("1", "anna"), offer("2", "ben")])

    judge(embedded_index, "2", "1", "same", by="Wang", note="seen together")
    keeper.follow(["1", "2"])
    (series,) = embedded_index.find(Series)
    assert series.listings == ["1", "2"]
    assert "Wang" in series.links[0].signals[0].why

    judge(embedded_index, "1", "2", "revoked", by="Wang")
    keeper.follow(["1", "2"])
    assert members(embedded_index) == []


def test_judged_different_they_stay_apart_whatever_they_share(embedded_index: Index) -> None:
    number = [("phone", "+8613812345678")]
    first, second = offer("1", "anna", handles=number), offer("2", "ben", handles=number)
    keeper = keep(embedded_index, [first, second])

    judge(embedded_index, "1", "2", "different", by="Wang")
    keeper.follow(["1", "2"])
    assert members(embedded_index) == []

    SeriesKeeper(embedded_index).add([first])
    assert members(embedded_index) == []


def test_a_judgement_of_what_is_not_stored_is_refused(embedded_index: Index) -> None:
    store(embedded_index, [offer("1", "anna")])

    with pytest.raises(InvalidInput, match="nobody"):
        judge(embedded_index, "1", "nobody", "same", by="Wang")
    assert embedded_index.count(Decision) == 0


def test_a_case_joins_by_a_suspects_handle_but_not_by_a_bystanders(embedded_index: Index) -> None:
    listing = offer("1", "anna")
    store(embedded_index, [listing])
    same = Signal("handle.same", "wechat lin_88", "wechat lin_88", 5.0, "The case knows it as Lin's.")
    other = Signal("handle.bystander", "phone 1", "phone 1", 0.1, "The case knows it as a bystander's.")
    embedded_index.put(
        [Match("1", Target("case", "C-1"), -3.0, 0.97, [same]), Match("1", Target("case", "C-2"), -3.0, 0.9, [other])]
    )

    SeriesKeeper(embedded_index).add([listing])

    (series,) = embedded_index.find(Series)
    assert (series.listings, series.cases) == (["1"], ["C-1"])
    assert [(link.a, link.b) for link in series.links] == [("1", "C-1")]


def test_a_lead_says_in_which_series_its_listing_is(embedded_index: Index) -> None:
    number = [("phone", "+8613812345678")]
    embedded_index.put([Lead("lead", "match", 0.9, "high", listing="1")])
    keeper = keep(embedded_index, [offer("1", "anna", handles=number)], [offer("2", "ben", handles=number)])

    (series,) = embedded_index.find(Series)
    assert embedded_index.find(Lead)[0].series == series.id

    judge(embedded_index, "1", "2", "different", by="Wang")
    keeper.follow(["1", "2"])
    assert embedded_index.find(Lead)[0].series is None


def test_each_pair_of_two_accounts_listings_is_explained_by_three_links(embedded_index: Index) -> None:
    number = [("phone", "+8613812345678")]
    listings = [offer(f"a{at}", "anna", handles=number if at == 3 else ()) for at in range(5)]
    listings += [offer(f"b{at}", "ben", handles=number if at == 2 else ()) for at in range(5)]
    keep(embedded_index, listings)

    (series,) = embedded_index.find(Series)
    near = {id: {id} for id in series.listings}
    for _ in range(3):
        reached = {id: set(ids) for id, ids in near.items()}
        for link in series.links:
            for start, ids in near.items():
                if link.a in ids or link.b in ids:
                    reached[start] |= {link.a, link.b}
        near = reached
    assert all(ids == set(series.listings) for ids in near.values())


def test_hostile_marks_crash_nothing(embedded_index: Index) -> None:
    odd = offer("1", "anna", "￥" * 5000 + "\n" * 100, photos=[("", "zz"), ("b" * 64, "12")])
    odd.photos[1].pdq = "not hex"
    keep(embedded_index, [odd, offer("2", "", "\ue000\ue001 @@ %% ## ", title="\u200b")])

    assert members(embedded_index) == []


@pytest.mark.parametrize("many", [0, MANY], ids=["asked of the index", "in memory"])
def test_a_number_one_digit_off_joins_with_a_photo_but_not_by_itself(embedded_index: Index, many: int) -> None:
    strangers = [offer(f"X{at:04d}", f"crowd{at}") for at in range(many)]
    store(embedded_index, strangers)
    keeper = SeriesKeeper(embedded_index)
    keeper.add(strangers)
    photo, other_photo = [("a" * 64, "f0f0f0f0f0f0f0f0")], [("b" * 64, "0123456789abcdef")]
    one, other = [("phone", "+8613812345678")], [("phone", "+8613812345679")]
    for listing in (
        offer("1", "anna", handles=one, photos=photo), offer("2", "ben", handles=other, photos=photo),
        offer("3", "carl", photos=other_photo), offer("4", "dora", photos=other_photo),
        offer("5", "emil", handles=[("phone", "+8613900001111")]), offer("6", "fred", handles=[("phone", "+8613900001112")]),
    ):  # fmt: skip
        store(embedded_index, [listing])
        keeper.add([listing])

    (series,) = embedded_index.find(Series)
    assert series.listings == ["1", "2"]
    near = next(signal for signal in series.links[0].signals if signal.kind == "handle.near")
    assert near.weight > 0
    assert (near.listing_side, near.target_side) == ("phone +8613812345678", "phone +8613812345679")


def test_a_name_of_which_many_spellings_are_about_is_near_none() -> None:
    shown = NearKey(("account:lin8881", "account:lin8882"), 0, 2, bystander=False, shown=("", ""), listings=("", ""))

    assert shown.weight > replace(shown, crowd=1).weight > 0
    assert [replace(shown, **less).weight for less in ({"crowd": 3}, {"holders": 9}, {"bystander": True})] == [0, 0, 0]


def test_spellings_near_a_handle() -> None:
    assert len(spellings_near("number:13812345678")) == 11 * 9
    near = spellings_near("account:lin_shop88")
    assert {"account:lin_shop89", "account:lin_shop8", "account:lin_shop888", "account:lim_shop88"} <= set(near)
    assert "account:lin_shop88" not in near
    assert [spellings_near(key) for key in ("account:lin88", "number:1234567", "container:MSCU1234567")] == [[], [], []]
