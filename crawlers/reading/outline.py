"""A page's elements and runs of text as plain objects, gathered in one walk over the parsed tree.

What readers ask for again and again (an element's text and its length, what stands around it, its region) is an index or a
sum here. Every query of a selector is a walk of its own, and every step in the parser's tree makes an object.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from crawlers.reading.regions import Region, own_region

MAX_PIECES = 40_000
MAX_TEXT = 4_000_000
MAX_PIECE = 20_000
SILENT = frozenset(
    ["script", "style", "noscript", "template", "svg", "iframe", "object", "head", "textarea", "select", "datalist"]
)
"""Elements whose text nobody reads on the page."""

UNSEEN = frozenset(
    ["br", "wbr", "script", "style", "svg", "g", "path", "use", "defs", "symbol", "circle", "rect", "line", "polygon"]
)
"""Elements that no reader asks the outline for."""


class Element:
    """One element: its tag and parent, and which of the page's pieces stand inside."""

    # Most elements of a page are never looked at: what few are asked for is a default of the class until then.
    end = 0
    """The piece behind its last; not more than `first` where it holds none."""
    last = 0
    """The place of the last element inside it; less than its own where there is none."""
    _region: Region | None = None
    _words: str | None = None

    def __init__(
        self, tag: str, attributes: dict[str, str | None], parent: Element | None, node: LexborNode, order: int, first: int
    ) -> None:
        """Takes what the walk knows when it enters the element."""
        self.tag = tag
        self.attributes = attributes
        """The values by name; None where an attribute has no value."""
        self.parent = parent
        self.node = node
        self.order = order
        """Its place among the page's elements."""
        self.first = first
        """Its first piece."""

    def get(self, name: str) -> str:
        """An attribute's value, empty where there is none."""
        return self.attributes.get(name) or ""

    @property
    def words(self) -> str:
        """Class and id, by which pages name what an element is."""
        if self._words is None:
            self._words = f"{self.attributes.get('class') or ''} {self.attributes.get('id') or ''}"
        return self._words

    def around(self, limit: int) -> Iterator[Element]:
        """The element and what it lies in, so many of them at most; never `body` or what is around it."""
        here: Element | None = self
        for _ in range(limit):
            if here is None or here.tag == "body" or here.tag == "html":
                return
            yield here
            here = here.parent

    @property
    def region(self) -> Region:
        """The part of the page that it stands in: what the nearest element around it says."""
        path = []
        here: Element | None = self
        region: Region = "main"
        while here is not None:
            if here._region is not None:
                region = here._region
                break
            path.append(here)
            if (own := own_region(here.tag, here.attributes, here.parent.tag if here.parent else "", here.node)) is not None:
                region = own
                break
            here = here.parent
        for element in path:
            element._region = region
        return region


class Piece(NamedTuple):
    """One run of text and the element that it stands in."""

    text: str
    element: Element


class Outline:
    """All elements and pieces of one page, in its order."""

    def __init__(self, root: LexborNode | None) -> None:
        """Walks the tree once."""
        self.elements: list[Element] = []
        self.pieces: list[Piece] = []
        """The texts of the body, white space squeezed, scripts and the like left out."""
        self.by_tag: dict[str, list[Element]] = defaultdict(list)
        self._by_node: dict[int, Element] = {}
        self._lengths = [0]
        if root is not None:
            self._walk(root)
        self._by_value: dict[str, dict[str, list[Element]]] = {}

    def _walk(self, root: LexborNode) -> None:
        elements, pieces, known, lengths, by_tag = self.elements, self.pieces, self._by_node, self._lengths, self.by_tag
        size = 0
        inside = False
        for node in root.traverse(include_text=True):
            tag = node.tag
            if tag == "-text":
                if not inside or node.is_empty_text_node or size > MAX_TEXT or len(pieces) >= MAX_PIECES:
                    continue
                holder = known.get(node.parent.mem_id)  # type: ignore[union-attr] # a text has a parent
                if holder is None or holder.tag in SILENT:
                    continue
                if words := node.text_content[:MAX_PIECE].split():  # type: ignore[index] # a text has a content
                    text = " ".join(words)
                    size += len(text)
                    pieces.append(Piece(text, holder))
                    lengths.append(size)
                    holder.end = len(pieces)
                continue
            if not tag or tag[0] == "-" or tag in UNSEEN:
                continue
            above = node.parent
            element = Element(
                tag, node.attributes, None if above is None else known.get(above.mem_id), node, len(elements), len(pieces)
            )
            known[node.mem_id] = element
            elements.append(element)
            by_tag[tag].append(element)
            inside = inside or tag == "body"
        for element in reversed(elements):
            parent = element.parent
            if parent is not None:
                if element.end > parent.end:
                    parent.end = element.end
                if parent.last == 0:
                    # The first of its children met from behind holds the last of what is inside.
                    parent.last = element.last or element.order

    def of(self, node: LexborNode) -> Element | None:
        """The element of a node that a selector found; None for one that the walk did not meet."""
        return self._by_node.get(node.mem_id)

    def length(self, element: Element) -> int:
        """Characters of the text inside an element, a space between its pieces."""
        count = element.end - element.first
        return self._lengths[element.end] - self._lengths[element.first] + count - 1 if count > 0 else 0

    def text(self, element: Element, limit: int = 2_000) -> str:
        """The text inside an element on one line, broken off behind about `limit` characters."""
        first, end = element.first, element.end
        if end <= first:
            return ""
        if end - first == 1:
            return self.pieces[first].text[:limit]
        stop = first
        enough = self._lengths[first] + limit
        while stop < end and self._lengths[stop] < enough:
            stop += 1
        return " ".join([piece.text for piece in self.pieces[first:stop]])[:limit]

    def within(self, element: Element) -> list[Element]:
        """An element and all elements inside it, in their order."""
        return self.elements[element.order : max(element.order, element.last) + 1]

    def links_in(self, element: Element) -> Iterator[Element]:
        """The links inside an element that lead somewhere."""
        links = self.by_tag.get("a", [])
        for number in range(bisect_right(links, element.order, key=_order), len(links)):
            link = links[number]
            if link.order > element.last:
                return
            if link.attributes.get("href") is not None:
                yield link

    def count_inside(self, element: Element, tag: str, *, most: int) -> int:
        """How many elements with a tag an element holds, itself included, among the first so many of its elements."""
        others = self.by_tag.get(tag, [])
        last = min(max(element.order, element.last), element.order + most - 1)
        return bisect_right(others, last, key=_order) - bisect_left(others, element.order, key=_order)

    def has_inside(self, element: Element, *tags: str) -> bool:
        """Whether an element holds one with such a tag."""
        for tag in tags:
            others = self.by_tag.get(tag, [])
            number = bisect_right(others, element.order, key=_order)
            if number < len(others) and others[number].order <= element.last:
                return True
        return False

    @cached_property
    def names(self) -> str:
        """All classes and ids of the page: what it lacks no selector can find."""
        return "\n".join([*self._values("class"), *self._values("id")])

    def _values(self, name: str) -> dict[str, list[Element]]:
        """The elements that have an attribute, by its value; not those where it is empty."""
        values = self._by_value.get(name)
        if values is None:
            values = self._by_value[name] = {}
            for element in self.having(name):
                if value := element.attributes[name]:
                    values.setdefault(value, []).append(element)
        return values

    def tagged(self, *tags: str) -> list[Element]:
        """The elements with one of these tags."""
        return in_order(self.by_tag[tag] for tag in tags if tag in self.by_tag)

    @cached_property
    def _by_attribute(self) -> dict[str, list[Element]]:
        found: dict[str, list[Element]] = defaultdict(list)
        for element in self.elements:
            for name in element.attributes:
                found[name].append(element)
        return found

    def having(self, name: str) -> list[Element]:
        """The elements with this attribute, empty or not."""
        return self._by_attribute.get(name, [])

    def like(self, name: str, pattern: re.Pattern[str]) -> list[Element]:
        """The elements in whose attribute the pattern is found: looked for once in each value that there is."""
        return in_order([elements for value, elements in self._values(name).items() if pattern.search(value)])


def in_order(groups: Iterable[list[Element]]) -> list[Element]:
    """Several groups of elements as one, in the order of the page, each once."""
    lists = list(groups)
    if len(lists) == 1:
        return lists[0]
    return sorted(set(chain.from_iterable(lists)), key=_order)


_order = attrgetter("order")
