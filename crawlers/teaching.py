"""Rules from one example: finds the selectors of the elements that say what somebody read on a page, and tries rules out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from crawlers.reading.document import Document
from crawlers.reading.encoding import decode
from crawlers.reading.nodes import attribute
from crawlers.reading.page import Page
from crawlers.reading.price_text import read_amount
from crawlers.reading.reader import read_page
from crawlers.reading.rules import rule_values
from crawlers.reading.texts import node_text, squeeze
from crawlers.source import FIELDS, Rule, Source
from tidewaiter.errors import InvalidInput
from tidewaiter.folding import fold_text
from tidewaiter.model import Listing

MOST_ELEMENTS = 20_000
"""Elements of a page that are looked at."""
_MOST_TEXT = 20_000
_LEAST_PART = 0.3
"""Of an element's text an example must be at least so much, where it is not all of it."""
_LINKS = {"photos": ("href", "src", "data-src"), "seller_url": ("href",), "url": ("href",)}
_STATED = ("itemprop", "data-testid", "data-qa", "rel", "name")
"""Attributes by which a site names an element for itself; they outlive its looks."""
_STABLE = re.compile(r"[A-Za-z][A-Za-z_-]{1,40}\d?")
_MADE = re.compile(r"(?:^|[-_])(?=[A-Za-z]*[a-z][A-Z])(?=\w*[A-Z]\w*[A-Z])\w{5,}$|^(?:css|sc|jss|svelte|emotion)-", re.ASCII)
"""Classes that a build tool made up: they change with the next build."""


@dataclass(slots=True, frozen=True)
class Learned:
    """What was found for one field."""

    field: str
    rule: str
    pages: int
    """Further pages on which the rule gives something, of those that were looked at."""


@dataclass(slots=True, frozen=True)
class Trial:
    """What one rule gives on a page, beside what is read there without it."""

    field: str
    rule: Rule
    values: list[str]
    expected: str | None
    """What the reader finds without the source's rules; None: nothing, or it knows no such field."""

    @property
    def agrees(self) -> bool | None:
        """Whether the rule gives what was expected; None where nothing was."""
        if self.expected is None:
            return None
        wanted = _plain(self.expected)
        amount = read_amount(self.expected) if self.field in {"price", "low", "high"} else None
        return any(_plain(value) == wanted or (amount is not None and read_amount(value) == amount) for value in self.values)


def learn(page: Page, examples: Mapping[str, str], others: Sequence[Page]) -> list[Learned]:
    """The best rule for each example; others: pages of the same kind, on which a good rule gives something too.

    Raises `InvalidInput` for a field that does not exist, and for an example that stands nowhere on the page.
    """
    if unknown := sorted(set(examples) - FIELDS):
        raise InvalidInput(f"--example: no such field '{unknown[0]}'", do=f"Known are {', '.join(sorted(FIELDS))}.")
    document = _document(page)
    further = [_document(other) for other in others]
    return [_best(document, name, example, further) for name, example in examples.items()]


def trials(page: Page, source: Source) -> list[Trial]:
    """What each field's rule gives on the first item of a page."""
    from crawlers.reading.rules import items_of

    document = _document(page)
    item = next(iter(items_of(source.listing, document.tree.root)), None)
    without = read_page(page).listings
    told = _told(without[0]) if without else {}
    found = []
    for name, rule in source.listing.fields.items():
        values = [squeeze(str(value)) for value in rule_values(rule, item, document)] if item is not None else []
        found.append(Trial(name, rule, values, told.get(name)))
    return found


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


def _document(page: Page) -> Document:
    return Document(page, decode(page.body, page.header("content-type"))[0])


def _best(document: Document, name: str, example: str, others: Sequence[Document]) -> Learned:
    best: tuple[tuple[float, ...], str, int] | None = None
    for quality, rule in _candidates(document, name, example):
        pages = sum(bool(rule_values(rule, other.tree.root, other)) for other in others)
        rank = (pages, quality, -len(rule))
        if best is None or rank > best[0]:
            best = (rank, rule, pages)
    if best is None:
        raise InvalidInput(
            f"--example {name}={example!r:.80}: nothing on the page says that",
            do="Write it as the page shows it (view-source, or `tidewaiter extract`); a page that needs scripts: --render.",
        )
    return Learned(name, best[1], best[2])


def _candidates(document: Document, name: str, example: str) -> Iterator[tuple[float, str]]:
    root = document.tree.root
    if root is None:
        return
    for number, node in enumerate(root.traverse()):
        if number > MOST_ELEMENTS:
            return
        if not node.is_element_node or node.tag in {"script", "style", "html", "body", "head"}:
            continue
        for quality, ending in _says(document, node, name, example):
            for order, selector in enumerate(_selectors(node)):
                first = rule_values(selector + ending, root, document)[:1]
                # A rule gives its first match: one that gives something else on this very page is no rule.
                if first and _fits(document, name, str(first[0]), example):
                    yield quality + _stability(selector) - 0.001 * order, selector + ending


def _says(document: Document, node: LexborNode, name: str, example: str) -> Iterator[tuple[float, str]]:
    """How well an element says the example, and what of it does."""
    for key in _LINKS.get(name, ()):
        if (href := attribute(node, key)) and document.join(href) == document.join(example):
            yield 1.0, f"::attr({key})"
    if name in _LINKS:
        return
    for key in ("content", "datetime"):
        if (value := attribute(node, key)) and _plain(value) == _plain(example):
            yield 0.9, f"::attr({key})"
    # An element that says far more than the example is not its element.
    limit = _MOST_TEXT if name == "text" else 4 * len(example) + 200
    text = node_text(node, limit=limit)
    if not text or len(text) >= limit:
        return
    if _plain(text) == _plain(example):
        yield 1.0 if next(node.iter(), None) is None else 0.95, ""
    elif _fits(document, name, text, example):
        yield 0.5 * min(1.0, len(example) / len(text)), ""


def _fits(document: Document, name: str, value: str, example: str) -> bool:
    if name in _LINKS:
        return document.join(value) == document.join(example)
    plain, wanted = _plain(value), _plain(example)
    if plain == wanted:
        return True
    if name in {"price", "low", "high"}:
        amount = read_amount(example)
        return amount is not None and read_amount(value) == amount
    if name == "text":
        return wanted in plain  # a few of its first words are enough
    return wanted in plain and len(wanted) >= _LEAST_PART * len(plain) and name == "sku"


def _selectors(node: LexborNode) -> Iterator[str]:
    """Selectors of an element, those first that will outlive a redesign."""
    own = list(_names(node))
    yield from own
    around = node.parent
    for _ in range(6):
        if around is None or around.tag in {"html", "body"} or not around.is_element_node:
            break
        for outer in _names(around):
            if outer != around.tag:
                for inner in own or [str(node.tag)]:
                    yield f"{outer} {inner}"
                if around is node.parent and (place := _place(node)):
                    yield f"{outer} > {place}"
        around = around.parent


def _stability(selector: str) -> float:
    """How likely a selector is to outlive a redesign: what has a name does, what is counted off does not."""
    last = selector.rpartition(" ")[2]
    named = any(mark in last for mark in ("#", "[", ".")) or last == "h1"
    return 0.2 * named + 0.1 * (" " in selector and not named) - 0.2 * ("nth-of-type" in selector)


def _names(node: LexborNode) -> Iterator[str]:
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


def _plain(text: str) -> str:
    return fold_text(squeeze(text)).casefold()


def _told(listing: Listing) -> dict[str, str]:
    price, seller = listing.price, listing.seller
    told = {
        "title": listing.title, "text": listing.text, "url": listing.url, "sku": listing.sku, "posted": listing.posted,
        "availability": listing.availability, "language": listing.language,
        "price": f"{price.amount:.12g}" if price is not None and price.amount is not None else None,
        "currency": price.currency if price else None,
        "seller": seller.name if seller else None, "seller_id": seller.id if seller else None,
        "seller_url": seller.url if seller else None,
        "place": listing.place.name if listing.place else None,
        "photos": listing.photos[0].url if listing.photos else None,
    }  # fmt: skip
    return {name: str(value) for name, value in told.items() if value}
