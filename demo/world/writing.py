"""Titles, texts and prices of listings, put together from the sentences in `material/`."""

from __future__ import annotations

from functools import cache
from math import exp, log
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import yaml

from demo.world.plan import PLACES

MATERIAL = Path(__file__).parent / "material"
CURRENCIES = {"zh": "CNY", "en": "USD", "vi": "VND"}


@cache
def material(language: str) -> dict[str, Any]:
    """The hand-written sentences of a language."""
    loaded: dict[str, Any] = yaml.safe_load((MATERIAL / f"{language}.yml").read_text("utf-8"))
    return loaded


class Draft(NamedTuple):
    """What is offered, before anybody offers it: item, what is said of it, price in the language's currency."""

    category: str
    item: str
    says: list[str]
    price: float


def ordinary_draft(language: str, rng: Random) -> Draft:
    """Something that nobody watches."""
    kind = rng.choice(material(language)["ordinary"])
    return _draft(kind["kind"], rng.choice(kind["items"]), kind["says"], language, rng)


def interest_draft(language: str, goods: str, way: str, rng: Random) -> Draft:
    """Watched goods: `way` is 'open' (named), 'code' (code words in context) or 'vague' (nothing but the seller says it)."""
    if way == "vague":
        return _draft("goods", rng.choice(material(language)["vague"]), material(language)["vague_says"], language, rng)
    found = material(language)["interest"][goods]
    return _draft("goods", rng.choice(found[way]), found["says"], language, rng)


def look_alike_draft(language: str, rng: Random) -> Draft:
    """Something innocent that shares words with watched goods."""
    kind = rng.choice(material(language)["look_alike"])
    # What is said was written item by item, so it is chosen with care that it fits: the first sentence is the item's own.
    position = rng.randrange(len(kind["items"]))
    says = [kind["says"][min(position, len(kind["says"]) - 1)]]
    return _draft("look-alike", kind["items"][position], says, language, rng)


def _draft(category: str, item: list[Any], says: list[str], language: str, rng: Random) -> Draft:
    name, low, high = item
    price = exp(rng.uniform(log(low), log(high)))
    return Draft(category, name, list(says), round_price(price, language))


def round_price(price: float, language: str) -> float:
    """As sellers round: whole units of the size that stays readable when it is written with 万 or triệu."""
    if language == "vi":
        step = 100_000 if price >= 1_000_000 else 5_000
    elif language == "zh":
        step = 100 if price >= 10_000 else 10 if price >= 500 else 1
    else:
        step = 5 if price >= 100 else 1
    return float(max(step, round(price / step) * step))


def write_title(draft: Draft, language: str, place: str, rng: Random) -> str:
    """A title for the draft."""
    template: str = rng.choice(material(language)["titles"])
    return template.format(item=draft.item, place=place)


def write_text(draft: Draft, language: str, place: str, rng: Random, *, contacts: list[str], short: bool = False) -> str:
    """A description: what is said of the goods, then what sellers say of anything, then how to reach them."""
    general = material(language)["general"]
    says = rng.sample(draft.says, min(len(draft.says), rng.choice((1, 2, 2) if language == "zh" else (1, 1, 2))))
    chances = {"condition": 0.85, "delivery": 0.85, "payment": 0.75, "closing": 0.5} if language == "zh" else {
        "condition": 0.6, "delivery": 0.6, "payment": 0.45, "closing": 0.3,
    }  # fmt: skip
    if draft.category in {"goods", "look-alike"}:
        chances["condition"] = 0.25
    chosen = [rng.choice(general[part]) for part, chance in chances.items() if rng.random() < chance * (0.5 if short else 1)]
    sentences = [*says, *chosen]
    if contacts:
        stop = "。" if language == "zh" else "."
        sentences.insert(
            rng.choice((len(sentences), len(sentences), 1)), ("，" if language == "zh" else ", ").join(contacts) + stop
        )
    text = ("" if language == "zh" else " ").join(sentences)
    return text.format(item=draft.item, place=place, year=rng.randrange(2018, 2026), n=rng.randrange(2, 9))


def write_price(price: float | None, language: str, rng: Random) -> str:
    """The price as people write it in the language."""
    if price is None:
        return {"zh": "面议", "en": "Price on request", "vi": "Thương lượng"}[language]
    if language == "zh":
        if price >= 10_000 and rng.random() < 0.5:
            return f"{price / 10_000:g}万元"
        return rng.choice((f"¥{price:,.0f}", f"{price:.0f}元", f"￥{price:.0f}", f"{price:.0f} 元"))
    if language == "vi":
        if price >= 1_000_000 and rng.random() < 0.4:
            return f"{price / 1_000_000:g} triệu".replace(".", ",")
        if price < 1_000_000 and rng.random() < 0.3:
            return f"{price / 1000:.0f}k"
        return f"{price:,.0f}".replace(",", ".") + rng.choice((" ₫", "đ", " VND"))
    return rng.choice((f"${price:,.0f}", f"${price:,.2f}", f"USD {price:,.0f}", f"{price:.0f} USD"))


def place_of(language: str, rng: Random) -> str:
    """A place where the language is spoken."""
    return rng.choice(PLACES[language])
