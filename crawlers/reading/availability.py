"""Whether something can be had: schema.org's names from its URLs, from machine codes and from the words of a page."""

from __future__ import annotations

import re

NAMES = (
    "InStock", "OutOfStock", "PreOrder", "PreSale", "BackOrder", "SoldOut", "Discontinued", "LimitedAvailability",
    "OnlineOnly", "InStoreOnly", "MadeToOrder", "Reserved",
)  # fmt: skip
_BY_LETTERS = {name.lower(): name for name in NAMES} | {
    "instock": "InStock", "available": "InStock", "onstock": "InStock", "true": "InStock", "availablefororder": "InStock",
    "oos": "OutOfStock", "outofstock": "OutOfStock", "unavailable": "OutOfStock", "notavailable": "OutOfStock",
    "onbackorder": "BackOrder", "lowstock": "InStock", "availabletoorder": "InStock", "pending": "Reserved", "false": "OutOfStock",
    "sold": "SoldOut", "limited": "LimitedAvailability", "active": "InStock",
}  # fmt: skip

_OUT = re.compile(
    r"out[ -]of[ -]stock|sold[ -]out|not in stock|currently unavailable|no longer available|temporarily unavailable|item is sold"
    r"|(?:this )?(?:listing|item|ad|product) (?:has ended|was sold|is sold|has expired|is no longer)|unavailable online"
    r"|缺货|缺貨|售罄|已售完|已售出|售完|补货中|補貨中|暂无货|暫無現貨|无货|已下架|已卖出|已賣出|已成交|品切れ|在庫切れ|在庫なし|売り切れ|売切れ|完売|판매완료|품절|일시품절"
    r"|hết hàng|tạm hết|đã bán|ngừng kinh doanh|нет в наличии|нет на складе|закончился|распродан|продано|снято с производства|товар продан"
    r"|สินค้าหมด|หมดสต|ขายแล้ว|stok habis|habis terjual|stok kosong|terjual habis"
    r"|rupture de stock|épuisé|indisponible|en rupture|produit épuisé|agotado|sin stock|no disponible|sin existencias|fuera de stock"
    r"|esgotado|indisponível|sem estoque|fora de estoque|nicht verfügbar|nicht lieferbar|ausverkauft|nicht auf lager|derzeit nicht"
    r"|esaurito|non disponibile|brak w magazynie|niedostępny|wyprzedan|produkt niedostępny|vyprodáno|není skladem|nie je skladom|vypredané"
    r"|uitverkocht|niet op voorraad|slutsåld|ikke på lager|udsolgt|utsolgt|loppuunmyyty|nav pieejams|nav noliktavā|izpārdots|tükendi|stokta yok"
    r"|نفدت الكمية|نفذت الكمية|غير متوفر|نفذ المخزون|نفد من المخزون|غير متاح|stoc epuizat|elfogyott|nincs készleten|изчерпан|немає в наявності|otsas",
    re.I,
)
_IN = re.compile(
    r"in stock|available now|ready to ship|ships today|有货|有貨|有现货|现货|現貨|在庫あり|재고 있음|còn hàng|có sẵn|в наличии|есть на складе"
    r"|มีสินค้า|พร้อมส่ง|stok tersedia|tersedia|en stock|disponible|disponível|em estoque|auf lager|lieferbar|sofort verfügbar|verfügbar"
    r"|disponibile|disponibilità immediata|na stanie|dostępny|skladem|na sklade|op voorraad|i lager|på lager|varastossa|ir noliktavā|pieejams|ir uz vietas|stokta"
    r"|متوفر|متاح|în stoc|készleten|raktáron|в наличност|є в наявності",
    re.I,
)
_BUY = re.compile(
    r"^(?:\W{0,3})(?:add(?: item)? to (?:shopping )?(?:cart|bag|basket|trolley)|buy(?: it)? now|buy online|add to order|order now|place bid|make (?:an )?offer|checkout"
    r"|加入购物车|加入購物車|放入购物车|立即购买|立即購買|立刻购买|马上购买|直接购买|我想要|カートに入れる|買い物かごに入れる|購入手続き|今すぐ買う|장바구니(?: 담기|에 담기)?|바로구매|구매하기"
    r"|thêm vào giỏ(?: hàng)?|mua ngay|đặt hàng|đặt mua|в корзину|добавить в корзину|купить(?: сейчас)?|заказать|หยิบใส่(?:ตะกร้า|รถเข็น)|เพิ่มลงตะกร้า|เพิ่มไปยังรถเข็น|ซื้อ(?:เลย|สินค้า|ตอนนี้)"
    r"|(?:masukkan|tambah) (?:ke )?keranjang|beli (?:sekarang|langsung)|ajouter au panier|acheter|commander|añadir (?:al carrito|a la cesta)|agregar al (?:carro|carrito)|comprar(?: ahora| agora)?|lo quiero"
    r"|adicionar ao carrinho|colocar na sacola|in den (?:warenkorb|einkaufswagen)|jetzt kaufen|kaufen|aggiungi al carrello|acquista(?: ora)?|compra|dodaj do koszyka|do koszyka|kup(?: teraz)?|do košíka|vložit do košíku|do košíku|koupit|kúpiť"
    r"|in winkelwagen(?:tje)?|in mijn winkelwagen|lägg i varukorg(?:en)?|köp|læg i kurv|tilføj til kurv|legg i handlekurv|kjøp|lisää ostoskoriin|osta|lisa ostukorvi|pievienot grozam|ielikt grozā|pirkt|į krepšelį|sepete ekle|hemen al"
    r"|أضف (?:إلى|الى|للسلة)[^.]{0,12}|إضافة (?:إلى|للسلة)[^.]{0,12}|اشتر الآن|adaugă în coș|kosárba(?: teszem)?|добави в количката|додати в кошик|купити)",
    re.I,
)


def from_code(value: object) -> str | None:
    """schema.org's name from its URL (`http://schema.org/InStock`), from a code (`in_stock`), from true or false."""
    if isinstance(value, bool):
        return "InStock" if value else "OutOfStock"
    if not isinstance(value, str):
        return None
    letters = re.sub(r"[^a-z]", "", value.rsplit("/", 1)[-1].rsplit("#", 1)[-1].lower()[:60])
    return _BY_LETTERS.get(letters) or from_words(value)


def from_words(text: str) -> str | None:
    """What a short text near the offer says: OutOfStock wins over InStock, since it holds the other's words."""
    text = text[:300]
    if _OUT.search(text):
        return "OutOfStock"
    return "InStock" if _IN.search(text) else None


def says_out(text: str) -> bool:
    """Whether a text says that the thing can't be had."""
    return _OUT.search(text[:400]) is not None


def is_buy_label(text: str) -> bool:
    """Whether a button with this label buys."""
    return len(text) <= 40 and _BUY.match(text) is not None
