"""The best rule for each example: candidates from elements and from JSON, tried on the page and on others of its kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from crawlers.reading.json_ld import MAX_ITEMS
from crawlers.reading.nodes import attribute, select
from crawlers.reading.page import Page
from crawlers.reading.page_data import page_data
from crawlers.reading.reader import read_page
from crawlers.reading.rules import rule_values
from crawlers.reading.texts import node_text, squeeze
from crawlers.reading.urls import join_url
from crawlers.teaching.json_paths import at, expressions, places, quality
from crawlers.teaching.selectors import selectors, stability
from crawlers.teaching.sheets import LINKS, MOST_TEXT, Sheet, check_fields, nowhere, plain, told

MOST_ELEMENTS = 20_000
"""Elements of a page that are looked at."""
_DIFFER = frozenset({"title", "text", "url", "sku", "photos", "price"})
"""Fields that two listings seldom share."""


@dataclass(slots=True, frozen=True)
class Learned:
    """What was found for one field."""

    field: str
    rule: str
    gave: tuple[str | None, ...]
    """What the rule gives first on each of the further pages (or of the rows of a list); None: nothing."""

    @property
    def pages(self) -> int:
        """Further pages on which the rule gives something."""
        return sum(value is not None for value in self.gave)


def learn(page: Page, examples: Mapping[str, str], others: Sequence[Page]) -> list[Learned]:
    """The best rule for each example; others: pages of the same kind, on which a good rule gives something of their own.

    Raises `InvalidInput` for a field that does not exist, and for an example that stands nowhere on the page.
    """
    check_fields(examples)
    sheet, further = Sheet.of(page), [Sheet.of(other) for other in others]
    read = [_read(one) for one in (page, *others)]
    # What the reader finds by itself is believed on the other pages where it found the example on this one; but of a text
    # a few words are given, which do not tell how much of the page is meant.
    known = {
        name: [one.get(name) for one in read[1:]]
        for name, example in examples.items()
        if name != "text" and sheet.fits(name, read[0].get(name), example)
    }
    return [_best(sheet, name, example, further, known.get(name)) for name, example in examples.items()]


def _read(page: Page) -> dict[str, str]:
    listings = read_page(page).listings
    return told(listings[0]) if listings else {}


def _best(sheet: Sheet, name: str, example: str, others: Sequence[Sheet], known: Sequence[str | None] | None) -> Learned:
    best: tuple[tuple[float, ...], Learned] | None = None
    for good, rule in _candidates(sheet, name, example):
        gave = tuple(first_of(other.values(rule)) for other in others)
        worth = sum(
            _worth(other, name, value, example, known[number] if known else None)
            for number, (other, value) in enumerate(zip(others, gave, strict=True))
        )
        rank = (worth, good, -len(rule))
        if best is None or rank > best[0]:
            best = (rank, Learned(name, rule, gave))
    if best is None:
        raise nowhere(name, example)
    return best[1]


def first_of(values: Sequence[object]) -> str | None:
    """The first of a rule's values, as text."""
    return squeeze(str(values[0]))[:MOST_TEXT] if values else None


def _worth(other: Sheet, name: str, value: str | None, example: str, known: str | None) -> float:
    """What it says for a rule that it gives this on another page."""
    if value is None:
        return 0.0
    if known is not None:
        return 1.0 if other.fits(name, value, known) else 0.4
    # The same title everywhere is the site's, not the listing's.
    return 0.3 if name in _DIFFER and plain(value) == plain(example) else 0.9


def _candidates(sheet: Sheet, name: str, example: str) -> Iterator[tuple[float, str]]:
    if sheet.document is not None and isinstance(sheet.target, LexborNode):
        yield from by_elements(sheet, sheet.target, name, example)
    for value in [sheet.target] if sheet.document is None else page_data(sheet.document)[:MAX_ITEMS]:
        prefix = "json: " if sheet.document is None else "data: "
        for path in places(sheet, value, name, example):
            for likely, expression in expressions(value, path):
                rule = prefix + expression
                # A rule gives its first match: one that gives something else on this very page is no rule.
                if sheet.fits(name, first_of(sheet.values(rule)), example):
                    yield quality(path, name, at(value, path), example) + likely, rule


def by_elements(sheet: Sheet, root: LexborNode, name: str, example: str) -> Iterator[tuple[float, str]]:
    """Selectors that give the example, looked up in `root` (the page, or a row of a list), and how good each is."""
    row = root if root.tag != "html" else None
    tried: dict[str, bool] = {}
    for node, good, ending in elements_that_say(sheet, root, name, example):
        if row is not None and node.mem_id == row.mem_id:
            if ending:
                yield good, ending  # the row's own attribute
            continue
        for order, selector in enumerate(selectors(node, row)):
            rule = selector + ending
            if rule not in tried:
                tried[rule] = sheet.fits(name, _first_by(sheet, root, selector, ending), example)
            if tried[rule]:
                yield good + stability(selector) - 0.001 * order, rule


def elements_that_say(sheet: Sheet, root: LexborNode, name: str, example: str) -> Iterator[tuple[LexborNode, float, str]]:
    """Elements that say an example, how well, and what of them does (`::attr(href)`, or their text: nothing)."""
    for number, node in enumerate(root.traverse()):
        if number > MOST_ELEMENTS:
            return
        if node.is_element_node and node.tag not in {"script", "style", "html", "body", "head"}:
            for good, ending in _says(sheet, node, name, example):
                yield node, good, ending


def _first_by(sheet: Sheet, root: LexborNode, selector: str, ending: str) -> str | None:
    """The first value of a rule, the texts of all other elements left unread: those of `div` are the page many times over."""
    for node in select(root, selector):
        if value := first_of(rule_values(ending, node, sheet.document)):
            return value
    return None


def _says(sheet: Sheet, node: LexborNode, name: str, example: str) -> Iterator[tuple[float, str]]:
    """How well an element says the example, and what of it does."""
    for key in LINKS.get(name, ()):
        if (href := attribute(node, key)) and join_url(sheet.page.url, href) == join_url(sheet.page.url, example):
            yield 1.0, f"::attr({key})"
    if name in LINKS:
        return
    for key in ("content", "datetime"):
        if (value := attribute(node, key)) and plain(value) == plain(example):
            yield 0.9, f"::attr({key})"
    # An element that says far more than the example is not its element.
    limit = MOST_TEXT if name == "text" else 4 * len(example) + 200
    text = node_text(node, limit=limit)
    if not text or len(text) >= limit:
        return
    if plain(text) == plain(example):
        yield 1.0 if next(node.iter(), None) is None else 0.95, ""
    elif sheet.fits(name, text, example):
        yield 0.5 * min(1.0, len(example) / len(text)), ""


def url_pattern(url: str) -> str | None:
    """A pattern of the URLs of pages like this one: its path, numbers and the last words left open; None for a bare host."""
    segments = [segment for segment in urlsplit(url).path.split("/") if segment]
    if not segments:
        return None
    *before, last = (re.sub(r"\d+", "[0-9]+", re.escape(segment)) for segment in segments)
    if "[0-9]+" not in last:
        last = "[^/?#]+"
    elif "-" in segments[-1] or len(segments[-1]) > 30:  # words and a number: the words are this listing's own
        last = "[^/?#]*[0-9]+[^/?#]*"
    return "/" + "/".join([*before, last])
