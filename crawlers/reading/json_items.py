"""Offers and posts among the objects of a JSON body (an API's answer, a page's state), by the usual names of their fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import Any

from crawlers.reading import json_names as names
from crawlers.reading.availability import from_code
from crawlers.reading.found import Found
from crawlers.reading.json_text import objects_in, text_value
from crawlers.reading.price_text import currency_of, read_amount, read_prices
from crawlers.reading.texts import html_to_text, squeeze
from crawlers.reading.times import machine_time
from tidewaiter.model import Price

Item = dict[str, Any]
Join = Callable[[str | None], str | None]

MAX_FOUND = 2_000
_FILE = re.compile(r"\.[A-Za-z]{2,5}(?:[?#]|$)")
_SIZE_KEY = re.compile(r"w?(\d{2,4})(?:x\d{2,4}|w|px)?")
"""Keys that are sizes: {"208x156": "…", "1280x960": "…"}."""
_SMALLEST = {code: 0 for code in ("JPY", "KRW", "VND", "CLP", "PYG", "UGX", "XOF", "XAF", "ISK", "RWF")} | {
    code: 3 for code in ("KWD", "BHD", "OMR", "JOD", "TND", "IQD", "LYD")
}
"""Digits behind the point of currencies that have not two (ISO 4217)."""


def read_objects(value: Any, join: Join, *, where: str = "json", hint: str | None = None, need: int = 2) -> list[Found]:
    """Offers and posts among the objects of a decoded value: the lists whose members say most.

    need: how many of title or text, price, time, seller, photos and URL an object must give.
    """
    found: list[Found] = []
    claimed: set[int] = set()
    for members in _lists(value):
        read = [
            (member, one)
            for member in members[:MAX_FOUND]
            if id(member) not in claimed and (one := read_object(member, join, where=where, hint=hint)) is not None
        ]
        good = [(member, one) for member, one in read if _worth(one) >= need]
        if not good or len(good) < 0.5 * min(len(members), MAX_FOUND):
            continue
        for member, one in good:
            # What lies inside a listing (its variants, quoted posts, images) is part of it.
            claimed.update(id(inner) for inner, _ in objects_in(member))
            found.append(one)
            if len(found) >= MAX_FOUND:
                return found
    if not found and isinstance(value, dict):
        for item, depth in objects_in(value):
            if depth > 4:
                continue
            one = read_object(item, join, where=where, hint=hint)
            if one is not None and _worth(one) >= max(need, 3):
                return [one]
    return found


def _lists(value: Any) -> Iterator[list[Item]]:
    """Lists of objects, outer before inner."""
    if isinstance(value, list) and value and all(isinstance(member, dict) for member in value[:50]):
        yield [member for member in value if isinstance(member, dict)]
    for item, _ in objects_in(value):
        for child in item.values():
            if isinstance(child, list) and child and isinstance(child[0], dict):
                yield [member for member in child if isinstance(member, dict)]


def _worth(found: Found) -> int:
    if not (found.title or found.text):
        return 0
    said = (
        found.title or found.text,
        found.text if found.title else None,
        found.price,
        found.posted,
        found.seller,
        found.photos,
        found.url,
    )
    return sum(1 for value in said if value)


def read_object(item: Item, join: Join, *, where: str = "json", hint: str | None = None) -> Found | None:
    """What one object says, None where it is neither offer nor post."""
    if not item or len(item) > 400:
        return None
    named = _opened({names.letters_of(str(key)): value for key, value in item.items()})
    if len(named) < 2:
        return None
    found = Found(where=where, kind="post")
    title = _text(named, names.TITLE)
    found.title = squeeze(html_to_text(title))[:500] if title else None
    text = _text(named, names.TEXT)
    found.text = html_to_text(text) if text else None
    currency = next(
        (code for name in names.CURRENCY if isinstance(value := named.get(name), str) and (code := currency_of(value, hint))),
        None,
    )
    found.price = _price(named, currency, hint)
    if found.price is not None:
        found.kind = "offer"
    if not (found.title or found.text):
        return None
    found.url = join(_address(_text(named, names.URL)))
    found.item = _text(named, names.ID)
    found.sku = _text(named, names.SKU) if found.kind == "offer" else None
    found.posted = next((time for name in names.POSTED if (time := machine_time(named.get(name)))), None)
    _read_seller(named, found, join)
    found.photos = [url for name in names.PHOTOS for url in _urls(named.get(name), join)][:60]
    place = next((named[name] for name in names.PLACE if named.get(name)), None)
    found.place = _place(place)
    for name in names.STOCK:
        value = named.get(name)
        if isinstance(value, bool) and name != "status":
            found.availability = from_code(value if "soldout" not in name else not value)
        elif isinstance(value, str):
            found.availability = from_code(value) if name != "status" or found.price else None
        elif isinstance(value, dict):
            found.availability = from_code(_text({names.letters_of(str(key)): one for key, one in value.items()}, names.STOCK))
        if found.availability:
            break
    return found


def _opened(named: Item) -> Item:
    """An object whose item lies in one of its fields (`{"node": {…}}`, `{"listing": {…}, "owner": {…}}`): both in one."""
    if any(name in named for name in (*names.TITLE, *names.TEXT)):
        return named
    inside = [
        child
        for key, value in named.items()
        if isinstance(value, dict) and key not in names.NOT_ITSELF and 2 <= len(value) <= 400
        if _is_item(child := {names.letters_of(str(name)): one for name, one in value.items()})
    ]
    return {**named, **inside[0]} if len(inside) == 1 else named


def _is_item(named: Item) -> bool:
    return _text(named, names.TITLE) is not None and any(
        name in named for name in (*names.PRICE, *names.MINOR, *names.PHOTOS, *names.TEXT)
    )


def _address(text: str | None) -> str | None:
    """A value that can be an address: a bare word (`red-vase-17`) is a part of one that only the site's scripts can make."""
    return text if text and (text[0] in "/?." or "/" in text or _FILE.search(text)) else None


def _text(named: Item, keys: tuple[str, ...]) -> str | None:
    for name in keys:
        value = named.get(name)
        if isinstance(value, dict):
            value = value.get("rendered") or value.get("text") or value.get("plain_text") or value.get("value")
        if text := text_value(value):
            return text
    return None


def _in_minor(named: Item, currency: str | None) -> Price | None:
    """A price in its currency's smallest unit: `{"minor": 2600000, "iso": "THB"}`, `price_cents`."""
    for name in names.MINOR:
        value = named.get(name)
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16:
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e15:
            continue
        said = next((one for key in names.DIGITS if type(one := named.get(key)) is int and 0 <= one <= 4), None)
        digits = said if said is not None else _SMALLEST.get(currency or "", 2)
        return Price(round(value / 10**digits, 4), currency, raw=str(value))
    return None


def _price(named: Item, currency: str | None, hint: str | None) -> Price | None:
    if (price := _in_minor(named, currency)) is not None:
        return price
    for name in names.PRICE:
        value = named.get(name)
        if isinstance(value, list) and value and isinstance(value[0], dict):
            value = value[0]
        if isinstance(value, dict):
            inner = {names.letters_of(str(key)): one for key, one in value.items()}
            code = next(
                (
                    found
                    for key in names.CURRENCY_INSIDE
                    if isinstance(inner.get(key), str) and (found := currency_of(inner[key], hint))
                ),
                currency,
            )
            if (price := _in_minor(inner, code)) is not None:
                return price
            for key in ("value", "amount", *names.PRICE, "min", "current", "final", "formattedvalue", "formatted", "display"):
                if key in inner and not isinstance(inner[key], dict | list) and (price := _one(inner[key], code, hint)):
                    return price
            for key in ("value", "amount", "price", "current", "final", "sale", "sales", "min", "minimumprice", "finalprice"):
                if isinstance(inner.get(key), dict) and (price := _price({key: inner[key], "price": inner[key]}, code, hint)):
                    return price
            continue
        if name in ("amount", "baseprice") and currency is None:
            continue
        if (price := _one(value, currency, hint)) is not None:
            return price
    return None


def _one(value: Any, currency: str | None, hint: str | None) -> Price | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return Price(float(value), currency, raw=str(value)) if 0 < value < 1e12 else None
    if isinstance(value, str) and len(value) <= 60:
        if prices := read_prices(value, hint=currency or hint):
            return prices[0]
        amount = read_amount(value, currency=currency, machine=True)
        return Price(amount, currency, raw=value) if amount else None
    return None


def _read_seller(named: Item, found: Found, join: Join) -> None:
    for name in names.SELLER:
        value = named.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and text_value(value):
            found.seller = found.seller or text_value(value)
        elif isinstance(value, dict):
            inner = {names.letters_of(str(key)): one for key, one in value.items()}
            found.seller = _text(
                inner,
                (
                    "screenname",
                    "displayname",
                    "nickname",
                    "nick",
                    "name",
                    "username",
                    "fullname",
                    "title",
                    "handle",
                    "acct",
                    "login",
                ),
            )
            found.seller_id = _text(inner, ("id", "idstr", "userid", "uid", "did", "sellerid", "shopid", "memberid"))
            found.seller_url = join(_text(inner, ("url", "profileurl", "link", "href", "homepage")))
        if found.seller:
            return


def _urls(value: Any, join: Join, depth: int = 0) -> Iterator[str]:
    if isinstance(value, str):
        if (value.startswith(("http", "//", "/")) or re.search(r"\.(?:jpe?g|png|webp)$", value, re.I)) and (url := join(value)):
            yield url
    elif isinstance(value, list) and depth < 3:
        for one in value[:60]:
            yield from _urls(one, join, depth + 1)
    elif isinstance(value, dict) and depth < 3:
        inner = {names.letters_of(str(key)): one for key, one in value.items()}
        if inner.get("type") in ("video", "audio", "gifv", "document"):
            return
        if by_size := [(int(size[1]), one) for key, one in value.items() if (size := _SIZE_KEY.fullmatch(str(key)))]:
            yield from _urls(max(by_size, key=itemgetter(0))[1], join, depth + 1)
            return
        if (largest := _largest(inner)) is not None and (urls := list(_urls(largest, join, depth + 1))):
            yield urls[0]
            return
        for name in (
            "original",
            "originalurl",
            "full",
            "fullsize",
            "src",
            "url",
            "mediaurlhttps",
            "large",
            "largeurl",
            "imageurl",
            "contenturl",
            "picurl",
            "thumbnailpic",
            "remoteurl",
            "urldefault",
            "photo",
            "image",
        ):
            if name in inner and (urls := list(_urls(inner[name], join, depth + 1))):
                yield urls[0]
                return


def _largest(named: Item) -> Any:
    """The largest of the sizes that an object lists of one photo, None where it lists none."""
    for name in names.SIZES:
        value = named.get(name)
        sizes = list(value.values()) if isinstance(value, dict) else value
        if not isinstance(sizes, list) or not sizes or not all(isinstance(one, dict) for one in sizes[:20]):
            continue
        return max(sizes[:20], key=_width)
    return None


def _width(size: Item) -> float:
    return next((float(one) for key in ("width", "w", "height", "h") if isinstance(one := size.get(key), int | float)), 0.0)


def _place(value: Any) -> str | None:
    if isinstance(value, dict):
        inner = {names.letters_of(str(key)): one for key, one in value.items()}
        parts = [
            text
            for name in ("name", "city", "cityname", "locality", "district", "region", "province", "state")
            if (text := text_value(inner.get(name)))
        ]
        return ", ".join(dict.fromkeys(parts[:2])) or None
    return squeeze(value)[:120] if isinstance(value, str) and len(value) <= 120 else None
