"""Prices: what is asked, in any notation, and what only looks like it."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.reading.prices import read_prices
from tests.shared_data import shared

KEYS = ("amount", "low", "high", "currency")


def first(text: str, country: str | None = None, language: str | None = None) -> tuple[object, ...] | None:
    found = read_prices(text, country=country, language=language)
    return (found[0].amount, found[0].low, found[0].high, found[0].currency) if found else None


@pytest.mark.parametrize(
    ("text", "country", "language", "wanted"),
    [
        pytest.param("象牙手串，6.8个w，只走熟人", None, "zh", (68000, None, None, "CNY"), id="个w"),
        pytest.param("打包价1.2万元", None, "zh", (12000, None, None, "CNY"), id="万元"),
        pytest.param("要价三千五，不议价", None, "zh", (3500, None, None, "CNY"), id="colloquial last digit"),
        pytest.param("两万零五百元", None, "zh", (20500, None, None, "CNY"), id="numeral with zero"),
        pytest.param("五十块六毛", None, "zh", (50.6, None, None, "CNY"), id="coins"),
        pytest.param("￥４，８００．００", None, "zh", (4800, None, None, "CNY"), id="full width"),
        pytest.param("三十几万的大床", None, "zh", (None, 310000, 390000, "CNY"), id="some tens of thousands"),
        pytest.param("20多万 诚意出", None, "zh", (None, 210000, 290000, "CNY"), id="more than"),
        pytest.param("30-35万，07年普拉多", None, "zh", (None, 300000, 350000, "CNY"), id="range with one multiplier"),
        pytest.param("98元起", None, "zh", (None, 98, None, "CNY"), id="floor"),
        pytest.param("预算500元以内", None, "zh", None, id="a budget is not asked for"),
        pytest.param("$480一條", "HK", "zh", (480, None, None, "HKD"), id="dollar of Hong Kong"),
        pytest.param("500元", "TW", "zh", (500, None, None, "TWD"), id="yuan of Taiwan"),
        pytest.param("¥3,000 税込", "JP", "ja", (3000, None, None, "JPY"), id="yen sign in Japan"),
        pytest.param("¥3000", None, "zh", (3000, None, None, "CNY"), id="yen sign in China"),
        pytest.param("giá 680tr", "VN", "vi", (680e6, None, None, "VND"), id="tr"),
        pytest.param("2tr5 fix nhẹ", "VN", "vi", (2.5e6, None, None, "VND"), id="2tr5"),
        pytest.param("giá 350 bao ship", "VN", "vi", (350e3, None, None, "VND"), id="thousands left unsaid"),
        pytest.param("цена 1 т.р.", None, "ru", (1000, None, None, "RUB"), id="т.р."),
        pytest.param("120 000 ₽", None, "ru", (120000, None, None, "RUB"), id="space between thousands"),
        pytest.param("3,5jt", "ID", "id", (3.5e6, None, None, "IDR"), id="jt"),
        pytest.param("Rp1.680.000", "ID", "id", (1680000, None, None, "IDR"), id="dots between thousands"),
        pytest.param("ราคา 1,200 บาท", "TH", "th", (1200, None, None, "THB"), id="baht"),
        pytest.param("0.26k usd each", "US", "en", (260, None, None, "USD"), id="k before a code"),
        pytest.param("£4.50 inc. post", "GB", "en", (4.5, None, None, "GBP"), id="postage included"),
    ],
)
def test_notations(text: str, country: str | None, language: str | None, wanted: tuple[object, ...] | None) -> None:
    assert first(text, country, language) == wanted


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        pytest.param("原价2400，现1200", 1200, id="old price first"),
        pytest.param("was $900, now $650 firm", 650, id="was, now"),
        pytest.param("原价1.2w 5折", 6000, id="half off, no new price said"),
        pytest.param("was $100, 20% off", 80, id="percent off"),
        pytest.param("定金500，全款8800元", 8800, id="deposit"),
        pytest.param("68元，邮费10元", 68, id="shipping behind"),
        pytest.param("运费12元，一口价350", 350, id="shipping before"),
        pytest.param("月供2999元，落地价18.8万", 188000, id="instalment"),
        pytest.param("优惠券20元，券后99元", 99, id="coupon"),
        pytest.param("cọc 500k, giá 5tr", 5_000_000, id="cọc is a deposit"),
        pytest.param("ship 30k, giá 650k", 650_000, id="ship is shipping"),
        pytest.param("RRP £120, asking £40", 40, id="recommended price"),
    ],
)
def test_what_is_not_asked_is_left_aside(text: str, amount: float) -> None:
    assert read_prices(text)[0].amount == amount


@pytest.mark.parametrize(
    "text",
    [
        "价格面议，站内聊",
        "重 52 克，长 30cm",
        "2016年上牌，跑了5万公里",
        "18k金戒指",
        "4k电视",
        "粉丝1.2w",
        "电话 13912345678",
        "订单号174161038728234975",
        "彩票 03 11 19 22 28 31+07",
        "身份证号440301199002300018",
        "ISBN 978-7-593-41243-8",
        "6222 0201 1112 2220 002",
        "163*98*89mm",
        "zl 0762—019—989",
        "95新，电池91",
        "月入3万，诚招代理",
    ],
)
def test_numbers_that_are_no_price(text: str) -> None:
    assert read_prices(text, language="zh") == []


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("58元/克", "g"),
        ("克价58元", "g"),
        ("68一斤", "斤"),
        ("8.6k usd per kilo", "kg"),
        ("一张1200元", "piece"),
        ("吨价5800元", "t"),
        ("12rb per slop", "carton"),
        ("2 triệu một cây", "carton"),
    ],
)
def test_what_a_price_is_for(text: str, unit: str) -> None:
    assert read_prices(text)[0].unit == unit


def test_a_price_of_the_title_and_one_of_the_text_are_both_given() -> None:
    found = read_prices({"title": "象牙 500元", "text": "再来一条 900元"})

    assert [(price.amount, price.spans[0].field) for price in found] == [(500, "title"), (900, "text")]


def test_no_currency_is_made_up_for_english_without_a_country() -> None:
    assert read_prices("asking 650 or best offer", language="en")[0].currency is None


def test_every_amount_can_be_asked_for() -> None:
    assert [price.amount for price in read_prices("原价100元，现价80元", every=True)] == [80, 100]


@given(st.text(alphabet="0123456789.,-~万千百几十元块$€¥ktrw 折起价原现/克多￥１２３ ", max_size=60))
def test_spans_point_at_the_text(text: str) -> None:
    for price in read_prices(text):
        assert price.raw
        for span in price.spans:
            assert text[span.start : span.end] == span.raw == price.raw


@given(st.text(max_size=200))
def test_no_text_makes_it_raise(text: str) -> None:
    read_prices({"title": text, "text": text}, country="CN", language="zh")


@pytest.mark.parametrize("piece", ["1", "1.", "1 ", "三十几万", "1-", "元1", "$1,", "1 234 "])
def test_time_is_linear_in_length(piece: str) -> None:
    text = piece * (300_000 // len(piece))

    started = time.process_time()
    read_prices(text, language="zh")

    assert time.process_time() - started < 20  # about 1 on an idle core; a quadratic step takes minutes


def test_most_of_the_development_texts_are_exact() -> None:
    """The figure is printed by `python -m benchmarks.prices`; this only catches a step back."""
    right = count = 0
    for line in (shared("listing-text") / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row.get("price"):
            good = [{key: price.get(key) for key in KEYS} for price in (row["price"], *row.get("price_ok", []))]
            found = read_prices(row["text"], country=row.get("country"), language=row["lang"])
            got = {key: getattr(found[0], key) for key in KEYS} if found else None
            right, count = right + (got in good), count + 1

    assert right / count >= 0.97


@pytest.mark.parametrize(
    ("text", "amount", "currency", "raw"),
    [
        ("yours for two hundred dollars", 200, "USD", "two hundred dollars"),
        ("asking twenty-five bucks", 25, "USD", "twenty-five bucks"),
        ("twelve hundred and fifty dollars, cash only", 1250, "USD", "twelve hundred and fifty dollars"),
        ("thirteen dollars forty-five cents", 13.45, "USD", "thirteen dollars forty-five cents"),
        ("half a million usd", 500_000, "USD", "half a million usd"),
        ("asking three hundred", 300, None, "three hundred"),
        ("will increase to 17 USD 25.", 17.25, "USD", "17 USD 25"),
        ("sku 127 USD 25 each", 25, "USD", "USD 25"),
    ],
)
def test_amounts_in_english_words_and_signs_between_numbers(text: str, amount: float, currency: str | None, raw: str) -> None:
    (price,) = read_prices(text, language="en")

    assert (price.amount, price.currency, price.raw) == (amount, currency, raw)


def test_a_range_in_words_shares_its_scale() -> None:
    (price,) = read_prices("two to three hundred dollars", language="en")

    assert (price.low, price.high, price.currency) == (200, 300, "USD")


@pytest.mark.parametrize(
    "text",
    ["one owner, two keys", "call one three eight zero zero", "all four legs", "ten pounds of meat", "over two thousand sold"],
)
def test_number_words_that_are_no_prices(text: str) -> None:
    assert read_prices(text, language="en") == []


@pytest.mark.parametrize(
    ("text", "country", "language", "amount"),
    [
        ("旧显卡1700，自提", "CN", "zh", 1700.0),
        ("蜜蜡三千，懂的来", "CN", "zh", 3000.0),
        ("旧门窗6百", "CN", "zh", 600.0),
        ("货架3k5", "CN", "zh", 3500.0),
        ("九十九块九", "CN", "zh", 99.9),
        ("9块9包邮", "CN", "zh", 9.9),
        ("五十出键帽", "CN", "zh", 50.0),
        ("家教200/课时", "CN", "zh", 200.0),
        ("合租1500/月", "CN", "zh", 1500.0),
        ("Boneka 65.000, kode 12", "ID", "id", 65000.0),
        ("kursi sejuta dua ratus ribu", "ID", "id", 1_200_000.0),
        ("xe 1 triệu 2", "VN", "vi", 1_200_000.0),
        ("hai triệu rưỡi", "VN", "vi", 2_500_000.0),
        ("หมวก พันห้า", "TH", "th", 1500.0),
        ("โซฟา สองแสน", "TH", "th", 200_000.0),
        ("икра полторы тысячи", "RU", "ru", 1500.0),
        ("two grand for the lot", "GB", "en", 2000.0),
    ],
)
def test_bare_numbers_of_titles_and_number_words(text: str, country: str, language: str, amount: float) -> None:
    assert read_prices(text, country=country, language=language)[0].amount == amount


@pytest.mark.parametrize(
    "text",
    [
        "波音737，8成新",
        "身高178，体重70",
        "国道318，骑行",
        "后半8555，口岸",
        "抠 抠：555空格2158空格255，备注",
        "月供3000/月",
        "二十出头",
    ],
)
def test_numbers_behind_words_that_are_no_price(text: str) -> None:
    assert read_prices(text, country="CN", language="zh") == []


def test_three_figures_before_a_thousand_are_a_group_where_nothing_is_so_cheap() -> None:
    [vietnamese] = read_prices({"text": "Giá ra đi: 3.050k bao ship"}, country="VN", language="vi")
    [indonesian] = read_prices({"text": "Harga 1.250rb nego"}, country="ID", language="id")
    [short] = read_prices({"text": "Giá 12.5k"}, country="VN", language="vi")

    assert [vietnamese.amount, indonesian.amount, short.amount] == [3_050_000, 1_250_000, 12_500]


@pytest.mark.parametrize("title", ["Novelty cheroot holder (Ref. 57)", "Old camera No. 45", "Лампа арт. 650"])
def test_a_number_behind_an_abbreviation_is_no_price(title: str) -> None:
    assert read_prices({"title": title}, country="GB", language="en") == []


@pytest.mark.parametrize(
    "text",
    [
        "国窖1573，两瓶",
        "保时捷911，车况好",
        "英雄616，钢笔",
        "技嘉显卡3060，自提",
        "劳力士116610，带票",
        "罗技鼠标304，微动换过",
        "九阳豆浆机 1307",
        "红灯收音机711，电子管",
        "海鸥相机 203，皮腔好",
    ],
)
def test_the_number_of_a_model_is_no_price(text: str) -> None:
    assert read_prices(text, country="CN", language="zh") == []


@pytest.mark.parametrize(
    ("text", "country", "language"),
    [
        ("海关查获鳞片2.3吨，案值约 4600 万元", "CN", "zh"),
        ("钱包失物招领，内有现金 135 元", "CN", "zh"),
        ("别信那人，我亏了900块", "CN", "zh"),
        ("Заказ собран, оценка 1500 руб", "RU", "ru"),
        ("Shop chỉ bán tại quầy 14 chợ Bình Tây", "VN", "vi"),
        ("гараж 18 кв. м, сухой", "RU", "ru"),
        ("已有买家被转走3800元，请勿点击", "CN", "zh"),
        ("订单已发货，实付128元", "CN", "zh"),
        ("Потерял кошелёк, внутри 3000 рублей", "RU", "ru"),
        ("Lost wallet with $200 cash", "US", "en"),
        ("Đơn hàng của bạn tổng tiền 350.000đ đã giao", "VN", "vi"),
        ("กระเป๋าหาย มีเงินสด 1,500 บาท", "TH", "th"),
        ("Hati-hati penipu, saya rugi Rp 500.000", "ID", "id"),
    ],
)
def test_money_that_nobody_asks_is_no_price(text: str, country: str, language: str) -> None:
    assert read_prices(text, country=country, language=language) == []


def test_a_brand_and_its_goods_have_a_round_price() -> None:
    assert read_prices("海尔冰箱600，制冷好", country="CN", language="zh")[0].amount == 600.0


def test_what_comes_with_the_goods_is_no_unit() -> None:
    assert read_prices("官帽椅一对，7.2w包物流到家", country="CN", language="zh")[0].amount == 72000.0
