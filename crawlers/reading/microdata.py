"""Microdata (`itemprop`) and RDFa Lite (`property` with `typeof`) as items in the shape of JSON-LD."""

from __future__ import annotations

from typing import Any

from selectolax.lexbor import LexborNode

from crawlers.reading.document import Document, attribute, node_text

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
    scopes: dict[int, Item] = {}
    tops: list[Item] = []
    nodes = document.tree.css(f"[{scope}]")[:MAX_PROPERTIES] if document.mentions((scope,)) else []
    if not nodes:
        return []
    for node in nodes:
        scopes[node.mem_id] = {"@type": attribute(node, kind).split()}
        if scope == "itemscope" and (identifier := attribute(node, "itemid")):
            scopes[node.mem_id]["@id"] = identifier
    for node in nodes:
        if not node.attrs.get(prop):
            tops.append(scopes[node.mem_id])
    for node in document.tree.css(f"[{prop}]")[:MAX_PROPERTIES]:
        if node.tag == "meta" and prop == "property" and ":" in attribute(node, prop):
            continue  # OpenGraph
        holder = _holder(node, scopes)
        if holder is None:
            continue
        own = scopes.get(node.mem_id)
        value: Any = own if own is not None else _value(node, document)
        if value in (None, ""):
            continue
        for name in attribute(node, prop).split():
            _add(holder, name.rsplit(":", 1)[-1].rsplit("/", 1)[-1], value)
    return tops


def _holder(node: LexborNode, scopes: dict[int, Item]) -> Item | None:
    parent = node.parent
    for _ in range(MAX_CLIMB):
        if parent is None:
            return None
        if (item := scopes.get(parent.mem_id)) is not None:
            return item
        parent = parent.parent
    return None


def _value(node: LexborNode, document: Document) -> str | None:
    attributes = node.attrs
    tag = node.tag or ""
    if tag not in ("meta",) and (content := attributes.get("content")):
        return content.strip()
    if (name := _LINKS.get(tag)) and (value := attributes.get(name)):
        if tag == "link" and "schema.org" in value:
            return value
        if tag == "a" and not attribute(node, "itemprop").lower().endswith(("url", "image", "photo", "id", "availability")):
            return node_text(node, limit=20_000) or document.join(value)
        return document.join(value) or value
    if (name := _VALUES.get(tag)) and (value := attributes.get(name)):
        return value.strip()
    if tag == "img":
        return document.join(attributes.get("data-src") or attributes.get("data-original"))
    return node_text(node, limit=50_000)


def _add(item: Item, name: str, value: Any) -> None:
    if name not in item:
        item[name] = value
    elif isinstance(item[name], list):
        item[name].append(value)
    else:
        item[name] = [item[name], value]
