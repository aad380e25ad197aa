"""The price of a page's thing: not the former one, not a fee or an instalment, none where the seller names none."""

from __future__ import annotations

import pytest

from crawlers.reading.page import Page
from crawlers.reading.reader import read_page

WORDS = "The handle is worn and one hinge is loose. It has stood in a dry attic for years. Collect it or pay the postage."


def price(body: str, lang: str = "en", head: str = "", after: str = "") -> tuple[float | None, str | None] | None:
    page = (
        f"<!doctype html><html lang='{lang}'><head><meta charset=utf-8><title>Old sea chest of oak | Harbour</title>"
        f"{head}</head>"
        f"<body><h1>Old sea chest of oak</h1><div class=q1>{body}</div><p>{WORDS}</p>"
        f"<a href='/u/17'>Ann Lee</a><p>Posted: 2026-05-11</p>{after}</body></html>"
    )
    [listing] = read_page(Page("https://site.example/ad/5120", page.encode(), fetched="2026-05-20T12:00:00Z")).listings
    return (listing.price.amount, listing.price.currency) if listing.price is not None else None


@pytest.mark.parametrize(
    ("lang", "body", "wanted"),
    [
        ("id", "<div class=a>Rp812.500</div><div class=b>Rp650.000</div><div class=c>20% OFF</div>", (650_000, "IDR")),
        ("zh", "<i>¥1000</i><i>¥800</i><i>8折</i>", (800, "CNY")),
        ("ru", "<div><span>1 250 ₽</span><span>1 000 ₽</span></div>", (1_000, "RUB")),
        ("en", "<del>$120</del> <strong>$95</strong>", (95, "USD")),
        ("en", "<s>$120</s> <b>$95</b>", (95, "USD")),
        ("en", "<span class='x old-price'>$120</span> <span>$95</span>", (95, "USD")),
        ("en", "<p>Was: $120</p><p>Now: $95</p>", (95, "USD")),
        ("ru", "<p>РРЦ: 1 250 ₽</p><p>Цена: 1 000 ₽</p>", (1_000, "RUB")),
        ("vi", "<p>Giá gốc: 1.250.000 ₫</p><p>1.000.000 ₫</p>", (1_000_000, "VND")),
        ("zh", "<p>原价：1250元</p><p>1000元</p>", (1_000, "CNY")),
        ("ja", "<p>定価 12,500円</p><p>10,000円</p>", (10_000, "JPY")),
        ("ko", "<p>정가 12,500원</p><p>10,000원</p>", (10_000, "KRW")),
        ("th", "<p>ราคาปกติ 1,250 บาท</p><p>1,000 บาท</p>", (1_000, "THB")),
    ],
)
def test_a_former_price_is_not_the_price(lang: str, body: str, wanted: tuple[float, str]) -> None:
    assert price(body, lang) == wanted


def test_what_the_pages_style_strikes_through_is_a_former_price() -> None:
    head = "<style>.k8{color:red}.m .z77{color:#999;text-decoration:line-through}.p1{font-weight:bold}</style>"

    assert price("<div class=m><em class=z77>€120</em> from our stock <em class=p1>€95</em></div>", head=head) == (95, "EUR")


def test_a_range_begins_with_its_lower_end() -> None:
    assert price("<div><span>$95</span> - <span>$120</span></div>") == (95, "USD")


@pytest.mark.parametrize(
    ("lang", "body", "wanted"),
    [
        ("en", "$<span>12</span><sup>99</sup>", (12.99, "USD")),
        ("en", "<div><span>$</span><span>1,012</span><span>99</span></div>", (1012.99, "USD")),
        ("fr", "<div><b>12</b><span>€</span><sup>99</sup></div>", (12.99, "EUR")),
        ("pl", "<div><span>129</span><span>,90</span><span>zł</span></div>", (129.90, "PLN")),
        ("zh", "<div><em>¥</em><strong>1299</strong><em>.50</em></div>", (1299.5, "CNY")),
        ("cs", "<div><span>12</span> <span class=decimal>50</span> Kč</div>", (12.5, "CZK")),
    ],
)
def test_decimals_in_an_element_of_their_own_belong_to_the_price(lang: str, body: str, wanted: tuple[float, str]) -> None:
    assert price(body, lang) == wanted


@pytest.mark.parametrize(
    ("lang", "body", "wanted"),
    [
        ("ru", "<p>Цена: 5 000 ₽</p><p>или 420 ₽ × 12 мес</p>", (5_000, "RUB")),
        ("ru", "<p>Рассрочка от 420 ₽/мес</p><p>5 000 ₽</p>", (5_000, "RUB")),
        ("vi", "<p>Trả góp chỉ 200.000 ₫/tháng</p><p>5.000.000 ₫</p>", (5_000_000, "VND")),
        ("es", "<p>12 cuotas de $ 420</p><p>$ 5.000</p>", (5_000, "USD")),
        ("id", "<p>Cicilan Rp420.000 / bln</p><p>Rp5.000.000</p>", (5_000_000, "IDR")),
        ("ko", "<p>월 4,200원 할부</p><p>50,000원</p>", (50_000, "KRW")),
        ("zh", "<p>运费：10元</p><p>价格：500元</p>", (500, "CNY")),
    ],
)
def test_instalments_and_postage_are_not_the_price(lang: str, body: str, wanted: tuple[float, str]) -> None:
    assert price(body, lang) == wanted


@pytest.mark.parametrize(
    ("lang", "body", "wanted"),
    [
        ("zh", "<table><tr><th>价格:</th><td>6750包邮</td></tr></table>", (6750, "CNY")),
        ("ru", "<dl><dt>Цена</dt><dd>5 350</dd></dl>", (5350, "RUB")),
        ("vi", "<p><b>Giá:</b> <span>350.000</span></p>", (350_000, "VND")),
        ("ja", "<dl><dt>価格</dt><dd>3,500</dd></dl>", (3500, "JPY")),
        ("pl", "<dl><dt>Cena</dt><dd>3500</dd></dl>", (3500, "PLN")),
    ],
)
def test_a_labelled_amount_without_currency_is_in_that_of_the_place(lang: str, body: str, wanted: tuple[float, str]) -> None:
    assert price(body, lang) == wanted


def test_arabic_is_not_argentina() -> None:
    assert price("<p>السعر: 350</p>", "ar") == (350, None)


@pytest.mark.parametrize(
    ("lang", "body"),
    [
        ("th", "<h2>ติดต่อผู้ขาย</h2><p>อย่าโอนเงินก่อนเห็นสินค้า ค่าบริการคนกลางเริ่มต้น 50 บาท</p>"),
        ("zh", "<p>价格：面议</p><p>平台中介服务费每笔 20元 请注意防骗</p>"),
        ("ru", "<p>Цена: договорная</p><p>Безопасная сделка, комиссия 90 руб за каждую сделку на сайте</p>"),
        ("ja", "<p>価格：応相談</p><p>取引の手数料は一回につき 300円 です</p>"),
    ],
)
def test_where_the_seller_names_no_price_a_fee_is_none(lang: str, body: str) -> None:
    assert price(body, lang) is None


@pytest.mark.parametrize(
    ("lang", "body", "wanted"),
    [
        ("ja", "<div><span>¥</span><span>3,500</span><span>(税込) 送料込み</span></div>", (3500, "JPY")),
        ("en", "<div>$85 free shipping</div>", (85, "USD")),
        ("ko", "<div>50,000원 무료배송</div>", (50_000, "KRW")),
    ],
)
def test_postage_that_is_included_is_no_other_amount(lang: str, body: str, wanted: tuple[float, str]) -> None:
    assert price(body, lang) == wanted


@pytest.mark.parametrize(
    "title", ["Coffre de marin ancien", "Ships clock from before 1900", "Points collector's lamp, delivery van"]
)
def test_a_title_right_before_a_price_is_no_label_of_it(title: str) -> None:
    page = f"<html lang=fr><head><title>{title} - Harbour</title></head><body><h1>{title}</h1><b>85 €</b><p>{WORDS}</p>"
    [listing] = read_page(Page("https://site.example/p/chest", page.encode())).listings

    assert listing.price is not None
    assert listing.price.amount == 85


def test_a_price_right_before_the_title_is_the_titles() -> None:
    page = (
        "<html lang=zh-CN><head><title>老木箱 八成新 - 闲集</title></head><body><div><div><span>¥</span><span>128</span>"
        "<span>.00</span></div><div>23人想要</div></div><div>老木箱 八成新，家里的。</div><a href='/personal?userId=22'>"
        "<img src='/h.jpg'><div>tb_小明</div><div>2小时前来过</div></a><p>发布于 2026-05-11</p></body></html>"
    )
    [listing] = read_page(Page("https://site.example/item?id=778812345678", page.encode())).listings

    assert listing.price is not None
    assert listing.price.amount == 128
