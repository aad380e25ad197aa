"""New code words are found where goods words would stand."""

from __future__ import annotations

import pytest

from benchmarks.discover import world
from matchers.catalogue import load_goods
from matchers.discover import discover
from pipelines.reading.words import WordReader
from tidewaiter.model import Handle, Listing, Seller, Span, Word


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> WordReader:
    return WordReader(load_goods(tmp_path_factory.mktemp("home")))


@pytest.fixture(scope="module")
def planted(reader: WordReader) -> tuple[list[Listing], dict[str, str]]:
    listings, hidden = world(8000, seed=11)
    for listing in listings:
        listing.words = reader.read({"title": listing.title, "text": listing.text})
    return listings, hidden


def test_most_hidden_words_are_proposed_with_their_goods(planted: tuple[list[Listing], dict[str, str]]) -> None:
    listings, hidden = planted

    proposals = discover(listings, limit=60)

    found = [proposal for proposal in proposals if proposal.word in hidden]
    assert len(found) >= 24
    assert sum(proposal.goods == hidden[proposal.word] for proposal in found) >= 0.7 * len(found)


def test_a_proposal_shows_where_the_word_stood(planted: tuple[list[Listing], dict[str, str]]) -> None:
    listings, _ = planted

    for proposal in discover(listings, limit=10):
        assert proposal.sentences
        assert all(proposal.word in sentence for sentence in proposal.sentences)
        assert proposal.listings >= 4


def test_known_and_rejected_words_are_not_proposed_again(planted: tuple[list[Listing], dict[str, str]]) -> None:
    listings, _ = planted
    first = discover(listings, limit=1)[0].word

    assert first not in {proposal.word for proposal in discover(listings, known=[first], limit=60)}


def test_nothing_is_proposed_without_listings_of_goods() -> None:
    assert discover([]) == []
    assert discover([Listing(id=str(number), text="二手书桌 自提") for number in range(20)]) == []


def test_one_seller_who_repeats_a_word_proves_nothing(reader: WordReader) -> None:
    def listing(number: int, text: str, seller: str) -> Listing:
        made = Listing(id=f"L{number}", source="s", text=text, seller=Seller(id=seller))
        made.words = reader.read(text)
        return made

    listings = [listing(number, "象牙手串，无裂无补，只走熟人，水客带过关", f"a{number}") for number in range(30)]
    listings += [listing(100 + number, "琶翠手串，无裂无补，只走熟人，水客带过关", "one") for number in range(10)]
    listings += [listing(200 + number, "二手书桌，同城自提，价格面议", f"b{number}") for number in range(200)]

    assert "琶翠" not in {proposal.word for proposal in discover(listings)}


def test_handles_are_no_words() -> None:
    listings = []
    for number in range(20):
        text = "象牙手串，无裂无补，只走熟人 琶翠珊瑚店"
        made = Listing(id=f"L{number}", source="s", text=text.replace("象牙", "某物"), seller=Seller(id=str(number)))
        start = made.text.index("琶翠")
        made.handles = [Handle("wechat", "x", (Span("text", start, start + 5, "琶翠珊瑚店"),))]
        listings.append(made)
        known = Listing(id=f"K{number}", source="s", text=text, seller=Seller(id=f"k{number}"))
        known.words = [Word("象牙", "象牙", "elephant-ivory", "name", 0, 2)]
        listings.append(known)
    listings += [
        Listing(id=f"B{number}", source="s", text="二手书桌，同城自提", seller=Seller(id=f"b{number}")) for number in range(200)
    ]

    assert not any("琶" in proposal.word for proposal in discover(listings, min_listings=3))
