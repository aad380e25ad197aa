"""Where a page leads: listings, indexes, next pages."""

from __future__ import annotations

import pytest

from crawlers.reading.link_shapes import url_shape
from crawlers.reading.links import NOWHERE
from crawlers.reading.page import Page
from crawlers.reading.pagination import page_number, without_page
from crawlers.reading.reader import Reading, read_page
from crawlers.source import ListingRules, PageRules, Source


def read(body: str, url: str = "https://shop.example/list", source: Source | None = None) -> Reading:
    return read_page(Page(url, f"<html><head><title>x</title></head><body>{body}</body></html>".encode()), source=source)


def kinds(reading: Reading) -> dict[str, str]:
    return {link.url: link.kind for link in reading.links}


CARDS = "".join(
    f'<div class="card"><a href="/item/{number}"><img src="/{number}.jpg"></a>'
    f'<h3><a href="/item/{number}">A thing with a name</a></h3><b>$1{number}</b></div>'
    for number in range(5)
)


def test_cards_with_prices_are_listings_and_the_page_is_an_index() -> None:
    reading = read(CARDS)

    assert [link.kind for link in reading.links] == ["listing"] * 5
    assert reading.kind == "index"
    assert reading.listings == []


@pytest.mark.parametrize(
    "label",
    [
        "下一页",
        "下一頁",
        "Next",
        "Next »",
        "Trang sau",
        "Tiếp",
        "Далее",
        "След.",
        "ถัดไป",
        "Berikutnya",
        "次へ",
        "다음",
        "Suivant",
        "Siguiente",
        "التالي",
        "›",
        ">>",
    ],
)
def test_the_next_page_is_known_by_its_label(label: str) -> None:
    reading = read(f'{CARDS}<div class="pager"><a href="/list?page=2">{label}</a></div>')

    assert kinds(reading)["https://shop.example/list?page=2"] == "next"


def test_the_previous_page_is_no_next_page() -> None:
    reading = read(
        '<div class="pages"><a href="/list?page=1">上一页</a> <a href="/list?page=3">3</a></div>',
        "https://shop.example/list?page=2",
    )

    assert kinds(reading)["https://shop.example/list?page=3"] == "next"
    assert kinds(reading).get("https://shop.example/list?page=1") != "next"


def test_numbers_lead_on_and_the_very_next_page_comes_first() -> None:
    reading = read(
        '<ul class="pagination"><li>1</li><li><a href="/list-3.html">3</a></li><li><a href="/list-2.html">2</a></li></ul>',
        "https://shop.example/list-1.html",
    )

    assert [link.url for link in reading.links if link.kind == "next"] == [
        "https://shop.example/list-2.html",
        "https://shop.example/list-3.html",
    ]


def test_a_count_of_pages_without_a_link_is_counted_up() -> None:
    reading = read(f"{CARDS}<div>共12页 当前第2页</div>", "https://shop.example/list?cid=2&page=2")

    assert [link.url for link in reading.links if link.kind == "next"] == ["https://shop.example/list?cid=2&page=3"]


def test_rel_next_in_the_head_counts() -> None:
    page = b'<html><head><link rel="next" href="/list?cursor=abc"></head><body>x</body></html>'

    assert [link.kind for link in read_page(Page("https://shop.example/list", page)).links] == ["next"]


def test_carts_logins_and_other_sites_are_not_followed() -> None:
    reading = read('<a href="/login">Log in</a><a href="/cart">Cart</a><a href="https://elsewhere.example/item/1">E</a>')

    assert set(kinds(reading).values()) == {"other"}
    assert "https://elsewhere.example/item/1" not in kinds(reading)


@pytest.mark.parametrize(
    "label",
    [
        "Log in",
        "立即注册",
        "購物車(0)",
        "Đăng nhập",
        "Войти",
        "Masuk",
        "ลงขายฟรี",
        "联系我们",
        "Terms of use",
        "Правила форума",
        "Keranjang",
    ],
)
def test_what_a_link_says_of_an_account_or_the_site_itself_leads_nowhere_in_any_language(label: str) -> None:
    reading = read(f'{CARDS}<div><a href="/x1a/77">{label}</a></div>')

    assert [(link.kind, link.score) for link in reading.links if "x1a" in link.url] == [("other", NOWHERE)]


def test_a_book_of_rules_among_cards_is_a_listing() -> None:
    card = (
        '<div class="card"><a href="/item/9"><img src="/9.jpg"></a><h3><a href="/item/9">Правила игры</a></h3><b>$19</b></div>'
    )

    assert kinds(read(CARDS + card))["https://shop.example/item/9"] == "listing"


def test_days_of_a_calendar_are_no_listings() -> None:
    days = "".join(f'<td><a href="/calendar/2026-11-{day:02d}">{day}</a></td>' for day in range(1, 29))
    reading = read(
        f'<table><tr>{days}</tr></table><a href="/sign-2026-12.html">下个月</a><a href="/c?year=2026&month=3">March</a>'
    )

    assert set(kinds(reading).values()) == {"other"}


@pytest.mark.parametrize(
    "query",
    ["mod=redirect&tid=7&goto=lastpost", "mod=viewthread&tid=7&authorid=3", "do=findComment&comment=55", "t=7&goto=newpost"],
)
def test_other_ways_into_a_thread_come_last(query: str) -> None:
    assert kinds(read(f'<a href="/forum.php?{query}">some words of a title here</a>')) == {
        f"https://shop.example/forum.php?{'&'.join(sorted(query.split('&')))}": "other"
    }


@pytest.mark.parametrize(
    "path", ["/blog/77/old-boxes-and-how-to-date-them", "/journal/12", "/t/box.4711/latest", "/topic/4711-box/unread"]
)
def test_what_a_site_writes_itself_and_the_end_of_a_thread_come_last(path: str) -> None:
    assert kinds(read(f'<a href="{path}">Old boxes and how to date them</a>')) == {f"https://shop.example{path}": "other"}


def test_a_magazine_with_pictures_is_none() -> None:
    cards = "".join(
        f'<div class="q"><a href="/journal/{n}-box"><img src="/{n}.jpg"></a>'
        f'<a href="/journal/{n}-box">How to date old boxes by hand</a></div>'
        for n in range(5)
    )

    assert set(kinds(read(cards)).values()) == {"other"}


def test_a_blog_that_sells_is_a_shop() -> None:
    cards = CARDS.replace("/item/", "/blog/item-")

    assert set(kinds(read(cards)).values()) == {"listing"}


def test_a_sources_patterns_decide() -> None:
    source = Source(name="s", listing=ListingRules(url="/zzz/"), pages=PageRules(index="/rubrik/", ignore="/spam/"))

    reading = read('<a href="/zzz/a">a</a><a href="/rubrik/b">b</a><a href="/spam/item/123456">c</a>', source=source)

    assert kinds(reading) == {
        "https://shop.example/zzz/a": "listing",
        "https://shop.example/rubrik/b": "index",
        "https://shop.example/spam/item/123456": "other",
    }


@pytest.mark.parametrize(
    ("url", "number"),
    [
        ("https://x.example/list?page=3", 3),
        ("https://x.example/list/page/4/", 4),
        ("https://x.example/forum-36-2.html", 2),
        ("https://x.example/item", None),
    ],
)
def test_page_numbers_of_urls(url: str, number: int | None) -> None:
    assert page_number(url) == number


def test_pages_of_one_index_are_the_same_without_their_number() -> None:
    assert without_page("https://x.example/list?cid=2&page=3") == without_page("https://x.example/list?cid=2")


def test_like_urls_have_one_shape() -> None:
    assert url_shape("https://x.example/item/123-red-chair-old") == url_shape("https://x.example/item/99-blue-table-new")
    assert url_shape("https://x.example/item/1") != url_shape("https://x.example/user/1")
