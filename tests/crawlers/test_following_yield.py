"""Which pages a run leaves once it knows where a site's listings are, and which addresses it takes for one page."""

from __future__ import annotations

from crawlers.frontier.port import PageKind
from crawlers.spiders.learning import Learner
from crawlers.spiders.parameters import Parameters
from tidewaiter.identity import listing_id
from tidewaiter.model import Listing

HOST = "http://a.example"


def known_site(pages: int = 12) -> Learner:
    learner = Learner(most_barren=5000)
    for number in range(pages):
        learner.fetched(f"{HOST}/item/{number}", kind="listing", gave=1, led=0)
    return learner


def test_a_view_that_gave_nothing_new_is_left_wherever_else_it_stands() -> None:
    learner = known_site()
    for place in ("hats", "shoes", "bags"):
        learner.fetched(f"{HOST}/c/{place}?dir=asc", kind="index", gave=0, led=0)

    assert learner.gives_nothing_new(f"{HOST}/c/rugs?dir=desc", "index")
    assert not learner.gives_nothing_new(f"{HOST}/c/rugs", "index")
    assert not learner.gives_nothing_new(f"{HOST}/item/99", "listing")


def test_nothing_is_left_before_the_site_has_given_listings() -> None:
    learner = known_site(pages=3)
    for number in range(20):
        learner.fetched(f"{HOST}/who/{number}", kind="other", gave=0, led=0)

    assert not learner.gives_nothing_new(f"{HOST}/who/99", "other")


def test_pages_under_way_count_until_something_comes_of_them() -> None:
    learner = known_site()
    under_way: list[tuple[str, PageKind]] = [(f"{HOST}/who/{number}", "other") for number in range(2)]

    assert learner.gives_nothing_new(f"{HOST}/who/9", "other", under_way=under_way)
    assert not learner.gives_nothing_new(f"{HOST}/who/9", "other")


def test_a_wall_says_nothing_of_pages_of_other_kinds() -> None:
    learner = known_site()

    learner.fetched(f"{HOST}/account/1", kind="other", gave=0, led=0, wall=True)

    assert not learner.gives_nothing_new(f"{HOST}/board/3?page=2", "next")
    assert not learner.gives_nothing_new(f"{HOST}/region/3", "index")
    assert learner.gives_nothing_new(f"{HOST}/account/2", "other")


def test_the_second_page_of_what_led_to_listings_is_tried() -> None:
    learner = known_site()
    learner.fetched(f"{HOST}/board/1", kind="index", gave=0, led=9)
    for number, word in enumerate("abcdefghijklm"):
        learner.fetched(f"{HOST}/{word}/{word}{number}", kind="index", gave=0, led=0)

    assert not learner.gives_nothing_new(f"{HOST}/board/2?page=2", "next")
    assert learner.gives_nothing_new(f"{HOST}/n/news", "index")


def test_what_an_index_led_to_speaks_for_others_like_it() -> None:
    learner = known_site()
    for number in range(3):
        learner.fetched(f"{HOST}/region/{number}", kind="index", gave=0, led=0)
        learner.leads(f"{HOST}/region/{number}", "index", f"{HOST}/region/{number}/rugs")
    assert learner.gives_nothing_new(f"{HOST}/region/9", "index")

    learner.fetched(f"{HOST}/region/1/rugs", kind="index", gave=0, led=5)

    assert not learner.gives_nothing_new(f"{HOST}/region/9", "index")


def test_listings_that_are_each_alone_of_their_pattern_are_never_left_together() -> None:
    learner = known_site()
    for name in ("red", "blue", "green", "white", "black", "grey"):
        learner.fetched(f"{HOST}/{name}/answer/7", kind="listing", gave=0, led=0)

    assert not learner.gives_nothing_new(f"{HOST}/yellow/9", "listing")


def test_a_large_site_is_tried_longer() -> None:
    learner = known_site(pages=500)
    for number in range(3):
        learner.fetched(f"{HOST}/who/{number}", kind="other", gave=0, led=0)

    assert not learner.gives_nothing_new(f"{HOST}/who/9", "other")


def test_a_path_that_pages_say_is_too_long_is_cut_at_either_end() -> None:
    parameters = Parameters()
    for name in ("rug", "hat"):
        parameters.states(f"{HOST}/sets/new/goods/{name}", f"{HOST}/goods/{name}")
        parameters.states(f"{HOST}/talk/{len(name) + ord(name[0])}/2", f"{HOST}/talk/{len(name) + ord(name[0])}")

    assert parameters.plain(f"{HOST}/sets/old/goods/cup") == f"{HOST}/goods/cup"
    assert parameters.plain(f"{HOST}/talk/5/8") == f"{HOST}/talk/5"
    assert parameters.plain(f"{HOST}/talk/5/8", "next") == f"{HOST}/talk/5/8"


def test_pages_that_all_state_one_address_teach_nothing() -> None:
    parameters = Parameters()
    for number in range(5):
        parameters.states(f"{HOST}/board.php?f={number}", f"{HOST}/board.php")
        parameters.states(f"{HOST}/list/{number}", f"{HOST}/list")

    assert parameters.plain(f"{HOST}/board.php?f=9") == f"{HOST}/board.php?f=9"
    assert parameters.plain(f"{HOST}/list/9") == f"{HOST}/list/9"


def test_a_number_of_a_further_page_is_never_dropped() -> None:
    parameters = Parameters()
    for name in ("rugs", "hats"):
        parameters.states(f"{HOST}/{name}?page=2", f"{HOST}/{name}")

    assert parameters.plain(f"{HOST}/rugs?page=3") == f"{HOST}/rugs?page=3"


def test_a_topic_as_it_is_printed_is_the_same_listing() -> None:
    parameters = Parameters()
    text = "Carved box from my collection.\nThe lid has a small crack.\nI can send it by post."
    pages = {f"{HOST}/topic.php?f=2&t=7": f"Old member since 2010\n{text}", f"{HOST}/topic.php?f=2&t=7&view=print": text}
    for url, said in pages.items():
        listing = Listing(id=listing_id(url), url=url, title="Carved box", text=said)
        same = parameters.same_as(url, listing)

    assert same == listing_id(f"{HOST}/topic.php?f=2&t=7")


def test_a_way_into_a_thread_is_one_pattern_whatever_number_ends_its_name() -> None:
    learner = known_site()
    for number in range(55100, 55104):
        learner.fetched(f"{HOST}/talk/old-carved-box.{number}/", kind="listing", gave=1, led=0)
        learner.fetched(f"{HOST}/talk/old-carved-box.{number}/latest", kind="listing", gave=0, led=0)

    assert learner.gives_nothing_new(f"{HOST}/talk/red-bead-lot.56000/latest", "listing")
    assert not learner.gives_nothing_new(f"{HOST}/talk/red-bead-lot.56000/", "listing")
