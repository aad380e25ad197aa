"""Places: routes, local names, names that are everyday words too."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.reading.places import read_places


def named(text: str, country: str | None = None) -> list[tuple[str, str | None]]:
    return [(place.name, place.country) for place in read_places(text, country=country)]


def test_a_route_is_an_ordered_list() -> None:
    assert named("越南—东兴—广州 专线") == [("越南", "VN"), ("东兴", "CN"), ("广州", "CN")]
    assert named("广州←东兴←越南") == [("广州", "CN"), ("东兴", "CN"), ("越南", "VN")]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("凭祥过来", ("凭祥", "CN")),
        ("瑞丽口岸", ("瑞丽", "CN")),
        ("满洲里口岸", ("满洲里", "CN")),
        ("水口口岸", ("水口", "CN")),
        ("東興市面交", ("东兴", "CN")),
        ("giao tại Móng Cái", ("Móng Cái", "VN")),
        ("qua cửa khẩu Lạng Sơn", ("Lạng Sơn", "VN")),
        ("из Благовещенска", ("Благовещенск", "RU")),
        ("в Москве", ("Москва", "RU")),
        ("ส่งจากเชียงใหม่", ("เชียงใหม่", "TH")),
        ("dari Medan", ("Medan", "ID")),
        ("container from Mombasa", ("Mombasa", "KE")),
        ("内蒙古自治区", ("内蒙古", "CN")),
        ("小勐拉", ("小勐拉", "MM")),
        ("gửi từ Việt Nam", ("Việt Nam", "VN")),
        ("ships from HK", ("HK", "HK")),
    ],
)
def test_names_in_their_own_language(text: str, place: tuple[str, str]) -> None:
    assert named(text) == [place]


def test_a_city_has_coordinates() -> None:
    (place,) = read_places("发自广州")

    assert place.lat is not None
    assert place.lon is not None
    assert abs(place.lat - 23.1) < 0.2
    assert abs(place.lon - 113.3) < 0.3


@pytest.mark.parametrize(
    "text",
    [
        "南京路步行街",
        "北京烤鸭 重庆火锅",
        "青岛啤酒一箱",
        "50万越南盾",
        "朝阳产业",
        "nice bike, reading lamp",
        "the mobile phone is split",
        "水口 3cm",
    ],
)
def test_what_only_sounds_like_a_place(text: str) -> None:
    assert named(text) == []


def test_an_everyday_word_counts_beside_a_cue_or_in_a_row_of_places() -> None:
    assert named("河口口岸过来") == [("河口", "CN")]
    assert [name for name, _ in named("凭祥、瑞丽、水口都能过")] == ["凭祥", "瑞丽", "水口"]
    assert named("I live in Reading") == [("Reading", "GB")]


def test_of_two_places_of_one_name_the_one_in_the_listings_country_is_meant() -> None:
    assert named("pick up in Birmingham", "US") == [("Birmingham", "US")]
    assert named("pick up in Birmingham", "GB") == [("Birmingham", "GB")]


def test_a_place_named_twice_is_one_place_with_two_spans() -> None:
    text = "Lagos 拉各斯柜子"

    (place,) = read_places(text)

    assert [text[span.start : span.end] for span in place.spans] == ["Lagos", "拉各斯"]


def test_places_of_title_and_text_keep_their_fields() -> None:
    found = read_places({"title": "东兴发货", "text": "也可广州自提"})

    assert [(place.name, place.spans[0].field) for place in found] == [("东兴", "title"), ("广州", "text")]


@given(st.text(alphabet="东兴—广州越南 从到水口Hànội MoscwLagosЧиты、→.", max_size=60))
def test_spans_are_exact(text: str) -> None:
    for place in read_places(text):
        for span in place.spans:
            assert text[span.start : span.end] == span.raw


@given(st.text(max_size=200))
def test_no_text_makes_it_raise(text: str) -> None:
    read_places(text)


@pytest.mark.parametrize("piece", ["东兴", "水口、", "Lagos ", "New York-", "从"])
def test_time_is_linear_in_length(piece: str) -> None:
    text = piece * (500_000 // len(piece))

    started = time.process_time()
    read_places(text)

    assert time.process_time() - started < 20  # about 1 on an idle core; a quadratic step takes minutes


@pytest.mark.parametrize("text", ["柜号CMAU5939694", "wushan_old 被封", "telegram @baishan", "abc_panda77"])
def test_no_place_inside_a_longer_word_or_an_account(text: str) -> None:
    assert named(text) == []


def test_a_name_is_read_once_where_it_stands() -> None:
    (place,) = read_places("ships from Kalimantan")

    assert [(span.start, span.raw) for span in place.spans] == [(11, "Kalimantan")]
