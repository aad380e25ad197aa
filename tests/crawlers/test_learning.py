"""What a run learns of a site's URLs, what belongs to it, and which pages are too much."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.spiders.complexity import MOST_ATTRIBUTES, MOST_DEPTH, is_too_complex
from crawlers.spiders.learning import Learner
from crawlers.spiders.patterns import is_maze, pattern_of
from crawlers.spiders.scope import Scope, site_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.example/item/12.html", "http://a.example/item/99.html"),
        ("http://a.example/p/red-coral-bead-lot", "http://a.example/p/old-ivory-figure-set"),
        ("http://a.example/list?page=2&sort=new", "http://a.example/list?sort=old&page=7"),
        ("http://a.example/calendar/2026/11/3", "http://a.example/calendar/1999/1/30"),
        ("http://a.example/t/象牙", "http://a.example/t/%E7%8F%8A%E7%91%9A"),
        ("http://a.example/x?a=1&b=2&c=3", "http://a.example/x?d=1&e=2&f=3"),
        ("http://a.example/a/b/c/d/e/f/g/h", "http://a.example/a/b/c/d/e/f/k"),
    ],
)
def test_urls_of_one_pattern(one: str, other: str) -> None:
    assert pattern_of(one) == pattern_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.example/item/12", "http://a.example/list/12"),
        ("http://a.example/item/12", "http://b.example/item/12"),
        ("http://a.example/list?page=2", "http://a.example/list?user=2"),
        ("http://a.example/item/12.html", "http://a.example/item/12.pdf"),
    ],
)
def test_urls_of_different_patterns(one: str, other: str) -> None:
    assert pattern_of(one) != pattern_of(other)


@given(st.text(max_size=200))
def test_any_path_has_a_short_pattern(text: str) -> None:
    assert len(pattern_of("http://a.example/" + text.replace("[", "").replace("]", ""))) <= 1000


@pytest.mark.parametrize("url", ["http://a.example/a/b/a/b/a/b", "http://a.example/" + "x/" * 30])
def test_mazes(url: str) -> None:
    assert is_maze(url)


@pytest.mark.parametrize("url", ["http://a.example/2026/11/11/11/x", "http://a.example/shop/red/shop/item"])
def test_paths_that_are_no_maze(url: str) -> None:
    assert not is_maze(url)


def learned() -> Learner:
    learner = Learner(most_barren=5000)
    for number in range(10):
        learner.fetched(f"http://a.example/item/{number}", gave=1, led=0)
        learner.fetched(f"http://a.example/about/{number}", gave=0, led=0)
    return learner


def test_what_gave_listings_comes_before_what_gave_none() -> None:
    learner = learned()

    good = learner.priority("http://a.example/item/77", "other")
    unknown = learner.priority("http://a.example/new/77", "other")
    barren = learner.priority("http://a.example/about/77", "other")

    assert good > unknown > barren


def test_a_pattern_that_gives_nothing_for_long_is_left() -> None:
    learner = learned()
    assert not learner.is_barren("http://a.example/about/11")

    for number in range(40):
        learner.fetched(f"http://a.example/about/{number}", gave=0, led=0)

    assert learner.is_barren("http://a.example/about/99")
    assert not learner.is_barren("http://a.example/item/99")


def test_one_good_page_gives_a_pattern_another_chance() -> None:
    learner = Learner(most_barren=5000)
    for number in range(39):
        learner.fetched(f"http://a.example/day/{number}", gave=0, led=0)
    learner.fetched("http://a.example/day/40", gave=0, led=2)
    learner.fetched("http://a.example/day/41", gave=0, led=0)

    assert not learner.is_barren("http://a.example/day/42")


def test_the_setting_bounds_what_a_barren_pattern_costs() -> None:
    learner = Learner(most_barren=5)
    for number in range(5):
        learner.fetched(f"http://a.example/day/{number}", gave=0, led=0)

    assert learner.is_barren("http://a.example/day/9")


def test_what_was_learned_outlives_a_restart() -> None:
    again = Learner(most_barren=5000)
    again.load(learned().dump())

    assert again.priority("http://a.example/item/7", "other") == learned().priority("http://a.example/item/7", "other")


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("http://shop.example.co.uk/x", "example.co.uk"),
        ("https://www.example.com:8443/", "example.com"),
        ("http://one.github.io/", "one.github.io"),
        ("http://127.0.0.1:8080/", "127.0.0.1:8080"),
        ("https://127.0.0.1/", "127.0.0.1:443"),
        ("http://localhost/", "localhost:80"),
        ("http://x:99999/", ""),
    ],
)
def test_the_site_of_a_url(url: str, site: str) -> None:
    assert site_of(url) == site


def test_a_run_keeps_to_its_sites() -> None:
    scope = Scope(["http://www.shop.com/", "http://127.0.0.1:8080/x"])

    assert scope.covers("https://m.shop.com/item")
    assert not scope.covers("https://shop.net/")
    assert not scope.covers("http://127.0.0.1:8081/")


@pytest.mark.parametrize(
    "body",
    [
        b"<div>" * (MOST_DEPTH + 2000),
        (b"<div>" + b"<b>x</b>") * (MOST_DEPTH + 1000),
        b"<p " + b"a=1 " * (MOST_ATTRIBUTES * 5) + b">",
        b"<p " + b"a " * (MOST_ATTRIBUTES * 10) + b">",
    ],
)
def test_pages_that_are_built_to_stop_a_reader(body: bytes) -> None:
    assert is_too_complex(body)


@pytest.mark.parametrize(
    "body",
    [
        b"<ul>" + b"<li>row" * 20_000,
        b"<div><p>x</div>" * 20_000,
        b"<br>" * 50_000,
        b"<div data-state='" + b'{"a": "b = c"}, ' * 20_000 + b"'>",
        b"",
    ],
)
def test_long_pages_that_are_honest(body: bytes) -> None:
    assert not is_too_complex(body)
