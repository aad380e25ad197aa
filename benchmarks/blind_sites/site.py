"""What every blind site is: listings made from a seed, pages by address, and the truth about each listing."""

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from random import Random
from typing import ClassVar, TypeVar
from urllib.parse import SplitResult

from benchmarks.blind_sites.goods import Item, make
from benchmarks.blind_sites.words import load

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Answer:
    """A response. `kind`: page, data (what scripts fetch), photo or asset; only pages are counted."""

    body: bytes
    type: str = "text/html"
    status: int = 200
    kind: str = "page"
    location: str = ""


@dataclass(frozen=True, slots=True)
class Truth:
    """What a listing's page shows. None: not shown, so not scored (seller, posted), or to be left empty (amount)."""

    number: int
    path: str
    title: str
    amount: float | None
    currency: str
    seller: str | None
    posted: date | None
    photos: tuple[str, ...]


class Names:
    """Class names of a site, other ones for each seed. style: hashed, bem, prefixed or legacy."""

    def __init__(self, rng: Random, style: str) -> None:
        self._style, self._salt = style, rng.getrandbits(32)
        self._prefix = rng.choice(("ui", "tm", "x", "gx", "app", "nk", "ds", "b", "cc", "zt"))
        self._made: dict[str, str] = {}

    def __call__(self, word: str) -> str:
        """The class name that stands for a word of the template, such as `card` or `card-price`."""
        if word not in self._made:
            rng = Random(f"{self._salt}/{word}")
            code = "".join(rng.choices("abcdefghijkmnpqrstuvwxyz0123456789", k=5))
            block, _, element = word.partition("-")
            self._made[word] = {
                "hashed": f"{self._prefix}-{rng.choice('abcdefgh')}{code}",
                "bem": f"{self._prefix}-{block}" + (f"__{element}" if element else ""),
                "prefixed": f"{self._prefix}_{word.replace('-', '_')}{rng.randrange(1, 10)}",
                "legacy": f"{rng.choice('abcdfgmnt')}{rng.randrange(1, 60)}",
            }[self._style]
        return self._made[word]


class Site(ABC):
    """One template, filled from a seed. A subclass is one file: its pages, its addresses, its ways to write things."""

    name: ClassVar[str]
    code: ClassVar[str]
    currency: ClassVar[str]
    encoding: ClassVar[str] = "utf-8"
    header_charset: ClassVar[bool] = True
    style: ClassVar[str] = "prefixed"
    photo_path: ClassVar[str]
    """Address of a photo, with {id} and {size}."""
    sizes: ClassVar[dict[str, tuple[int, int]]]
    """Photo sizes by what stands for {size}; the last one is full size."""
    sellers: ClassVar[str] = "people"
    shows_seller: ClassVar[bool] = True
    shows_date: ClassVar[bool] = True
    unpriced: ClassVar[float] = 0.0
    per_page: ClassVar[int] = 10
    robots: ClassVar[str] = "User-agent: *\nDisallow: /admin/\n"

    def __init__(self, seed: int) -> None:
        self.rng = Random(f"{seed}/{self.name}")
        self.now = datetime.now().replace(microsecond=0)
        self.words = load(self.code)
        self.c = Names(self.rng, self.style)
        self.items = make(
            self.rng, self.words, getattr(self.words, self.sellers), self.now, unpriced=self.unpriced, offers=self.offer_price()
        )
        self.by_number = {item.number: item for item in self.items}
        pattern = re.escape(self.photo_path).replace(r"\{id\}", r"(?P<id>[0-9a-f]{12})")
        self._photo = re.compile(pattern.replace(r"\{size\}", "(?P<size>" + "|".join(map(re.escape, self.sizes)) + ")") + "$")

    @abstractmethod
    def page(self, path: str, query: dict[str, str]) -> Answer | None:
        """What stands at an address; None: nothing does."""

    @abstractmethod
    def path(self, item: Item) -> str:
        """The canonical address of a listing, from the root."""

    @abstractmethod
    def number(self, url: SplitResult) -> int | None:
        """The number of the listing that an address names, whatever else stands in it."""

    def holds(self, url: SplitResult) -> set[int]:
        """Numbers of the listings that stand in full on an index page, where they have no pages of their own."""
        return set()

    def offer_price(self) -> str:
        """A price for replies that offer goods themselves; empty: there are none."""
        return ""

    def neutral(self, url: SplitResult) -> bool:
        """Whether what is stored from this page counts neither way, as a chat thread of a forum."""
        return False

    def amount(self, item: Item) -> float | None:
        """The price that the listing's page shows as the one to pay."""
        return item.amount

    def truth(self, item: Item) -> Truth:
        """What a collector should have read."""
        return Truth(
            number=item.number,
            path=self.path(item),
            title=item.title,
            amount=self.amount(item),
            currency=self.currency,
            seller=item.seller if self.shows_seller else None,
            posted=item.posted.date() if self.shows_date else None,
            photos=tuple(item.photos),
        )

    def photo(self, name: str, size: str) -> str:
        """Address of a photo at a size."""
        return self.photo_path.format(id=name, size=size)

    def photo_at(self, path: str) -> tuple[str, tuple[int, int], bool] | None:
        """Name and size of the photo at an address, and whether that is its full size."""
        if not (found := self._photo.match(path)):
            return None
        size = found["size"]
        return found["id"], self.sizes[size], size == list(self.sizes)[-1]

    def html(self, text: str, status: int = 200) -> Answer:
        """A page in the site's encoding."""
        kind = f"text/html; charset={self.encoding}" if self.header_charset else "text/html"
        return Answer(text.encode(self.encoding, "xmlcharrefreplace"), kind, status)

    def json(self, value: object) -> Answer:
        """What a script of the page fetches."""
        return Answer(json.dumps(value, ensure_ascii=False).encode(), "application/json; charset=utf-8", kind="data")

    def related(self, item: Item, count: int = 4) -> list[Item]:
        """Other listings that its page shows beside it."""
        others = [other for other in self.items if other is not item]
        return Random(f"{self.name}/{item.number}").sample(others, count)

    def info_page(self, path: str, form: str) -> tuple[str, str] | None:
        """Title and HTML body of a help or login page whose address ends with the given part; None: no such page."""
        for slug, title in self.words.info:
            if path.strip("/").removesuffix(".html") == slug:
                if slug in {"login", "register", "dang-nhap", "dang-ky", "vhod", "registraciya"}:
                    return title, form
                return title, "".join(f"<p>{h(text)}</p>" for text in Random(slug).sample(self.words.policy, 5))
        return None

    def article(self, index: int) -> tuple[str, str] | None:
        """Title and HTML body of an editorial page."""
        if not 0 <= index < len(self.words.articles):
            return None
        rng = Random(f"{self.name}/article/{index}")
        text = "".join(f"<p>{h(' '.join(rng.sample(self.words.sentences, 4)))}</p>" for _ in range(4))
        return self.words.articles[index], text


def h(text: object) -> str:
    """Text, escaped for HTML."""
    return escape(str(text))


def cut(things: Sequence[Thing], page: int, per: int) -> tuple[Sequence[Thing], int]:
    """The things of a page (counted from 1) and how many pages there are."""
    return things[(page - 1) * per : page * per], max(1, -(-len(things) // per))


def whole(text: str | None, default: int = 1) -> int:
    """A number out of an address; what is none gives the default."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else default
