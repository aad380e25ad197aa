"""Texts of one language, parsed from its words_xx module."""

from dataclasses import dataclass
from importlib import import_module


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of goods: address part, name, lowest and highest price in the language's currency, nouns."""

    slug: str
    name: str
    low: int
    high: int
    nouns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """All that a template needs to write pages in one language."""

    title: str
    goods: tuple[Category, ...]
    marks: tuple[str, ...]
    details: tuple[str, ...]
    sentences: tuple[str, ...]
    replies: tuple[str, ...]
    offers: str
    people: tuple[str, ...]
    nicks: tuple[str, ...]
    shops: tuple[str, ...]
    cities: tuple[tuple[str, str], ...]
    info: tuple[tuple[str, str], ...]
    policy: tuple[str, ...]
    articles: tuple[str, ...]


def _category(line: str) -> Category:
    slug, name, prices, nouns = line.split("|")
    low, high = prices.split("-")
    return Category(slug, name, int(low), int(high), tuple(nouns.split(";")))


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((left, right) for left, right in (pair.split("|") for pair in text.split(";")))


def load(code: str) -> Words:
    """The texts of a language or of a second vocabulary of it: zh, en, vi, ru, id, th, zh_hant, zh_two, en_two."""
    module = import_module(f"{__package__}.words_{code}")
    return Words(
        title=module.TITLE,
        goods=tuple(_category(line) for line in module.GOODS.strip().splitlines()),
        marks=tuple(module.MARKS.split(";")),
        details=tuple(module.DETAILS.split(";")),
        sentences=tuple(module.SENTENCES.strip().splitlines()),
        replies=tuple(module.REPLIES.strip().splitlines()),
        offers=module.OFFERS,
        people=tuple(module.PEOPLE.split(";")),
        nicks=tuple(module.NICKS.split(";")),
        shops=tuple(module.SHOPS.split(";")),
        cities=_pairs(module.CITIES),
        info=_pairs(module.INFO),
        policy=tuple(module.POLICY.strip().splitlines()),
        articles=tuple(module.ARTICLES.split(";")),
    )
