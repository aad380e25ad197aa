"""The true listings of a site: what is sold, by whom, when, with which photos and which replies."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from benchmarks.blind_sites.words import Category, Words


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer in a thread; `offer` marks one that offers goods itself and so may be stored too."""

    author: str
    text: str
    when: datetime
    offer: bool = False


@dataclass(slots=True)
class Item:
    """One listing. `amount` None: no price is shown."""

    number: int
    title: str
    category: Category
    amount: float | None
    text: list[str]
    seller: str
    city: tuple[str, str]
    posted: datetime
    photos: list[str]
    slug: str
    replies: list[Reply] = field(default_factory=list)


def _round(amount: float, low: int) -> float:
    """A price as people write it: two significant figures and a half."""
    step = 10 ** max(len(str(int(amount))) - 2, 0)
    return max(float(round(amount / step * 2) * step // 2), float(low))


def _title(rng: Random, words: Words, category: Category) -> str:
    detail = rng.choice(words.details).format(n=rng.randint(11, 89))
    return words.title.format(mark=rng.choice(words.marks), noun=rng.choice(category.nouns), detail=detail)


def _replies(rng: Random, words: Words, since: datetime, now: datetime, offer: str | None) -> list[Reply]:
    texts = rng.sample(words.replies, rng.randint(0, min(7, len(words.replies))))
    if offer:
        texts.append(words.offers.format(price=offer))
    span = (now - since).total_seconds()
    times = sorted(since + timedelta(seconds=rng.uniform(0, span)) for _ in texts)
    return [
        Reply(rng.choice(words.nicks), text, when, text not in words.replies) for text, when in zip(texts, times, strict=True)
    ]


def make(
    rng: Random, words: Words, sellers: tuple[str, ...], now: datetime, *, unpriced: float = 0.0, offers: str = ""
) -> list[Item]:
    """40 to 60 listings with titles of their own, newest first.

    unpriced: share that shows no price. offers: a price in a reply that offers goods itself, for every sixth thread.
    """
    items: list[Item] = []
    titles: set[str] = set()
    number = rng.randint(10_000, 90_000)
    posted = now - timedelta(minutes=rng.randint(20, 200))
    for index in range(rng.randint(42, 58)):
        category = words.goods[index % len(words.goods)] if index < 12 else rng.choice(words.goods)
        while (title := _title(rng, words, category)) in titles:
            pass
        titles.add(title)
        amount = _round(category.low * (category.high / category.low) ** rng.random(), category.low)
        items.append(
            Item(
                number=number,
                title=title,
                category=category,
                amount=None if rng.random() < unpriced else amount,
                text=rng.sample(words.sentences, rng.randint(3, 5)),
                seller=rng.choice(sellers),
                city=rng.choice(words.cities),
                posted=posted,
                photos=[f"{rng.getrandbits(48):012x}" for _ in range(rng.choice((1, 2, 3, 3, 4, 5)))],
                slug=f"{category.slug}-{rng.getrandbits(20):05x}",
                replies=_replies(rng, words, posted, now, offers if offers and index % 6 == 0 else None),
            )
        )
        number -= rng.randint(1, 40)
        posted -= timedelta(minutes=rng.randint(30, 2600))
    return items
