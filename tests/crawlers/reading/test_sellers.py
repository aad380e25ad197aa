"""Sellers: names beside labels, of links to accounts, on cards of accounts; never buttons, headings or categories."""

from __future__ import annotations

import pytest

from crawlers.reading.document import Document
from crawlers.reading.page import Page
from crawlers.reading.sellers import is_name, visible_seller
from crawlers.reading.titles import main_title

GOODS = "<div class=k1><h1>Old sea chest of oak</h1><p>The handle is worn and one hinge is loose.</p><b>85 EUR</b></div>"


def seller(body: str, lang: str = "en", before: str = "") -> tuple[str | None, str | None]:
    page = f"<!doctype html><html lang={lang}><head><meta charset=utf-8></head><body>{before}{GOODS}{body}</body></html>"
    document = Document(Page("https://site.example/ad/5120", page.encode()), page)
    found = visible_seller(document, main_title(document).order)
    return (found.name, found.id) if found is not None else (None, None)


@pytest.mark.parametrize(
    "name",
    ["Ann Lee", "阿明古早味", "Pojok Kayu Borneo", "Бабушкин_сундук", "山城古物", "Nguyễn Văn A", "shop.hoa.9x", "ร้านป้าแดง",
    "古道具屋 つばめ", "김철수", "متجر النخيل", "All Seasons Antiques", "See's Candies", "New Balance Store", "fishing_lao5",
    "Dr. Watch", "Иван", "Shop Hoa", "7-Eleven", "Kunjung Jaya"],
)  # fmt: skip
def test_names_are_names(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize(
    "text",
    ["Visit shop", "View profile", "All ads of this user", "Kunjungi Toko", "Chat Sekarang", "Xem shop", "Xem trang cá nhân",
    "进店逛逛", "加好友", "查看全部商品", "出售信息", "卖家信息", "賣家資訊", "Все объявления продавца", "Написать продавцу",
    "Частное лицо", "Aktif 7 menit lalu", "Member since 2019", "На сайте с марта 2019", "注册时间 2014-3-2", "85 EUR",
    "Seller:", "楼主", "本帖最后由 小满 于 2026-11-24 18:10 编辑", "1,204", "12:30", "ดูร้านค้า", "出品者情報を見る",
    "판매자 정보", "زيارة المتجر", "Voir la boutique", "Ver más anuncios", "Please pay before you collect it. Thanks.", "https://x.example/",
    "4.9 ★", "Reply"],
)  # fmt: skip
def test_buttons_headings_remarks_and_figures_are_no_names(text: str) -> None:
    assert not is_name(text)


def test_a_card_whose_links_are_a_face_and_a_button_names_the_seller_between_them() -> None:
    card = (
        "<section class=f3><a href='/shop/3108'><img src='/toko.jpg'></a><div><div>Pojok Kayu Borneo</div>"
        "<div>Aktif 7 menit lalu</div></div><button>Chat Sekarang</button><a href='/shop/3108'>Kunjungi Toko</a></section>"
    )

    assert seller(card, "id") == ("Pojok Kayu Borneo", "3108")


def test_the_seller_is_not_the_first_of_a_list_of_shops() -> None:
    shops = "".join(f"<li><a href='/user/index.php?s={n}'>老倉庫{n}號</a></li>" for n in range(5))
    card = "<div><h4>賣家資訊</h4><a href='/user/index.php?s=7'>山城古物</a> (<a href='/user/credit.php?s=7'>1500</a>)</div>"

    assert seller(card, "zh-TW", before=f"<div class=a1><h4>推薦賣場</h4><ul>{shops}</ul></div>")[0] == "山城古物"


@pytest.mark.parametrize(
    ("lang", "card"),
    [
        ("ru", "<div><img src='/a.jpg'><b>Мария Котова</b><i>На сайте с марта 2019</i><button>Написать</button></div>"),
        ("en", "<div class=q><div>Мария Котова</div><div>Member since May 2019</div><a href='#'>See all ads</a></div>"),
        ("vi", "<div class=q><strong>Мария Котова</strong><small>Tham gia 3 năm trước</small><button>Gọi ngay</button></div>"),
        ("zh", "<div class=q><p>Мария Котова</p><p>注册时间 2014年3月</p></div>"),
        ("th", "<div class=q><p>Мария Котова</p><p>เป็นสมาชิกตั้งแต่ เม.ย. 2561</p></div>"),
        ("fr", "<div class=q><p>Мария Котова</p><p>Membre depuis avril 2019</p></div>"),
        ("ar", "<div class=q><p>Мария Котова</p><p>عضو منذ 2019</p></div>"),
        ("ko", "<div class=q><h3>판매자 정보</h3><p>Мария Котова</p></div>"),
        ("ja", "<div class=q><h3>出品者</h3><div><p>Мария Котова</p></div></div>"),
        ("es", "<div class=q><h4>Vendido por</h4><div><div>Мария Котова</div><div>Particular</div></div></div>"),
        ("en", "<div class=q><a href='/u/17'>by Мария Котова</a></div>"),
        ("en", "<div class=q>by <a href='/@kotova'>Мария Котова</a></div>"),
        ("en", "<div class=q><span class=seller-name>Мария Котова</span></div>"),
    ],
)  # fmt: skip
def test_cards_without_a_label_name_the_seller(lang: str, card: str) -> None:
    assert seller(card, lang)[0] == "Мария Котова"


def test_who_wrote_a_review_does_not_sell() -> None:
    card = "<div class=w1><a href='/member/4'>Ann Lee</a></div>"
    reviews = "<div class=reviews>" + "".join(f"<p><a href='/member/{n}'>name{n}</a> Good.</p>" for n in range(7, 9)) + "</div>"

    assert seller(reviews + card)[0] == "Ann Lee"


def test_a_rank_under_a_name_is_no_name() -> None:
    rows = (
        "<table><tr><td><b><a href='memberlist.php?mode=viewprofile&u=4'>vintorez</a></b></td></tr><tr><td><i>Oldtimer</i>"
        "<img src=/ava15.jpg><b>Joined:</b> 2 Jun 2010</td></tr></table>"
    )

    assert seller(rows)[0] == "vintorez"


@pytest.mark.parametrize(
    "body",
    ["<ol class=breadcrumb><li><a href='/'>Home</a><li><a href='/shop/tools'>Tools</a></ol>",
     "<div><a href='/shop/tools'>Tools</a> <a href='/shop/lamps'>Lamps</a></div>",
     "<div><a href='/shop/old-lamp'><img src='/lamp.jpg'></a><p>Old lamp</p></div>",
     "<div><h4>Seller information</h4><button>Contact seller</button></div>"],
)  # fmt: skip
def test_categories_and_goods_under_shop_addresses_sell_nothing(body: str) -> None:
    assert seller(body) == (None, None)


def test_the_sites_own_name_is_no_seller() -> None:
    header = "<a href='/'><img alt='Harbour Board' src='/l.png'></a>"

    assert seller("<p>Sold by: Harbour Board</p><div><a href='/user/3'>Ann Lee</a></div>", before=header)[0] == "Ann Lee"
