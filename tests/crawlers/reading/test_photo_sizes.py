"""A page that shows small copies gives each photo once, at the largest size that its elements, data or other photos name."""

from __future__ import annotations

import json

import pytest

from crawlers.reading.page import Page
from crawlers.reading.photos import photo_key, promised_size
from crawlers.reading.reader import read_page

HOST = "http://shop.example"
NAMES = ("91ab3f02c7d4", "5c7e0d11aa92", "e0f4412bb7c3")
WAYS = {
    "word behind the name": ("/i/{n}_m.jpg", "/i/{n}.jpg"),
    "two words": ("/i/{n}_small.jpg", "/i/{n}_big.jpg"),
    "without an ending": ("/file/{n}_tn", "/file/{n}"),
    "behind the ending": ("/attach/{n}.jpg.thumb.jpg", "/attach/{n}.jpg"),
    "sides behind the ending": ("/img/{n}.jpg_60x60q90.jpg_.webp", "/img/{n}.jpg_400x400.jpg"),
    "sides before the ending": ("/up/2026/11/{n}-150x150.jpg", "/up/2026/11/{n}.jpg"),
    "a folder": ("/thumbs/{n}.jpg", "/photos/{n}.jpg"),
    "a folder of a number": ("/img/200/{n}.jpg", "/img/1200/{n}.jpg"),
    "word before the name": ("/i/thumb_{n}.jpg", "/i/{n}.jpg"),
    "a style": ("/i/{n}.jpg@!w200", "/i/{n}.jpg@!w1200"),
    "a query": ("/i/{n}.jpg?w=200", "/i/{n}.jpg?w=1200"),
    "a server's order": ("/v1/files/{n}/image;s=200x0", "/v1/files/{n}/image;s=1000x0"),
}


def gallery(html: str, head: str = "") -> list[str]:
    page = f"""<html lang="en"><head><title>Old carved box</title>{head}</head><body><h1>Old carved box</h1>
<div class="gallery">{html}</div><p>Price: $120</p><div>Nice old carved box, sold as seen, can be sent by post.</div></body>"""
    reading = read_page(Page(f"{HOST}/item/12345.html", page.encode(), {"content-type": "text/html"}), links=False)
    return [(photo.url or "").removeprefix(HOST) for photo in reading.listings[0].photos]


def copies(way: str) -> tuple[list[str], list[str]]:
    small, large = WAYS[way]
    return [small.format(n=name) for name in NAMES], [large.format(n=name) for name in NAMES]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "form",
    [
        '<a href="{large}"><img src="{small}"></a>',
        '<img src="{small}" data-zoom-image="{large}">',
        '<img src="/static/spacer.jpg" file="{small}" bigfile="{large}">',
        '<img src="{small}" data-of-the-house="{large}">',
        '<img src="{small}" srcset="{small} 300w, {large} 1200w">',
        '<picture><source srcset="{small} 1x, {large} 2x"><img src="{small}"></picture>',
        """<li onclick="show('{large}')"><img src="{small}"></li>""",
    ],
)
def test_what_a_small_copy_names_is_taken(way: str, form: str) -> None:
    small, large = copies(way)

    assert gallery("".join(form.format(small=one, large=other) for one, other in zip(small, large, strict=True))) == large


@pytest.mark.parametrize("way", WAYS)
def test_one_large_photo_shows_how_the_others_are_written(way: str) -> None:
    small, large = copies(way)
    shown = f'<img src="{large[0]}">' + "".join(f'<img src="{url}">' for url in small)

    assert gallery(shown) == large


@pytest.mark.parametrize("way", WAYS)
def test_data_of_scripts_names_what_elements_do_not(way: str) -> None:
    small, large = copies(way)
    shown = "".join(f'<img src="{url}">' for url in small)
    data = json.dumps({"images": large}).replace("/", r"\/")

    assert gallery(f"{shown}<script>var shop = {data}</script>") == large


def test_what_machines_are_told_is_taken_at_its_largest_size_too() -> None:
    small, large = copies("word behind the name")
    shown = "".join(f'<li><img src="{one}" data-zoom="{other}"></li>' for one, other in zip(small, large, strict=True))

    assert gallery(shown, f'<meta property="og:image" content="{small[0]}">') == large


def test_a_size_of_two_sides_is_not_guessed_for_another_photo() -> None:
    shown = "".join(f'<img src="/up/{name}">' for name in ("91ab3f02c7d4-600x450.jpg", "91ab3f02c7d4-150x150.jpg"))

    assert gallery(f'{shown}<img src="/up/5c7e0d11aa92-150x150.jpg">') == [
        "/up/91ab3f02c7d4-600x450.jpg",
        "/up/5c7e0d11aa92-150x150.jpg",
    ]


def test_a_photo_that_is_shown_instead_stays_its_own() -> None:
    shown = '<img src="/i/91ab3f02c7d4.jpg" data-hover="/i/5c7e0d11aa92.jpg"><img src="/i/5c7e0d11aa92.jpg">'

    assert gallery(shown) == ["/i/91ab3f02c7d4.jpg", "/i/5c7e0d11aa92.jpg"]


def test_a_stand_in_is_taken_for_none_of_the_photos_behind_it() -> None:
    shown = "".join(f'<img src="/static/grey.jpg" data-original="/i/{name}.jpg">' for name in NAMES)

    assert gallery(shown) == [f"/i/{name}.jpg" for name in NAMES]


@pytest.mark.parametrize(
    ("one", "other"),
    [("/2026/11/1.jpg", "/2026/12/1.jpg"), ("/a/img-01.jpg", "/a/img-02.jpg"), ("/g/front_a.jpg", "/g/front_c.jpg")],
)
def test_different_photos_keep_different_keys(one: str, other: str) -> None:
    assert photo_key(HOST + one) != photo_key(HOST + other)


@pytest.mark.parametrize(
    ("small", "large"),
    [
        ("/a_s.jpg", "/a_m.jpg"),
        ("/a_m.jpg", "/a_l.jpg"),
        ("/a_tn.webp", "/a.webp"),
        ("/rs:fit:300:225/a.jpg", "/rs:fit:1200:900/a.jpg"),
        ("/200/a.jpg", "/800/a.jpg"),
        ("/a-300w.jpg", "/a-900w.jpg"),
    ],
)
def test_what_an_address_says_of_its_size(small: str, large: str) -> None:
    assert promised_size(HOST + small) < promised_size(HOST + large)
