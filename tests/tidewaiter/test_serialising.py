from __future__ import annotations

import json

import numpy as np
import pytest

from tidewaiter.errors import InvalidInput
from tidewaiter.masking import shown
from tidewaiter.model import Handle, Identifier, Lead, Listing, Match, Photo, Price, Signal, Span, Target, unique_handles
from tidewaiter.serialising import from_json, to_json


def a_listing() -> Listing:
    return Listing(
        id="a1",
        source="shop",
        url="http://shop.example/1",
        title="象牙",
        text="微信 abc123",
        price=Price(amount=68000, currency="CNY"),
        handles=[Handle("wechat", "abc123", (Span("text", 3, 9, "abc123"),), 0.9)],
        identifiers=[Identifier("bank_card", "6222021234567890", "6222 0212 3456 7890")],
        photos=[Photo(url="http://shop.example/1.jpg")],
        vector=np.zeros(3, np.float32),
        keys=["wechat:abc123"],
    )


def test_unknown_values_are_left_out_and_internal_ones_hidden() -> None:
    data = to_json(a_listing())

    assert "language" not in data
    assert data.keys().isdisjoint(Listing.INTERNAL)
    assert data["photos"] == [{"url": "http://shop.example/1.jpg"}]
    json.dumps(data)


def test_what_goes_in_comes_out() -> None:
    listing = a_listing()

    back = from_json(Listing, json.loads(json.dumps(to_json(listing, internal=True))))

    listing.vector = None
    assert back == listing


def test_matches_and_leads_come_back_with_their_parts() -> None:
    match = Match("a1", Target("goods", "tiger"), -3.0, 0.9, [Signal("words.code", "大猫", "大猫", 5.2, "A code word.")])
    lead = Lead("l1", "match", 0.9, "high", listing="a1", matches=[match.id])

    assert from_json(Match, to_json(match)) == match
    assert from_json(Lead, to_json(lead)) == lead
    assert match.id == "a1|goods|tiger"


def test_keys_that_nobody_knows_are_ignored() -> None:
    assert from_json(Listing, {"id": "x", "colour": "red"}).id == "x"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"id": "x", "price": {"amount": "dear"}}, "a.jsonl:3: price.amount: "),
        ({"id": 7}, "a.jsonl:3: id: "),
        ({"price": {"amount": 1e999}}, "a.jsonl:3: price.amount: "),
        ([1], "a.jsonl:3: (the whole): "),
        ({"photos": [{"url": 1}]}, "a.jsonl:3: photos.0.url: "),
    ],
)
def test_a_wrong_field_is_named(data: object, message: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        from_json(Listing, data, where="a.jsonl:3")

    assert message in raised.value.what


def test_numbers_that_must_not_be_shown_are_masked() -> None:
    identifier = shown(a_listing()).identifiers[0]

    assert identifier == Identifier("bank_card", "************7890")


def test_handles_seen_twice_are_one_with_both_places() -> None:
    first = Handle("qq", "12345", (Span("title", 0, 5, "12345"),), 0.6)
    second = Handle("qq", "12345", (Span("text", 2, 7, "12345"),), 0.8)

    assert unique_handles([first, second]) == [Handle("qq", "12345", first.spans + second.spans, 0.8)]


def test_what_json_can_not_say_is_left_out() -> None:
    assert to_json(Price(amount=float("inf"), currency="CNY")) == {"currency": "CNY"}
