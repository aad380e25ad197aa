"""Pages of sites that nobody wrote rules for: what is a listing, a thread, a row of a board, and what is said of it."""

from __future__ import annotations

import pytest

from crawlers.reading.page import Page
from crawlers.reading.price_text import read_prices
from crawlers.reading.reader import read_page
from tidewaiter.model import Listing

FETCHED = "2026-05-20T12:00:00Z"
WORDS = "The handle is worn and one hinge is loose. It has stood in a dry attic for years. Collect it or pay the postage."


def read(body: str, url: str = "https://site.example/ad/5120", head: str = "", lang: str = "en") -> list[Listing]:
    page = f"<!doctype html><html lang={lang}><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"
    return read_page(Page(url, page.encode(), fetched=FETCHED)).listings


def post(name: str, words: str, time: str = "2026-05-11 09:30") -> str:
    return (
        f"<table class=q9 width=98%><tr><td rowspan=2><b><a href='member.php?uid={len(name)}'>{name}</a></b><br>"
        f"<img src='/pics/m3.jpg'><br>Level: 4</td><td>Written: {time} <a href='r.php?q=1'>quote</a></td></tr>"
        f"<tr><td><div>{words}</div></td></tr></table>"
    )


def thread(*posts: str, url: str = "https://board.example/show.php?tid=77", title: str = "Old sea chest") -> list[Listing]:
    heading = f"<table><tr><td><h1>{title}</h1></td></tr></table>"
    return read(heading + "".join(posts), url, head=f"<title>{title} | Harbour board</title>")


OPENING = post("brass_ann", f"{WORDS}<br>Price: 85 EUR<br><a href='/up/4_a1.jpg'><img src='/up/thumb_a1.jpg'></a>")


def test_a_thread_in_tables_without_class_names_is_its_first_post() -> None:
    [listing] = thread(OPENING, post("tom_quay", "Could you send me another picture of the lid?"))

    assert (listing.title, listing.seller and listing.seller.name) == ("Old sea chest", "brass_ann")
    assert listing.price is not None
    assert (listing.price.amount, listing.price.currency) == (85.0, "EUR")
    assert listing.posted == "2026-05-11T09:30:00Z"
    assert [photo.url for photo in listing.photos] == ["https://board.example/up/4_a1.jpg"]


def test_an_answer_that_offers_its_own_is_a_listing_too() -> None:
    listings = thread(OPENING, post("tom_quay", "I have one as well, asking 60 EUR."), post("eve", "Is 70 EUR enough?"))

    assert [listing.seller and listing.seller.name for listing in listings] == ["brass_ann", "tom_quay"]


def test_a_later_page_of_a_thread_opens_nothing() -> None:
    url = "https://board.example/show.php?tid=77&page=2"

    assert thread(post("eve", "Up for this fine old chest, good luck."), url=url) == []


def test_the_rules_of_a_board_are_no_listing() -> None:
    assert thread(post("admin", WORDS), post("eve", "Thanks for this."), title="Forum rules") == []


def test_rows_of_a_list_of_threads_are_no_posts() -> None:
    rows = "".join(
        f"<tr><td><a href='show.php?tid={n}'>A rather long topic number {n}</a></td>"
        f"<td><a href='member.php?uid={n}'>name{n}</a></td><td>2026-05-1{n} 10:00</td></tr>"
        for n in range(1, 7)
    )

    assert read(f"<h1>For sale</h1><table>{rows}</table>", "https://board.example/list.php?fid=3") == []


def test_ads_that_stand_whole_on_a_board_are_listings_each_at_its_place() -> None:
    ads = "<hr>".join(
        f"<table id='ad-{n}' width=100%><tr><td><b>Lamp of glass number {n}</b></td><td>$4{n} obo</td></tr>"
        f"<tr><td>{WORDS}<a href='/pix/{n}.jpg'><img src='/pix/{n}_sm.jpg'></a></td></tr>"
        f"<tr><td>Posted by <b>Ann Lee</b> (Hull) on Tue, May 12, 2026 | "
        f"<a href='/board?page=1#ad-{n}'>link</a></td></tr></table>"
        for n in range(1, 5)
    )
    first, other = (read(ads, f"https://b.example/board{query}") for query in ("", "?page=1"))

    assert [listing.url for listing in first] == [f"https://b.example/board?page=1#ad-{n}" for n in range(1, 5)]
    assert [listing.id for listing in first] == [listing.id for listing in other]
    assert (first[0].title, first[0].seller and first[0].seller.name) == ("Lamp of glass number 1", "Ann Lee")
    assert [photo.url for photo in first[0].photos] == ["https://b.example/pix/1.jpg"]


@pytest.mark.parametrize(
    "title", ["Privacy policy", "隐私政策", "Chính sách bảo mật", "Политика конфиденциальности", "Caring for oak"]
)
def test_what_a_site_says_itself_is_no_listing(title: str) -> None:
    assert read(f"<main><h1>{title}</h1><p>{WORDS}</p><p>{WORDS}</p><p>{WORDS}</p></main>") == []


def test_an_ad_whose_price_is_open_is_a_listing_beside_many_others() -> None:
    cards = "".join(f"<li><a href='/ad/{n}'>Another fine thing number {n}</a> <b>$1{n}</b></li>" for n in range(6000, 6012))
    [listing] = read(
        f"<h1>手工竹篮</h1><div><label>价格:</label><span>面议</span></div><div>{WORDS}</div><h3>猜你喜欢</h3><ul>{cards}</ul>",
        lang="zh",
    )

    assert (listing.title, listing.price) == ("手工竹篮", None)


def ad(inside: str, lang: str = "en") -> Listing:
    [listing] = read(f"<main><h1>Carved box of walnut</h1><div>$45</div>{inside}<p>{WORDS}</p></main>", lang=lang)
    return listing


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("3小时前 更新", "2026-05-20"),
        ("№ 38 · вчера в 14:05 · 31 просмотр", "2026-05-19"),
        ("12 мая в 10:15", "2026-05-12"),
        ("Đăng 2 ngày trước", "2026-05-18"),
    ],
)
def test_dates_in_passing_are_read(said: str, day: str) -> None:
    assert (ad(f"<div><span>{said}</span></div>").posted or "")[:10] == day


@pytest.mark.parametrize("said", ["Member since 2 years ago", "Был на сайте вчера", "3小时前 登录"])
def test_times_of_other_things_are_no_dates_of_listings(said: str) -> None:
    assert ad(f"<div><span>{said}</span></div>").posted is None


@pytest.mark.parametrize(
    "image",
    [
        "<ul><li data-big='/p/w1200/7f0a11b2c3d4.jpg'><img src='/p/t180/7f0a11b2c3d4.jpg'></li></ul>",
        "<a href='/p/w1200/7f0a11b2c3d4.jpg'><img src='/p/t180/7f0a11b2c3d4.jpg'></a>",
        "<img src='/p/t180/7f0a11b2c3d4.jpg'><script>var s={x:[{k:'/p/w1200/7f0a11b2c3d4.jpg'}]}</script>",
    ],
)
def test_the_full_size_of_a_photo_is_found_where_the_page_names_it(image: str) -> None:
    assert [photo.url for photo in ad(f"<div>{image}</div>").photos] == ["https://site.example/p/w1200/7f0a11b2c3d4.jpg"]


def test_the_face_of_the_seller_and_the_photos_of_others_are_not_taken() -> None:
    own = "<div><img src='/p/own.jpg'></div><div><a href='/user/6'><img src='/s/m6.jpg'>Ann Lee</a></div>"
    listing = ad(own + "<h2>Similar ads</h2><div><a href='/ad/5'><img src='/p/five.jpg'>Five</a></div>")

    assert [photo.url for photo in listing.photos] == ["https://site.example/p/own.jpg"]
    assert listing.seller is not None
    assert listing.seller.name == "Ann Lee"


def test_a_heading_that_names_the_site_is_no_title() -> None:
    head = "<title>Old things - a forum :: Carved box of walnut</title>"
    [listing] = read(f"<h1>Old things - a forum</h1><h2>Carved box of walnut</h2><p><b>$45</b></p><p>{WORDS}</p>", head=head)

    assert listing.title == "Carved box of walnut"


def test_a_label_before_a_title_is_not_part_of_it() -> None:
    head = "<title>Carved box of walnut | Market</title>"
    [listing] = read(f"<h1><span>For sale</span> Carved box of walnut</h1><p><b>$45</b></p><p>{WORDS}</p>", head=head)

    assert listing.title == "Carved box of walnut"


@pytest.mark.parametrize(("text", "amount"), [("3tr6", 3_600_000), ("1tr450", 1_450_000), ("350k", 350_000)])
def test_what_stands_behind_a_multiple_are_its_decimals(text: str, amount: float) -> None:
    assert [price.amount for price in read_prices(text, hint="vi")] == [amount]


def test_a_photo_beside_a_table_of_facts_that_names_the_seller_is_no_face() -> None:
    facts = (
        "<tr><td>价　　格：</td><td><b>&#165;960</b></td></tr><tr><td>信息编号：</td><td>5055</td></tr>"
        "<tr><td>所在地区：</td><td>湛江</td></tr><tr><td>发布时间：</td><td>2026-11-22 05:41</td></tr>"
        '<tr><td>发 布 人：</td><td><a href="/user.php?id=u97077">顺丰里弄</a></td></tr>'
    )
    page = (
        "<html><title>橄榄核雕十八罗汉 - 旧货网</title><body><table><tr><td><h1>橄榄核雕十八罗汉</h1></td></tr>"
        f'<tr><td><img src="/photos/gravel.1.jpg" width="480"></td><td><table>{facts}</table></td></tr>'
        "<tr><td>尺寸用卡尺量的，四十一毫米，配得不错，纹路对称，底座平，皮质硬。盘了大半年，已经开始上浆挂瓷，颜色均匀。</td></tr>"
        "</table></body></html>"
    )

    [listing] = read_page(Page("http://jiuhuo.example/show-5055.html", page.encode(), fetched=FETCHED)).listings

    assert [photo.url for photo in listing.photos] == ["http://jiuhuo.example/photos/gravel.1.jpg"]


def test_an_answer_that_asks_a_price_by_its_label_is_an_offer() -> None:
    answers = [
        post("sal_reef", f"{WORDS} Also have a brass lamp.<br>Price: 40 EUR"),
        post("tom_quay", "I paid 30 EUR for one like it last year, that seems a lot."),
    ]

    assert [listing.seller and listing.seller.name for listing in thread(OPENING, *answers)] == ["brass_ann", "sal_reef"]


def test_posts_of_a_saved_page_are_told_by_how_long_ago_they_were_written() -> None:
    posts = "".join(
        f'<div class="post" id="post-{n}"><div class="author"><a href="/member/m{n}">name{n}</a></div>'
        f'<em>发表于 {n}天前</em><div class="postmessage">出一件老瓷盖碗，釉面干净，同城可看货。<br>价格：{n}00元</div></div>'
        for n in range(1, 5)
    )
    page = f"<html><title>大家都来出 - 论坛</title><body><h1>大家都来出</h1>{posts}</body></html>"

    listings = read_page(Page("http://bbs.example/thread/793", page.encode())).listings

    assert [listing.price and listing.price.amount for listing in listings] == [100, 200, 300, 400]


@pytest.mark.parametrize(
    ("lang", "said"),
    [("ja", "3日前"), ("ko", "3일 전"), ("ar", "قبل 3 أيام"), ("fr", "il y a 3 jours"), ("es", "hace 3 días"), ("zh", "3天前")],
)
def test_how_long_ago_something_was_posted_is_read_in_further_languages(lang: str, said: str) -> None:
    [listing] = read(f"<h1>Old sea chest of oak</h1><b>85 EUR</b><span>{said}</span><p>{WORDS}</p>", lang=lang)

    assert listing.posted is not None
    assert listing.posted.startswith("2026-05-17")
