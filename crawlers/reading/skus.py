"""The item's number as the site gives it: a labelled value, a form's hidden field, a data attribute, the URL's own id."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl, unquote, urlsplit

from crawlers.reading.document import Document
from crawlers.reading.outline import in_order
from crawlers.reading.words import alternatives

_LABEL = re.compile(
    r"^\W{0,3}" + alternatives("sku_label") + r"\s{0,3}(?P<sep>[:：#.=]|№|\s)?\s{0,3}(?:[:：#])?\s{0,3}(?P<value>.*)$", re.I
)
_SEPARATED = re.compile(r"[:：#№]|\d")
_VALUE = re.compile(r"^[\s(:：#№]{0,4}([A-Za-z0-9][A-Za-z0-9./_-]{1,39})(?![A-Za-z0-9])")
_STRONG = re.compile(
    r"sku|item|product|artikel|art\b|артикул|编号|編號|货号|商品|kod|codice|c[óo]d|réf|ref|post|ad\b|listing|mã|รหัส|번호"
    r"|номер|number|nr",
    re.I,
)
_FIELDS = frozenset(
    {
        "item_id", "goods_id", "id_product", "product_id", "product", "pid", "add-to-cart", "products_id",
        "sku", "product_sku", "productid", "itemid", "articleid", "productcode",
    }
)  # fmt: skip
"""Names of a buy form's fields, lower case."""
_DATA = (
    "data-sku",
    "data-product-sku",
    "data-product_sku",
    "data-itemid",
    "data-item-id",
    "data-product-id",
    "data-productid",
    "data-product_id",
    "data-product-code",
    "data-article-id",
    "data-ad-id",
    "data-listing-id",
    "data-pid",
    "data-goods-id",
    "data-article-number",
)
_DATA_NAMES = frozenset(_DATA)
_QUERY = (
    "id",
    "item",
    "itemid",
    "item_id",
    "product_id",
    "productid",
    "pid",
    "goods_id",
    "goodsid",
    "gid",
    "sku",
    "aid",
    "infoid",
    "ad_id",
    "tid",
    "products_id",
    "artikel",
    "article",
    "num",
)
_IN_SCRIPTS = re.compile(
    r"(?<![A-Za-z0-9_$-])(sku|productSku|product_sku|productCode|product_code|articleNumber|productId|product_id|productID|item_id|itemId"
    r"|adId|ad_id|goodsId|goods_id)[\"']?\s{0,3}:\s{0,3}[\"']?([A-Za-z0-9][A-Za-z0-9./_-]{2,39})[\"']?\s{0,3}[,}\]]"
)


def best_sku(document: Document, said: Sequence[tuple[float, str]], title_order: int | None) -> str | None:
    """The number that most speaks for: what machines are told, labels, forms, scripts and the URL each name one.

    said: what structured data gives, with its weight. A number that a reader of the page can see counts for more: many
    shops put the number of a variant, or their database's, where machines look.
    """
    firsts = [*said]
    if (labelled := labelled_sku(document, title_order)) is not None:
        firsts.append((LABELLED, labelled))
    if (carried := url_item(document.canonical or document.url)) is not None:
        firsts.append((0.5, carried))
    votes = _votes(document, firsts)
    if max(votes.values(), default=0.0) < SURE:
        scripts = script_skus(document)
        further = (
            (1.0, agreed_sku(scripts, STRONG_NAMES, document.url)),
            (0.9, attribute_sku(document)),
            (0.6, agreed_sku(scripts, WEAK_NAMES, document.url)),
        )
        votes = _votes(document, [*firsts, *((weight, value) for weight, value in further if value)])
    return max(votes, key=lambda value: votes[value], default=None)


def _votes(document: Document, firsts: Sequence[tuple[float, str]]) -> dict[str, float]:
    votes: dict[str, float] = {}
    for weight, value in firsts:
        votes[value] = votes[value] + 0.6 * weight if value in votes else weight
    for value in votes:
        if value in document.visible and re.search(rf"(?<![A-Za-z0-9]){re.escape(value)}(?![A-Za-z0-9])", document.visible):
            votes[value] += SEEN
        if len(value) >= 4 and value in document.url:
            votes[value] += IN_URL
    return votes


SURE = 3.0
"""Votes from which scripts and forms are not asked any more."""
LABELLED, SEEN, IN_URL = 2.0, 1.0, 0.8


def labelled_sku(document: Document, title_order: int | None) -> str | None:
    """The value beside a label such as `SKU`, `Artikelnummer`, `货号`, `Артикул`, the nearest to the title."""
    best: tuple[float, str] | None = None
    pieces = document.pieces
    for order in document.labels(title_order):
        piece = pieces[order]
        text = piece.text
        if len(text) > 90 or (len(text) > 32 and not _SEPARATED.search(text[:40])) or not (match := _LABEL.match(text)):
            continue
        value = match.group("value")
        if value and not match.group("sep") and not value[0].isspace():
            continue
        found = _VALUE.match(value) if value else None
        for step in (1, 2):
            if found or (value and value.strip(" :：#.")):
                break
            if order + step < len(pieces):
                following = pieces[order + step].text
                found = _VALUE.match(following) if len(following) <= 48 else None
                if found is None and following.strip(" :：#.№"):
                    break
        if not found or not re.search(r"\d", found.group(1)) or re.fullmatch(r"\d{1,2}", found.group(1)):
            continue
        distance = abs(order - (title_order or 0))
        score = (2.0 if _STRONG.search(text[: match.start("value")]) else 0.5) - min(distance, 600) / 200
        if piece.element.region != "main":
            score -= 2.0
        if len(found.group(1)) >= 4 and found.group(1) in document.url:
            score += 3.0
        if re.search(r"ean|gtin|upc|isbn|mpn|herstell|manufact|model|modell|vat|tax", text, re.I):
            score -= 2.0
        if best is None or score > best[0]:
            best = (score, found.group(1).rstrip(".-/_"))
    return best[1] if best and best[0] > -2.5 else None


def attribute_sku(document: Document) -> str | None:
    """The value of a buy form's hidden field or of a data attribute: the only one, or the most frequent in the main part."""
    for element in document.tagged("input", "button"):
        if element.get("name").lower() not in _FIELDS:
            continue
        value = element.get("value").strip()
        if _fits(value) and element.region == "main":
            return value
    values: dict[str, Counter[str]] = {}
    marked = in_order([document.outline.having(name) for name in _DATA])
    for element in marked[:400]:
        for name in _DATA_NAMES.intersection(element.attributes):
            if (value := element.get(name).strip()) and _fits(value) and element.region == "main":
                values.setdefault(name, Counter())[value] += 1
    for name in _DATA:
        counts = values.get(name, Counter()).most_common(2)
        if counts and (len(counts) == 1 or counts[0][1] > 2 * counts[1][1]):
            return counts[0][0]
    return None


STRONG_NAMES = ("sku", "productsku", "productcode", "articlenumber")
WEAK_NAMES = ("productid", "itemid", "adid", "goodsid")


def script_skus(document: Document) -> dict[str, Counter[str]]:
    """The values that inline scripts give under names of numbers (letters only, small), and how often."""
    found: dict[str, Counter[str]] = {}
    for script in document.scripts[:150]:
        if "ld+json" in script.kind:
            continue
        for match in _IN_SCRIPTS.finditer(script.text[:300_000]):
            if _fits(match.group(2)):
                found.setdefault(match.group(1).lower().replace("_", ""), Counter())[match.group(2)] += 1
    return found


def agreed_sku(found: Mapping[str, Counter[str]], names: tuple[str, ...], url: str) -> str | None:
    """The value that scripts agree on under one of the names, else the only one of them that the URL carries."""
    for name in names:
        values = found.get(name)
        if values and len(values) == 1:
            return next(iter(values))
        if values:
            inside = [value for value in values if len(value) >= 4 and value in url]
            if len(inside) == 1:
                return inside[0]
    return None


def url_item(url: str) -> str | None:
    """The item's id that a URL carries: the last long number of its last parts, a code, or an id parameter."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    segments = [segment for segment in unquote(parts.path).split("/") if segment]
    for segment in reversed(segments[-3:]):
        stem = re.sub(r"\.(?:s?html?|php|aspx?|jsp|do|htm)$", "", segment, flags=re.I)
        numbers: list[str] = re.findall(
            r"(?<![A-Za-z0-9.])(?:[A-Za-z]{1,3}(?=\d{5}))?\d{4,20}(?![A-Za-z0-9.])", stem.replace("_", "-")
        )
        numbers = [number for number in numbers if not re.fullmatch(r"(?:19|20)\d\d", number)] or (
            [stem] if stem.isdigit() and segment is segments[-1] else []
        )
        if numbers:
            return max(numbers[-2:], key=lambda number: (len(number) >= 6, numbers.index(number)))
        if (mixed := re.fullmatch(r"[A-Za-z]\d[A-Za-z0-9]{3,15}\d[A-Za-z0-9]{2,15}", stem)) and (
            tail := re.search(r"\d{6,15}$", stem)
        ):
            return tail.group() if mixed else None
        if re.fullmatch(r"(?=[A-Za-z-]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{6,16}", stem):
            return stem
    query = {name.lower(): value for name, value in parse_qsl(parts.query)}
    return next(
        (
            query[name]
            for name in _QUERY
            if re.fullmatch(r"[A-Za-z0-9_-]{2,40}", query.get(name, "")) and re.search(r"\d", query[name])
        ),
        None,
    )


def tidy_sku(value: str) -> str:
    """A number without the words that some pages put behind it (`TE502955-12 Housse`)."""
    head, _, tail = value.strip().partition(" ")
    return head if tail and len(head) >= 5 and re.search(r"\d{2}", head) and not re.search(r"\d", tail) else value.strip()


def _fits(value: str) -> bool:
    return (
        2 <= len(value) <= 40
        and any(char.isdigit() for char in value)
        and re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9./_-]*", value) is not None
    )
