"""The synthetic web of `benchmarks/focus.py`: sites with categories, lists in pages, sellers, related links, junk.

What is of interest clusters as it does where it was studied: few sites, few sellers with accounts on several of them, some
categories; but a part stands alone, in the wrong place, or says nothing. The words are made up, but for the goods' terms.
Nothing here knows how focus works; what a link shows is its URL, its text and what the reader takes it for, which errs.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from crawlers.frontier.port import PageKind
from tidewaiter.goods import Goods

LANGUAGES = ("zh", "en", "vi", "ru")
SITES, PAGES, INTEREST = 200, 200_000, 0.015
LOOK_ALIKES = 0.02
"""Share of the pages that name goods and are not of interest."""
DEAD = 0.02
"""Share of the pages that are gone."""
WITH_INTEREST = 60
"""Sites that hold anything of interest."""
RINGS = 40
HOME_THEMES = 4
"""Themes (of `THEMES`) in which most of what is of interest stands."""
THEMES = 30
USUAL = (65, 20, 15), (40, 35, 25)
"""Of what is of interest, per cent: of sellers with several such listings, of others in its usual themes, of others anywhere;
named openly, by code words, not at all."""
SCATTERED = (30, 40, 30), (30, 35, 35)
A_LIST = 20
_HAN = "家居电脑手机服装鞋包童母婴车房租售二新老料品器具茶酒书画玉木石铜银花鸟鱼虫药材香烟球钓具琴棋邮票币章"
_SYLLABLES = ("ka", "lo", "mi", "ter", "ran", "so", "vel", "di", "pu", "nor", "ga", "ish", "ta", "ble", "con", "fre", "zu")
_CYRILLIC = ("ка", "ло", "ми", "тер", "ран", "со", "вел", "ди", "пу", "нор", "га", "та", "кон", "фре")


@dataclass(slots=True)
class Node:
    """One page. `links`: of this page alone, beside the site's furniture."""

    url: str
    site: int
    what: str
    """home, list, listing, seller or junk."""
    text: str = ""
    interest: bool = False
    look_alike: bool = False
    dead: bool = False
    """Answers with an error, whoever asks. A site's start never does: the crawl would try it again."""
    links: list[tuple[int, str]] = field(default_factory=list)


@dataclass(slots=True)
class Site:
    """One site; `furniture` stands on each of its pages. `taken`: what the reader takes its kinds of pages for."""

    number: int
    host: str
    language: str
    home: int
    furniture: list[tuple[int, str]]
    taken: dict[str, PageKind]


class World:
    """All pages by number."""

    def __init__(
        self, seed: int, goods: Sequence[Goods], *, sites: int = SITES, pages: int = PAGES, scattered: bool = False
    ) -> None:
        """scattered: twice as much of what is of interest stands alone or in the wrong place, and more of it says nothing."""
        self.where, self.wording = SCATTERED if scattered else USUAL
        self.random = random.Random(seed)
        self.nodes: list[Node] = []
        self.sites: list[Site] = []
        self._goods = goods
        self._vocabulary()
        sizes = [self.random.lognormvariate(0, 0.9) for _ in range(sites)]
        with_interest = set(self.random.sample(range(sites), max(1, WITH_INTEREST * sites // SITES)))
        own = [max(60, int(pages * size / sum(sizes))) for size in sizes]
        parts = self._shared_out(int(INTEREST * pages), {number: own[number] // 4 for number in sorted(with_interest)})
        for number, size in enumerate(own):
            _Builder(self, number, size, parts.get(number, 0)).build()
        self.by_url = {node.url: number for number, node in enumerate(self.nodes)}
        chance = random.Random(f"{seed} dead")
        for node in self.nodes:
            if node.what != "home" and chance.random() < DEAD:
                node.dead, node.interest, node.look_alike, node.links = True, False, False, []
        self.interest = sum(node.interest for node in self.nodes)

    def _shared_out(self, total: int, most: dict[int, int]) -> dict[int, int]:
        """How much of what is of interest each site holds: few hold most of it, none more than it may."""
        shares = {number: self.random.paretovariate(1.2) for number in most}
        parts = dict.fromkeys(most, 0)
        while (left := total - sum(parts.values())) > 0 and (open_ := [one for one in most if parts[one] < most[one]]):
            weight = sum(shares[one] for one in open_)
            for one in open_:
                parts[one] = min(most[one], parts[one] + max(1, int(left * shares[one] / weight)))
        return parts

    def links(self, number: int) -> list[tuple[str, str, PageKind]]:
        """URL, text and what the reader takes it for, of each link of a page."""
        node = self.nodes[number]
        site = self.sites[node.site]
        found: list[tuple[str, str, PageKind]] = []
        if node.dead:
            return found
        for target, text in (*node.links, *site.furniture):
            there = self.nodes[target]
            kind = site.taken[there.what]
            if text in _PAGERS and kind == "index":
                kind = "next"
            found.append((there.url, text, kind))
        return found

    def _vocabulary(self) -> None:
        make = {language: self._word_maker(language) for language in LANGUAGES}
        self.general = {one: [make[one]() for _ in range(200)] for one in LANGUAGES}
        self.themes = {one: [[make[one]() for _ in range(50)] for _ in range(THEMES)] for one in LANGUAGES}
        self.context = {one: [make[one]() for _ in range(30)] for one in LANGUAGES}
        self.terms = {one: [term for goods in self._goods for term in goods.terms.get(one, ())] for one in LANGUAGES}
        self.false_friends = {
            one: [word for goods in self._goods for word in goods.not_ if _written_in(one, word)] for one in LANGUAGES
        }
        self.codes = {one: [[make[one]() for _ in range(3)] for _ in range(RINGS)] for one in LANGUAGES}

    def _word_maker(self, language: str) -> Callable[[], str]:
        pick = self.random
        if language == "zh":
            return lambda: "".join(pick.sample(_HAN, 2))
        parts = _CYRILLIC if language == "ru" else _SYLLABLES
        return lambda: "".join(pick.choices(parts, k=pick.choice((2, 3))))


_PAGERS = frozenset({">", "2", "3"})


def _written_in(language: str, word: str) -> bool:
    if language == "zh":
        return "\u4e00" <= word[0] <= "\u9fff"
    if language == "ru":
        return "\u0400" <= word[0] <= "\u04ff"
    return word.isascii() == (language == "en") and word[0] < "\u0250"


class _Builder:
    """One site of a world."""

    def __init__(self, world: World, number: int, pages: int, interest: int) -> None:
        self.world, self.random, self.number = world, world.random, number
        self.pages, self.interest = pages, interest
        self.language = self.random.choices(LANGUAGES, (4, 3, 2, 1))[0]
        self.host = f"http://site{number}.example"
        self.style = self.random.randrange(3)
        self.has_sellers = interest > 20 or self.random.random() < 0.6
        self.site = Site(number, self.host, self.language, 0, [], self._taken())
        world.sites.append(self.site)
        self.themes = [*range(HOME_THEMES)] if interest else []
        self.themes += self.random.sample(range(THEMES), self.random.randint(5, 20))
        self.themes = list(dict.fromkeys(self.themes))

    def _taken(self) -> dict[str, PageKind]:
        chance = self.random.random
        return {
            "home": "other",
            "list": "index" if chance() < 0.92 else "other",
            "listing": "listing" if chance() < 0.92 else "other",
            "seller": "index" if chance() < 0.5 else "other",
            "junk": "other" if chance() < 0.8 else "index",
        }

    def build(self) -> None:
        """Listings first, then the lists of them, sellers, junk, and what links where."""
        home = self._add("/", "home", "")
        self.site.home = home
        items = int(self.pages * 0.6)
        sellers = self._sellers(items)
        by_theme: dict[int, list[int]] = {theme: [] for theme in self.themes}
        by_seller: dict[int, list[int]] = {}
        of: list[tuple[int, int, int]] = []
        for theme, seller, interest in self._plan(items, sellers):
            listing = self._listing(theme, seller, interest, len(of))
            by_theme[theme].append(listing)
            by_seller.setdefault(seller, []).append(listing)
            of.append((listing, theme, seller))
        heads = {theme: self._lists(f"/c/{self._slug(theme)}", self._name(theme), by_theme[theme]) for theme in self.themes}
        shops = {seller: self._lists(f"/u/{seller}", f"{self._general()}{seller}", mine, what="seller")
                 for seller, mine in by_seller.items()} if self.has_sellers else {}  # fmt: skip
        self._relate(of, by_theme, by_seller, heads, shops)
        junk = self._junk()
        menu = self.random.sample(list(heads.values()), min(8, len(heads)))
        self.site.furniture = [(home, "home"), *((head, self._text(head)) for head in menu), *junk[:6]]
        self.world.nodes[home].links = [(head, self._text(head)) for head in heads.values()]
        self.world.nodes[home].links += [(one, self._text(one)) for one, _, _ in of[:20]]

    def _plan(self, items: int, sellers: list[int]) -> list[tuple[int, int, str]]:
        """Theme, seller and wording of each listing; wording is empty for what is not of interest."""
        ringed, plain = sellers[: len(sellers) // 20 + 2], sellers
        found = []
        for _ in range(self.interest):
            wording = self.random.choices(("open", "code", "silent"), self.world.wording)[0]
            kind = self.random.choices(("ring", "alone", "anywhere"), self.world.where)[0]
            theme = self.random.choice(self.themes[:HOME_THEMES])
            if kind == "anywhere" or (kind == "ring" and self.random.random() < 0.2):
                theme = self.random.choice(self.themes)
            found.append((theme, self.random.choice(ringed if kind == "ring" else plain), wording))
        for _ in range(int(self.pages * LOOK_ALIKES)):
            found.append((self.random.choice(self.themes), self.random.choice(plain), "look-alike"))
        while len(found) < items:
            seller = self.random.choice(ringed) if self.random.random() < 0.02 else self.random.choice(plain)
            found.append((self.random.choice(self.themes), seller, ""))
        self.random.shuffle(found)
        return found

    def _sellers(self, items: int) -> list[int]:
        return list(range(max(3, items // 12)))

    def _listing(self, theme: int, seller: int, wording: str, number: int) -> int:
        words = self.world
        text = self.random.choices(words.themes[self.language][theme], k=2) + self.random.choices(
            words.general[self.language], k=2
        )
        if wording in ("open", "look-alike"):
            text = [self.random.choice(words.terms[self.language]), *text[:2]]
            if wording == "look-alike" and self.random.random() < 0.5:
                text.append(self.random.choice(words.false_friends[self.language] or [""]))
        elif wording == "code":
            text = [self.random.choice(words.codes[self.language][self.number % RINGS]), *text[1:]]
        in_context = {"open": 0.6, "code": 0.6, "": 0.1 if theme < HOME_THEMES else 0.0}
        if self.random.random() < in_context.get(wording, 0.0):
            text.append(self.random.choice(words.context[self.language]))
        self.random.shuffle(text)
        shown = ("" if self.language == "zh" else " ").join(text)
        slug = "-".join(text).replace(" ", "-") if self.language == "en" and self.style == 2 else ""
        path = (f"/item/{number}", f"/{self._slug(theme)}/{number}.html", f"/p/{slug}-{number}")[self.style]
        id = self._add(path, "listing", shown)
        node = self.world.nodes[id]
        node.interest, node.look_alike = wording in ("open", "code", "silent"), wording == "look-alike"
        return id

    def _lists(self, path: str, name: str, members: list[int], *, what: str = "list") -> int:
        """A list in pages, newest first; the head's number. A category also has a sorted view that shows the same."""
        first = 0
        views = ("", "?sort=price") if what == "list" else ("",)
        for view in views:
            shown = members if not view else self.random.sample(members, len(members))
            chunks = [shown[place : place + A_LIST] for place in range(0, max(1, len(shown)), A_LIST)]
            chunks = chunks if not view else chunks[:3]
            pages = []
            for place, chunk in enumerate(chunks):
                query = view + (("&" if view else "?") + f"page={place + 1}" if place else "")
                pages.append(self._add(path + query, what, name))
                self.world.nodes[pages[-1]].links = [(one, self._text(one)) for one in chunk]
            for place, page in enumerate(pages):
                ahead = pages[place + 1 : place + 2]
                self.world.nodes[page].links += [(one, ">") for one in ahead] + [(one, "2") for one in pages[1:2]]
            if view:
                self.world.nodes[first].links.append((pages[0], "sort"))
            else:
                first = pages[0]
        return first

    def _relate(
        self,
        of: list[tuple[int, int, int]],
        by_theme: dict[int, list[int]],
        by_seller: dict[int, list[int]],
        heads: dict[int, int],
        shops: dict[int, int],
    ) -> None:
        shows_sellers = self.random.random() < 0.6
        for listing, theme, seller in of:
            related = self.random.choices(by_theme[theme], k=4)
            if shows_sellers:
                related += self.random.choices(by_seller[seller], k=2)
            links = [(one, self._text(one)) for one in dict.fromkeys(related) if one != listing]
            links.append((heads[theme], self._text(heads[theme])))
            if shops:
                links.append((shops[seller], self._text(shops[seller])))
            self.world.nodes[listing].links = links

    def _junk(self) -> list[tuple[int, str]]:
        number = max(10, self.pages - sum(1 for node in self.world.nodes[self.site.home :]))
        made = []
        for place in range(number):
            path = self.random.choice(("/help/{}", "/blog/{}", "/tag/{}", "/calendar/2025/{}")).format(place)
            made.append((self._add(path, "junk", self._general()), self._general()))
        for place, (id, _) in enumerate(made):
            self.world.nodes[id].links = self.random.sample(made, min(5, len(made))) + made[place + 1 : place + 2]
        return made

    def _add(self, path: str, what: str, text: str) -> int:
        self.world.nodes.append(Node(self.host + path, self.number, what, text))
        return len(self.world.nodes) - 1

    def _text(self, id: int) -> str:
        return self.world.nodes[id].text

    def _general(self) -> str:
        return self.random.choice(self.world.general[self.language])

    def _name(self, theme: int) -> str:
        words = self.world.themes[self.language][theme]
        return ("" if self.language == "zh" else " ").join(words[:2])

    def _slug(self, theme: int) -> str:
        return f"{theme + 11}" if self.language in ("zh", "ru") else "-".join(self.world.themes[self.language][theme][:2])
