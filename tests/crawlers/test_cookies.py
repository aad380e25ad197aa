"""Cookies of a run, within their caps."""

from __future__ import annotations

from crawlers.middlewares.cookies import MOST_PER_HOST, MOST_SENT, Jar

SHOP = "http://www.shop.com/list"


def test_a_cookie_goes_back_to_its_host_alone() -> None:
    jar = Jar()
    jar.take(SHOP, ["sid=abc; Path=/; HttpOnly"])

    assert jar.header("http://www.shop.com/other") == "sid=abc"
    assert jar.header("http://m.shop.com/") == ""


def test_a_cookie_of_a_domain_goes_to_its_subdomains() -> None:
    jar = Jar()
    jar.take(SHOP, ["sid=abc; Domain=.shop.com"])

    assert jar.header("http://m.shop.com/") == "sid=abc"
    assert jar.header("http://shop.net/") == ""


def test_no_cookie_for_a_whole_country_or_another_site() -> None:
    jar = Jar()
    jar.take(SHOP, ["a=1; Domain=com", "b=2; Domain=evil.com"])

    assert jar.header("http://other.com/") == ""
    assert jar.header("http://evil.com/") == ""


def test_a_cookie_that_has_expired_is_forgotten() -> None:
    jar = Jar()
    jar.take(SHOP, ["a=1", "b=2"])
    jar.take(SHOP, ["a=; Max-Age=0", "b=; Expires=Thu, 01 Jan 1970 00:00:00 GMT"])

    assert jar.header(SHOP) == ""


def test_many_and_large_cookies_are_capped() -> None:
    jar = Jar()
    for turn in range(20):
        jar.take(SHOP, [f"c{turn}-{number}={'v' * 500}" for number in range(50)])
    jar.take(SHOP, [f"large={'v' * 10_000}"])

    header = jar.header(SHOP)
    assert len(header) <= MOST_SENT
    assert header.count("=") <= MOST_PER_HOST
    assert "large" not in header


def test_rubbish_is_left_out() -> None:
    jar = Jar()
    jar.take(SHOP, ["", "=", ";;;", "no-value", "bad\r\nname=x", "bad=va\x00lue"])

    assert jar.header(SHOP) == ""
