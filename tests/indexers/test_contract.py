"""What the port promises, held against each engine alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from indexers.index import Index, PhotoHit, Query
from tests.indexers.samples import DIMENSIONS, samples
from tidewaiter.case import Case
from tidewaiter.errors import IndexMismatch, InvalidInput
from tidewaiter.goods import Goods
from tidewaiter.model import Decided, Decision, Lead, Listing, Match, Photo, Place, Price, Signal, Target, Word


@pytest.fixture(params=["embedded", pytest.param("elastic", marks=pytest.mark.elastic)])
def index(request: pytest.FixtureRequest) -> Index:
    return request.getfixturevalue(f"{request.param}_index")


def ids(index: Index, query: Query) -> set[str]:
    found = index.search(replace(query, limit=1000))
    assert found.total == len(found.hits)
    return {hit.listing.id for hit in found.hits}


def listing(id: str, **fields: object) -> Listing:
    return Listing(id=id, source="a.example", url=f"http://a.example/{id}", **fields)  # type: ignore[arg-type]


def test_a_listing_comes_back_whole(index: Index) -> None:
    written = samples(1)[0]
    written.places, written.aliases, written.page, written.run = (
        [Place("凭祥", "CN")],
        ["http://m.a.example/x"],
        "ab" * 32,
        "r1",
    )
    index.set_text_model("model", DIMENSIONS)

    index.write_listings([written])
    read = index.listing(written.id)

    assert read is not None
    assert read.vector is not None
    assert written.vector is not None
    assert np.abs(read.vector - written.vector).max() < 1e-3
    assert replace(read, vector=None) == replace(written, vector=None)


def test_writing_again_replaces_all_that_was_found_before(index: Index) -> None:
    index.write_listings([listing("1", title="象牙", keys=["qq:1"], photos=[Photo(phash="0" * 16)])])

    index.write_listings([listing("1", title="手镯", keys=["qq:2"], photos=[Photo(phash="f" * 16)])])

    assert index.count(Listing) == 1
    assert ids(index, Query("象牙")) == set()
    assert ids(index, Query("手镯")) == {"1"}
    assert index.key_counts(["qq:1", "qq:2"]) == {"qq:2": 1}
    assert index.near_photos("0" * 16, kind="phash", radius_bits=10) == []
    assert [hit.listing for hit in index.near_photos("f" * 16, kind="phash", radius_bits=10)] == ["1"]


def test_one_id_twice_in_a_batch_leaves_the_last(index: Index) -> None:
    index.write_listings([listing("1", title="one"), listing("1", title="two")])

    assert index.count(Listing) == 1
    assert index.listings(["1"])["1"].title == "two"


def test_deleting_takes_photos_keys_and_matches_along(index: Index) -> None:
    index.write_listings([listing("1", title="x", keys=["qq:1"], photos=[Photo(phash="0" * 16)]), listing("2")])
    index.put([Match("1", Target("case", "c"), -1.0, 0.9), Match("2", Target("case", "c"), -1.0, 0.9)])
    assert index.near_photos("0" * 16, kind="phash", radius_bits=0)  # it is in memory now

    assert index.delete_listings(["1", "1", "missing"]) == 1

    assert index.listing("1") is None
    assert index.near_photos("0" * 16, kind="phash", radius_bits=0) == []
    assert index.with_keys(["qq:1"]) == {}
    assert [match.listing for match in index.find(Match)] == ["2"]
    assert ids(index, Query(cases=("c",))) == {"2"}


def test_all_listings_come_in_the_order_of_id(index: Index) -> None:
    written = samples(503)
    index.write_listings([replace(listing, vector=None) for listing in written])

    assert [listing.id for listing in index.all_listings()] == sorted(listing.id for listing in written)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("象牙", {"1", "2"}, id="two characters within a longer run"),
        pytest.param("象牙手镯", {"1"}, id="a run is a phrase"),
        pytest.param("手镯 象牙", {"1"}, id="all words"),
        pytest.param("IVORY", {"2", "3"}, id="case is folded"),
        pytest.param("ｉｖｏｒｙ", {"2", "3"}, id="full width is folded"),
        pytest.param('"carved ivory"', {"3"}, id="a phrase"),
        pytest.param('"ivory carved"', set(), id="a phrase has an order"),
        pytest.param("ivory -象牙", {"3"}, id="an excluded word"),
        pytest.param('ivory -"carved ivory"', {"2"}, id="an excluded phrase"),
        pytest.param("-ivory", {"1", "4"}, id="only excluded words"),
        pytest.param("bone title", {"4"}, id="words of title and text together"),
        pytest.param('"title bone"', set(), id="no phrase across title and text"),
        pytest.param("ngà", {"4"}, id="Vietnamese"),
        pytest.param("!!! ...", set(), id="punctuation alone finds nothing"),
        pytest.param("", {"1", "2", "3", "4"}, id="no words: all"),
        pytest.param('" OR NEAR( * : ^ {', set(), id="an engine's own syntax is text"),
        pytest.param("ivory AND NOT", set(), id="operators are words"),
    ],
)
def test_words(index: Index, text: str, found: set[str]) -> None:
    index.write_listings(
        [
            listing("1", title="出象牙手镯一只"),
            listing("2", title="Ivory", text="老象牙"),
            listing("3", title="a", text="Old carved ivory"),
            listing("4", title="a title", text="bone vòng tay ngà voi"),
        ]
    )

    assert ids(index, Query(text, mode="text")) == found


def test_the_title_weighs_more_than_the_text(index: Index) -> None:
    filler = " ".join(f"w{n}" for n in range(30))
    others = [listing(f"x{n}", title="other", text=filler) for n in range(20)]
    index.write_listings(
        [listing("1", title="vase", text=f"{filler} ivory"), listing("2", title="ivory", text=f"{filler} vase"), *others]
    )

    assert [hit.listing.id for hit in index.search(Query("ivory", mode="text")).hits] == ["2", "1"]


def test_filters(index: Index) -> None:
    index.write_listings(
        [
            listing(
                "1",
                price=Price(amount=100),
                place=Place("凭祥", "CN", 22.1, 106.77),
                posted="2026-01-05T00:00:00Z",
                language="zh",
            ),
            listing("2", price=Price(low=50, high=300), country="VN", first_seen="2026-02-05T00:00:00Z", status="gone"),
            listing(
                "3",
                photos=[Photo(url="http://a.example/p.jpg")],
                keys=["qq:1"],
                words=[Word("ivory", "ivory", "ivory", "name", 0, 5)],
            ),
        ]
    )

    assert ids(index, Query(price_low=80, price_high=120)) == {"1", "2"}
    assert ids(index, Query(price_low=301)) == set()
    assert ids(index, Query(price_high=60)) == {"2"}
    assert ids(index, Query(near=(22.0, 106.7, 20.0))) == {"1"}
    assert ids(index, Query(near=(22.0, 106.7, 10.0))) == set()
    assert ids(index, Query(since="2026-02-01T00:00:00Z")) == {"2"}
    assert ids(index, Query(until="2026-02-01T00:00:00Z")) == {"1"}
    assert ids(index, Query(countries=("CN", "VN"))) == {"1", "2"}
    assert ids(index, Query(languages=("zh",))) == {"1"}
    assert ids(index, Query(status="live")) == {"1", "3"}
    assert ids(index, Query(has_photo=True)) == {"3"}
    assert ids(index, Query(keys=("qq:1", "qq:2"))) == {"3"}
    assert ids(index, Query(goods=("ivory",))) == {"3"}
    assert ids(index, Query(sources=("b.example",))) == set()


def test_orders_put_what_is_unknown_last(index: Index) -> None:
    index.write_listings(
        [
            listing("1", price=Price(amount=5), posted="2026-01-01T00:00:00Z"),
            listing("2", price=Price(amount=1), posted="2026-03-01T00:00:00Z"),
            listing("3"),
        ]
    )

    def order(name: str) -> list[str]:
        return [hit.listing.id for hit in index.search(Query(order=name)).hits]  # type: ignore[arg-type]

    assert order("newest") == ["2", "1", "3"]
    assert order("oldest") == ["1", "2", "3"]
    assert order("cheapest") == ["2", "1", "3"]
    assert order("dearest") == ["1", "2", "3"]


def test_facets_count_goods_by_word_and_by_match_once(index: Index) -> None:
    by_word = [Word("ivory", "ivory", "ivory", "name", 0, 5)]
    index.write_listings([listing("1", words=by_word), listing("2", words=by_word), listing("3"), listing("4")])
    index.put(
        [
            Match("1", Target("goods", "ivory"), -3.0, 0.9),
            Match("3", Target("goods", "ivory"), -3.0, 0.6),
            Match("4", Target("goods", "ivory"), -3.0, 0.2),
            Match("4", Target("case", "c-1"), -3.0, 0.8),
        ]
    )

    found = index.search(Query(facets=("goods", "case", "source", "status")))

    assert found.facets == {
        "goods": [("ivory", 3)],
        "case": [("c-1", 1)],
        "source": [("a.example", 4)],
        "status": [("live", 4)],
    }
    assert ids(index, Query(goods=("ivory",), min_probability=0.7)) == {"1", "2"}
    assert ids(index, Query(goods=("ivory",), min_probability=0.1)) == {"1", "2", "3", "4"}


def test_a_match_may_come_before_its_listing_and_go_again(index: Index) -> None:
    match = Match("1", Target("case", "c-1"), -3.0, 0.8, [Signal("handle.phone", "a", "b", 2.0, "Same phone.")])
    index.put([match])
    index.write_listings([listing("1")])
    assert ids(index, Query(cases=("c-1",))) == {"1"}
    index.write_listings([listing("1", title="rewritten")])
    assert ids(index, Query(cases=("c-1",))) == {"1"}

    assert index.delete(Match, [match.id]) == 1

    assert ids(index, Query(cases=("c-1",))) == set()


def test_meaning_and_hybrid(index: Index) -> None:
    index.set_text_model("model", 4)
    axes = np.eye(4, dtype=np.float32)
    index.write_listings(
        [
            listing("1", title="ivory", vector=axes[0]),
            listing("2", title="tusk", vector=(axes[0] * 3 + axes[1]) / np.float32(10) ** 0.5),
            listing("3", title="ivory soap", vector=axes[2]),
            listing("4", title="resin", vector=axes[3]),
        ]
    )

    meaning = index.search(Query("ivory", vector=axes[0], mode="meaning"))
    hybrid = index.search(Query("ivory -resin", vector=axes[0], mode="hybrid", facets=("source",)))

    assert [hit.listing.id for hit in meaning.hits][:2] == ["1", "2"]
    assert meaning.hits[0].score == pytest.approx(1, abs=1e-3)
    assert "cosine 0.95" in meaning.hits[1].why
    assert hybrid.hits[0].listing.id == "1"
    assert "ivory" in hybrid.hits[0].why
    assert {hit.listing.id for hit in hybrid.hits} == {"1", "2", "3"}
    assert hybrid.total == 3
    assert hybrid.facets == {"source": [("a.example", 3)]}
    assert [hit.listing for hit in index.near_vectors(axes[0], limit=2)] == ["1", "2"]


def test_vectors_of_another_model_are_refused(index: Index) -> None:
    with pytest.raises(IndexMismatch):
        index.write_listings([listing("1", vector=np.ones(4, np.float32))])
    index.set_text_model("model", 4)
    index.set_text_model("other", 8)  # no vectors yet
    index.set_text_model("model", 4)
    with pytest.raises(IndexMismatch):
        index.write_listings([listing("1", vector=np.ones(8, np.float32))])
    index.write_listings([listing("1", vector=np.ones(4, np.float32))])

    with pytest.raises(IndexMismatch, match="model"):
        index.set_text_model("other", 4)


def test_urls_lead_to_the_listing_first_seen_under_them(index: Index) -> None:
    index.write_listings(
        [
            replace(
                listing("b", first_seen="2026-01-01T00:00:00Z"),
                url="http://a.example/p?x=1&utm_source=q",
                aliases=["http://m.a.example/p"],
            ),
            replace(listing("a", first_seen="2026-02-01T00:00:00Z"), url="http://a.example/p?x=1"),
        ]
    )

    urls = ["http://a.example/p?x=1", "http://m.a.example/p#top", "http://a.example/other"]
    assert index.ids_of_urls(urls) == {urls[0]: "b", urls[1]: "b"}


def test_keys_give_the_newest_first(index: Index) -> None:
    index.write_listings([listing(str(n), keys=["qq:1"], posted=f"2026-01-0{n}T00:00:00Z") for n in range(1, 6)])

    assert index.with_keys(["qq:1", "qq:none"], limit=3) == {"qq:1": ["5", "4", "3"]}
    assert index.key_counts(["qq:1", "qq:none"]) == {"qq:1": 5}


def test_near_photos_gives_ties_by_listing_and_all_photos_of_one(index: Index) -> None:
    photos = [Photo(sha256=f"{n}" * 64, pdq="0" * 63 + f"{n}") for n in (1, 3, 7)]
    index.write_listings([listing(f"{n:02}", photos=photos) for n in range(30)])

    hits = index.near_photos("0" * 64, kind="pdq", radius_bits=2, limit=35)

    expected = [PhotoHit(f"{n:02}", "1" * 64, 1) for n in range(30)] + [PhotoHit(f"{n:02}", "3" * 64, 2) for n in range(5)]
    assert hits == expected


def test_a_hash_of_the_wrong_width_is_refused_when_asked_and_passed_over_when_stored(index: Index) -> None:
    index.write_listings([listing("1", photos=[Photo(phash="abc"), Photo(pdq="zz" * 32)])])

    with pytest.raises(InvalidInput):
        index.near_photos("abc", kind="phash", radius_bits=3)
    assert index.near_photos("0" * 16, kind="phash", radius_bits=64) == []


def test_records_of_every_type_come_back(index: Index) -> None:
    lead = Lead("l1", "match", 0.8, "high", listing="1", decided=Decided("me", "2026-01-01T00:00:00Z", "说明"))
    goods = Goods.model_validate({"id": "ivory", "name": {"zh": "象牙"}, "not": ["resin"]})
    case = Case(id="c-1", title="案", goods=("ivory",), listings=("1",))
    decision = Decision("2026", "2026-01-01T00:00:00Z", "me", "lead.confirm", "l1", data={"a": "b"})

    index.put([lead, goods, case, decision])

    assert [index.get(type(record), record.id) for record in (lead, goods, case, decision)] == [lead, goods, case, decision]
    assert index.get(Lead, "ivory") is None
    assert index.count(Goods) == 1


def test_records_are_found_by_their_fields_in_order(index: Index) -> None:
    index.put([Lead(f"l{n}", "match", 0.5, "low", "new" if n % 2 else "confirmed", listing=f"{n % 3}") for n in range(7)])

    def found(**options: object) -> list[str]:
        return [lead.id for lead in index.find(Lead, **options)]  # type: ignore[arg-type]

    assert found(where={"status": "new"}) == ["l1", "l3", "l5"]
    assert found(where={"status": ["new", "confirmed"], "listing": ["0"]}) == ["l0", "l3", "l6"]
    assert found(limit=2, newest_first=True) == ["l6", "l5"]
    assert found(newest_first=True) == ["l6", "l5", "l4", "l3", "l2", "l1", "l0"]
    assert index.count(Lead, {"status": "new"}) == 3
    assert index.delete(Lead, ["l1", "nope"]) == 1
    assert found(where={"status": "new"}) == ["l3", "l5"]
    index.put([Lead("l3", "match", 0.5, "low", "dismissed")])
    assert found(where={"status": "new"}) == ["l5"]
    with pytest.raises(ValueError, match="colour"):
        index.find(Lead, {"colour": "red"})


def test_hostile_text_is_stored_and_harms_nothing(index: Index) -> None:
    nasty = listing("1", title="\ud800 \0 '\"; DROP TABLE", text="a" * 100_000 + " ivory", keys=["x:\ud800"], language="\0")
    nasty.price = Price(amount=float("inf"))
    nasty.place = Place("x", lat=1000.0, lon=float("nan"))

    index.write_listings([nasty])

    assert ids(index, Query("drop table")) == {"1"}
    assert index.listing("1") is not None


def test_rebuilding_changes_nothing_that_is_found(index: Index) -> None:
    index.set_text_model("model", DIMENSIONS)
    index.write_listings(samples(60))
    first = samples(60)[0]
    index.put([Match(first.id, Target("case", "c"), -1.0, 0.9), Lead("l", "match", 0.5, "low")])
    assert first.vector is not None
    query = Query("象牙", vector=first.vector, facets=("goods", "case", "country"))
    before = (index.search(query), index.near_vectors(first.vector), index.near_photos("0" * 16, kind="phash", radius_bits=30))

    assert index.rebuild() == 60
    index.optimize()

    after = (index.search(query), index.near_vectors(first.vector), index.near_photos("0" * 16, kind="phash", radius_bits=30))
    assert [hit.listing.id for hit in after[0].hits] == [hit.listing.id for hit in before[0].hits]
    assert after[0].facets == before[0].facets
    assert [hit.listing for hit in after[1]] == [hit.listing for hit in before[1]]
    assert after[2] == before[2]
    assert index.find(Lead, {"status": "new"}) == [Lead("l", "match", 0.5, "low")]
    assert ids(index, Query(cases=("c",))) == {first.id}


def test_info_counts_what_is_stored(index: Index) -> None:
    index.write_listings([listing("1", photos=[Photo(phash="0" * 16)])])
    index.put([Lead("l", "match", 0.5, "low")])

    info = index.info()

    assert (info["listings"], info["photos"], info["leads"], info["text_model"]) == (1, 1, 1, "")
    assert info["bytes"]
