"""Whether something can be had: words and buttons in many languages, what classes and attributes tell, machine codes."""

from __future__ import annotations

import pytest

from crawlers.reading.availability import from_code
from crawlers.reading.page import Page
from crawlers.reading.reader import read_page

WORDS = "The handle is worn and one hinge is loose. It has stood in a dry attic for years. Collect it or pay the postage."


def availability(body: str, after: str = "") -> str | None:
    page = (
        "<!doctype html><html><head><meta charset=utf-8><title>Old sea chest of oak | Harbour</title></head><body><main>"
        f"<h1>Old sea chest of oak</h1><span class=price>$ 95</span><div class=q1>{body}</div><p>{WORDS}</p></main>{after}"
        "</body></html>"
    )
    [listing] = read_page(Page("https://site.example/p/5120", page.encode())).listings
    return listing.availability


@pytest.mark.parametrize(
    "text",
    ["Sold out", "SOLD", "Currently unavailable", "No longer for sale", "Notify me when available",
    "Hết hàng", "Báo khi có hàng", "Stok habis", "Tidak tersedia", "Vendu", "Prévenez-moi", "Agotado", "Vendido", "Avísame",
    "已售罄", "已抢光", "库存：0", "已結標", "完售", "補貨通知", "売り切れ", "再入荷お知らせ",
    "入荷未定", "품절", "재입고 알림", "판매 종료",
    "Нет в наличии", "Товар закончился", "Продано", "Торги завершены", "Сообщить о поступлении", "สินค้าหมด", "ขายแล้ว",
    "ไม่มีสินค้า", "نفدت الكمية", "غير متوفر", "تم البيع", "انتهى المزاد"],
)  # fmt: skip
def test_words_by_the_title_say_that_it_is_gone(text: str) -> None:
    assert availability(f"<b>{text}</b>") == "OutOfStock"


@pytest.mark.parametrize(
    "body",
    ["<button disabled>Sold out</button>", "<input type=submit value='Hết hàng' disabled>", "<a role=button>Ausverkauft</a>",
     "<p class='stock out-of-stock'><i></i></p>", "<form data-stock=0><input name=qty></form>",
     "<div data-available=false></div>", "<button>Notify me when available</button>"],
)  # fmt: skip
def test_buttons_classes_and_attributes_say_that_it_is_gone(body: str) -> None:
    assert availability(body) == "OutOfStock"


@pytest.mark.parametrize(
    "body",
    ["<button>Add to cart</button>", "<button>Add to cart</button><i class='is-sold-out'></i>",
     "<form data-stock=4></form>",
     "<button disabled>Add to cart</button>", "<a href='/l?stock=0'>Show out of stock</a>",
     "<p>Sold by Ann Lee, 12 sold last month</p>",
     "<button disabled>Buy</button><div hidden><button>Notify me when available</button></div>",
     "<div class='size-option'><button disabled>XL sold out</button></div><button>Buy now</button>"],
)  # fmt: skip
def test_what_can_be_bought_or_says_nothing_is_there(body: str) -> None:
    assert availability(body) == "InStock"


def test_what_other_goods_cards_say_is_theirs() -> None:
    card = "<div class=product-card><a href='/p/7'>Lamp</a><b>Sold out</b><i class=out-of-stock></i></div>"
    after = f"<section class=related>{card}</section>"

    assert availability("<button disabled>Add to cart</button>", after) == "InStock"


@pytest.mark.parametrize(
    ("code", "wanted"),
    [("http://schema.org/OutOfStock", "OutOfStock"), ("https://schema.org/SoldOut/", "OutOfStock"),
     ("OUT_OF_STOCK", "OutOfStock"),
     ("oos", "OutOfStock"), ("no-stock", "OutOfStock"), ("https://schema.org/BackOrder", "BackOrder"), ("in stock", "InStock"),
     ("instock_online", "InStock"), ("ended", "OutOfStock")],
)  # fmt: skip
def test_machine_codes_are_names_of_schema_org(code: str, wanted: str) -> None:
    assert from_code(code) == wanted
