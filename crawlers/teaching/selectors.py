"""Selectors of an element of a page, those first that will outlive a redesign."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from crawlers.reading.nodes import attribute

_STATED = ("itemprop", "data-testid", "data-qa", "rel", "name")
"""Attributes by which a site names an element for itself; they outlive its looks."""
_STABLE = re.compile(r"[A-Za-z][A-Za-z_-]{1,40}\d?")
_MADE = re.compile(r"(?:^|[-_])(?=[A-Za-z]*[a-z][A-Z])(?=\w*[A-Z]\w*[A-Z])\w{5,}$|^(?:css|sc|jss|svelte|emotion)-", re.ASCII)
"""Classes that a build tool made up: they change with the next build."""


def selectors(node: LexborNode, within: LexborNode | None = None) -> Iterator[str]:
    """Selectors of an element, those first that will outlive a redesign.

    within: the row of a list that they stay inside of.
    """
    own = list(names_of(node))
    yield from own
    around = node.parent
    for _ in range(6):
        if around is None or around.tag in {"html", "body"} or not around.is_element_node:
            break
        if within is not None and around.mem_id == within.mem_id:
            break
        for outer in names_of(around):
            if outer != around.tag:
                for inner in own or [str(node.tag)]:
                    yield f"{outer} {inner}"
                if around is node.parent and (place := _place(node)):
                    yield f"{outer} > {place}"
        around = around.parent


def stability(selector: str) -> float:
    """How likely a selector is to outlive a redesign: what has a name does, what is counted off does not."""
    last = selector.rpartition(" ")[2]
    named = any(mark in last for mark in ("#", "[", ".")) or last == "h1"
    return 0.2 * named + 0.1 * (" " in selector and not named) - 0.2 * ("nth-of-type" in selector)


def names_of(node: LexborNode) -> Iterator[str]:
    """What names an element by itself: id, what the site says it is, classes, its tag."""
    tag = str(node.tag)
    if (id := attribute(node, "id")) and _is_stable(id):
        yield f"{tag}#{id}"
    for key in _STATED:
        if (value := attribute(node, key)) and re.fullmatch(r"[A-Za-z][\w:.-]{0,40}", value):
            yield f'{tag}[{key}="{value}"]'
    for name in attribute(node, "class").split()[:6]:
        if _is_stable(name):
            yield f"{tag}.{name}"
    yield tag


def _place(node: LexborNode) -> str | None:
    place, before = 1, node.prev
    while before is not None:
        place += before.tag == node.tag
        before = before.prev
    return f"{node.tag}:nth-of-type({place})" if place <= 30 else None


def _is_stable(name: str) -> bool:
    return _STABLE.fullmatch(name) is not None and _MADE.search(name) is None
