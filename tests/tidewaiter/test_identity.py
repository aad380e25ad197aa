from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.identity import canonical_url, host_of, listing_id, rfc3339, time_ordered_id


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://Shop.Example:80/a?b=2&a=1#top", "http://shop.example/a?a=1&b=2"),
        ("https://shop.example/a?utm_source=x&id=7&fbclid=zz", "https://shop.example/a?id=7"),
        ("https://shop.example/a;jsessionid=AB12?id=7", "https://shop.example/a?id=7"),
        ("https://shop.example/a?PHPSESSID=1", "https://shop.example/a"),
        ("https://shop.example:8443", "https://shop.example:8443/"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        ("https://shop.example/show?4711&pos=2&ref", "https://shop.example/show?4711&pos=2&ref"),
        ("https://shop.example/show?b=&a", "https://shop.example/show?a&b="),
        ("not a url", "not a url"),
        ("http://[broken/", "http://[broken/"),
    ],
)
def test_canonical_url(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


@given(st.text(max_size=60))
def test_canonical_url_is_idempotent_and_never_raises(tail: str) -> None:
    once = canonical_url("http://a.example/" + tail)

    assert canonical_url(once) == once


def test_a_source_can_drop_more_parameters() -> None:
    assert canonical_url("http://a.example/?sort=1&id=2", drop=frozenset({"sort"})) == "http://a.example/?id=2"


def test_the_sites_own_item_id_stands_for_any_of_its_urls() -> None:
    assert listing_id("http://www.a.example/x?id=1", "1") == listing_id("https://a.example/item/1", "1")
    assert listing_id("http://a.example/x", "1") != listing_id("http://b.example/x", "1")


def test_posts_of_one_page_have_ids_of_their_own() -> None:
    assert listing_id("http://a.example/t", key="post-1") != listing_id("http://a.example/t", key="post-2")


def test_host_of_leaves_www_out() -> None:
    assert host_of("http://www.A.example:8080/x") == "a.example:8080"


def test_times_are_utc_to_the_second() -> None:
    assert rfc3339(datetime(2026, 1, 2, 8, 0, tzinfo=timezone(timedelta(hours=8)))) == "2026-01-02T00:00:00Z"
    assert rfc3339(datetime(2026, 1, 2)) == "2026-01-02T00:00:00Z"


def test_time_ordered_ids_sort_by_when_they_were_made() -> None:
    ids = [time_ordered_id() for _ in range(50)]

    assert len(set(ids)) == 50
    assert [i[:22] for i in ids] == sorted(i[:22] for i in ids)
