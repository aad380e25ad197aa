"""The parser's nodes as rules and microdata ask for them: attributes, and what a selector finds."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode


def attribute(node: LexborNode | None, name: str) -> str:
    """An attribute's value, empty where there is none."""
    # Only elements have attributes: a document, a comment or a text raises.
    if node is None or not node.is_element_node:
        return ""
    return node.attrs.get(name) or ""


def select(node: LexborNode | LexborHTMLParser | None, selector: str, limit: int = 5_000) -> list[LexborNode]:
    """The elements that a selector finds, in the order of the page, each once (a list of selectors gives some twice)."""
    if node is None:
        return []
    found = node.css(selector)
    if "," not in selector:
        return found[:limit]
    seen: set[int] = set()
    unique = []
    for one in found:
        if one.mem_id not in seen:
            seen.add(one.mem_id)
            unique.append(one)
            if len(unique) >= limit:
                break
    return unique
