"""A source's (or family's) rules applied to a page: what each field's rule gives, as written in `crawlers/sources/*.yml`."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import jmespath
from jmespath.exceptions import JMESPathError
from selectolax.lexbor import LexborNode, SelectolaxError

from crawlers.reading.availability import from_code
from crawlers.reading.document import Document
from crawlers.reading.found import Found
from crawlers.reading.json_text import objects_in, text_value
from crawlers.reading.nodes import attribute, select
from crawlers.reading.page_data import page_data
from crawlers.reading.photos import image_url
from crawlers.reading.price_text import currency_of, read_amount, read_prices
from crawlers.reading.texts import html_to_text, node_text, squeeze
from crawlers.reading.times import machine_time
from crawlers.source import ListingRules, Recognise, Rule, Source
from tidewaiter.model import Price

Join = Callable[[str | None], str | None]

MAX_ITEMS = 3_000
MAX_EACH = 20_000
BODY_HEAD = 200_000
_QUOTE = re.compile(r"(?:^|[-_\s])(?:quote|quotetitle|bbCodeBlock--quote|blockquote|signature)(?:[-_\s]|$)")
"""What somebody else wrote is not the post's own: its contacts are another's."""
_BACKGROUND = re.compile(r"""url\(\s*["']?([^"')]{4,2000})["']?\s*\)""")


@lru_cache(maxsize=1_000)
def _compiled(expression: str) -> Any:
    return jmespath.compile(expression)


def search_json(expression: str, value: Any) -> Any:
    """What a JMESPath gives on a decoded value, None where it gives nothing or can't be applied to it."""
    try:
        return _compiled(expression).search(value)
    except (JMESPathError, RecursionError, TypeError, ValueError):
        return None


def shows(
    recognise: Sequence[Recognise], *, url: str, document: Document | None = None, text: str = "", data: Any = None
) -> bool:
    """Whether a page shows the marks of a family: any one of them is enough."""
    for mark in recognise:
        if mark.json_path and data is not None and search_json(mark.json_path, data):
            return True
        if mark.body and text.find(mark.body, 0, BODY_HEAD) >= 0:
            return True
        if mark.url and re.search(mark.url, url):
            return True
        if document is None:
            continue
        if mark.generator and re.match(mark.generator, document.meta.get("generator", ""), re.I):
            return True
        if mark.css and _may_match(mark.css, document) and _css(document.tree.root, mark.css):
            return True
    return False


def _may_match(selector: str, document: Document) -> bool:
    """Whether the page has the classes and ids that a selector asks for: they cost a tenth of the selector."""
    named = document.outline.names
    return any(all(name in named for name in names) for names in _names_in(selector))


@lru_cache(maxsize=1_000)
def _names_in(selector: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(re.findall(r"(?<=[.#])[A-Za-z][\w-]{2,}", one)) for one in selector.split(","))


def _css(node: LexborNode | None, selector: str) -> list[LexborNode]:
    if node is None:
        return []
    try:
        return select(node, selector)
    except (SelectolaxError, ValueError):
        return []


def rule_values(rule: Rule, target: LexborNode | Any, document: Document | None) -> list[Any]:
    """All values that a rule gives on an element or a decoded item; of a list of rules, those of the first that gives any."""
    for one in [rule] if isinstance(rule, str) else rule:
        values = [value for value in _values(one, target, document) if value not in (None, "", [], {})]
        if values:
            return values
    return []


def _values(rule: str, target: LexborNode | Any, document: Document | None) -> list[Any]:
    rule, _, pattern = rule.partition(" =~ ")
    values: list[Any]
    if rule.startswith("="):
        values = [rule[1:]]
    elif rule.startswith("json:"):
        value = search_json(rule[5:].strip(), target)
        values = value if isinstance(value, list) else [value]
    elif rule.startswith("data:"):
        values = _from_data(rule[5:].strip(), document) if document else []
    elif rule.startswith("meta:"):
        values = [document.meta.get(rule[5:].strip().lower())] if document else []
    elif rule == "url":
        values = [document.url] if document else []
    elif rule.startswith("page:"):
        values = _from_css(rule[5:], document.tree.root, document) if document and document.tree.root else []
    elif isinstance(target, LexborNode):
        values = _from_css(rule, target, document)
    else:
        values = []
    if pattern:
        values = [
            match.group(1) if match.groups() else match.group()
            for value in values
            if isinstance(value, str) and (match := re.search(pattern, value[:20_000]))
        ]
    return values


def _from_data(expression: str, document: Document) -> list[Any]:
    """What a JMESPath gives on the first of the page's JSON values where it gives anything."""
    for data in page_data(document):
        value = search_json(expression, data)
        if value not in (None, False, "", [], {}):
            return value if isinstance(value, list) else [value]
    return []


def _from_css(rule: str, node: LexborNode, document: Document | None) -> list[Any]:
    if rule.count("::") > 1:
        return [value for one in re.split(r",\s*(?=[^,]*::)", rule) for value in _from_css(one, node, document)]
    selector, marked, what = rule.partition("::")
    nodes = _css(node, selector.strip()) if selector.strip() else [node]
    if not marked:
        return [image_url(one.attributes, document) if one.tag == "img" and document else _said(one) for one in nodes]
    if match := re.fullmatch(r"attr\(([\w:-]+)\)", what):
        return [attribute(one, match.group(1)) for one in nodes]
    if what == "own":
        return [
            squeeze("".join(child.text_content or "" for child in one.iter(include_text=True) if child.tag == "-text"))
            for one in nodes
        ]
    return [node_text(one, without=_QUOTE) for one in nodes]


def _said(node: LexborNode) -> str:
    """What an element says for machines where it does, else its text."""
    if node.tag == "meta":
        return attribute(node, "content")
    if node.tag == "time" and (moment := attribute(node, "datetime")):
        return moment
    if node.tag == "input":
        return attribute(node, "value")
    return node_text(node, without=_QUOTE)


def items_of(rules: ListingRules, target: LexborNode | Any, document: Document | None = None) -> Iterator[Any]:
    """The elements or objects that are a listing each; the target itself where the rules name none.

    document: the page, whose JSON `data:` looks into.
    """
    expression = rules.items
    if expression is None:
        yield target
    elif expression.startswith("each:"):
        condition = expression[5:].strip()
        inside: set[int] = set()
        for number, (item, _) in enumerate(objects_in(target)):
            if number > MAX_EACH:
                return
            if id(item) not in inside and search_json(condition, item) is True:
                yield item
    elif expression.startswith("json:"):
        value = search_json(expression[5:].strip(), target)
        found = value if isinstance(value, list) else [value]
        yield from (item for item in found[:MAX_ITEMS] if isinstance(item, dict))
    elif expression.startswith("data:"):
        found = _from_data(expression[5:].strip(), document) if document else []
        yield from (item for item in found[:MAX_ITEMS] if isinstance(item, dict))
    elif isinstance(target, LexborNode):
        yield from _outermost(_css(target, expression)[:MAX_ITEMS])


def _outermost(nodes: list[LexborNode]) -> Iterator[LexborNode]:
    """Without those that lie inside another: a post's wrapper and its table are one post."""
    inside = {node.mem_id for node in nodes}
    for node in nodes:
        here = node.parent
        while here is not None and here.mem_id not in inside:
            here = here.parent
        if here is None:
            yield node


def read_by_rules(
    source: Source, rules: ListingRules, target: LexborNode | Any, *, join: Join, document: Document | None, hint: str | None
) -> list[Found]:
    """A `Found` for each item that gives at least a title, a text, a price or a photo."""
    founds = []
    for item in items_of(rules, target, document):
        found = _found(source, rules, item, join, document, hint)
        if found.title or found.text or found.price or found.photos or (found.seller and found.posted):
            founds.append(found)
    return founds


def _found(source: Source, rules: ListingRules, item: Any, join: Join, document: Document | None, hint: str | None) -> Found:
    fields = rules.fields

    def first(name: str) -> Any:
        values = rule_values(fields[name], item, document) if name in fields else []
        return values[0] if values else None

    found = Found(where="rules", kind="post")
    title, text = first("title"), rule_values(fields["text"], item, document) if "text" in fields else []
    found.title = squeeze(html_to_text(str(title)))[:1_000] if title is not None else None
    is_json = not isinstance(item, LexborNode) or str(fields.get("text")).startswith("data:")  # which may hold HTML
    texts = [html_to_text(str(value)) if is_json else str(value) for value in text if isinstance(value, str | int | float)]
    found.text = "\n".join(dict.fromkeys(texts)) or None
    currency = currency_of(str(first("currency") or ""), hint) or source.currency
    found.price = _price(first, currency, currency or hint)
    if found.price:
        found.kind = "offer"
    in_stock = first("in_stock")
    found.availability = from_code(first("availability")) or (from_code(in_stock) if in_stock is not None else None)
    found.sku = text_value(first("sku"))
    seller = first("seller")
    found.seller = squeeze(html.unescape(str(seller))) if seller is not None else None
    found.seller_id = text_value(first("seller_id"))
    found.seller_url = join(text_value(first("seller_url")))
    found.url = join(text_value(first("url")))
    found.posted = next(
        (
            time
            for value in (rule_values(fields["posted"], item, document) if "posted" in fields else [])
            if (time := machine_time(value, timezone=source.timezone))
        ),
        None,
    )
    found.place = text_value(first("place"))
    found.language = text_value(first("language"))
    photos = rule_values(fields["photos"], item, document) if "photos" in fields else []
    found.photos = [url for value in photos if isinstance(value, str) and (url := join(_photo(value)))]
    if rules.key is not None and (keys := rule_values(rules.key, item, document)):
        found.item = text_value(keys[0])
    return found


def _photo(value: str) -> str:
    match = _BACKGROUND.search(value[:4_000])
    return html.unescape(match.group(1) if match else value)


def _price(first: Callable[[str], Any], currency: str | None, hint: str | None) -> Price | None:
    value = first("price")
    if value is None:
        return None
    minor = text_value(first("minor"))
    raw = str(value)
    amount = read_amount(raw, currency=currency, machine=True)
    if amount is None and (prices := read_prices(raw, hint=hint)):
        return Price(prices[0].amount, prices[0].currency or currency, raw=raw[:100])
    if amount is None:
        return None
    if currency is None and (prices := read_prices(raw, hint=hint)):
        currency = prices[0].currency
    scale = 10 ** int(minor) if minor and minor.isdigit() and len(minor) < 3 else 1
    low, high = (
        read_amount(str(bound), currency=currency, machine=True) if (bound := first(name)) is not None else None
        for name in ("low", "high")
    )
    low, high = (one / scale if one is not None else None for one in (low, high))
    return Price(amount / scale, currency, low if low != high else None, high if low != high else None, raw=raw[:100])


def on_listing_url(source: Source, url: str) -> bool:
    """Whether the source's rules say that this URL shows a listing (or say nothing of URLs)."""
    return source.listing.url is None or re.search(source.listing.url, urlsplit(url)._replace(fragment="").geturl()) is not None
