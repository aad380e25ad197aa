# ruff: noqa: E501 - the tables of pieces read best in long lines
"""Contacts in disguise: values, spans, what is no contact, and that nothing in a text can break the reader."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.reading.handles import explain_handles, read_handles
from tests.pipelines.reading.disguises import ASIDE, BUILT_ON, LAST, LATER, MORE, TAUGHT
from tidewaiter.model import HANDLE_KINDS, Span

# Pieces of disguises in any order: far more likely to confuse a reader than random characters.
PIECES = st.lists(
    st.sampled_from([*"1３⑧①四五Ⅵ❼拐0oOlI.-·/@_+*()（）【】,，。\n", "\u200b", "\u0301", "\ud800", "微", "信", "微信", "薇", "VX", "QQ", "电话", "t.me/"])
    | st.sampled_from(["13812345678", "abc_88", "倒着看", "前半", "后半", "艾特", "点", "com", "at", "dot", "double", "seven", "同号", "三个8", "&#49;"])
    | st.sampled_from(["🇻🇽", "⠼⠁", "-----", "0x", "bc1", "T", "ศูนย์", "восемь", "không", "reversed", "\x1e", "\x1d", "собака", "hxxp://"])
    | st.text(max_size=3),
    max_size=30,
)  # fmt: skip


@pytest.mark.parametrize(
    ("country", "text", "wanted"), [*BUILT_ON, *ASIDE, *LATER, *LAST, *MORE, *TAUGHT], ids=lambda value: str(value)[:40]
)
def test_contacts_in_disguise(country: str, text: str, wanted: str) -> None:
    read = sorted(f"{handle.kind}:{handle.value}" for handle in read_handles(text, country=country))

    assert read == sorted(wanted.split())


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(PIECES, PIECES)
def test_any_text_is_read_and_spans_are_exact(title: list[str], text: list[str]) -> None:
    fields = {"title": "".join(title), "text": "".join(text)}

    for handle in read_handles(fields, country="CN"):
        assert handle.kind in HANDLE_KINDS
        assert 0 < handle.confidence <= 1
        for span in handle.spans:
            assert span.raw
            assert fields[span.field][span.start : span.end] == span.raw


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([case for case in BUILT_ON if case[2]]), st.text(alphabet="的了在好货看图喜欢。，！ ", max_size=40))
def test_noise_after_it_loses_nothing(case: tuple[str, str, str], noise: str) -> None:
    country, text, wanted = case

    read = {f"{handle.kind}:{handle.value}" for handle in read_handles(f"{text}。\n{noise}", country=country)}

    assert set(wanted.split()) <= read


@pytest.mark.parametrize(
    "end", [".\nPrice: $51", ".\n\nprice 5", ". Price: 51", ".\nCom here", ". Come and see", ".\nIn stock"]
)
@pytest.mark.parametrize(
    ("contact", "wanted"), [("fox@example.net", "email:fox@example.net"), ("t.me/meadow_willow", "telegram:meadow_willow")]
)
def test_a_sentence_that_ends_with_an_address_ends_there(contact: str, wanted: str, end: str) -> None:
    found = read_handles(f"No swaps. Write to {contact}{end}")

    assert [f"{one.kind}:{one.value}" for one in found] == [wanted]


@pytest.mark.parametrize(
    "unit",
    ["1", "13812345678 ", "1 ", "一", "one ", "微信号：", "vx ", "a@", "http://a", "倒着看1234", "前半138后半", "而", "o1", "T1aB ", "-----", "*1",
     "微信同号", "&#49;", "🇻🇽", "telegarm ", "сто ", "微信abc123 电话13812345678 ", "a at b dot com ", "+86", "hs4403.49、", "6222 ", "a.", "(", "a\u0301"],
)  # fmt: skip
def test_a_megabyte_of_anything_takes_no_longer_than_it_should(unit: str) -> None:
    text = unit * (1_000_000 // len(unit.encode()))

    started = time.process_time()
    read_handles(text, country="CN", language="zh")

    assert time.process_time() - started < 30  # 0.1 to 1.5 on an idle core; a quadratic step takes minutes


def test_a_span_holds_the_number_as_it_stood() -> None:
    text = "要货加 薇❤：138①②③④\u200b五六7八 快"

    (handle,) = read_handles(text)

    assert (handle.kind, handle.value) == ("wechat", "13812345678")
    assert handle.spans == (Span("text", 7, 19, "138①②③④\u200b五六7八"),)


def test_a_number_in_parts_has_a_span_for_each() -> None:
    text = "手机前面1381234，后面跟5678"

    (handle,) = read_handles(text, country="CN")

    assert [span.raw for span in handle.spans] == ["1381234", "5678"]


def test_half_in_the_title_and_half_in_the_text() -> None:
    fields = {"title": "老料手串 电话前半1381234", "text": "品相好，后半5678"}

    (handle,) = read_handles(fields, country="CN")

    assert handle.value == "+8613812345678"
    assert [(span.field, span.raw) for span in handle.spans] == [("title", "1381234"), ("text", "5678")]


def test_the_title_ends_where_the_text_goes_on() -> None:
    fields = {"title": "老料手串 1392658", "text": "0417 晚上打"}

    (handle,) = read_handles(fields, country="CN")

    assert handle.value == "+8613926580417"
    assert [(span.field, span.raw) for span in handle.spans] == [("title", "1392658"), ("text", "0417")]


def test_half_in_a_photo() -> None:
    photo = "photo:" + "a" * 64
    fields = {"text": "微信前半 qafang_", photo: "后半 83x"}

    (handle,) = read_handles(fields, country="CN")

    assert (handle.kind, handle.value) == ("wechat", "qafang_83x")
    assert [span.field for span in handle.spans] == ["text", photo]


def test_the_same_number_has_no_span_of_its_own() -> None:
    phone, wechat = read_handles("13812345678 微信同号")

    assert (phone.kind, wechat.kind, wechat.value) == ("phone", "wechat", "13812345678")
    assert wechat.spans == ()


def test_a_handle_that_stands_twice_is_one_with_two_spans() -> None:
    (handle,) = read_handles({"title": "QQ 23908817", "text": "加QQ：23908817"})

    assert [span.field for span in handle.spans] == ["title", "text"]


@pytest.mark.parametrize(
    ("country", "language", "value"),
    [("CN", "en", None), ("VN", "zh", "+84912345678"), (None, "vi", "+84912345678"), ("TW", "zh", "+886912345678")],
)
def test_a_national_number_takes_the_country_of_the_listing_else_of_the_language(
    country: str | None, language: str, value: str | None
) -> None:
    read = read_handles("gọi 0912345678", country=country, language=language)

    assert [handle.value for handle in read if handle.confidence > 0.5] == ([value] if value else [])


def test_confidence_is_lower_where_the_text_says_less() -> None:
    labelled = read_handles("电话 13812345678", country="CN")[0].confidence
    bare = read_handles("13812345678", country="CN")[0].confidence
    unknown_plan = read_handles("电话 999123456", country="CN")[0].confidence

    assert labelled > bare > unknown_plan


def test_what_was_undone_is_told() -> None:
    _, said = explain_handles("QQ 71880932 倒着看", country="CN")

    assert said == ["71880932 read backwards: 23908817"]


def test_a_name_with_figures_after_it_is_no_mobile_in_leet() -> None:
    found = read_handles("加微信laoshi88901", country="CN")

    assert [(handle.kind, handle.value) for handle in found] == [("wechat", "laoshi88901")]


@pytest.mark.parametrize(
    ("title", "text", "wanted"),
    [
        ("沉香线香 1381234", "180一盒，电话后四位 5678，前面看标题", "phone:+8613812345678"),
        ("沉香线香 5678", "沉香，电话前七位 1381234，后四位看标题", "phone:+8613812345678"),
        ("根雕茶台 ✈laomu", "纸飞机号接标题：后面加 _wood88", "telegram:laomu_wood88"),
        ("沉香线香 1381234", "标题党勿扰，重5678克", ""),
    ],
)
def test_halves_in_title_and_text_are_put_together_where_the_text_says_so(title: str, text: str, wanted: str) -> None:
    read = [f"{one.kind}:{one.value}" for one in read_handles({"title": title, "text": text}, country="CN")]

    assert read == wanted.split()
