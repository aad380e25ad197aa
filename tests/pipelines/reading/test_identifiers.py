"""Numbers that identify: with a right check digit or a clear label, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.reading.identifiers import read_identifiers


def _read(text: str) -> list[str]:
    return [f"{one.kind}:{one.value}" for one in read_identifiers(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("柜号CSQU3054383", ["container:CSQU3054383"]),
        ("container csqu 305438-3, seal 88", ["container:CSQU3054383"]),
        ("柜号：ＣＳＱＵ３０５４３８３", ["container:CSQU3054383"]),
        ("Vessel IMO 9074729, not 9074720", ["imo:9074729"]),
        ("IMO编号：9074729", ["imo:9074729"]),
        ("MMSI 413123456", ["mmsi:413123456"]),
        ("统一社会信用代码91350200MA69KY24AG", ["uscc:91350200MA69KY24AG"]),
        ("HS编码0507.10 和 HS code 4403.49.10", ["hs:050710", "hs:44034910"]),
        ("海关编码：0508001000", ["hs:0508001000"]),
        ("HS codes 0507.10 / 0508.00", ["hs:050710", "hs:050800"]),
        ("код ТН ВЭД 9601 10", ["hs:960110"]),
        ("车牌粤B33339 白色", ["plate:粤B33339"]),
        ("粤B·D12345 新能源", ["plate:粤BD12345"]),
        ("车牌 粤Z1234港", ["plate:粤Z1234港"]),
        ("顺丰单号SF1402785391624", ["tracking:SF1402785391624"]),
        ("EMS EF042912309RU", ["tracking:EF042912309RU"]),
        ("圆通快递 8012 3456 7890 12", ["tracking:80123456789012"]),
        ("UPS 1Z999AA10123456784", ["tracking:1Z999AA10123456784"]),
        ("打到建行卡6222 0201 1112 2220 002", ["bank_card:6222020111122220002"]),
        ("карта 4111 1111 1111 1111", ["bank_card:4111111111111111"]),
        ("IBAN: DE89 3704 0044 0532 0130 00 please", ["iban:DE89370400440532013000"]),
        ("支付宝：13812345678", ["alipay:13812345678"]),
        ("支付宝账号 qafang@163.com", ["alipay:qafang@163.com"]),
        ("pay to qafang.83@okaxis", ["upi:qafang.83@okaxis"]),
        ("CITES permit no. 23CN000123/PR", ["cites_permit:23CN000123/PR"]),
    ],
)
def test_identifiers_are_read(text: str, wanted: list[str]) -> None:
    assert _read(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("柜号CSQU3054384", id="container with a wrong check digit"),
        pytest.param("IMO 9074720", id="ship with a wrong check digit"),
        pytest.param("编号 9074729", id="a ship's number without its label"),
        pytest.param("统一社会信用代码91350200MA69KY24AH", id="firm with a wrong check character"),
        pytest.param("身份证号11010519491231002X", id="a person's number"),
        pytest.param("EF042912308RU", id="parcel with a wrong check digit"),
        pytest.param("UPS 1Z999AA10123456785", id="UPS with a wrong check digit"),
        pytest.param("提现到6222020111122220000", id="card with a wrong check digit"),
        pytest.param("订单号6222020111122220002", id="an order number that passes Luhn"),
        pytest.param("IBAN DE89 3704 0044 0532 0130 01", id="IBAN with a wrong check"),
        pytest.param("尺寸 0507.10 毫米", id="a size that looks like a tariff number"),
        pytest.param("支持支付宝付款，电话13812345678", id="a way to pay"),
        pytest.param("qafang@upi.com", id="an e-mail address"),
        pytest.param("订单号202311180000813", id="order number"),
    ],
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert _read(text) == []


def test_the_span_is_exact_and_the_same_number_stands_once() -> None:
    fields = {"title": "柜 ＣＳＱＵ３０５４３８３", "text": "柜号CSQU3054383"}

    (one,) = read_identifiers(fields)

    assert [(span.field, span.raw) for span in one.spans] == [("title", "ＣＳＱＵ３０５４３８３"), ("text", "CSQU3054383")]


@given(st.text(st.characters() | st.sampled_from("0123456789ABCDUZ粤HS车牌卡IMO@.- ："), max_size=80))
def test_any_text_is_read(text: str) -> None:
    for one in read_identifiers(text):
        for span in one.spans:
            assert text[span.start : span.end] == span.raw
