"""What two listings can share: the keys, and what must not become one."""

from __future__ import annotations

import pytest

from matchers.keys import BANDS, handle_keys, keys_of, text_keys
from matchers.numbers import national_numbers
from tidewaiter.model import Handle, Identifier, Listing, Photo, Seller, Word


@pytest.mark.parametrize(
    ("value", "national"),
    [
        pytest.param("+8613812345678", "13812345678", id="Chinese, E.164"),
        pytest.param("13812345678", "13812345678", id="Chinese, as at home"),
        pytest.param("+84702233132", "702233132", id="Vietnamese, E.164"),
        pytest.param("0702233132", "702233132", id="Vietnamese, as at home"),
        pytest.param("84702233132", "702233132", id="Vietnamese, without plus"),
        pytest.param("89145527270", "9145527270", id="Russian trunk prefix"),
        pytest.param("+79145527270", "9145527270", id="Russian, E.164"),
        pytest.param("+447727554193", "7727554193", id="British, E.164"),
        pytest.param("07727554193", "7727554193", id="British, as at home"),
        pytest.param("+85261234567", "61234567", id="Hong Kong, three digits of calling code"),
    ],
)
def test_one_number_has_one_national_form(value: str, national: str) -> None:
    assert national_numbers(value)[0] == national


@pytest.mark.parametrize("value", ["bao168", "12345", "", "a13812345678", "+" * 30, "9" * 40])
def test_what_is_no_number_has_no_digits(value: str) -> None:
    assert national_numbers(value) == []


def test_one_number_links_under_phone_wechat_and_whatsapp() -> None:
    given = [("phone", "+8613812345678"), ("wechat", "13812345678"), ("whatsapp", "+8613812345678")]

    assert all("number:13812345678" in handle_keys(kind, value) for kind, value in given)


def test_one_account_name_links_across_platforms() -> None:
    assert "account:jin_hu782" in handle_keys("wechat", "jin_hu782")
    assert "account:jin_hu782" in handle_keys("telegram", "jin_hu782")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        pytest.param("telegram", "bao", id="too short to be one person's"),
        pytest.param("qq", "59760962", id="a QQ number is no account name"),
        pytest.param("wechat", "13812345678", id="a number is no account name"),
    ],
)
def test_what_many_may_have_is_no_account_key(kind: str, value: str) -> None:
    assert not any(key.startswith("account:") for key in handle_keys(kind, value))


def test_a_qq_mailbox_is_also_the_qq_number() -> None:
    assert "qq:59760962" in handle_keys("email", "59760962@qq.com")
    assert "qq:59760962" not in handle_keys("email", "59760962@163.com")


def test_a_listing_has_a_key_for_each_thing_that_it_can_share() -> None:
    listing = Listing(
        id="a", source="shop", seller=Seller("77", "玉木雜貨"),
        handles=[Handle("telegram", "palmwolf7")],
        identifiers=[Identifier("uscc", "91450681MAA7PMJXQP"), Identifier("hs", "0507")],
        photos=[Photo(sha256="ab" * 32), Photo(url="x")],
    )  # fmt: skip

    keys = keys_of(listing)

    assert keys == [
        "telegram:palmwolf7", "account:palmwolf7", "uscc:91450681MAA7PMJXQP", "seller:shop/77", "sellername:玉木杂货",
        "photo:" + "ab" * 32,
    ]  # fmt: skip


TEMPLATE = "家里老人留下的{}，全品无修，先款后货，隐私发货，外包装写工艺品，重{}克左右，有意私信"


def _offer(goods: str, grams: int) -> Listing:
    text = TEMPLATE.format(goods, grams)
    start = text.index(goods)
    return Listing(text=text, words=[Word(goods, goods, "some-goods", "name", start, start + len(goods))])


def test_texts_of_one_template_share_bands_whatever_the_goods_and_numbers() -> None:
    first, second = text_keys(_offer("鹤顶红", 28)), text_keys(_offer("盔犀鸟头骨", 54))

    assert len(first) == BANDS
    assert len(set(first) & set(second)) >= 6


def test_texts_of_different_make_share_no_band() -> None:
    other = Listing(text="显示器低价转，急用钱，库存五十一件，晚上在线，批发另算，散客请绕道，同城可以当面验货")

    assert not set(text_keys(_offer("鹤顶红", 28))) & set(text_keys(other))


def test_a_short_text_is_no_template() -> None:
    assert text_keys(Listing(text="象牙 500元")) == []
    assert text_keys(Listing()) == []
