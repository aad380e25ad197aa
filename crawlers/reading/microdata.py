"""Microdata (`itemprop`) and RDFa Lite (`property` with `typeof`) as items in the shape of JSON-LD."""

from __future__ import annotations

from typing import Any

from crawlers.reading.document import Document
from crawlers.reading.outline import Element
from crawlers.reading.texts import node_text

Item = dict[str, Any]
MAX_PROPERTIES = 4_000
MAX_CLIMB = 300

_LINKS = {
    "a": "href",
    "area": "href",
    "link": "href",
    "img": "src",
    "source": "src",
    "audio": "src",
    "video": "src",
    "iframe": "src",
    "embed": "src",
    "object": "data",
}
_VALUES = {"meta": "content", "data": "value", "meter": "value", "time": "datetime"}


def read_microdata(document: Document) -> list[Item]:
    """Top items of both syntaxes, nested ones as values of their properties; in the order of the page."""
    return _read(document, "itemscope", "itemtype", "itemprop") + _read(document, "typeof", "typeof", "property")


def _read(document: Document, scope: str, kind: str, prop: str) -> list[Item]:
    nodes = document.outline.having(scope)[:MAX_PROPERTIES]
    if not nodes:
        return []
    scopes: dict[Element, Item] = {}
    for node in nodes:
        scopes[node] = {"@type": node.get(kind).split()}
        if scope == "itemscope" and (identifier := node.get("itemid")):
            scopes[node]["@id"] = identifier
    tops = [scopes[node] for node in nodes if not node.get(prop)]
    for node in document.outline.having(prop)[:MAX_PROPERTIES]:
        if node.tag == "meta" and prop == "property" and ":" in node.get(prop):
            continue  # OpenGraph
        holder = _holder(node, scopes)
        if holder is None:
            continue
        own = scopes.get(node)
        value: Any = own if own is not None else _value(node, document)
        if value in (None, ""):
            continue
        for name in node.get(prop).split():
            _add(holder, name.rsplit(":", 1)[-1].rsplit("/", 1)[-1], value)
    return tops


def _holder(node: Element, scopes: dict[Element, Item]) -> Item | None:
    parent = node.parent
    for _ in range(MAX_CLIMB):
        if parent is None:
            return None
        if (item := scopes.get(parent)) is not None:
            return item
        parent = parent.parent
    return None


def _value(node: Element, document: Document) -> str | None:
    attributes, tag = node.attributes, node.tag
    if tag not in ("meta",) and (content := attributes.get("content")):
        return content.strip()
    if (name := _LINKS.get(tag)) and (value := attributes.get(name)):
        if tag == "link" and "schema.org" in value:
            return value
        if tag == "a" and not node.get("itemprop").lower().endswith(("url", "image", "photo", "id", "availability")):
            return node_text(node.node, limit=20_000) or document.join(value)
        return document.join(value) or value
    if (name := _VALUES.get(tag)) and (value := attributes.get(name)):
        return value.strip()
    if tag == "img":
        return document.join(attributes.get("data-src") or attributes.get("data-original"))
    return node_text(node.node, limit=50_000)


def _add(item: Item, name: str, value: Any) -> None:
    if name not in item:
        item[name] = value
    elif isinstance(item[name], list):
        item[name].append(value)
    else:
        item[name] = [item[name], value]
