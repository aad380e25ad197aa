"""The number of a thing beside its label, in the languages of the campaigns."""

from __future__ import annotations

import pytest

from crawlers.reading.document import Document
from crawlers.reading.page import Page
from crawlers.reading.skus import labelled_sku


@pytest.mark.parametrize(
    "label",
    ["SKU", "Item No.", "Product code", "Article number", "Part #", "Style No", "商品编号", "货号", "商品編號", "貨號",
    "产品编码", "款号",
    "Mã sản phẩm", "Mã SP", "Mã hàng", "SKU sản phẩm", "Mã số", "Артикул", "Код товара", "Номер объявления", "Арт.", "รหัสสินค้า",
    "เลขที่สินค้า", "หมายเลขประกาศ", "Kode produk", "Kode barang", "Nomor iklan", "SKU produk", "商品番号", "商品コード", "品番",
    "管理番号",
    "상품번호", "상품코드", "품번", "관리번호", "제품번호", "Référence", "Réf.", "Code article", "N° d'article",
    "Référence produit",
    "Referencia", "Código",
    "Código de producto", "N.º de artículo", "Ref.", "رمز المنتج", "رقم المنتج", "كود المنتج", "رقم الإعلان", "رقم الصنف"],
)  # fmt: skip
@pytest.mark.parametrize("form", ["<p>{}: TX-48213</p>", "<table><tr><th>{}</th><td>TX-48213</td></tr></table>"])
def test_the_number_beside_its_label(label: str, form: str) -> None:
    page = f"<html><body><h1>Old sea chest</h1>{form.format(label)}<p>It has stood in an attic.</p></body></html>"

    assert labelled_sku(Document(Page("https://site.example/p/chest", page.encode()), page), 0) == "TX-48213"


@pytest.mark.parametrize("text", ["Size: 48213", "Tel: 48213-77", "Sold: 48213", "Views: 48213", "Phone: 090 48213"])
def test_other_numbers_are_none(text: str) -> None:
    page = f"<html><body><h1>Old sea chest</h1><p>{text}</p></body></html>"

    assert labelled_sku(Document(Page("https://site.example/p/chest", page.encode()), page), 0) is None
