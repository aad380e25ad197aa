"""Query parameters that say nothing are learned from pages that turn out the same."""

from __future__ import annotations

from crawlers.spiders.parameters import Parameters
from tidewaiter.identity import listing_id
from tidewaiter.model import Listing

TEXT = "An old carved figure from a private collection, sold as seen."


def shown(url: str, title: str) -> Listing:
    return Listing(id=listing_id(url), url=url, title=title, text=TEXT)


def visit(parameters: Parameters, url: str, title: str) -> str | None:
    return parameters.same_as(url, shown(url, title))


def test_the_same_page_under_another_query_is_the_same_listing() -> None:
    parameters = Parameters()
    first = "http://a.example/show-1.html?from=list"

    assert visit(parameters, first, "one") is None
    assert visit(parameters, "http://a.example/show-1.html?from=user", "one") == listing_id(first)
    assert visit(parameters, "http://a.example/show-1.html", "one") == listing_id(first)


def test_what_was_learned_makes_urls_plain() -> None:
    parameters = Parameters()
    for number in range(2):
        for where in ("list", "user"):
            visit(parameters, f"http://a.example/show-{number}.html?from={where}", f"figure {number}")

    assert parameters.plain("http://a.example/show-9.html?from=more&x=%20") == "http://a.example/show-9.html?x=%20"
    assert parameters.plain("http://b.example/show-9.html?from=more") == "http://b.example/show-9.html?from=more"


def test_one_pair_is_not_enough() -> None:
    parameters = Parameters()
    visit(parameters, "http://a.example/show-1.html?from=list", "one")
    visit(parameters, "http://a.example/show-1.html?from=user", "one")

    assert parameters.plain("http://a.example/show-9.html?from=x") == "http://a.example/show-9.html?from=x"


def test_a_parameter_that_names_the_item_is_never_dropped() -> None:
    parameters = Parameters()
    visit(parameters, "http://a.example/view.php?id=1", "one")
    assert visit(parameters, "http://a.example/view.php?id=2", "two") is None
    for number in (3, 4, 5):
        visit(parameters, f"http://a.example/view.php?id={number}", "one")

    assert parameters.plain("http://a.example/view.php?id=9") == "http://a.example/view.php?id=9"


def test_an_offer_that_is_made_twice_stays_two() -> None:
    parameters = Parameters()
    visit(parameters, "http://a.example/view.php?tid=1", "one")

    assert visit(parameters, "http://a.example/view.php?tid=2", "one") is None


def test_a_page_that_says_little_proves_nothing() -> None:
    parameters = Parameters()
    first = Listing(id="x", url="http://a.example/p?id=1", title="Item")
    second = Listing(id="y", url="http://a.example/p?id=2", title="Item")
    parameters.same_as(first.url, first)

    assert parameters.same_as(second.url, second) is None


def test_what_was_learned_outlives_a_restart() -> None:
    parameters = Parameters()
    for number in range(2):
        for where in ("list", "user"):
            visit(parameters, f"http://a.example/show-{number}.html?from={where}", f"figure {number}")
    again = Parameters()
    again.load(parameters.dump())

    assert again.plain("http://a.example/show-9.html?from=1") == "http://a.example/show-9.html"


def test_a_page_that_states_its_own_address_teaches_which_parameters_say_nothing() -> None:
    parameters = Parameters()
    for number in range(2):
        parameters.told(f"http://a.example/p/{number}?ref=list", shown(f"http://a.example/p/{number}", f"figure {number}"))

    assert parameters.plain("http://a.example/p/9?ref=home") == "http://a.example/p/9"
    assert parameters.shown("http://a.example/p/1")
    assert not parameters.shown("http://a.example/p/9")
