"""One listing under several addresses is stored once; two offers that say the same stay two."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawlers.spiders.doubles import Doubles
from crawlers.spiders.parameters import Parameters
from tidewaiter.identity import listing_id
from tidewaiter.model import Listing, Photo, Price, Seller

HOST = "http://b.example"
TEXT = "Carved box from my collection.\nThe lid has a small crack.\nI can send it by post.\nWrite to wx carver88 please."


def offer(address: str, **said: object) -> Listing:
    url = HOST + address
    listing = Listing(
        id=listing_id(url), url=url, title="Carved box, old", text=TEXT, price=Price(120.0, "EUR"), seller=Seller(name="Anna"),
        photos=[Photo(url=f"{HOST}/up/91ab3f02c7d4.jpg")],
    )  # fmt: skip
    return replace(listing, **said)  # type: ignore[arg-type]


def second(first: str, other: str, **said: object) -> str | None:
    doubles = Doubles()
    assert doubles.same_as(HOST + first, offer(first)) is None
    return doubles.same_as(HOST + other, offer(other, **said))


@pytest.mark.parametrize(
    ("first", "other"),
    [
        ("/thread-4711-1-1.html", "/forum.php?mod=viewthread&tid=4711&page=1&authorid=12"),
        ("/forum.php?mod=viewthread&tid=4711", "/forum.php?mod=viewthread&tid=4711&authorid=12"),
        ("/showthread.php?t=4711", "/printthread.php?t=4711&pp=40"),
        ("/t/carved-box/4711", "/t/carved-box/4711/print"),
        ("/goods/carved-box-old", "/sets/new/goods/carved-box-old"),
        ("/item/4711", "/m/item.php?no=4711&from=home"),
    ],
)
def test_addresses_of_one_item_that_show_the_same_are_one_listing(first: str, other: str) -> None:
    assert second(first, other) == listing_id(HOST + first)


@pytest.mark.parametrize(
    ("first", "other"),
    [
        ("/thread-4711-1-1.html", "/thread-4712-1-1.html"),
        ("/view.php?tid=4711", "/view.php?tid=4712"),
        ("/show?214682740", "/show?214682741"),
        ("/goods/carved-box-one", "/goods/carved-box-two"),
        ("/item/4711", "/offer.php?no=9000"),
    ],
)
def test_an_offer_that_is_made_twice_stays_two(first: str, other: str) -> None:
    assert second(first, other) is None


@pytest.mark.parametrize(
    "said",
    [
        {"price": Price(90.0, "EUR")},
        {"seller": Seller(name="Boris")},
        {"text": TEXT.replace("carver88", "ivory99")},
        {"text": TEXT + "\nOr call +49 151 234 567 89"},
        {"photos": [Photo(url=f"{HOST}/up/5c7e0d11aa92.jpg")]},
        {"title": "Carved box, new"},
        {"posted": "2026-11-02T00:00:00Z"},
    ],
)
def test_a_view_that_says_something_else_is_an_offer_of_its_own(said: dict[str, object]) -> None:
    doubles = Doubles()
    doubles.same_as(f"{HOST}/thread-4711-1-1.html", offer("/thread-4711-1-1.html", posted="2026-11-24T00:00:00Z"))
    other = "/forum.php?tid=4711&authorid=12"

    assert doubles.same_as(HOST + other, offer(other, **said)) is None


def test_a_view_without_photos_is_the_same_where_it_repeats_the_words() -> None:
    assert second("/showthread.php?t=4711", "/printthread.php?t=4711", photos=[], seller=None) is not None


def test_what_says_little_is_never_taken_for_another() -> None:
    assert second("/thread-4711-1-1.html", "/forum.php?tid=4711", title="Box", text="Sold.") is None


def test_a_bare_number_of_a_query_names_the_item_and_its_place_in_a_list_says_nothing() -> None:
    parameters = Parameters()
    for number in (214682740, 214682741):
        for place in ("", "&pos=3"):
            address = f"/show?{number}{place}"
            parameters.same_as(HOST + address, offer(address, title=f"Carved box {number}"))

    assert parameters.plain(f"{HOST}/show?214682799&pos=7") == f"{HOST}/show?214682799"
    assert parameters.same_as(f"{HOST}/show?214682750", offer("/show?214682750", title="Carved box 214682740")) is None


def test_short_words_of_a_script_that_says_much_are_enough_to_learn_from() -> None:
    parameters = Parameters()
    for number in (1, 2):
        for place in ("list", "home"):
            address = f"/goods/{number}?from={place}"
            parameters.same_as(HOST + address, offer(address, title=f"老核桃{number}号手串", text="包浆厚,品相好,顺丰到付"))

    assert parameters.plain(f"{HOST}/goods/9?from=x") == f"{HOST}/goods/9"


def test_photos_tell_variants_apart() -> None:
    parameters = Parameters()
    first, other = "/goods/7?colour=red", "/goods/7?colour=blue"
    parameters.same_as(HOST + first, offer(first, text="A box of wood, sold as it is seen here, no returns."))

    blue = offer(other, text="A box of wood", photos=[Photo(url=f"{HOST}/up/5c7e0d11aa92.jpg")])
    assert parameters.same_as(HOST + other, blue) is None
    assert not parameters.may_be_shown(f"{HOST}/goods/7?colour=green")


def test_whether_a_parameter_matters_is_open_until_two_pages_were_compared() -> None:
    parameters = Parameters()
    parameters.same_as(f"{HOST}/goods/7?atk=1a", offer("/goods/7?atk=1a"))

    assert parameters.may_be_shown(f"{HOST}/goods/7?atk=2b")
    assert not parameters.may_be_shown(f"{HOST}/goods/8?atk=2b")
    assert not parameters.may_be_shown(f"{HOST}/goods/7?atk=1a")
