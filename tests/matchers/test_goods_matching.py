"""Listings and watched goods: what matches beside what must not, and that the reasons add up."""

from __future__ import annotations

import math

import pytest

from matchers.goods_matching import GoodsMatcher
from matchers.score import bundled_weights
from matchers.signals.sellers import SellerHistory
from matchers.view import ListingView
from tests.matchers.stored import IndexOfNothing
from tidewaiter.goods import CodeWord, Goods, PriceBand
from tidewaiter.model import Handle, Listing, Match, Photo, Price, ReferencePhoto, Seller, Span, Target

IVORY = Goods(
    id="ivory", name={"zh": "象牙", "en": "ivory"}, severity="critical",
    terms={"zh": ("象牙", "象牙手镯"), "en": ("ivory bangle",), "ru": ("слоновая кость",), "vi": ("ngà voi",)},
    code_words=(
        CodeWord(word="血牙"), CodeWord(word="XY"), CodeWord(word="🐘"),
        CodeWord(word="果冻", needs=("料", "手串"), not_with=("布丁",)),
    ),
    **{"not": ("猛犸", "树脂", "象牙白", "mammoth")}, price=PriceBand(currency="CNY", unit="piece", low=800, high=60000),
)  # fmt: skip
PANGOLIN = Goods(id="pangolin", name={"zh": "穿山甲"}, code_words=(CodeWord(word="甲片"),), **{"not": ("指甲片",)})
HORNBILL = Goods(id="hornbill", name={"en": "red ivory hornbill"})


def _matches(
    listing: Listing, *goods: Goods, photos: tuple[ReferencePhoto, ...] = (), own: tuple[str, ...] = ()
) -> dict[str, Match]:
    listing.id = listing.id or "L1"
    matcher = GoodsMatcher(goods or (IVORY, PANGOLIN, HORNBILL), photos, bundled_weights("goods"), own=own)
    found = matcher.match([ListingView(listing)], SellerHistory(IndexOfNothing()))
    return {match.target.id: match for match in found[listing.id]}


def _kinds(match: Match) -> set[str]:
    return {signal.kind for signal in match.signals}


@pytest.mark.parametrize(
    ("title", "text"),
    [
        pytest.param("象牙手镯", "老料，全品无修，3000元", id="open name"),
        pytest.param("象★牙手镯一只", "懂的来", id="name with a star in it"),
        pytest.param("老 料 象 牙", "包浆好", id="name with gaps"),
        pytest.param("出 i v o r y bangle", "discreet", id="Latin letters with gaps"),
        pytest.param("слоновой кости браслет", "слоновой костью, без документов", id="another case ending"),
        pytest.param("ivory bangles", "two of them", id="plural"),
        pytest.param("血牙手串", "现货", id="code word"),
        pytest.param("果冻手串", "料子顶级", id="code word beside the word that it needs"),
        pytest.param("象牙手镯", "不是树脂，假一赔十", id="says that it is no resin"),
        pytest.param("象牙手镯", "隐私发货，外包装写工艺品", id="the parcel is declared as craft"),
    ],
)
def test_offers_of_the_goods_match(title: str, text: str) -> None:
    assert _matches(Listing(title=title, text=text))["ivory"].probability > 0.8


@pytest.mark.parametrize(
    ("title", "text"),
    [
        pytest.param("树脂仿象牙手镯", "工艺品，30元", id="resin imitation"),
        pytest.param("猛犸象牙手串", "有证书", id="mammoth"),
        pytest.param("象牙白连衣裙", "显瘦", id="the colour"),
        pytest.param("果冻布丁", "儿童零食", id="the food"),
        pytest.param("果冻", "好吃", id="code word without what it needs"),
        pytest.param("ivory bangle, resin", "plastic, costume jewelry", id="plastic"),
        pytest.param("moxycillin", "galaxy", id="letters inside a word"),
        pytest.param("二手冰箱", "微信 xy", id="a code word that is an account"),
        pytest.param("电动牙刷🐘", "库存40件", id="a picture alone"),
        pytest.param("机械键盘", "大象 牙刷 都有", id="two words side by side"),
    ],
)
def test_what_only_looks_like_the_goods_does_not_match(title: str, text: str) -> None:
    handles = [Handle("wechat", "xy", (Span("text", 3, 5, "xy"),))] if "微信" in text else []

    match = _matches(Listing(title=title, text=text, handles=handles)).get("ivory")

    assert match is None or match.probability < 0.5


def test_a_word_inside_a_false_friend_is_none() -> None:
    assert "pangolin" not in _matches(Listing(title="指甲片 美甲"))
    assert _matches(Listing(title="甲片一斤"))["pangolin"].probability > 0.5


def test_a_word_inside_a_longer_word_of_other_goods_is_theirs() -> None:
    assert set(_matches(Listing(title="red ivory hornbill"))) == {"hornbill"}


SAYING = ("一红二黑三白",)
RED = Goods(
    id="red", name={"zh": "鹤顶红"}, code_words=(CodeWord(word="红", needs=SAYING), CodeWord(word="红料", needs=("牌",)))
)
WHITE = Goods(id="white", name={"zh": "象牙"}, code_words=(CodeWord(word="白", needs=SAYING),))


@pytest.mark.parametrize("title", ["鹤顶红手串", "红料手牌"])
def test_a_saying_names_nothing_beside_goods_that_are_named_by_themselves(title: str) -> None:
    assert set(_matches(Listing(title=title, text="一红二黑三白里面排第一的，白天回得慢"), RED, WHITE)) == {"red"}


def test_a_saying_alone_names_all_that_it_speaks_of() -> None:
    assert set(_matches(Listing(title="一红二黑三白 都有"), RED, WHITE)) == {"red", "white"}


def test_the_word_that_a_code_word_needs_is_a_whole_one() -> None:
    scales = Goods(id="scales", name={"vi": "tê tê"}, code_words=(CodeWord(word="vảy", needs=("khô",)),))

    assert _matches(Listing(title="Vảy khô"), scales)["scales"].probability > 0.5
    assert _matches(Listing(title="Vảy", text="không ship"), scales)["scales"].probability < 0.5


@pytest.mark.parametrize(
    ("title", "text"), [("stuffed ivory bangle", "taxidermy"), ("象牙手镯", "花纹好"), ("象牙手串 一套", "花纹一清二楚")]
)
def test_words_of_preparing_and_pattern_speak_of_no_imitation(title: str, text: str) -> None:
    assert _matches(Listing(title=title, text=text))["ivory"].probability > 0.8


def test_a_word_in_an_account_or_a_firm_says_nothing_of_what_is_offered() -> None:
    gold = Goods(id="gold", name={"zh": "海金", "en": "tusk"})

    assert _matches(Listing(title="二手冰箱", text="联系tusk_moon7，上海金泰国际货运代理有限公司"), gold) == {}
    assert _matches(Listing(title="海金", text="一斤"), gold)["gold"].probability > 0.5


def test_a_word_that_both_list_belongs_to_the_goods_of_the_user() -> None:
    catalogue = Goods(id="elephant-ivory", name={"zh": "象牙"})

    assert set(_matches(Listing(title="象牙手镯"), IVORY, catalogue, own=("ivory",))) == {"ivory"}
    assert set(_matches(Listing(title="象牙"), IVORY, catalogue)) == {"ivory", "elephant-ivory"}


def test_a_price_far_below_the_band_speaks_against_it() -> None:
    dear = _matches(Listing(title="象牙手镯", price=Price(3000, "CNY")))["ivory"]
    cheap = _matches(Listing(title="象牙手镯", price=Price(2, "USD")))["ivory"]

    assert "price.within" in _kinds(dear)
    assert "price.below" in _kinds(cheap)
    assert cheap.probability < dear.probability


@pytest.mark.parametrize(
    "price", [Price(math.nan, "CNY"), Price(-5, "CNY"), Price(0, "CNY"), Price(5, "XXX"), Price(5, None), Price()]
)
def test_a_price_that_says_nothing_is_no_reason(price: Price) -> None:
    assert not any(kind.startswith("price.") for kind in _kinds(_matches(Listing(title="象牙手镯", price=price))["ivory"]))


def test_prior_and_weights_add_up_to_the_logit_of_the_probability() -> None:
    for listing in (
        Listing(title="象牙手镯", text="包税", price=Price(3000, "CNY")),
        Listing(title="树脂仿象牙"),
        Listing(title="XY"),
    ):
        for match in _matches(listing).values():
            log_odds = match.prior + sum(signal.weight for signal in match.signals)

            assert log_odds == pytest.approx(math.log(match.probability / (1 - match.probability)))


def test_each_signal_has_both_sides_and_a_sentence() -> None:
    for signal in _matches(Listing(title="象牙手镯", text="隐私发货，包税", price=Price(3000, "CNY")))["ivory"].signals:
        assert signal.listing_side
        assert signal.target_side
        assert signal.why.endswith(".")


def test_a_reference_photo_matches_as_it_is_and_mirrored_but_not_another() -> None:
    known = ReferencePhoto(
        "goods/ivory/a",
        Target("goods", "ivory"),
        "a.jpg",
        "a" * 64,
        phash="f0f0f0f0f0f0f0f0",
        mirrored_phash="0123456789abcdef",
    )

    for phash in ("f0f0f0f0f0f0f0f1", "0123456789abcdee"):
        match = _matches(Listing(title="手镯", photos=[Photo(phash=phash)]), photos=(known,))["ivory"]
        assert "photo.reference" in _kinds(match)
    assert (
        _matches(Listing(title="手镯", photos=[Photo(phash="0f0f0f0f0f0f0f0f"), Photo(phash="none"), Photo()]), photos=(known,))
        == {}
    )


def test_the_sellers_other_offers_count_for_and_against() -> None:
    matcher = GoodsMatcher((IVORY, PANGOLIN, HORNBILL), (), bundled_weights("goods"))
    history = SellerHistory(IndexOfNothing())
    dealer, other = Seller("1"), Seller("2")
    several = [Listing(id=f"d{i}", source="s", seller=dealer, title="象牙手镯") for i in range(3)]
    several += [Listing(id=f"o{i}", source="s", seller=other, title="旧书一批") for i in range(4)]
    several += [Listing(id="o9", source="s", seller=other, title="XY 料")]

    found = matcher.match([ListingView(listing) for listing in several], history)

    assert "seller.same_goods" in _kinds(found["d0"][0])
    assert "seller.ordinary" in _kinds(found["o9"][0])


def test_hostile_text_costs_no_time_and_no_error() -> None:
    listing = Listing(title="象" * 5000, text="象★" * 50_000 + "\ud800\x00" + "a_" * 50_000)

    assert isinstance(_matches(listing), dict)
