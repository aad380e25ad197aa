"""Pages made to hang or crash a reader cost little and raise nothing."""

from __future__ import annotations

import random
import time

import pytest

from crawlers.reading.page import Page
from crawlers.reading.reader import read_page

SECONDS = 20.0
"""CPU time that no page here may cost, far above what it does on a quiet machine: what is quadratic takes minutes."""


def html(body: bytes) -> bytes:
    return b"<html><head><title>t</title></head><body>" + body


def soup() -> bytes:
    parts = [b"<div>", b"</div>", b"<p>", b"$12 ", b"<a href=x>", b'"', b"</a>", b"<table>", b"<td>", b"&#x", b"<!--"]
    return html(b"".join(random.Random(2).choice(parts) for _ in range(200_000)))


CASES = {
    "nested 100 000 deep": html(b"<div>" * 100_000 + b"12 EUR<a href=/item/2>x</a>"),
    "nested posts": html(b'<div class="post content">' * 50_000 + b"<p>" + b"hello world. " * 40),
    "nested items": html(b'<div itemscope itemprop="offers" itemtype="http://schema.org/Product">' * 20_000 + b"x"),
    "nested JSON": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "brackets in JSON-LD": html(b'<script type="application/ld+json">' + b"[{" * 200_000 + b"</script>"),
    "unfinished state": html(b"<script>" + b'a={"price":' * 100_000 + b"</script>"),
    "50 000 links": html(b"".join(b'<a href="/item/%d">Thing number %d</a>' % (i, i) for i in range(50_000))),
    "50 000 prices": html(b"<h1>Title of it</h1>" + b"".join(b"<p class=price>$%d</p>" % i for i in range(50_000))),
    "50 000 options": html(b"<select>" + b"<option>SKU: 1234 $5" * 50_000),
    "50 000 attributes": html(b"<div " + b" ".join(b"a%d=1" % i for i in range(50_000)) + b">x</div>"),
    "one endless number": html(b"<h1>Title</h1><p>" + b"1" * 500_000 + b"</p>"),
    "40 MB of one text": html(b"<h1>Title word</h1><div class=description>" + b"Lorem ipsum dolor, sit amet. " * 1_400_000),
    "tag soup": soup(),
    "entities that explode": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">'
    b"]><rss><channel><item><title>&b;&b;</title><link>http://h.example/1</link></item></channel></rss>",
    "addresses that are none": html(
        b'<a href="http://[::1">x</a><a href="http://h.example:9999999/">y</a><base href="http://[">'
    ),
    "half a character": b'{"title":"\\ud800","text":"\\udfff abc","price":1}',
    "random bytes": random.Random(1).randbytes(1_000_000),
    "nothing": b"",
}


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_page_is_read_in_bounded_time(name: str) -> None:
    begun = time.process_time()

    reading = read_page(Page("https://h.example/item/1", CASES[name]))

    assert time.process_time() - begun < SECONDS
    assert len(reading.links) <= 2_001
    for listing in reading.listings:
        (listing.title + listing.text).encode()  # what was read can be stored


def test_words_and_links_survive_a_page_that_is_nested_too_deep() -> None:
    reading = read_page(
        Page("https://h.example/list", html(b"<div>" * 20_000 + b"<a href=/item/21234>A thing with a long name</a>"))
    )

    assert [link.url for link in reading.links] == ["https://h.example/item/21234"]
