"""Pages of unknown markets, shops and boards: what their cards, scripts, answers and results say of one listing."""
# ruff: noqa: E501 -- lines of HTML are left as they are sent

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from crawlers.reading.json_items import read_object, read_objects
from crawlers.reading.page import Page
from crawlers.reading.price_cues import cues_of
from crawlers.reading.reader import Reading, read_page
from crawlers.reading.sellers import is_name
from tidewaiter.model import Listing

FETCHED = "2026-05-20T12:00:00Z"
URL = "https://site.example/ad/old-sea-chest-51208"
HEAD = "<title>Old sea chest of oak - Harbour market</title>"
GOODS = "<h1>Old sea chest of oak</h1><b class=price>85 EUR</b><p>The handle is worn and one hinge is loose.</p>"


def reading(body: str, url: str = URL, *, head: str = HEAD, lang: str = "en", answers: Any = None) -> Reading:
    page = f"<!doctype html><html lang={lang}><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"
    responses = (("https://site.example/api/x", json.dumps(answers).encode()),) if answers is not None else ()
    return read_page(Page(url, page.encode(), rendered=answers is not None, responses=responses, fetched=FETCHED))


def only(body: str, **given: Any) -> Listing:
    [listing] = reading(body, **given).listings
    return listing


def seller(body: str, **given: Any) -> str | None:
    found = only(GOODS + body, **given).seller
    return found.name if found is not None else None


def join(href: str | None) -> str | None:
    return f"https://site.example{href}" if href and href.startswith("/") else href


# Sellers


@pytest.mark.parametrize(
    "text",
    ["154 просмотров", "1,204 views", "Views: 1204", "浏览 312 次", "312浏览", "18人想要", "lượt xem: 88", "เข้าชม 45 ครั้ง", "dilihat 120",
     "Завершено 56 объявлений", "30 отзывов", "8 9XX XXX-XX-XX", "+7 912 ***-**-**"],
)  # fmt: skip
def test_counters_and_masked_numbers_are_no_names(text: str) -> None:
    assert not is_name(text)


def test_a_label_that_asks_for_a_name_is_cut_off() -> None:
    assert (
        seller("<div><ul><li class=seller-name><span>Store Name:</span> <span>Quay &amp; Sons</span></li></ul></div>")
        == "Quay & Sons"
    )


def test_the_dealer_that_the_page_names_beats_the_market_that_machines_are_told() -> None:
    told = {"@type": "Product", "name": "Old sea chest of oak", "offers": {"price": "85", "priceCurrency": "EUR",
            "seller": {"@type": "Organization", "name": "Harbour market"}}}  # fmt: skip
    head = f'{HEAD}<script type="application/ld+json">{json.dumps(told)}</script><meta property="og:site_name" content="Harbour market">'

    assert seller("<dl><dt>Dealer name:</dt><dd>Quay &amp; Sons</dd></dl>", head=head) == "Quay & Sons"
    assert seller("<p>Collect it or pay the postage.</p>", head=head) == "Harbour market"


def test_an_account_with_several_buttons_is_one_account() -> None:
    card = (
        "<aside><a href='/profile/messenger'>Write a message</a><div><a href='/user/7f3a/profile?from=ad'>Marta K.</a></div>"
        "<a href='/user/7f3a/profile?tab=reviews'>24 reviews</a><div>Private person</div><div>Member since 2019</div>"
        "<a href='/profile/report?id=51208'>Report</a><span>154 views</span></aside>"
    )

    assert seller(card) == "Marta K."


def test_cards_of_other_listings_name_no_seller() -> None:
    card = "<a href='/ad/{0}-{0}'><div class=c1><img src='/p/{0}.jpg'><div>Brass lamp {0}</div><div class=seller-row><span>Leiden</span></div></div></a>"

    assert seller("<div>" + "".join(card.format(number) for number in range(3)) + "</div>") is None


def test_what_kind_of_seller_stands_below_a_name_marks_it() -> None:
    assert seller("<aside><div class=h2xq><div>Марта К.</div><div>Частное лицо</div></div></aside>", lang="ru") == "Марта К."


# Dates


def test_when_somebody_was_last_seen_is_not_when_it_was_posted() -> None:
    before = "<div><a href='/personal?userId=12'><img src='/a.jpg'></a><div>阿明</div><div>46分钟前来过</div></div><div>12天前发布</div>"
    asks = "<ul><li><b>王**</b><p>还在吗</p><time>3天前</time></li></ul>"

    posted = only(before + GOODS + asks, lang="zh").posted

    assert posted is not None
    assert posted[:10] == "2026-05-08"


# Prices


def test_what_a_build_puts_behind_class_names_says_nothing() -> None:
    assert not cues_of("price--oLdSauSq9 number-rrpX2aQ").former
    assert cues_of("product-oldPrice").former


def test_a_share_of_good_ratings_is_no_discount() -> None:
    body = (
        "<div>好评率95%</div><div class=price><span>¥</span><span>170</span></div><div>运费8元</div>"
        "<h1>低价转 老木箱 一只</h1><p>把手有磨损,合页有点松,放在干燥的阁楼里很多年了。</p>"
    )

    price = only(body, head="<title>低价转 老木箱 一只_闲市</title>", lang="zh").price

    assert price is not None
    assert price.amount == 170


def test_a_current_bid_is_the_price_and_not_what_the_title_says() -> None:
    body = (
        "<h1>1元起標 老木箱 全8枚</h1><dl><dt>目前出價</dt><dd><span>$3,600</span> 元 <a href='/bid/51208'>11 次出價</a></dd></dl>"
        "<p>把手有磨損,合頁有點鬆,放在乾燥的閣樓裡很多年了。</p>"
    )

    price = only(body, head="<title>1元起標 老木箱 全8枚 | 飛市</title>", lang="zh-Hant-TW").price

    assert price is not None
    assert (price.amount, price.currency) == (3600, "TWD")


def test_a_price_that_is_not_named_may_stand_beside() -> None:
    side = (
        "<aside><span>Цена не указана</span><a href='/im'>Написать</a><p>Частное лицо, на сайте с 2019 года</p>"
        + "<p>О доставке</p>" * 20
    )
    body = f"<h1>Сундук старый дубовый</h1>{side}</aside><p>Ручка потёрта, одна петля шатается.</p>"

    listing = only(body, head="<title>Сундук старый дубовый | Рынок</title>", lang="ru")

    assert listing.price is None


def test_a_rule_reads_the_sign_of_its_price() -> None:
    body = (
        "<div class='product type-product'><div class='summary entry-summary'><h1 class=product_title>Old sea chest of oak</h1>"
        "<p class=price><span class='woocommerce-Price-amount amount'><bdi>£1,100.00</bdi></span></p></div></div>"
    )

    price = only(body, lang="en-GB").price

    assert price is not None
    assert (price.amount, price.currency) == (1100, "GBP")


# JSON


def test_amounts_in_the_smallest_unit_are_prices() -> None:
    def price(**fields: Any) -> tuple[float | None, str | None]:
        found = read_object({"title": "Brass lamp", "text": "Worn.", **fields}, join)
        assert found is not None
        assert found.price is not None
        return found.price.amount, found.price.currency

    assert price(price={"minor": 2_600_000, "iso": "THB"}) == (26_000, "THB")
    assert price(price={"centAmount": 1999, "currencyCode": "EUR", "fractionDigits": 2}) == (19.99, "EUR")
    assert price(price={"amount_minor": 5000, "currency": "JPY"}) == (5000, "JPY")
    assert price(price_cents=1250, currency="USD") == (12.5, "USD")


def test_an_item_inside_another_object_is_read_with_what_stands_beside() -> None:
    node = {
        "kind": "listing",
        "listing": {"id": "17", "headline": "Brass lamp", "price": {"minor": 500, "iso": "EUR"}, "permalink": "brass-lamp-17",
                    "created": 1_778_000_000_000, "media": [{"kind": "photo", "variants": [{"w": 640, "url": "/m/17/preview"},
                    {"w": 1440, "url": "/m/17/original"}, {"w": 240, "url": "/m/17/thumb"}]}]},
        "owner": {"id": 3, "handle": "q1", "display_name": "quay_ann"},
    }  # fmt: skip

    [found] = read_objects({"data": {"results": [node, {"kind": "promo", "copy": "Sale"}]}}, join, need=3)

    assert (found.title, found.seller, found.item) == ("Brass lamp", "quay_ann", "17")
    assert found.photos == ["https://site.example/m/17/original"]
    assert found.posted is not None
    assert found.url is None, "a bare word is no address"


def test_json_that_scripts_fetched_tells_the_item_of_a_page_without_class_names() -> None:
    item = {
        "id": "51208",
        "title": "Old sea chest of oak",
        "price": {"minor": 8500, "iso": "EUR"},
        "user": {"name": "quay_ann"},
    }
    others = [{"id": str(n), "title": f"Brass lamp {n}", "price": {"minor": 900, "iso": "EUR"}} for n in range(9)]
    cards = "".join(
        f"<div><a href='/ad/brass-lamp-{n}{n}{n}'><p>Brass lamp number {n}</p><p>9 EUR</p></a></div>" for n in range(9)
    )
    body = f"<div><h1>Old sea chest of oak</h1><div>85 EUR</div></div><p>One hinge is loose.</p><div>{cards}</div>"

    listing = only(body, answers={"data": {**item, "similar": others}})

    assert listing.price is not None
    assert (listing.price.amount, listing.price.currency) == (85, "EUR")
    assert listing.seller is not None
    assert listing.seller.name == "quay_ann"


@pytest.mark.parametrize("way", [quote, lambda text: text.replace('"', '\\"')])
def test_a_state_may_be_the_text_of_a_string(way: Callable[[str], str]) -> None:
    item = {
        "id": 51208,
        "title": "Old sea chest of oak",
        "price": 85,
        "images": [{"75x55": "/i/75/a.jpg", "1280x960": "/i/1280/a.jpg"}],
    }
    script = f'<script>window.__data__ = "{way(json.dumps({"item": item}))}";</script>'

    listing = only("<h1>Old sea chest of oak</h1><p>One hinge is loose.</p>" + script)

    assert listing.price is not None
    assert listing.price.amount == 85
    assert [photo.url for photo in listing.photos] == ["https://site.example/i/1280/a.jpg"]


def test_a_price_beside_the_main_part_is_the_page_s() -> None:
    body = (
        "<div class=view><h1>Сундук старый дубовый</h1><aside><div class='item-price-root-zAEbC'><span>3 050</span><span> ₽</span></div>"
        "<a href='/im'>Написать</a></aside><p>Ручка потёрта, одна петля шатается.</p></div>"
    )

    price = only(body, head="<title>Сундук старый дубовый купить | Рынок</title>", lang="ru").price

    assert price is not None
    assert (price.amount, price.currency) == (3050, "RUB")


def test_rows_that_only_json_has_are_listings_of_their_page() -> None:
    rows = [
        {
            "id": n,
            "title": f"Brass lamp number {n}",
            "desc": "It has hung in a hall for thirty years.",
            "price": {"minor": 900, "iso": "EUR"},
        }
        for n in range(51, 55)
    ]
    cards = "".join(f"<div class=card><p>Brass lamp number {n}</p><p>9 EUR</p></div>" for n in range(51, 55))

    found = reading(
        f"<div id=root>{cards}</div>", "https://site.example/lamps", head="<title>Lamps</title>", answers={"items": rows}
    ).listings

    assert [listing.title for listing in found] == [f"Brass lamp number {n}" for n in range(51, 55)]
    assert len({listing.id for listing in found}) == 4


# Links


@pytest.mark.parametrize(
    "leads",
    ["data-href='/ad/brass-lamp-{0}'", "onclick=\"location.href='/ad/brass-lamp-{0}'\"", "onclick=\"router.push('/ad/brass-lamp-{0}')\"",
     "routerlink='/ad/brass-lamp-{0}'", "onclick=\"window.open('/ad/brass-lamp-{0}', '_blank')\""],
)  # fmt: skip
def test_cards_that_lead_on_by_script_are_links(leads: str) -> None:
    cards = "".join(
        f"<div class=card {leads.format(50_000 + number)}><img src='/p/{number}.jpg'><h3>Brass lamp number {number}</h3><b>{number}0 EUR</b></div>"
        for number in range(4)
    )

    links = reading(f"<h1>Lamps</h1><div>{cards}</div>", "https://site.example/lamps", head="<title>Lamps</title>").links

    assert [link.url for link in links if link.kind == "listing"] == [
        f"https://site.example/ad/brass-lamp-{50_000 + n}" for n in range(4)
    ]


def test_scripts_that_lead_nowhere_are_no_links() -> None:
    body = "<div data-url='share' onclick=\"alert('/x/y')\">Share</div><button data-link='#top'>Up</button><img data-url='/p/1.jpg'>"

    assert reading(GOODS + body).links == []


# Pages of several


def test_what_answers_a_search_is_no_listing() -> None:
    body = "<p>From 20 EUR</p><div><a href='/ad/brass-lamp-17'>Brass lamp with a chain</a> <b class=price>20 EUR</b></div>"
    head = "<title>brass lamp - search - Harbour market</title>"

    assert reading(f"<h1>brass lamp</h1>{body}", "https://site.example/search?q=brass+lamp", head=head).listings == []
    assert (
        reading(f"<h1>quay_ann</h1>{body}", "https://site.example/personal?userId=12", head="<title>quay_ann</title>").listings
        == []
    )


def test_a_listing_that_keeps_what_was_searched_for_in_its_address_stays_one() -> None:
    assert only(GOODS, url=f"{URL}?q=sea+chest").title == "Old sea chest of oak"


def test_what_an_article_is_about_is_not_its_price() -> None:
    body = (
        "<article><h1>The £4,200 biscuit tin</h1><p>Posted on March 4, 2026 by admin</p>"
        + f"<p>{'It stood in an attic for years. ' * 9}</p></article>"
    )
    head = "<title>The £4,200 biscuit tin - Harbour market</title>"

    assert reading(body, "https://site.example/2026/04/the-biscuit-tin/", head=head).listings == []


# Threads


def xenforo(
    *posts: tuple[str, str], title: str = "Oak sea chest", url: str = "https://board.example/threads/oak-sea-chest.51/"
) -> list[Listing]:
    blocks = "".join(
        f"<article class='message message--post' data-author='{name}' data-content='post-{number}'><h4 class=message-name>"
        f"<a href='/members/{name}.{number}/' class=username data-user-id='{number}'>{name}</a></h4>"
        f"<div class=message-attribution><a href='/threads/51/post-{number}'><time datetime='2026-05-1{number}T09:00:00Z'>x</time></a></div>"
        f"<div class=message-body><div class=bbWrapper>{words}</div></div></article>"
        for number, (name, words) in enumerate(posts)
    )
    head = f"<title>{title} | Board</title>"
    label = "<span class=label>For sale</span><span>&nbsp;</span>" * ("EUR" in blocks)
    return reading(f"<h1 class=p-title-value>{label}{title}</h1>{blocks}", url, head=head).listings


FIRST = (
    "quay_ann",
    "The handle is worn. Price: 85 EUR<ul><li><a class=file-preview href='/attachments/chest-jpg.417/'><img src='/data/thumb/4.jpg'></a></li></ul>",
)


def test_of_a_thread_that_sells_only_what_offers_is_a_listing() -> None:
    [listing] = xenforo(FIRST, ("tom", "Is it still there?"), ("eve", "70 EUR and I come today."))

    assert (listing.title, listing.url) == ("Oak sea chest", "https://board.example/threads/oak-sea-chest.51/")
    assert listing.price is not None
    assert listing.price.amount == 85
    assert [photo.url for photo in listing.photos] == ["https://board.example/attachments/chest-jpg.417/"]
    assert len(xenforo(FIRST, ("tom", "I also have one for sale, asking 60 EUR."))) == 2


def test_a_mark_before_a_title_is_no_part_of_it() -> None:
    body = "<h1><span class='label label--green'>Selling</span> Old sea chest of oak</h1>" + GOODS.partition("</h1>")[2]

    assert only(body, head="<title>Selling - Old sea chest of oak | Harbour board</title>").title == "Old sea chest of oak"


def test_a_thread_that_only_talks_keeps_its_posts() -> None:
    assert len(xenforo(("tom", "How do you clean old oak?"), ("eve", "With soft soap and patience."))) == 2
