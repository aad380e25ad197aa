from __future__ import annotations

import pytest

from crawlers.reading.page import Page
from crawlers.reading.reader import read_page

NOTICES = [
    ("en", "This listing has been removed by the seller."),
    ("en", "Sorry, the item you are looking for is no longer available"),
    ("zh", "抱歉，该宝贝已下架"),
    ("zh", "您查看的商品不存在或已被删除"),
    ("zh-Hant", "很抱歉，此商品已下架或刪除"),
    ("zh-Hant", "抱歉，指定的主題不存在或已被刪除或正在被審核"),
    ("vi", "Tin đăng này đã bị xóa hoặc hết hạn"),
    ("vi", "Không tìm thấy sản phẩm"),
    ("ru", "Объявление снято с публикации"),
    ("ru", "Страница не найдена"),
    ("th", "ไม่พบสินค้าที่คุณต้องการ"),
    ("th", "ประกาศนี้ถูกลบแล้ว"),
    ("id", "Iklan ini sudah dihapus oleh penjual"),
    ("id", "Halaman tidak ditemukan"),
    ("ja", "この商品は削除されました"),
    ("ja", "お探しのページは見つかりませんでした"),
    ("ko", "삭제된 게시글이거나 존재하지 않는 상품입니다. 게시글이 삭제되었습니다"),
    ("ko", "해당 상품은 존재하지 않습니다"),
    ("fr", "Cette annonce est désactivée ou a été supprimée"),
    ("fr", "Le produit demandé est introuvable"),
    ("es", "Este anuncio ya no está disponible"),
    ("es", "El artículo ha sido eliminado"),
    ("ar", "هذا الإعلان لم يعد متاحا"),
    ("ar", "تم حذف الإعلان من قبل البائع"),
]


def removed(body: str) -> bool:
    top = "<head><title>Shop</title></head><body><nav><a href='/'>Home</a> <a href='/new'>New</a></nav>"
    headers = {"content-type": "text/html; charset=utf-8"}
    page = Page("http://shop.example/item/7", f"<html>{top}{body}</body></html>".encode(), headers, of_listing=True)
    return read_page(page).removed


@pytest.mark.parametrize(("language", "notice"), NOTICES)
def test_a_notice_in_place_of_the_listing_says_that_it_was_taken_down(language: str, notice: str) -> None:
    assert removed(f"<div class=notice><p>{notice}</p></div>")


@pytest.mark.parametrize(("language", "notice"), NOTICES)
def test_the_heading_says_so_too(language: str, notice: str) -> None:
    assert removed(f"<h1>{notice}</h1><ul><li><a href='/item/8'>Chair</a></li><li><a href='/item/9'>Table</a></li></ul>")


LONG = "A chair for the garden, hardly used, to be fetched. " * 8
TERMS = (
    "We keep your data. Items that are found not to comply with these rules, listings that have been removed and pages that"
    " expired are kept for thirty days, then they are no longer held by us at all, as the law of the land has it."
)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<h1>Figure</h1><p class=price>$ 680.00</p><p>This listing has been removed once.</p>", id="with a price"),
        pytest.param(f"<h1>Chairs</h1><p>{LONG}</p><p>A reply to this post has been removed.</p>", id="a reply"),
        pytest.param(f"<h1>Terms</h1><p>{TERMS}</p>", id="a long text that speaks of it"),
        pytest.param("<h1>象牙手串</h1><p class=price>¥ 680</p><p>已售 200 件</p>", id="how many were sold"),
    ],
)
def test_other_pages_do_not(body: str) -> None:
    assert not removed(body)
